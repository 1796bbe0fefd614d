// link: exchange
#include <cstdint>

#include "exchange/results_profile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 20'000) return 0;
  (void)tallyward::exchange::parse_results_profile({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  return 0;
}
