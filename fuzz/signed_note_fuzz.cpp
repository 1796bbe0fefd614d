// Signed notes: reports, checkpoints, promises.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/note.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto note = transparency::parse_note(bytes);
  // One note has one spelling: what is read is written back to the byte.
  if (note && transparency::format_note(*note) != bytes) std::abort();
  return 0;
}
