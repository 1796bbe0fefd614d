// The text of checkpoints.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/checkpoint.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto checkpoint = transparency::parse_checkpoint(bytes);
  if (checkpoint && transparency::to_text(*checkpoint) != bytes) std::abort();
  return 0;
}
