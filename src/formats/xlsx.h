// XLSX (ECMA-376) as rows of text cells, and back. Reading streams: the sheet is unzipped and parsed piece by
// piece, so memory does not grow with it; only the table of shared strings is held, up to a limit.
//
// Numbers come out as their shortest decimal text with at most 15 significant digits, booleans as 0 and 1,
// formulas as their stored result. Dates are numbers in this format and stay numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "formats/table_reader.h"

namespace tallyward::formats {

/// What a workbook may cost before it is refused as too_large.
struct XlsxLimits {
  std::uint64_t sheet_bytes = std::uint64_t{8} << 30;           ///< Unzipped.
  std::uint64_t shared_string_bytes = std::uint64_t{24} << 20;  ///< Of their texts, held in memory.
  std::uint64_t largest_ratio = 300;  ///< Unzipped to zipped, for entries above 1 MiB: a zip bomb is refused.
  std::size_t cell_bytes = 32'767 * 4;
  std::size_t columns = 16'384;
};

/// Rows of one sheet; `sheet` "" is the first. Empty cells between others are empty texts; those at the end
/// of a row may be missing. Row::line is the row's number in the sheet. Errors: not_found (also: no sheet of
/// that name, naming those there are), too_large, corrupt (also any document type declaration).
base::Result<std::unique_ptr<TableReader>> open_xlsx(const std::filesystem::path& file,
                                                     std::string_view sheet = "",
                                                     const XlsxLimits& limits = {});
/// The same from bytes, which must outlive the reader.
base::Result<std::unique_ptr<TableReader>> open_xlsx_bytes(std::string_view bytes,
                                                           std::string_view sheet = "",
                                                           const XlsxLimits& limits = {});

using XlsxCell = std::variant<std::monostate, std::string, std::int64_t>;

/// Writes a workbook of one sheet row by row, in memory that does not grow with it. The first row is frozen.
class XlsxWriter {
 public:
  static base::Result<XlsxWriter> create(const std::filesystem::path& file, const std::string& sheet);
  XlsxWriter(XlsxWriter&& other) noexcept;
  XlsxWriter& operator=(XlsxWriter&& other) noexcept;
  ~XlsxWriter();
  /// A text that begins like a formula stays text. Error: too_large behind row 1,048,576.
  base::Result<void> add_row(const std::vector<XlsxCell>& cells);
  /// Until this the file is not whole.
  base::Result<void> close();

 private:
  struct Book;
  explicit XlsxWriter(std::unique_ptr<Book> book);
  std::unique_ptr<Book> book_;
};

}  // namespace tallyward::formats
