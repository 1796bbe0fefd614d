#include "results/check.h"

#include <gtest/gtest.h>

#include "expression/parse.h"

namespace tallyward::results {
namespace {

using expression::Expression;
using expression::parse;

/// Stations 1, 2, ... in one region, with lines as columns.
Results stations(const std::vector<std::pair<Line, std::vector<Figure>>>& lines,
                 std::string source = "protocol") {
  Results results;
  results.units = election::UnitTree({"country", "region", "polling_station"});
  const election::UnitIndex region = results.units.add(0, "R");
  ProtocolTable table;
  table.source = std::move(source);
  table.level = 2;
  for (std::size_t row = 0; row < lines[0].second.size(); ++row)
    table.units.push_back(results.units.add(region, std::to_string(row + 1)));
  for (const auto& [line, figures] : lines) {
    table.lines.push_back(line);
    table.columns.push_back(figures);
  }
  results.tables.push_back(std::move(table));
  return results;
}

Line line(std::string code, std::string group = "") {
  return {.code = std::move(code), .group = std::move(group), .label = ""};
}

Rule comparison(std::string code, const std::string& left, expression::Operator relation,
                const std::string& right) {
  Rule rule;
  rule.code = std::move(code);
  rule.comparisons.push_back({parse(left).value(), relation, parse(right).value()});
  return rule;
}

RuleSet rule_set(std::vector<Rule> rules) {
  RuleSet set;
  set.id = "test";
  for (const char* code : {"signatures", "invalid", "received", "noon", "evening"}) {
    set.lines.emplace_back();
    set.lines.back().code = code;
  }
  set.groups.emplace_back();
  set.groups.back().code = "votes";
  set.rules = std::move(rules);
  return set;
}

Results three_stations() {
  return stations({{line("signatures"), {100, 90, kBlank}},
                   {line("invalid"), {5, 5, 5}},
                   {line("votes_1", "votes"), {60, 60, 60}},
                   {line("votes_2", "votes"), {35, 40, 30}}});
}

const char* const kCounted = "${invalid} + sum(${votes})";

TEST(Check, TellsBothSidesAndTheSignedDifference) {
  const RuleSet rules =
      rule_set({comparison("BALANCE", "${signatures}", expression::Operator::equal, kCounted)});
  const Check check = check_results(three_stations(), rules);
  const TableCheck& table = check.tables.at(0);
  EXPECT_EQ(table.tallies[0].pass, 1U);
  EXPECT_EQ(table.tallies[0].fail, 1U);
  EXPECT_EQ(table.tallies[0].unknown, 1U);
  EXPECT_EQ(table.tallies[0].deficit, -15);
  ASSERT_EQ(table.findings.size(), 2U);
  EXPECT_EQ(table.findings[0].left, 90);
  EXPECT_EQ(table.findings[0].right, 105);
  EXPECT_EQ(table.sides(table.findings[0]).difference, base::Fraction(-15));
  EXPECT_EQ(table.findings[1].verdict, RuleVerdict::unknown);
  EXPECT_EQ(table.findings[1].right, 95);
}

TEST(Check, TolerancesAreAbsoluteOrInPercent) {
  Rule rule = comparison("BALANCE", "${signatures}", expression::Operator::equal, kCounted);
  rule.tolerance.absolute = 14;
  EXPECT_EQ(check_results(three_stations(), rule_set({rule})).total().fail, 1U);
  rule.tolerance.absolute = 15;
  EXPECT_EQ(check_results(three_stations(), rule_set({rule})).total().fail, 0U);
  rule.tolerance = {.absolute = 0, .percent = base::Fraction(100, 7), .of = ToleranceBase::right};
  EXPECT_EQ(check_results(three_stations(), rule_set({rule})).total().fail, 0U);  // 15 of 105 is a seventh.
  rule.tolerance.of = ToleranceBase::left;
  EXPECT_EQ(check_results(three_stations(), rule_set({rule})).total().fail, 1U);
}

TEST(Check, AConditionThatIsNotMetMakesARuleNotApplicable) {
  Rule rule = comparison("BALANCE", "${signatures}", expression::Operator::equal, kCounted);
  rule.condition = parse("${signatures} >= 100").value();
  const RuleTally tally = check_results(three_stations(), rule_set({rule})).total();
  EXPECT_EQ(tally.pass, 1U);
  EXPECT_EQ(tally.not_applicable, 1U);
  EXPECT_EQ(tally.unknown, 1U);
}

TEST(Check, ARuleIsSilentWhereTheOneItNamesFailed) {
  Rule first = comparison("FIRST", "${signatures}", expression::Operator::greater_equal, "95");
  Rule second = comparison("SECOND", "${signatures}", expression::Operator::equal, kCounted);
  second.unless = {0};
  const TableCheck check = check_results(three_stations(), rule_set({first, second})).tables.at(0);
  EXPECT_EQ(check.tallies[1].suppressed, 1U);
  EXPECT_EQ(check.tallies[1].fail, 0U);
}

TEST(Check, ASourceWithoutALineIsNamedAndNotUnknown) {
  const RuleSet rules =
      rule_set({comparison("RECEIVED", "${signatures}", expression::Operator::less_equal, "${received}")});
  const TableCheck check = check_results(three_stations(), rules).tables.at(0);
  EXPECT_EQ(check.missing_lines[0], std::vector<std::string>{"received"});
  EXPECT_EQ(check.tallies[0].unknown, 0U);
  EXPECT_EQ(check.tallies[0].not_applicable, 3U);
}

TEST(Check, AnnulledUnitsAndOlderVersionsAreLeftOut) {
  Results results = three_stations();
  results.remarks.push_back(
      {.unit = results.tables[0].units[1], .status = UnitStatus::annulled, .reason = "", .source = ""});
  results.tables[0].versions = {1, 1, 2};
  results.tables[0].units[2] = results.tables[0].units[0];
  const RuleSet rules =
      rule_set({comparison("BALANCE", "${signatures}", expression::Operator::equal, kCounted)});
  const TableCheck check = check_results(results, rules).tables.at(0);
  EXPECT_EQ(check.annulled, 1U);
  EXPECT_EQ(check.overtaken, 1U);
  EXPECT_EQ(check.tallies[0].fail + check.tallies[0].pass, 0U);
  EXPECT_EQ(check.tallies[0].unknown, 1U);
}

TEST(Check, DerivedQuantitiesAddUpAndAnAnnulledUnitHasItsOwnValue) {
  Results results = three_stations();
  results.tables[0].columns[0] = {100, 90, 95};
  results.remarks.push_back(
      {.unit = results.tables[0].units[2], .status = UnitStatus::annulled, .reason = "", .source = ""});
  RuleSet rules = rule_set({});
  DerivedQuantity inaccuracy;
  inaccuracy.code = "inaccuracy";
  inaccuracy.formula = parse("abs(${signatures} - ${invalid} - sum(${votes}))").value();
  inaccuracy.when_annulled = parse("${signatures}").value();
  rules.derived.push_back(inaccuracy);
  const auto totals = derived_totals(results, 0, rules, "inaccuracy", 1);
  ASSERT_EQ(totals.size(), 1U);
  EXPECT_EQ(totals[0].sum, 15 + 95);
  EXPECT_EQ(totals[0].not_zero, 2U);
}

TEST(Check, ASeriesNamesTheStepThatFails) {
  Rule rule = comparison("SERIES", "${noon}", expression::Operator::less_equal, "${evening}");
  rule.kind = RuleKind::series;
  rule.comparisons.push_back(
      {parse("${evening}").value(), expression::Operator::less_equal, parse("${signatures}").value()});
  const Results results = stations({{line("noon"), {10, 10, kBlank}},
                                    {line("evening"), {20, 20, 30}},
                                    {line("signatures"), {30, 15, 20}}});
  const TableCheck check = check_results(results, rule_set({rule})).tables.at(0);
  EXPECT_EQ(check.tallies[0].pass, 1U);
  EXPECT_EQ(check.tallies[0].fail, 2U);  // The third: evening above signatures, whatever noon was.
  EXPECT_EQ(check.findings.at(0).comparison, 1);
}

TEST(Check, ParentLinesAreSumsOfTheLinesBelow) {
  Results results = three_stations();
  ProtocolTable region;
  region.source = "region";
  region.level = 1;
  region.lines = {line("invalid"), line("signatures")};
  region.columns = {{16}, {190}};
  region.units = {results.units.parent(results.tables[0].units[0])};
  results.tables.push_back(region);
  Rule rule;
  rule.code = "SUM";
  rule.kind = RuleKind::parent_sum;
  const Check check = check_results(results, rule_set({rule}));
  EXPECT_EQ(check.between[0].fail, 1U);
  EXPECT_EQ(check.between[0].excess, 1);
  EXPECT_EQ(check.between[0].unknown, 1U);  // A station's signatures are blank.
}

TEST(Check, SourcesMeetInTheOrderOfAuthority) {
  Results results = three_stations();
  results.tables.push_back(results.tables[0]);
  results.tables[1].source = "table_of_the_commission";
  results.tables[1].columns[2][0] = 6;
  Rule rule;
  rule.code = "SAME";
  rule.kind = RuleKind::same_figure;
  RuleSet rules = rule_set({rule});
  rules.authority = {"table_of_the_commission", "protocol"};
  const Check check = check_results(results, rules);
  ASSERT_EQ(check.between[0].fail, 1U);
  EXPECT_EQ(check.between_findings.at(0).left_source, "table_of_the_commission");
  EXPECT_EQ(check.between_findings.at(0).left - check.between_findings.at(0).right, -54);
}

}  // namespace
}  // namespace tallyward::results
