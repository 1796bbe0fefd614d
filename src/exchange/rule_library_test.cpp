#include "exchange/rule_library.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "paths.h"

namespace tallyward::exchange {
namespace {

using results::read_rule_overrides;
using results::read_rule_set;

/// A small rule file; `rule` stands in the only [[rule]].
std::string file_with(std::string_view rule) {
  return fmt::format(R"(format = "tallyward-rules/1"
id = "test"
version = "1"
[[line]]
code = "valid"
[[line]]
code = "invalid"
[[group]]
code = "votes"
[[rule]]
code = "T.1"
severity = "E"
relation = "D"
message = {{en = "does not add up"}}
{})",
                     rule);
}

std::string mistake(std::string_view rule) {
  const auto rules = read_rule_set(file_with(rule), "test.toml");
  return rules ? "no mistake" : rules.error().message;
}

TEST(RuleFile, ShowsAMistakeInAFormulaWithItsCaret) {
  EXPECT_EQ(
      mistake("formula = \"${valid} = sum(${votse})\"\n"),
      "test.toml:15:11: found ${votse}, expected a name of this file; did you mean ${votes}?, in formula of "
      "[[rule]]\n"
      "unknown_name at 16: found ${votse}, expected a name of this file; did you mean ${votes}?\n"
      "  ${valid} = sum(${votse})\n"
      "                 ^^^^^^^^");
  EXPECT_TRUE(mistake("formula = \"${valid} = ${votes}\"\n").contains("group_as_value at 12"));
  EXPECT_TRUE(mistake("formula = \"${valid} + 1\"\n").contains("a comparison, as ${a} = ${b}"));
}

TEST(RuleFile, ShowsAMistakeInTheFileWithItsLineAndCaret) {
  EXPECT_EQ(mistake("formula = \"${valid} >= 0\"\nserverity = \"E\"\n"),
            "test.toml:16:1: found the unknown key 'serverity' in [[rule]], expected 'severity'\n"
            "  serverity = \"E\"\n"
            "  ^");
  EXPECT_TRUE(mistake("formula = \"${valid} >= 0\"\nunless_failed = [\"T.0\"]\n")
                  .contains("the code of a rule above"));
  EXPECT_TRUE(
      mistake("formula = \"${valid} >= 0\"\nseries = [\"valid\", \"invalid\"]\n").contains("exactly one"));
  EXPECT_TRUE(mistake("formula = \"unfinished\n").contains("test.toml:15:"));
}

TEST(RuleFile, RefusesDerivedQuantitiesThatGrowWithoutEnd) {
  std::string text = "format = \"tallyward-rules/1\"\nid = \"t\"\nversion = \"1\"\n[[line]]\ncode = \"a\"\n";
  std::string previous = "a";
  for (int i = 0; i < 20; ++i) {
    text += fmt::format("[[derived]]\ncode = \"d{0}\"\nformula = \"${{{1}}} + ${{{1}}}\"\n", i, previous);
    previous = fmt::format("d{}", i);
  }
  const auto rules = read_rule_set(text, "test.toml");
  ASSERT_FALSE(rules);
  EXPECT_TRUE(rules.error().message.contains("derived quantities within derived quantities"));
}

TEST(RuleFile, OverridesATolerance) {
  auto rules = read_rule_set(file_with("formula = \"${valid} = sum(${votes})\"\n"), "test.toml");
  ASSERT_TRUE(rules);
  const auto overrides = read_rule_overrides(
      "[[override]]\ncode = \"T.1\"\ntolerance_percent = \"0.5\"\nreason = \"decision 7 of the mission\"\n",
      "mission.toml");
  ASSERT_TRUE(overrides) << overrides.error().message;
  ASSERT_TRUE(results::apply_overrides(*rules, *overrides));
  EXPECT_EQ(rules->rules[0].tolerance.percent, base::Fraction(1, 2));
  EXPECT_FALSE(results::apply_overrides(*rules, {{.code = "T.2", .tolerance = {}, .reason = ""}}));
}

TEST(ShippedRuleSets, EveryExampleIsAsStatedAndEveryRuleHasThree) {
  const std::vector<std::string> names = rule_set_names();
  EXPECT_GE(names.size(), 14U);
  for (const std::string& name : names) {
    const auto rules = load_rule_set(name);
    ASSERT_TRUE(rules) << rules.error().message;
    EXPECT_EQ(rules->id, name);
    std::map<std::string, std::set<results::RuleVerdict>> verdicts;
    for (const ExampleOutcome& outcome : run_examples(*rules)) {
      EXPECT_TRUE(outcome.good()) << name << " line " << outcome.line << ": " << outcome.rule << " gives "
                                  << to_text(outcome.found) << "; " << outcome.difference;
      verdicts[outcome.rule].insert(outcome.expected);
    }
    for (const results::Rule& rule : rules->rules) {
      EXPECT_TRUE(verdicts[rule.code].contains(results::RuleVerdict::pass)) << rule.code;
      EXPECT_TRUE(verdicts[rule.code].contains(results::RuleVerdict::fail)) << rule.code;
      EXPECT_TRUE(verdicts[rule.code].contains(results::RuleVerdict::unknown)) << name << " " << rule.code;
    }
  }
}

TEST(ShippedRuleSets, AnExampleThatIsWrongIsFound) {
  const auto rules = read_rule_set(
      file_with("formula = \"${valid} = sum(${votes})\"\n[[rule.example]]\nverdict = \"fail\"\nleft = 4\n"
                "figures = {valid = 5, votes = [1, 2]}\n[[rule.example]]\nverdict = \"pass\"\n"
                "figures = {valid = 5, votes = [1, 2]}\n"),
      "test.toml");
  ASSERT_TRUE(rules) << rules.error().message;
  const std::vector<ExampleOutcome> outcomes = run_examples(*rules);
  EXPECT_EQ(outcomes.at(0).difference, "left: found 5, expected 4");
  EXPECT_EQ(outcomes.at(1).found, results::RuleVerdict::fail);
}

TEST(ShippedRuleSets, EveryRuleNamesItsLawWithEditionAndDayOfReading) {
  for (const std::string& name : rule_set_names()) {
    const auto rules = load_rule_set(name);
    ASSERT_TRUE(rules);
    if (rules->country.empty()) {  // No country's law: every relation must follow from the lines alone.
      for (const results::Rule& rule : rules->rules)
        EXPECT_EQ(rule.basis, results::RuleBasis::derived) << name << " " << rule.code;
      continue;
    }
    const auto text =
        base::read_file(std::filesystem::path(TALLYWARD_SOURCE_DIR) / "rules" / (name + ".toml"));
    ASSERT_TRUE(text);
    EXPECT_TRUE(text->contains("\nverified_by_national_lawyer = ")) << name;
    for (const results::Rule& rule : rules->rules) {
      EXPECT_FALSE(rule.law.text.empty()) << name << " " << rule.code;
      EXPECT_FALSE(rule.law.edition.empty()) << name << " " << rule.code;
      EXPECT_EQ(rule.law.consulted.size(), 10U) << name << " " << rule.code;
    }
  }
}

TEST(RuleFile, ReadsWhichVersionCountsAndRefusesOthers) {
  const std::string file = file_with("formula = \"${valid} = sum(${votes})\"\n");
  const auto with = [&](const std::string& choice) {
    return read_rule_set("versions = \"" + choice + "\"\n" + file, "test.toml");
  };
  EXPECT_EQ(with("first")->versions, results::VersionChoice::first);
  EXPECT_EQ(with("authority")->versions, results::VersionChoice::by_authority);
  EXPECT_EQ(with("all")->versions, results::VersionChoice::all);
  ASSERT_FALSE(with("lates"));
  EXPECT_TRUE(with("lates").error().message.contains("did you mean 'latest'?"));
}

TEST(RuleFile, AMemberRuleNeedsAGroupOfThatKind) {
  EXPECT_TRUE(mistake("for_each = \"member\"\nformula = \"${valid} = sum(${votes})\"\n")
                  .contains("the 'each' of a group that the formula names"));
  EXPECT_EQ(mistake("for_each = \"contestant\"\nformula = \"${valid} >= ${votes}\"\n"), "no mistake");
}

TEST(ShippedRuleSets, PagesAreUpToDate) {
  for (const std::string& name : rule_set_names()) {
    const auto rules = load_rule_set(name);
    ASSERT_TRUE(rules);
    const auto page =
        base::read_file(std::filesystem::path(TALLYWARD_SOURCE_DIR) / "docs/checks" / (name + ".md"));
    ASSERT_TRUE(page) << name;
    EXPECT_EQ(*page, rule_set_page(*rules))
        << "tallyward rules show " << name << " --page > docs/checks/" << name << ".md";
  }
}

TEST(ShippedRuleSets, ArmenianInaccuracyIsThePublishedOne) {
  // Precinct 1/1, Yerevan 2013: B 1090, A 1970, C 877, d2 36, d1 1057, F 1093; official inaccuracy 3.
  const auto rules = load_rule_set("am");
  ASSERT_TRUE(rules);
  results::RuleSet one = *rules;
  const auto index = one.find_rule("AM.07");
  ASSERT_TRUE(index);
  one.rules[*index].examples = {{.name = "1/1",
                                 .figures = {{"participants", {1090}},
                                             {"allocated", {1970}},
                                             {"cancelled", {877}},
                                             {"invalid", {36}},
                                             {"valid", {1057}},
                                             {"envelopes", {1093}}},
                                 .below = {},
                                 .other = std::nullopt,
                                 .verdict = results::RuleVerdict::fail,
                                 .left = "3",
                                 .right = std::nullopt}};
  for (const ExampleOutcome& outcome : run_examples(one)) EXPECT_TRUE(outcome.good()) << outcome.difference;
}

}  // namespace
}  // namespace tallyward::exchange
