// A canonical CSV file while it is written: RFC 4180, UTF-8, LF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/csv.h"

namespace tallyward::dataset {

class CsvText {
 public:
  explicit CsvText(std::string_view header) : text_(std::string(header) + "\n") {}
  CsvText& cell(std::string_view value) {
    if (!first_) text_ += ',';
    first_ = false;
    formats::append_csv_cell(text_, value);
    return *this;
  }
  CsvText& cell(std::int64_t value) { return cell(std::to_string(value)); }
  /// Words that people typed: a cell that a spreadsheet would take for a formula gets an apostrophe.
  CsvText& words(std::string_view value) {
    const bool formula = !value.empty() && std::string_view("=+-@\t\r").contains(value[0]);
    return formula ? cell("'" + std::string(value)) : cell(value);
  }
  void end_row() {
    text_ += '\n';
    first_ = true;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace tallyward::dataset
