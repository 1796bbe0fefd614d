#include "exchange/named_rows.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/csv.h"

namespace tallyward::exchange {

base::Result<NamedRows> NamedRows::open(const std::filesystem::path& path) {
  NamedRows rows;
  rows.file_ = path.string();
  TRY_ASSIGN(auto bytes, formats::open_file_source(path));
  rows.reader_ = formats::stream_csv(std::move(bytes), {});
  TRY_ASSIGN(const bool any, rows.reader_->next(rows.row_));
  if (!any) return base::fail(base::unexpected_input({rows.file_, 1, 0}, "an empty file", "a heading"));
  for (const std::string_view cell : rows.row_.cells) rows.heading_.emplace_back(base::trim(cell));
  return rows;
}

std::optional<std::size_t> NamedRows::find(std::string_view name) const {
  const auto found = std::find(heading_.begin(), heading_.end(), name);
  if (found == heading_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - heading_.begin());
}

base::Result<std::size_t> NamedRows::require(std::string_view name) const {
  if (const auto column = find(name)) return *column;
  const std::vector<std::string_view> known(heading_.begin(), heading_.end());
  const std::string_view near = base::nearest_name(name, known);
  return base::fail(base::unexpected_input(
      {file_, 1, 0}, fmt::format("no column '{}'", name),
      near.empty() ? "it in the heading" : fmt::format("it in the heading; did you mean '{}'?", near)));
}

base::Result<bool> NamedRows::next() {
  TRY_ASSIGN(const bool more, reader_->next(row_));
  if (more && !row_.defect.empty())
    return base::fail(base::unexpected_input({file_, row_.line, 0}, row_.defect, "cells"));
  return more;
}

std::string_view NamedRows::cell(std::size_t column) const {
  return column < row_.cells.size() ? base::trim(row_.cells[column]) : std::string_view{};
}

base::Result<std::int64_t> NamedRows::number(std::size_t column) const {
  const std::string_view text = cell(column);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0 ||
      value > 2'000'000'000) {
    return base::fail(
        base::unexpected_input(place(column), fmt::format("'{}'", text), "a whole number from 0"));
  }
  return value;
}

}  // namespace tallyward::exchange
