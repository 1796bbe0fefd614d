// tallyward results tabulate: every level recomputed and compared with what was published for it.
#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/results_reading.h"
#include "exchange/published_totals.h"
#include "results/tabulate.h"
#include "results/waterfall.h"

namespace tallyward::cli {
namespace {

using base::Result;
using results::Gap;
using results::LevelTabulation;
using results::Tabulation;
using Json = nlohmann::ordered_json;

struct Report {
  const results::Results& results;
  const Tabulation& tabulation;
  UnitFilter filter;
  std::optional<std::string> line;
  bool all = false;

  bool takes(const LevelTabulation& level) const { return !filter.level || *filter.level == level.level; }
  bool takes(const Gap& gap) const {
    return filter.takes(results.units, gap.unit) && (!line || *line == gap.line);
  }
  std::string_view level_name(election::LevelIndex level) const { return results.units.level_names()[level]; }
  std::string unit(election::UnitIndex of) const { return unit_text(results.units, of); }
};

constexpr std::size_t kShownUnits = 10;

void print_units(const Report& report, std::string_view what, const std::vector<election::UnitIndex>& units) {
  if (units.empty()) return;
  fmt::print("  {}: {}\n", what, grouped(static_cast<std::int64_t>(units.size())));
  const std::size_t shown = report.all ? units.size() : std::min(units.size(), kShownUnits);
  for (std::size_t i = 0; i < shown; ++i) fmt::print("    {}\n", report.unit(units[i]));
  if (shown < units.size()) fmt::print("    ... ({} more; --all shows them)\n", units.size() - shown);
}

void print_gap(const Report& report, const Gap& gap) {
  fmt::print("  {}, {}: published {} by {}, recomputed {}, gap {}\n", report.unit(gap.unit),
             line_text(report.results, gap.line), grouped(gap.published), gap.published_by,
             grouped(gap.recomputed), signed_text(gap.gap()));
  for (const results::AccountItem& item : gap.accounts)
    fmt::print("    {:>12}  {} {}{}\n", signed_text(item.amount), to_text(item.kind), report.unit(item.unit),
               item.reason.empty() ? "" : ": " + item.reason);
  fmt::print("    {:>12}  remaining\n", signed_text(gap.remaining));
  if (gap.remaining == 0) return;
  fmt::print(
      "    What makes the remaining gap is undetermined. {} single unit{} below {} exactly this figure on "
      "the "
      "line, which is no explanation.\n",
      gap.single_units_that_fit == 0 ? "No" : grouped(gap.single_units_that_fit),
      gap.single_units_that_fit == 1 ? "" : "s", gap.single_units_that_fit == 1 ? "has" : "have");
  if (gap.missing_units > 0)
    fmt::print("    Units below without a protocol: {}; other sources print {} for {} of them.\n",
               grouped(gap.missing_units), grouped(gap.missing_amount), grouped(gap.missing_known));
  if (gap.unknown_units > 0)
    fmt::print("    Units below that the register does not have: {}, with {} on this line.\n",
               grouped(gap.unknown_units), grouped(gap.unknown_amount));
  if (gap.blanks > 0) fmt::print("    {} figures below are blank.\n", grouped(gap.blanks));
}

void print_sums(const Report& report, const LevelTabulation& level) {
  for (std::size_t place = 0; place < level.sums.units.size(); ++place) {
    const election::UnitIndex unit = level.sums.units[place];
    if (!report.filter.takes(report.results.units, unit)) continue;
    fmt::print("  {}: {} protocols\n", report.unit(unit), grouped(level.sums.protocols[place]));
    TextTable table({"line", "sum", "blanks"}, {false, true, true});
    for (std::size_t line = 0; line < level.lines.size(); ++line) {
      if (report.line && *report.line != level.lines[line].code) continue;
      table.add({line_text(report.results, level.lines[line].code), grouped(level.sums.sums[line][place]),
                 grouped(level.sums.blanks[line][place])});
    }
    fmt::print("{}", table.text("    "));
  }
}

void print_text(const Report& report, bool sums) {
  fmt::print("{}", heading_text(report.results));
  for (const LevelTabulation& level : report.tabulation.levels) {
    if (!report.takes(level)) continue;
    std::int64_t protocols = 0;
    for (const std::uint32_t count : level.sums.protocols) protocols += count;
    fmt::print("\n{}: {} units, recomputed from {} protocols of level {} ({})\n",
               report.level_name(level.level), grouped(static_cast<std::int64_t>(level.sums.units.size())),
               grouped(protocols), report.level_name(level.from_level), level.from_source);
    for (const results::Line& line : level.not_added)
      fmt::print("  {}: not added up, because it has decimals (a percentage or an average)\n",
                 line_text(report.results, line.code));
    if (level.cells_compared == 0)
      fmt::print("  nothing was published for this level\n");
    else
      fmt::print("  {} published figures compared, {} equal\n",
                 grouped(static_cast<std::int64_t>(level.cells_compared)),
                 grouped(static_cast<std::int64_t>(level.cells_equal)));
    for (const Gap& gap : level.gaps)
      if (report.takes(gap)) print_gap(report, gap);
    if (sums || report.filter.unit || level.level == 0) print_sums(report, level);
    if (&level != &report.tabulation.levels.front()) continue;
    print_units(report, "units without a protocol (missing)", level.missing);
    print_units(report, "units that the register does not have (unknown)", level.unknown);
    print_units(report, "units whose protocol stands more than once", level.duplicates);
    if (level.rows_without_unit > 0) fmt::print("  rows that name no unit: {}\n", level.rows_without_unit);
  }
  fmt::print("\n{}", attribution_text(report.results));
}

Json gap_json(const Report& report, const Gap& gap) {
  Json accounts = Json::array();
  for (const results::AccountItem& item : gap.accounts)
    accounts.push_back({{"kind", to_text(item.kind)},
                        {"unit", report.results.units.path(item.unit)},
                        {"amount", item.amount},
                        {"reason", item.reason}});
  return {{"unit", report.results.units.path(gap.unit)},
          {"line", gap.line},
          {"published_by", gap.published_by},
          {"published", gap.published},
          {"recomputed", gap.recomputed},
          {"gap", gap.gap()},
          {"accounts", accounts},
          {"remaining", gap.remaining},
          {"undetermined", gap.remaining != 0},
          {"single_units_that_fit", gap.single_units_that_fit},
          {"missing_units", gap.missing_units},
          {"missing_amount", gap.missing_amount},
          {"missing_known", gap.missing_known},
          {"unknown_units", gap.unknown_units},
          {"unknown_amount", gap.unknown_amount},
          {"blanks", gap.blanks}};
}

/// How many of the newest protocols are version 1, 2, ...
Json versions_json(const Report& report, const LevelTabulation& level) {
  std::map<std::int32_t, std::size_t> counts;
  const results::ProtocolTable latest =
      results::latest_versions(*report.results.find(level.from_source, level.from_level));
  for (std::size_t row = 0; row < latest.rows(); ++row) ++counts[latest.version(row)];
  Json json = Json::object();
  for (const auto& [version, count] : counts) json[std::to_string(version)] = count;
  return json;
}

void print_json(const Report& report) {
  Json json = heading_json(report.results);
  const auto paths = [&](const std::vector<election::UnitIndex>& units) {
    Json list = Json::array();
    for (const election::UnitIndex unit : units) list.push_back(report.results.units.path(unit));
    return list;
  };
  json["source"] = report.tabulation.source;
  json["levels"] = Json::array();
  for (const LevelTabulation& level : report.tabulation.levels) {
    if (!report.takes(level)) continue;
    Json one{{"level", report.level_name(level.level)},
             {"units", level.sums.units.size()},
             {"from_level", report.level_name(level.from_level)},
             {"protocols",
              std::accumulate(level.sums.protocols.begin(), level.sums.protocols.end(), std::size_t{0})},
             {"versions", versions_json(report, level)},
             {"cells_compared", level.cells_compared},
             {"cells_equal", level.cells_equal},
             {"missing", paths(level.missing)},
             {"unknown", paths(level.unknown)},
             {"duplicates", paths(level.duplicates)}};
    one["not_added"] = Json::array();
    for (const results::Line& line : level.not_added) one["not_added"].push_back(line.code);
    one["gaps"] = Json::array();
    for (const Gap& gap : level.gaps)
      if (report.takes(gap)) one["gaps"].push_back(gap_json(report, gap));
    one["sums"] = Json::array();
    for (std::size_t place = 0; place < level.sums.units.size(); ++place) {
      if (!report.filter.takes(report.results.units, level.sums.units[place])) continue;
      Json lines = Json::object();
      for (std::size_t line = 0; line < level.lines.size(); ++line)
        if (!report.line || *report.line == level.lines[line].code)
          lines[level.lines[line].code] = level.sums.sums[line][place];
      one["sums"].push_back({{"unit", report.results.units.path(level.sums.units[place])},
                             {"protocols", level.sums.protocols[place]},
                             {"lines", lines}});
    }
    json["levels"].push_back(one);
  }
  fmt::print("{}\n", json.dump(2));
}

void print_csv(const Report& report) {
  fmt::print("{}", csv_row({"level", "unit", "line", "recomputed", "published", "published_by", "gap",
                            "remaining", "single_units_that_fit"}));
  for (const LevelTabulation& level : report.tabulation.levels) {
    if (!report.takes(level)) continue;
    for (std::size_t line = 0; line < level.lines.size(); ++line) {
      const std::string& code = level.lines[line].code;
      if (report.line && *report.line != code) continue;
      for (std::size_t place = 0; place < level.sums.units.size(); ++place) {
        const election::UnitIndex unit = level.sums.units[place];
        if (!report.filter.takes(report.results.units, unit)) continue;
        const std::vector<std::string> start{std::string(report.level_name(level.level)),
                                             report.results.units.path(unit), code,
                                             std::to_string(level.sums.sums[line][place])};
        bool published = false;
        for (const results::PublishedTotal& total : report.tabulation.published) {
          if (total.unit != unit || total.line != code) continue;
          const auto gap = std::ranges::find_if(level.gaps, [&](const Gap& one) {
            return one.unit == unit && one.line == code && one.published_by == total.source;
          });
          std::vector<std::string> row = start;
          row.insert(row.end(), {std::to_string(total.figure), total.source,
                                 std::to_string(total.figure - level.sums.sums[line][place]),
                                 std::to_string(gap == level.gaps.end() ? 0 : gap->remaining),
                                 std::to_string(gap == level.gaps.end() ? 0 : gap->single_units_that_fit)});
          fmt::print("{}", csv_row(row));
          published = true;
        }
        if (!published) {
          std::vector<std::string> row = start;
          row.resize(9);
          fmt::print("{}", csv_row(row));
        }
      }
    }
  }
}

void print_waterfall(const results::Results& results, const Tabulation& tabulation, const std::string& line) {
  const auto fall = results::waterfall(results, tabulation, line);
  if (!fall) return;
  fmt::print("\n{}: from {} to {}\n", line_text(results, line), fall->from, fall->to);
  fmt::print("  {:>14}  {}\n", grouped(fall->start), fall->from);
  for (const results::WaterfallStep& step : fall->steps)
    fmt::print("  {:>14}  {} ({})\n", signed_text(step.amount), step.label, step.count);
  fmt::print("  {:>14}  {}\n", grouped(fall->end), fall->to);
}

Result<int> tabulate(const Arguments& arguments) {
  TRY_ASSIGN(const exchange::Imported imported, read_results(arguments));
  const results::Results& results = imported.results;
  results::TabulateOptions options;
  options.source = arguments.value_or("--source", "");
  options.register_source = arguments.value_or("--register", "");
  for (const std::string& file : arguments.values("--published")) {
    TRY_ASSIGN(const std::string text, base::read_file(file, std::size_t{64} << 20));
    TRY_ASSIGN(const auto totals, exchange::read_published_totals(text, file, results.units));
    options.published.insert(options.published.end(), totals.begin(), totals.end());
  }
  TRY_ASSIGN(const UnitFilter filter, read_filter(arguments, results.units));
  TRY_ASSIGN(const Tabulation tabulation, results::tabulate(results, options));
  const Report report{results, tabulation, filter, arguments.value("--line"), arguments.has("--all")};
  if (arguments.has("--json")) {
    print_json(report);
  } else if (arguments.has("--csv")) {
    print_csv(report);
  } else {
    print_text(report, arguments.has("--sums"));
    if (report.line) print_waterfall(results, tabulation, *report.line);
  }
  return tabulation.remaining() > 0 ? kDifferencesFound : kGood;
}

}  // namespace

extern const Command results_tabulate_command;
const Command results_tabulate_command{
    .noun = "results",
    .verb = "tabulate",
    .summary = "Add up every level and compare it with the published totals",
    .description =
        "Recomputes every level from the nearest level below that has protocols, and compares line by line "
        "with "
        "what was published: tables of higher levels in the results, and files of totals.\n\n"
        "A gap is accounted for by what is known: units listed as annulled, protocols that stand twice, "
        "protocols "
        "younger than the total, and, where all of them together make exactly the gap, units that are "
        "missing here "
        "and printed by another source, and units that the register does not have. What remains is "
        "undetermined; units whose figure merely equals it are "
        "counted, "
        "never called an explanation.\n\n"
        "Exit code 0: no gap remains; 1: a gap remains; 2: could not do it.",
    .operands = results_operand(),
    .options = with_results_options(
        {{.name = "--source",
          .value = "ID",
          .help = "Whose protocols are added up; else the highest authority."},
         {.name = "--register", .value = "ID", .help = "The source whose units are the register of units."},
         {.name = "--published",
          .value = "FILE",
          .help = "CSV of published totals: unit, line, figure, source, published.",
          .repeatable = true},
         {.name = "--line", .value = "CODE", .help = "Only this line, with its waterfall."},
         {.name = "--sums", .value = "", .help = "Show the sums of every unit."},
         {.name = "--all", .value = "", .help = "Show every missing, unknown and repeated unit."}}),
    .examples = {"tallyward results tabulate data/russia-2018 --profile russia-2018 --line registered",
                 "tallyward results tabulate snapshot --published totals.csv --remarks annulled.csv"},
    .run =
        [](const Arguments& arguments) {
          const auto code = tabulate(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
