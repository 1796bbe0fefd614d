// Rows of a CSV with a heading, whose cells are found by the column's name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "formats/table_reader.h"

namespace tallyward::exchange {

class NamedRows {
 public:
  /// Errors: not_found; invalid_input for an empty file.
  static base::Result<NamedRows> open(const std::filesystem::path& path);

  std::optional<std::size_t> find(std::string_view name) const;
  /// Error: invalid_input, with the nearest name of the heading.
  base::Result<std::size_t> require(std::string_view name) const;

  /// False at the end. Error: invalid_input for a row whose quoting is broken.
  base::Result<bool> next();
  /// Trimmed; "" when the row is short.
  std::string_view cell(std::size_t column) const;
  std::string_view cell(std::optional<std::size_t> column) const {
    return column ? cell(*column) : std::string_view{};
  }
  base::Place place(std::size_t column) const { return {file_, row_.line, column + 1}; }
  std::size_t line() const { return row_.line; }
  const std::vector<std::string>& heading() const { return heading_; }
  /// Error: invalid_input with file, line and column unless it is a whole number from 0 to 2,000,000,000.
  base::Result<std::int64_t> number(std::size_t column) const;

 private:
  std::string file_;
  std::unique_ptr<formats::TableReader> reader_;
  formats::Row row_;
  std::vector<std::string> heading_;
};

}  // namespace tallyward::exchange
