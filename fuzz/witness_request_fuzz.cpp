// The body of add-checkpoint, sent to a witness by anybody.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/witness.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto request = transparency::parse_witness_request(bytes);
  if (request && transparency::to_text(*request) != bytes) std::abort();
  return 0;
}
