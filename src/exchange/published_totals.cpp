#include "exchange/published_totals.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"
#include "formats/csv.h"

namespace tallyward::exchange {
namespace {

constexpr std::array<std::string_view, 5> kColumns{"unit", "line", "figure", "source", "published"};
enum Column : std::size_t { unit, line, figure, source, published };
constexpr std::size_t kNoColumn = ~std::size_t{0};

base::Result<std::array<std::size_t, 5>> read_heading(const formats::Row& row, std::string_view file) {
  std::array<std::size_t, 5> places;
  places.fill(kNoColumn);
  for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
    const std::string_view heading = base::trim(row.cells[cell]);
    std::size_t column = 0;
    while (column < kColumns.size() && kColumns[column] != heading) ++column;
    if (column == kColumns.size())
      return base::fail(base::unexpected_input({std::string(file), row.line, cell + 1}, heading,
                                               "unit, line, figure, source or published"));
    places[column] = cell;
  }
  for (const Column needed : {unit, line, figure}) {
    if (places[needed] == kNoColumn)
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("{}: no column '{}'", file, kColumns[needed]));
  }
  return places;
}

}  // namespace

base::Result<std::vector<results::PublishedTotal>> read_published_totals(std::string_view csv,
                                                                         std::string_view file_name,
                                                                         const election::UnitTree& units) {
  const auto reader = formats::read_csv(csv, {});
  formats::Row row;
  TRY_ASSIGN(const bool has_heading, reader->next(row));
  if (!has_heading)
    return base::fail(base::ErrorCode::invalid_input, fmt::format("{}: the file is empty", file_name));
  TRY_ASSIGN(const auto places, read_heading(row, file_name));
  std::vector<results::PublishedTotal> totals;
  for (;;) {
    TRY_ASSIGN(const bool more, reader->next(row));
    if (!more) return totals;
    const auto cell = [&](Column column) {
      return places[column] < row.cells.size() ? base::trim(row.cells[places[column]]) : std::string_view{};
    };
    const auto refuse = [&](Column column, std::string_view expected) {
      return base::fail(base::unexpected_input({std::string(file_name), row.line, places[column] + 1},
                                               row.defect.empty() ? cell(column) : row.defect, expected));
    };
    if (!row.defect.empty()) return refuse(unit, "a row of cells");
    results::PublishedTotal total;
    const std::string_view path = cell(unit);
    total.unit = path == "/" ? 0 : units.find(path);
    if (total.unit == election::kNoUnit) return refuse(unit, "a unit of these results");
    total.line = cell(line);
    const std::string_view digits = cell(figure);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), total.figure);
    if (error != std::errc{} || end != digits.data() + digits.size()) return refuse(figure, "a whole number");
    total.source = cell(source).empty() ? "published" : std::string(cell(source));
    if (!cell(published).empty()) {
      const auto time = base::parse_time(cell(published));
      if (!time) return refuse(published, "a time such as 2021-01-10T20:00:00Z");
      total.published = *time;
    }
    totals.push_back(std::move(total));
  }
}

}  // namespace tallyward::exchange
