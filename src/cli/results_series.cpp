#include "cli/results_series.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/results_reading.h"
#include "results/published_series.h"

namespace tallyward::cli {
namespace {

using results::PrintedFigure;
using results::SeriesConflict;
using results::SeriesConflictKind;
using Json = nlohmann::ordered_json;

std::string source_name(const results::Results& results, std::string_view id) {
  for (const results::Source& source : results.sources)
    if (source.id == id && !source.name.empty()) return fmt::format("{} ({})", id, source.name);
  return std::string(id);
}

std::string line_label(const results::Results& results, std::string_view code) {
  for (const results::ProtocolTable& table : results.tables) {
    if (const auto line = table.find_line(code); line && !table.lines[*line].label.empty())
      return table.lines[*line].label;
  }
  return std::string(code);
}

void print_figure(const results::Results& results, const PrintedFigure& printed) {
  std::vector<std::string> names;
  for (const std::string& id : printed.sources) names.push_back(source_name(results, id));
  fmt::print("    {:>6}  {}, printed by {}\n", to_text(printed), line_label(results, printed.line),
             fmt::join(names, "; "));
}

void print_conflict(const results::Results& results, const SeriesConflict& conflict) {
  const std::string unit = unit_text(results.units, conflict.unit);
  switch (conflict.kind) {
    case SeriesConflictKind::sources_disagree:
      fmt::print("  {}: sources print the same figure differently\n", unit);
      break;
    case SeriesConflictKind::series_falls:
      fmt::print("  {}: a figure that can only grow is below an earlier one\n", unit);
      break;
    case SeriesConflictKind::share_differs:
      fmt::print("  {}: the printed share is not the quotient of the counts: {} of {} is {} per cent\n", unit,
                 grouped(conflict.numerator), grouped(conflict.denominator), conflict.computed);
      break;
  }
  for (const PrintedFigure& printed : conflict.printed) print_figure(results, printed);
}

Json to_json(const results::Results& results, const SeriesConflict& conflict) {
  Json printed = Json::array();
  for (const PrintedFigure& figure : conflict.printed)
    printed.push_back({{"line", figure.line}, {"figure", to_text(figure)}, {"sources", figure.sources}});
  Json json{
      {"kind", to_text(conflict.kind)}, {"unit", results.units.path(conflict.unit)}, {"printed", printed}};
  if (conflict.kind == SeriesConflictKind::share_differs) {
    json["numerator"] = conflict.numerator;
    json["denominator"] = conflict.denominator;
    json["computed"] = conflict.computed;
  }
  return json;
}

}  // namespace

base::Result<int> compare_series(const Arguments& arguments, const results::Results& results) {
  results::SeriesOptions options;
  for (const std::string& text : arguments.values("--series")) {
    results::CumulativeSeries series;
    for (const std::string_view line : base::split(text, ',')) series.lines.emplace_back(base::trim(line));
    options.series.push_back(std::move(series));
  }
  for (const std::string& text : arguments.values("--share")) {
    TRY_ASSIGN(options.shares.emplace_back(), results::parse_share_of_counts(text));
  }
  TRY_ASSIGN(const UnitFilter filter, read_filter(arguments, results.units));
  TRY_ASSIGN(std::vector<SeriesConflict> conflicts, results::find_series_conflicts(results, options));
  std::erase_if(conflicts,
                [&](const SeriesConflict& conflict) { return !filter.takes(results.units, conflict.unit); });
  if (arguments.has("--json")) {
    Json json = heading_json(results);
    json["conflicts"] = Json::array();
    for (const SeriesConflict& conflict : conflicts) json["conflicts"].push_back(to_json(results, conflict));
    fmt::print("{}\n", json.dump(2));
  } else if (arguments.has("--csv")) {
    fmt::print("{}", csv_row({"kind", "unit", "line", "figure", "sources", "computed"}));
    for (const SeriesConflict& conflict : conflicts) {
      for (const PrintedFigure& figure : conflict.printed)
        fmt::print("{}", csv_row({std::string(to_text(conflict.kind)), results.units.path(conflict.unit),
                                  figure.line, to_text(figure), base::join(figure.sources, ";"),
                                  conflict.computed}));
    }
  } else {
    fmt::print("{}{} found in the published figures\n", heading_text(results),
               conflicts.size() == 1 ? "1 conflict" : fmt::format("{} conflicts", conflicts.size()));
    for (const SeriesConflict& conflict : conflicts) print_conflict(results, conflict);
    fmt::print("{}", attribution_text(results));
  }
  return conflicts.empty() ? kGood : kDifferencesFound;
}

}  // namespace tallyward::cli
