// link: formats
#include <cstdint>

#include "formats/xlsx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tallyward::formats;
  XlsxLimits limits;
  limits.sheet_bytes = std::uint64_t{1} << 20;
  limits.shared_string_bytes = std::uint64_t{1} << 18;
  const auto table = open_xlsx_bytes({reinterpret_cast<const char*>(data), size}, "", limits);
  if (!table) return 0;
  Row row;
  while ((*table)->next(row).value_or(false)) {
  }
  return 0;
}
