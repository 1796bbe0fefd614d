// tallyward results compare: sources and versions of the same protocols against each other, cell by cell.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/results_reading.h"
#include "cli/results_series.h"
#include "results/compare.h"
#include "results/waterfall.h"

namespace tallyward::cli {
namespace {

using base::Result;
using results::CellDifference;
using results::Comparison;
using results::LoneProtocol;
using results::PairComparison;
using Json = nlohmann::ordered_json;

struct Report {
  const results::Results& results;
  const Comparison& comparison;
  UnitFilter filter;
  std::optional<std::string> line;
  std::optional<std::string> kind;
  bool all = false;

  std::string side(std::size_t index) const { return to_text(comparison.sides[index]); }
  bool takes(const PairComparison& pair, const CellDifference& cell) const {
    return filter.takes(results.units, cell.unit) && (!line || *line == pair.lines[cell.line].code) &&
           (!kind || *kind == to_text(cell.kind));
  }
  bool takes(const LoneProtocol& lone) const {
    return filter.takes(results.units, lone.unit) && !line && (!kind || *kind == to_text(lone.kind));
  }
};

constexpr std::size_t kShownRows = 20;

/// What one pair comes to, after the filters.
struct PairTotals {
  std::size_t cells = 0, protocols = 0, protocols_in_votes = 0;
  std::size_t protocols_in_figures = 0;  ///< At least one cell differs for which both have a figure.
  std::size_t only[2] = {}, only_with_figures[2] = {};  ///< Left, right.
  std::int64_t only_votes[2] = {};
  std::int64_t absolute = 0;
  struct OfLine {
    std::size_t cells = 0;
    std::int64_t net = 0, absolute = 0;
  };
  std::vector<OfLine> lines;
  std::map<std::string_view, std::size_t> kinds;
};

bool is_votes(const results::Line& line) {
  return line.group == "votes" || line.group.starts_with("votes_");
}

PairTotals totals_of(const Report& report, const PairComparison& pair) {
  PairTotals totals;
  totals.lines.resize(pair.lines.size());
  election::UnitIndex last = election::kNoUnit;
  election::UnitIndex last_in_votes = election::kNoUnit;
  election::UnitIndex last_in_figures = election::kNoUnit;
  for (const CellDifference& cell : pair.cells) {
    if (!report.takes(pair, cell)) continue;
    ++totals.cells;
    totals.protocols += cell.unit != last;
    last = cell.unit;
    if (cell.left != results::kBlank && cell.right != results::kBlank) {
      totals.protocols_in_figures += cell.unit != last_in_figures;
      last_in_figures = cell.unit;
    }
    if (is_votes(pair.lines[cell.line])) {
      totals.protocols_in_votes += cell.unit != last_in_votes;
      last_in_votes = cell.unit;
    }
    PairTotals::OfLine& line = totals.lines[cell.line];
    ++line.cells;
    ++totals.kinds[to_text(cell.kind)];
    if (!results::adds_up(pair.lines[cell.line])) continue;  // A sum of percentages means nothing.
    line.net += cell.difference();
    line.absolute += std::abs(cell.difference());
    totals.absolute += std::abs(cell.difference());
  }
  for (const LoneProtocol& lone : pair.lone) {
    if (!report.takes(lone)) continue;
    ++totals.only[lone.on_right];
    totals.only_with_figures[lone.on_right] += lone.figures != 0;
    totals.only_votes[lone.on_right] += lone.votes;
    ++totals.kinds[to_text(lone.kind)];
  }
  return totals;
}

std::string count(std::size_t number) {
  return grouped(static_cast<std::int64_t>(number));
}

void print_by_level(const Report& report, const PairComparison& pair, election::LevelIndex level) {
  TextTable table({std::string(report.results.units.level_names()[level]), "protocols", "cells",
                   "only " + report.side(pair.left), "only " + report.side(pair.right), "largest net"},
                  {false, true, true, true, true, false});
  for (const results::UnitDifferences& unit : by_level(report.results.units, pair, level)) {
    if (!report.filter.takes(report.results.units, unit.unit)) continue;
    std::size_t largest = 0;
    for (std::size_t line = 1; line < unit.net.size(); ++line)
      if (results::adds_up(pair.lines[line]) && std::abs(unit.net[line]) > std::abs(unit.net[largest]))
        largest = line;
    table.add({unit_text(report.results.units, unit.unit), count(unit.protocols_changed), count(unit.cells),
               count(unit.lone_left), count(unit.lone_right),
               unit.net.empty() || unit.net[largest] == 0
                   ? ""
                   : fmt::format("{} {}", signed_text(unit.net[largest]),
                                 line_text(report.results, pair.lines[largest].code))});
  }
  fmt::print("{}", table.text());
}

/// Signed, in the unit that is printed: "+5.0" for a percentage.
std::string difference_text(const results::Line& line, const CellDifference& cell) {
  if (results::adds_up(line)) return signed_text(cell.difference());
  const auto text = figure_text(line, static_cast<results::Figure>(cell.difference()));
  return cell.difference() > 0 ? "+" + text : text;
}

void print_cells(const Report& report, const PairComparison& pair, std::size_t total) {
  TextTable table(
      {"unit", "line", report.side(pair.left), report.side(pair.right), "difference", "what it looks like"},
      {false, false, true, true, true, false});
  for (const CellDifference& cell : pair.cells) {
    if (!report.takes(pair, cell)) continue;
    if (!report.all && table.rows() == kShownRows) break;
    table.add({unit_text(report.results.units, cell.unit),
               line_text(report.results, pair.lines[cell.line].code),
               figure_text(pair.lines[cell.line], cell.left), figure_text(pair.lines[cell.line], cell.right),
               difference_text(pair.lines[cell.line], cell), std::string(explain(cell.kind))});
  }
  if (table.rows() == 0) return;
  fmt::print("{}", table.text());
  if (table.rows() < total) fmt::print("  ... ({} more; --all shows them)\n", count(total - table.rows()));
}

void print_pair(const Report& report, const PairComparison& pair) {
  const PairTotals totals = totals_of(report, pair);
  fmt::print(
      "\n{} -> {}: {} protocols compared; {} differ, {} of them in a figure that both have and {} in a "
      "contestant's votes; {} cells, {} in absolute sum\n",
      report.side(pair.left), report.side(pair.right), count(pair.protocols_compared),
      count(totals.protocols), count(totals.protocols_in_figures), count(totals.protocols_in_votes),
      count(totals.cells), grouped(totals.absolute));
  for (const bool right : {false, true}) {
    if (totals.only[right] > 0)
      fmt::print("  protocols only in {}: {}, {} of them with figures on the compared lines ({} votes)\n",
                 report.side(right ? pair.right : pair.left), count(totals.only[right]),
                 count(totals.only_with_figures[right]), grouped(totals.only_votes[right]));
  }
  for (const auto& [side, codes] :
       {std::pair(pair.left, &pair.lines_only_left), {pair.right, &pair.lines_only_right}})
    if (!codes->empty())
      fmt::print("  lines only in {}, not compared: {}\n", report.side(side), fmt::join(*codes, ", "));
  if (totals.cells > 0) {
    TextTable lines({"line", "cells", "net", "absolute"}, {false, true, true, true});
    for (std::size_t i = 0; i < pair.lines.size(); ++i) {
      if (totals.lines[i].cells > 0)
        lines.add({line_text(report.results, pair.lines[i].code), count(totals.lines[i].cells),
                   results::adds_up(pair.lines[i]) ? signed_text(totals.lines[i].net) : "",
                   results::adds_up(pair.lines[i]) ? grouped(totals.lines[i].absolute) : ""});
    }
    fmt::print("{}", lines.text());
  }
  for (const auto& [kind, number] : totals.kinds) fmt::print("  {:>8}  {}\n", count(number), kind);
  if (report.filter.level) print_by_level(report, pair, *report.filter.level);
  print_cells(report, pair, totals.cells);
  if (!report.line) return;
  const auto fall = results::waterfall(report.comparison, pair, *report.line);
  if (!fall) return;
  fmt::print("  waterfall of {}:\n  {:>14}  sum of {}\n", *report.line, grouped(fall->start), fall->from);
  for (const results::WaterfallStep& step : fall->steps)
    fmt::print("  {:>14}  {} ({})\n", signed_text(step.amount), step.label, count(step.count));
  fmt::print("  {:>14}  sum of {}\n", grouped(fall->end), fall->to);
}

/// A count as a number; a figure with decimals as it is printed, "12.7".
Json figure_json(const results::Line& line, results::Figure figure) {
  if (figure == results::kBlank) return nullptr;
  return results::adds_up(line) ? Json(figure) : Json(figure_text(line, figure));
}

Json pair_json(const Report& report, const PairComparison& pair) {
  const PairTotals totals = totals_of(report, pair);
  const election::UnitTree& units = report.results.units;
  Json json{{"left", report.side(pair.left)},
            {"right", report.side(pair.right)},
            {"protocols_compared", pair.protocols_compared},
            {"protocols_changed", totals.protocols},
            {"protocols_changed_in_votes", totals.protocols_in_votes},
            {"cells_compared", pair.cells_compared},
            {"cells_changed", totals.cells},
            {"absolute_sum", totals.absolute},
            {"protocols_changed_in_figures", totals.protocols_in_figures},
            {"only_left", totals.only[0]},
            {"only_left_with_figures", totals.only_with_figures[0]},
            {"only_left_votes", totals.only_votes[0]},
            {"only_right", totals.only[1]},
            {"only_right_with_figures", totals.only_with_figures[1]},
            {"only_right_votes", totals.only_votes[1]},
            {"lines_only_left", pair.lines_only_left},
            {"lines_only_right", pair.lines_only_right}};
  json["kinds"] = Json::object();
  for (const auto& [kind, number] : totals.kinds) json["kinds"][std::string(kind)] = number;
  json["lines"] = Json::array();
  for (std::size_t i = 0; i < pair.lines.size(); ++i) {
    if (totals.lines[i].cells == 0) continue;
    json["lines"].push_back({{"line", pair.lines[i].code}, {"cells", totals.lines[i].cells}});
    if (!results::adds_up(pair.lines[i])) continue;
    json["lines"].back()["net"] = totals.lines[i].net;
    json["lines"].back()["absolute"] = totals.lines[i].absolute;
  }
  if (report.filter.level) {
    json["by_level"] = Json::array();
    for (const results::UnitDifferences& unit : by_level(units, pair, *report.filter.level)) {
      if (!report.filter.takes(units, unit.unit)) continue;
      Json net = Json::object();
      for (std::size_t i = 0; i < unit.net.size(); ++i)
        if (unit.net[i] != 0 && results::adds_up(pair.lines[i])) net[pair.lines[i].code] = unit.net[i];
      json["by_level"].push_back({{"unit", units.path(unit.unit)},
                                  {"protocols_changed", unit.protocols_changed},
                                  {"cells", unit.cells},
                                  {"only_left", unit.lone_left},
                                  {"only_right", unit.lone_right},
                                  {"net", net}});
    }
  }
  json["differences"] = Json::array();
  for (const CellDifference& cell : pair.cells) {
    if (!report.takes(pair, cell)) continue;
    json["differences"].push_back(
        {{"unit", units.path(cell.unit)},
         {"line", pair.lines[cell.line].code},
         {"left", figure_json(pair.lines[cell.line], cell.left)},
         {"right", figure_json(pair.lines[cell.line], cell.right)},
         {"difference", figure_json(pair.lines[cell.line], static_cast<results::Figure>(cell.difference()))},
         {"kind", to_text(cell.kind)}});
  }
  json["only"] = Json::array();
  for (const LoneProtocol& lone : pair.lone) {
    if (report.takes(lone))
      json["only"].push_back({{"unit", units.path(lone.unit)},
                              {"in", report.side(lone.on_right ? pair.right : pair.left)},
                              {"kind", to_text(lone.kind)}});
  }
  if (report.line) {
    if (const auto fall = results::waterfall(report.comparison, pair, *report.line)) {
      Json steps = Json::array();
      for (const results::WaterfallStep& step : fall->steps)
        steps.push_back({{"step", step.code}, {"amount", step.amount}, {"count", step.count}});
      json["waterfall"] = {
          {"line", fall->line}, {"start", fall->start}, {"steps", steps}, {"end", fall->end}};
    }
  }
  return json;
}

void print_csv(const Report& report) {
  fmt::print("{}",
             csv_row({"left", "right", "unit", "line", "left_figure", "right_figure", "difference", "kind"}));
  for (const PairComparison& pair : report.comparison.pairs) {
    const std::string left = report.side(pair.left);
    const std::string right = report.side(pair.right);
    for (const CellDifference& cell : pair.cells) {
      if (!report.takes(pair, cell)) continue;
      const auto text = [&](std::int64_t figure) {
        return figure == results::kBlank
                   ? std::string()
                   : figure_text(pair.lines[cell.line], static_cast<results::Figure>(figure));
      };
      fmt::print("{}", csv_row({left, right, report.results.units.path(cell.unit), pair.lines[cell.line].code,
                                text(cell.left), text(cell.right), text(cell.difference()),
                                std::string(to_text(cell.kind))}));
    }
    for (const LoneProtocol& lone : pair.lone) {
      if (report.takes(lone))
        fmt::print(
            "{}", csv_row({left, right, report.results.units.path(lone.unit), "", "", "", "",
                           fmt::format("{}: only in {}", to_text(lone.kind), lone.on_right ? right : left)}));
    }
  }
}

Result<void> check_kind(const std::optional<std::string>& kind) {
  if (!kind) return {};
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < results::kDifferenceKinds; ++i)
    names.push_back(to_text(static_cast<results::DifferenceKind>(i)));
  if (std::ranges::find(names, *kind) != names.end()) return {};
  const std::string_view near = base::nearest_name(*kind, names);
  return base::fail(
      base::ErrorCode::not_found,
      near.empty()
          ? fmt::format("no kind of difference named '{}'; there are: {}", *kind, fmt::join(names, ", "))
          : fmt::format("no kind of difference named '{}'; did you mean '{}'?", *kind, near));
}

/// "no source named 'trepp'; did you mean 'trep'?"
Result<results::Side> known_side(const results::Results& results, std::string_view text) {
  TRY_ASSIGN(results::Side side, results::parse_side(text));
  std::vector<std::string_view> names;
  for (const results::ProtocolTable& table : results.tables) names.push_back(table.source);
  if (std::ranges::find(names, side.source) != names.end()) return side;
  std::string_view near = base::nearest_name(side.source, names);
  return base::fail(
      base::ErrorCode::not_found,
      near.empty() ? fmt::format("no source named '{}'; there are: {}", side.source, fmt::join(names, ", "))
                   : fmt::format("no source named '{}'; did you mean '{}'?", side.source, near));
}

Result<int> compare(const Arguments& arguments) {
  TRY_ASSIGN(const exchange::Imported imported, read_results(arguments));
  const results::Results& results = imported.results;
  if (arguments.has("--series") || arguments.has("--share")) return compare_series(arguments, results);
  TRY_ASSIGN(const UnitFilter filter, read_filter(arguments, results.units));
  TRY(check_kind(arguments.value("--kind")));
  results::CompareOptions options;
  for (const std::string& text : arguments.values("--source")) {
    TRY_ASSIGN(options.sides.emplace_back(), known_side(results, text));
  }
  options.every_pair = !arguments.has("--authority-only");
  TRY_ASSIGN(const Comparison comparison, results::compare(results, options));
  const Report report{results,
                      comparison,
                      filter,
                      arguments.value("--line"),
                      arguments.value("--kind"),
                      arguments.has("--all")};
  bool differs = false;
  for (const PairComparison& pair : comparison.pairs) {
    const PairTotals totals = totals_of(report, pair);
    differs |= totals.cells + totals.only[0] + totals.only[1] > 0;
  }
  if (arguments.has("--json")) {
    Json json = heading_json(results);
    json["level"] = results.units.level_names()[comparison.level];
    json["pairs"] = Json::array();
    for (const PairComparison& pair : comparison.pairs) json["pairs"].push_back(pair_json(report, pair));
    fmt::print("{}\n", json.dump(2));
  } else if (arguments.has("--csv")) {
    print_csv(report);
  } else {
    std::vector<std::string> sides;
    for (const results::Side& side : comparison.sides) sides.push_back(to_text(side));
    fmt::print(
        "{}Sources, the highest authority first: {}. A difference is what must be added to the left to reach "
        "the right.\n",
        heading_text(results), fmt::join(sides, ", "));
    for (const PairComparison& pair : comparison.pairs) print_pair(report, pair);
    fmt::print("\n{}", attribution_text(results));
  }
  return differs ? kDifferencesFound : kGood;
}

}  // namespace

