#include <gtest/gtest.h>

#include "expression/parse.h"
#include "results/check.h"
#include "results/rule_binding.h"

namespace tallyward::results {
namespace {

Line line(std::string code, std::string group = "") {
  return {.code = std::move(code), .group = std::move(group), .label = ""};
}

ProtocolTable table(std::string source, std::vector<election::UnitIndex> units, std::vector<Figure> valid) {
  ProtocolTable made;
  made.source = std::move(source);
  made.level = 1;
  made.lines = {line("valid")};
  made.columns = {std::move(valid)};
  made.units = std::move(units);
  return made;
}

/// Two stations; station 1 issued its protocol twice, the second time with another figure.
Results two_versions() {
  Results results;
  results.units = election::UnitTree({"country", "polling_station"});
  const auto one = results.units.add(0, "1");
  const auto two = results.units.add(0, "2");
  results.tables.push_back(table("protocol", {one, one, two}, {100, 90, 50}));
  results.tables[0].versions = {1, 2, 1};
  return results;
}

RuleSet rules(VersionChoice versions) {
  RuleSet set;
  set.versions = versions;
  set.lines.emplace_back();
  set.lines.back().code = "valid";
  Rule below_95;
  below_95.code = "BELOW";
  below_95.comparisons.push_back(
      {expression::parse("${valid}").value(), expression::Operator::less, expression::parse("95").value()});
  Rule same;
  same.code = "SAME";
  same.kind = RuleKind::same_figure;
  set.rules = {below_95, same};
  return set;
}

TEST(Versions, TheLatestTheFirstOrAllCount) {
  const Results results = two_versions();
  const Check latest = check_results(results, rules(VersionChoice::latest));
  EXPECT_EQ(latest.tables[0].tallies[0].pass, 2U);
  EXPECT_EQ(latest.tables[0].overtaken, 1U);
  const Check first = check_results(results, rules(VersionChoice::first));
  EXPECT_EQ(first.tables[0].tallies[0].fail, 1U);
  EXPECT_EQ(first.tables[0].checked, 2U);
  const Check all = check_results(results, rules(VersionChoice::all));
  EXPECT_EQ(all.tables[0].tallies[0].pass, 2U);
  EXPECT_EQ(all.tables[0].tallies[0].fail, 1U);
  ASSERT_EQ(all.between_findings.size(), 1U);
  EXPECT_EQ(all.between_findings[0].left, 90);
  EXPECT_EQ(all.between_findings[0].left_version, 2);
  EXPECT_EQ(all.between_findings[0].right, 100);
  EXPECT_EQ(all.between_findings[0].right_version, 1);
  EXPECT_TRUE(latest.between_findings.empty());
}

TEST(Versions, OfEqualNumbersTheOnePublishedLastCounts) {
  Results results = two_versions();
  results.tables[0].versions = {1, 1, 1};
  const base::Time noon{};
  results.tables[0].published = {noon + std::chrono::hours(1), noon, noon};
  const Check check = check_results(results, rules(VersionChoice::latest));
  EXPECT_EQ(check.tables[0].tallies[0].fail, 1U);
  EXPECT_EQ(check.tables[0].overtaken, 1U);
  EXPECT_EQ(check.tables[0].checked, 2U);
}

TEST(Versions, ByAuthorityALowerSourceCountsOnlyWhereAHigherOneIsMissing) {
  Results results = two_versions();
  const auto one = results.tables[0].units[0];
  const auto three = results.units.add(0, "3");
  results.tables.push_back(table("copy", {one, three}, {100, 100}));
  RuleSet set = rules(VersionChoice::by_authority);
  set.authority = {"protocol", "copy"};
  Check check = check_results(results, set);
  EXPECT_EQ(check.tables[1].tallies[0].fail, 1U);  // Station 3 only.
  EXPECT_EQ(check.tables[1].overtaken, 1U);
  EXPECT_EQ(check.between[1].fail, 1U);  // Sources are still compared: 90 against 100 at station 1.
  set.rules[1].kind = RuleKind::parent_sum;
  ProtocolTable country = table("published", {0}, {240});
  country.level = 0;
  results.tables.push_back(country);
  check = check_results(results, set);
  EXPECT_EQ(check.between[1].pass, 1U);  // 90 + 50 from the protocols, 100 from the copy.
  set.versions = VersionChoice::latest;
  EXPECT_EQ(check_results(results, set).between[1].fail, 1U);
}

TEST(Versions, BetweenSourcesTheToleranceIsOfTheSideThatTheRuleNames) {
  Results results = two_versions();
  const auto one = results.tables[0].units[0];
  results.tables.push_back(table("copy", {one}, {100}));
  RuleSet set = rules(VersionChoice::latest);
  set.authority = {"protocol", "copy"};
  set.rules[1].tolerance = {.absolute = 0, .percent = base::Fraction(10), .of = ToleranceBase::right};
  EXPECT_EQ(check_results(results, set).between[1].fail, 0U);  // 10 of 100.
  set.rules[1].tolerance.of = ToleranceBase::left;
  EXPECT_EQ(check_results(results, set).between[1].fail, 1U);  // 10 of 90 is more than a tenth.
}

TEST(Between, FiguresPrintedWithFewerDecimalsAreNotHeldApart) {
  Results results = two_versions();
  const auto one = results.tables[0].units[0];
  results.tables.clear();
  const auto percent = [&](std::string source, Figure figure) {
    results.tables.push_back(table(std::move(source), {one}, {figure}));
    results.tables.back().lines[0].decimals = 2;
  };
  RuleSet set = rules(VersionChoice::latest);
  set.rules[1].lines = {"valid"};
  percent("tenths", 6330);
  percent("hundredths", 6326);
  EXPECT_EQ(check_results(results, set).between[1].pass, 1U);  // 63.3 may be 63.26 rounded.
  results.tables[1].columns[0][0] = 6319;
  EXPECT_EQ(check_results(results, set).between[1].fail, 1U);  // 63.19 would have been 63.2.
  results.tables[0].lines[0].decimals = results.tables[1].lines[0].decimals = 0;
  results.tables[1].columns[0][0] = 6329;
  EXPECT_EQ(check_results(results, set).between[1].fail, 1U);  // Counts are never rounded.
}

/// Three members of a commission; the differences of the first two cancel out.
Results members() {
  Results results;
  results.units = election::UnitTree({"country", "polling_station"});
  const auto one = results.units.add(0, "1");
  ProtocolTable made;
  made.source = "protocol";
  made.level = 1;
  made.units = {one};
  for (const auto& [code, group, figure] :
       std::vector<std::tuple<std::string, std::string, Figure>>{{"issued_1", "issued", 300},
                                                                 {"issued_2", "issued", 250},
                                                                 {"issued_3", "issued", kBlank},
                                                                 {"returned_01", "returned", 190},
                                                                 {"returned_02", "returned", 250},
                                                                 {"returned_03", "returned", kBlank}}) {
    made.lines.push_back(line(code, group));
    made.columns.push_back({figure});
  }
  results.tables.push_back(std::move(made));
  return results;
}

TEST(Members, EachIsCheckedByItselfAndABlankOneIsNotThere) {
  RuleSet set;
  for (const char* code : {"issued", "returned"}) {
    set.groups.emplace_back();
    set.groups.back().code = code;
    set.groups.back().each = "member";
  }
  Rule rule;
  rule.code = "EACH";
  rule.for_each = "member";
  rule.lines = {"issued", "returned"};
  rule.comparisons.push_back({expression::parse("${issued} + ${returned}").value(),
                              expression::Operator::equal, expression::parse("500").value()});
  set.rules = {rule};
  for (const bool exact_only : {false, true}) {
    const TableCheck check = check_table(members(), 0, set, exact_only);
    EXPECT_EQ(check.tallies[0].fail, 1U);
    EXPECT_EQ(check.tallies[0].pass, 1U);
    EXPECT_EQ(check.tallies[0].not_applicable, 1U);
    ASSERT_EQ(check.findings.size(), 1U);
    EXPECT_EQ(check.findings[0].left, 490);
    EXPECT_EQ(check.members[0].at(check.findings[0].member), "1");
  }
}

TEST(Members, AreToldApartByWhatFollowsTheFirstNumber) {
  EXPECT_EQ(member_key("issued_by_member_02"), "2");
  EXPECT_EQ(member_key("candidates_2_07"), "2_07");
  EXPECT_EQ(member_key("votes_0"), "0");
  EXPECT_EQ(member_key("valid"), "valid");
}

TEST(Annulled, ProtocolsStayVisibleWithTheirReason) {
  Results results = two_versions();
  results.remarks.push_back({results.tables[0].units[2], UnitStatus::annulled, "act 7", "list"});
  const Check check = check_results(results, rules(VersionChoice::latest));
  const auto annulled = annulled_protocols(results, check.tables[0]);
  ASSERT_EQ(annulled.size(), 1U);
  EXPECT_EQ(annulled[0].row, 2U);
  EXPECT_EQ(annulled[0].reason, "act 7");
}

}  // namespace
}  // namespace tallyward::results
