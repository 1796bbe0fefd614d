// link: exchange
#include <cstdint>

#include "exchange/standard_results.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)tallyward::exchange::read_nist_results({reinterpret_cast<const char*>(data), size}, "fuzz.json");
  return 0;
}
