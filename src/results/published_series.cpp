#include "results/published_series.h"

#include <algorithm>

#include <fmt/format.h>

namespace tallyward::results {
namespace {

using election::UnitIndex;
using Wide = __int128;

std::int64_t power_of_ten(unsigned exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

/// The finest place at which a source prints any figure on these lines: 12.7 and 52.5 give 1.
std::uint8_t places_of(const ProtocolTable& table, const std::vector<std::string>& lines) {
  std::uint8_t places = 0;
  for (const std::string& code : lines) {
    const auto line = table.find_line(code);
    if (!line) continue;
    const std::uint8_t decimals = table.lines[*line].decimals;
    if (decimals == 0) continue;
    for (const Figure figure : table.columns[*line]) {
      if (figure == kBlank) continue;
      std::uint8_t needed = decimals;
      for (Figure rest = figure; needed > places && rest % 10 == 0; rest /= 10) --needed;
      places = std::max(places, needed);
    }
  }
  return places;
}

/// Twice the figure and twice its rounding half, at nine decimals: bounds are whole numbers there.
struct Bounds {
  Wide low = 0;
  Wide high = 0;
};
constexpr unsigned kScale = 9;

Bounds bounds_of(const PrintedFigure& printed) {
  const Wide doubled = Wide{2} * printed.figure * power_of_ten(kScale - printed.decimals);
  const Wide half = power_of_ten(kScale - printed.places);
  return {doubled - half, doubled + half};
}

/// Cannot both be roundings of one number.
bool disagree(const PrintedFigure& a, const PrintedFigure& b) {
  return bounds_of(a).high <= bounds_of(b).low || bounds_of(b).high <= bounds_of(a).low;
}

/// Everything printed about one unit on a line; equal figures of several sources are one entry.
std::vector<PrintedFigure> printed_on(const Results& results, UnitIndex unit, const std::string& code,
                                      const std::vector<std::string>& lines_of_series) {
  std::vector<PrintedFigure> all;
  for (const ProtocolTable& table : results.tables) {
    const auto line = table.find_line(code);
    if (!line || table.level != results.units.level(unit)) continue;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const Figure figure = table.columns[*line][row];
      if (table.units[row] != unit || figure == kBlank) continue;
      PrintedFigure printed{
          code, {table.source}, figure, table.lines[*line].decimals, places_of(table, lines_of_series)};
      const auto same = std::ranges::find_if(all, [&](const PrintedFigure& other) {
        return other.figure == printed.figure && other.decimals == printed.decimals &&
               other.places == printed.places;
      });
      if (same == all.end())
        all.push_back(std::move(printed));
      else if (std::ranges::find(same->sources, table.source) == same->sources.end())
        same->sources.push_back(table.source);
    }
  }
  return all;
}

void check_cells(UnitIndex unit, const std::vector<PrintedFigure>& cell, std::vector<SeriesConflict>& found) {
  for (std::size_t i = 0; i < cell.size(); ++i) {
    for (std::size_t j = i + 1; j < cell.size(); ++j) {
      if (!disagree(cell[i], cell[j])) continue;
      found.push_back({SeriesConflictKind::sources_disagree, unit, cell, 0, 0, {}});
      return;
    }
  }
}

void check_series(const Results& results, UnitIndex unit, const CumulativeSeries& series,
                  std::vector<SeriesConflict>& found) {
  std::vector<PrintedFigure> before;
  for (const std::string& code : series.lines) {
    const std::vector<PrintedFigure> cell = printed_on(results, unit, code, series.lines);
    check_cells(unit, cell, found);
    for (const PrintedFigure& later : cell) {
      // The highest figure printed earlier says most.
      const PrintedFigure* highest = nullptr;
      for (const PrintedFigure& earlier : before) {
        if (bounds_of(later).high > bounds_of(earlier).low) continue;
        if (highest == nullptr || bounds_of(earlier).low > bounds_of(*highest).low) highest = &earlier;
      }
      if (highest != nullptr)
        found.push_back({SeriesConflictKind::series_falls, unit, {later, *highest}, 0, 0, {}});
    }
    before.insert(before.end(), cell.begin(), cell.end());
  }
}

/// 100 * numerator / denominator rounded half up to `places`, as text.
std::string percent(std::int64_t numerator, std::int64_t denominator, unsigned places) {
  const std::int64_t scale = power_of_ten(places);
  const Wide doubled = Wide{200} * numerator * scale + denominator;
  const auto rounded = static_cast<std::int64_t>(doubled / (Wide{2} * denominator));
  if (places == 0) return std::to_string(rounded);
  return fmt::format("{}.{:0{}}", rounded / scale, rounded % scale, places);
}

void check_share(const Results& results, UnitIndex unit, const ShareOfCounts& share,
                 std::vector<SeriesConflict>& found) {
  for (const ProtocolTable& table : results.tables) {
    const auto printed_line = table.find_line(share.printed);
    const auto numerator = table.find_line(share.numerator);
    const auto denominator = table.find_line(share.denominator);
    if (!printed_line || !numerator || !denominator) continue;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.units[row] != unit) continue;
      const Figure above = table.columns[*numerator][row];
      const Figure below = table.columns[*denominator][row];
      const Figure figure = table.columns[*printed_line][row];
      if (above == kBlank || below == kBlank || below <= 0 || above < 0 || figure == kBlank) continue;
      const PrintedFigure printed{share.printed,
                                  {table.source},
                                  figure,
                                  table.lines[*printed_line].decimals,
                                  places_of(table, {share.printed})};
      const Bounds bounds = bounds_of(printed);
      const Wide computed = Wide{200} * above * power_of_ten(kScale);
      if (bounds.low * below <= computed && computed <= bounds.high * below) continue;
      found.push_back({SeriesConflictKind::share_differs,
                       unit,
                       {printed},
                       above,
                       below,
                       percent(above, below, printed.places + 1u)});
    }
  }
}