extern const Command results_compare_command;
const Command results_compare_command{
    .noun = "results",
    .verb = "compare",
    .summary = "Compare sources and versions of the same protocols, cell by cell",
    .description =
        "Compares every two sources (or versions of one: protocol@1) of the same protocols. The right side "
        "of a pair "
        "has the higher authority; a difference is right minus left, and each one is described: transposed "
        "digits, "
        "figures on the neighbouring line, only a total, plus and minus between two contestants, and so on. "
        "A "
        "description names what the figures look like, not why.\n\n"
        "With --series or --share it looks at published series and shares instead: sources that print one "
        "cell "
        "differently, a growing series that falls, a printed percentage that its own counts do not give.\n\n"
        "Exit code 0: no difference; 1: differences found; 2: could not do it.",
    .operands = results_operand(),
    .options = with_results_options(
        {{.name = "--source",
          .value = "ID[@VERSION]",
          .help = "A side of the comparison; at least two, or none for all.",
          .repeatable = true},
         {.name = "--authority-only", .value = "", .help = "Only pairs with the highest authority."},
         {.name = "--line", .value = "CODE", .help = "Only this line, with its waterfall."},
         {.name = "--kind", .value = "KIND", .help = "Only differences of this kind: transposed_digits, ..."},
         {.name = "--all", .value = "", .help = "Show every difference."},
         {.name = "--series",
          .value = "LINE,LINE,...",
          .help = "Lines in order of time that can only grow.",
          .repeatable = true},
         {.name = "--share",
          .value = "PRINTED=NUMERATOR/DENOMINATOR",
          .help = "A printed percentage and its counts.",
          .repeatable = true}}),
    .examples =
        {"tallyward results compare data/bolivia-2019 --profile bolivia-2019 --level department",
         "tallyward results compare snapshot --source protocol@1 --source protocol --kind transposed_digits",
         "tallyward results compare data/kz2021 --profile kz2021-turnout --series "
         "turnout_10,turnout_16,turnout_20,turnout_22,turnout_final",
         "tallyward results compare data/kz2021 --profile kz2021-akmola --share "
         "turnout_reported=voted/registered"},
    .run =
        [](const Arguments& arguments) {
          const auto code = compare(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
