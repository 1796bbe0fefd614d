// The data files beside the page: report.json with everything but the single cells, and three CSV files with
// these.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/page.h"
#include "reports/results_view.h"

namespace tallyward::reports {

namespace {

using Json = nlohmann::ordered_json;

std::string plain(std::int64_t figure) {
  return figure == results::kBlank ? "" : fmt::format("{}", figure);
}

Json checks_json(const ResultsView& view) {
  Json rules = Json::array();
  for (const RuleShown& rule : view.input.rules)
    rules.push_back({{"code", rule.code},
                     {"title", rule.title},
                     {"formula", rule.formula},
                     {"severity", rule.severity},
                     {"law", rule.law},
                     {"passed", rule.passed},
                     {"failed", rule.failed},
                     {"unknown", rule.unknown}});
  Json failed = Json::array();
  for (const FailedCheck& check : view.input.failed)
    failed.push_back({{"rule", view.input.rules[check.rule].code},
                      {"unit", view.input.results->units.path(check.unit)},
                      {"source", check.source},
                      {"left", check.left},
                      {"right", check.right},
                      {"difference", check.difference}});
  return {{"applied", view.input.rules_applied},
          {"rule_set", view.input.rule_set},
          {"rules", rules},
          {"failed", failed}};
}

Json levels_json(const ResultsView& view) {
  if (view.input.tabulation == nullptr) return nullptr;
  const auto names = view.input.results->units.level_names();
  Json levels = Json::array();
  for (const auto& level : view.input.tabulation->levels) {
    Json gaps = Json::array();
    for (const auto& gap : level.gaps)
      gaps.push_back({{"unit", view.input.results->units.path(gap.unit)},
                      {"line", gap.line},
                      {"published_by", gap.published_by},
                      {"published", gap.published},
                      {"recomputed", gap.recomputed},
                      {"remaining", gap.remaining},
                      {"single_units_that_fit", gap.single_units_that_fit}});
    levels.push_back({{"level", names[level.level]},
                      {"from", names[level.from_level]},
                      {"cells_compared", level.cells_compared},
                      {"cells_equal", level.cells_equal},
                      {"units_missing", level.missing.size()},
                      {"gaps", gaps}});
  }
  return {{"source", view.input.tabulation->source}, {"levels", levels}};
}

Json sources_json(const ResultsView& view) {
  if (view.input.comparison == nullptr) return nullptr;
  Json pairs = Json::array();
  for (const auto& pair : view.input.comparison->pairs) {
    Json kinds = Json::object();
    const auto counts = results::count_kinds(pair);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0)
        kinds[std::string(results::to_text(static_cast<results::DifferenceKind>(i)))] = counts[i];
    }
    Json net = Json::object();
    for (std::size_t i = 0; i < pair.lines.size(); ++i) {
      if (pair.net[i] != 0) net[pair.lines[i].code] = pair.net[i];
    }
    pairs.push_back({{"left", results::to_text(view.input.comparison->sides[pair.left])},
                     {"right", results::to_text(view.input.comparison->sides[pair.right])},
                     {"protocols_compared", pair.protocols_compared},
                     {"protocols_changed", pair.protocols_changed},
                     {"cells_compared", pair.cells_compared},
                     {"cells_changed", pair.cells.size()},
                     {"protocols_of_one_side_only", pair.lone.size()},
                     {"kinds", kinds},
                     {"net_difference", net}});
  }
  return pairs;
}

}  // namespace

std::string results_json(const ResultsView& view) {
  const auto& input = view.input;
  Json inputs = Json::array();
  for (const InputShown& file : input.inputs)
    inputs.push_back({{"file", file.name},
                      {"sha256", file.sha256},
                      {"rows_taken", file.rows_taken},
                      {"rows_refused", file.rows_refused}});
  Json contestants = Json::array();
  for (const std::size_t line : view.votes_lines())
    contestants.push_back({{"code", view.table.lines[line].code},
                           {"name", view.line_name(view.table.lines[line])},
                           {"votes", view.sums[line]},
                           {"percent_of_votes", percent_of(view.sums[line], view.votes())}});
  Json report{{"format", "tallyward results report, version 1"},
              {"program", "tallyward " TALLYWARD_VERSION},
              {"election", input.results->election},
              {"synthetic", input.results->synthetic},
              {"coverage",
               {{"level", std::string(input.results->units.level_names()[view.table.level])},
                {"units", view.units_at_level},
                {"protocols", view.table.rows()},
                {"source", view.table.source}}},
              {"contestants", contestants},
              {"checks", checks_json(view)},
              {"levels", levels_json(view)},
              {"sources", sources_json(view)}};
  report["seats"] = nullptr;
  if (input.seats) {
    Json seats = Json::array();
    for (const auto& [name, count] : input.seats->seats)
      seats.push_back({{"contestant", name}, {"seats", count}});
    report["seats"] = {{"law", input.seats->law}, {"seats", seats}, {"undetermined", input.seats->questions}};
  }
  report["impact"] = nullptr;
  if (input.impact)
    report["impact"] = {{"coverage", input.impact->coverage}, {"verdicts", input.impact->verdicts}};
  report["inputs"] = inputs;
  report["attributions"] = input.results->attributions;
  report["command"] = input.command;
  return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string checks_csv(const ResultsView& view) {
  std::string csv =
      csv_row({"unit", "unit_name", "rule", "severity", "source", "left", "right", "difference"});
  for (const FailedCheck& check : view.input.failed) {
    const RuleShown& rule = view.input.rules[check.rule];
    csv += csv_row({view.input.results->units.path(check.unit), view.unit_name(check.unit), rule.code,
                    rule.severity, check.source, check.left, check.right, check.difference});
  }
  return csv;
}

std::string levels_csv(const ResultsView& view) {
  std::string csv = csv_row({"level", "unit", "line", "published_by", "published", "recomputed", "difference",
                             "not_accounted_for", "single_units_that_fit"});
  if (view.input.tabulation == nullptr) return csv;
  for (const auto& level : view.input.tabulation->levels) {
    for (const auto& gap : level.gaps)
      csv += csv_row({std::string(view.input.results->units.level_names()[level.level]),
                      view.input.results->units.path(gap.unit), gap.line, gap.published_by,
                      plain(gap.published), plain(gap.recomputed), plain(gap.gap()), plain(gap.remaining),
                      plain(gap.single_units_that_fit)});
  }
  return csv;
}

std::string differences_csv(const ResultsView& view) {
  std::string csv = csv_row(
      {"left_source", "right_source", "unit", "unit_name", "line", "left", "right", "difference", "kind"});
  if (view.input.comparison == nullptr) return csv;
  for (const auto& pair : view.input.comparison->pairs) {
    const std::string left = results::to_text(view.input.comparison->sides[pair.left]);
    const std::string right = results::to_text(view.input.comparison->sides[pair.right]);
    for (const auto& cell : pair.cells)
      csv += csv_row({left, right, view.input.results->units.path(cell.unit), view.unit_name(cell.unit),
                      pair.lines[cell.line].code, plain(cell.left), plain(cell.right),
                      plain(cell.difference()), std::string(results::to_text(cell.kind))});
    for (const auto& lone : pair.lone)
      csv += csv_row({left, right, view.input.results->units.path(lone.unit), view.unit_name(lone.unit), "",
                      lone.on_right ? "" : "present", lone.on_right ? "present" : "", "",
                      std::string(results::to_text(lone.kind))});
  }
  return csv;
}

}  // namespace tallyward::reports