base::Result<void> check_lines(const Results& results, const std::vector<std::string>& codes) {
  for (const std::string& code : codes) {
    const bool known = std::ranges::any_of(
        results.tables, [&](const ProtocolTable& table) { return table.find_line(code).has_value(); });
    if (!known)
      return base::fail(base::ErrorCode::not_found, fmt::format("no line '{}' in any source", code));
  }
  return {};
}

}  // namespace

base::Result<ShareOfCounts> parse_share_of_counts(std::string_view text) {
  const auto equals = text.find('=');
  const auto slash = text.find('/', equals == std::string_view::npos ? 0 : equals);
  if (equals == std::string_view::npos || slash == std::string_view::npos || equals == 0 ||
      slash == equals + 1 || slash + 1 == text.size())
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found '{}', expected PRINTED=NUMERATOR/DENOMINATOR", text));
  return ShareOfCounts{std::string(text.substr(0, equals)),
                       std::string(text.substr(equals + 1, slash - equals - 1)),
                       std::string(text.substr(slash + 1))};
}

std::int64_t rounding_width(const ProtocolTable& table, const std::vector<std::string>& lines,
                            std::uint8_t decimals) {
  if (decimals == 0) return 0;
  return power_of_ten(decimals - std::min(decimals, places_of(table, lines)));
}

std::string_view to_text(SeriesConflictKind kind) {
  switch (kind) {
    case SeriesConflictKind::sources_disagree:
      return "sources_disagree";
    case SeriesConflictKind::series_falls:
      return "series_falls";
    case SeriesConflictKind::share_differs:
      return "share_differs";
  }
  return "";
}

std::string to_text(const PrintedFigure& figure) {
  const std::int64_t scale = power_of_ten(figure.decimals);
  const std::int64_t whole = figure.figure / scale;
  if (figure.places == 0) return std::to_string(whole);
  const std::int64_t rest = figure.figure % scale / power_of_ten(figure.decimals - figure.places);
  return fmt::format("{}.{:0{}}", whole, rest, figure.places);
}

base::Result<std::vector<SeriesConflict>> find_series_conflicts(const Results& results,
                                                                const SeriesOptions& options) {
  for (const CumulativeSeries& series : options.series) TRY(check_lines(results, series.lines));
  for (const ShareOfCounts& share : options.shares)
    TRY(check_lines(results, {share.printed, share.numerator, share.denominator}));
  std::vector<SeriesConflict> found;
  for (UnitIndex unit = 0; unit < results.units.size(); ++unit) {
    for (const CumulativeSeries& series : options.series) check_series(results, unit, series, found);
    for (const ShareOfCounts& share : options.shares) check_share(results, unit, share, found);
  }
  return found;
}

}  // namespace tallyward::results
