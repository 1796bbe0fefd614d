// link: formats
#include <cstdint>

#include "formats/json_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = tallyward::formats::read_json_table({reinterpret_cast<const char*>(data), size});
  if (!table) return 0;
  tallyward::formats::Row row;
  while ((*table)->next(row).value_or(false)) {
  }
  return 0;
}
