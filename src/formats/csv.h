// CSV as RFC 4180 has it, with any one-byte delimiter: a tokeniser that looks at 64 bytes at a time, over a
// whole text in memory or over a stream in bounded memory. docs/formats/csv.md states the rules.
//
// Line ends are LF, CRLF or CR; empty lines are skipped; a UTF-8 byte order mark is skipped. A quote inside
// an unquoted cell stands for itself. A row whose quoting is broken (text behind a closing quote, or a quote
// that is not closed within the longest row) is given out as a defect that ends at the end of its first
// line, and reading goes on at the next one: one stray quote does not swallow the file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/byte_source.h"
#include "formats/table_reader.h"

namespace tallyward::formats {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';  ///< '\0': quotes have no meaning.
};

/// The longest row, with its quotes and line end. A longer one is a defect.
inline constexpr std::size_t kLongestCsvRow = std::size_t{1} << 20;

/// Cuts bytes into rows. Give it bytes with feed(), take rows with next() until it says need_more or end.
class CsvTokeniser {
 public:
  enum class Step { row, need_more, end };

  explicit CsvTokeniser(CsvDialect dialect) : dialect_(dialect) {}

  /// `bytes` begins with what consumed() left over of the last piece. They must stay where they are until the
  /// next feed(). `last`: nothing follows.
  void feed(std::string_view bytes, bool last);
  Step next();
  /// Of the row that next() found.
  std::span<const std::string_view> cells() const { return {cells_.data(), cell_count_}; }
  std::size_t line() const { return row_line_; }
  std::string_view defect() const { return defect_; }
  /// Row::roomy
  bool roomy() const { return unescaped_cells_.empty() && position_ + Row::kRoom <= size_; }
  /// How many bytes of the last piece are done with.
  std::size_t consumed() const { return position_; }

 private:
  enum class Found { cell, last_cell, need_more, defect };
  static constexpr std::size_t kNone = ~std::size_t{0};

  void skip_line_ends();
  void seek(std::size_t position);
  std::size_t next_special();
  void push(std::string_view cell);
  Found unquoted_cells(std::size_t start, std::size_t& end);
  Found quoted_cell(std::size_t start, std::size_t& end);
  std::size_t closing_quote(std::size_t from, bool& doubled);
  Step finish_row(std::size_t end);
  Step give_up_row(std::size_t start, std::string_view why);

  CsvDialect dialect_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  bool last_ = false;
  bool after_carriage_return_ = false;
  bool skipping_line_ = false;  ///< The rest of a defective line has not been seen yet.
  bool at_file_start_ = true;
  std::size_t position_ = 0;
  std::size_t row_start_ = 0;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
  std::size_t lines_inside_ = 0;  ///< Line ends inside quoted cells of the row at hand.
  std::size_t block_ = 0;         ///< Where the 64 bytes begin that mask_ is about.
  std::uint64_t mask_ = 0;        ///< Delimiters and line ends in them that are still ahead.
  std::vector<std::string_view> cells_;
  std::size_t cell_count_ = 0;
  std::string_view defect_;
  std::string unescaped_;  ///< Cells with doubled quotes, without them.
  struct Unescaped {
    std::size_t cell, offset, size;
  };
  std::vector<Unescaped> unescaped_cells_;
};

/// Rows of a whole text; `text` must outlive the reader.
std::unique_ptr<TableReader> read_csv(std::string_view text, CsvDialect dialect);

/// Rows of a stream of UTF-8, in about four times kLongestCsvRow of memory however long the stream.
std::unique_ptr<TableReader> stream_csv(std::unique_ptr<ByteSource> bytes, CsvDialect dialect);

/// The cell as it must stand in a CSV file: quoted only if it holds the delimiter, a quote, CR or LF.
void append_csv_cell(std::string& text, std::string_view cell, char delimiter = ',');

}  // namespace tallyward::formats
