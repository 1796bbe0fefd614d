// link: exchange
#include <cstdint>

#include "exchange/standard_results.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)tallyward::exchange::read_eml_nl_results({reinterpret_cast<const char*>(data), size}, "fuzz.xml");
  return 0;
}
