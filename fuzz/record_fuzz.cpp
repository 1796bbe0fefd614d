// Entries of the log. Whatever is not malformed is written back to the byte.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/record.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto record = transparency::read_record(bytes);
  if (record.standing == transparency::Standing::malformed) return 0;
  if (transparency::format_record(record.text) != record.note.text) std::abort();
  return 0;
}
