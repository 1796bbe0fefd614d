#include "dataset/checks_file.h"

#include "base/text.h"
#include "dataset/csv_text.h"
#include "results/rule_file.h"

namespace tallyward::dataset {

namespace {

using results::BetweenFinding;
using results::RuleFinding;
using results::RuleTally;

void add_tally(CsvText& csv, std::string_view source, std::string_view level, const results::Rule& rule,
               const RuleTally& tally) {
  csv.cell(source).cell(level).cell(rule.code).cell(std::string(1, letter(rule.severity)));
  for (const std::uint64_t count :
       {tally.pass, tally.fail, tally.unknown, tally.not_applicable, tally.suppressed})
    csv.cell(static_cast<std::int64_t>(count));
  csv.cell(tally.excess).cell(tally.deficit).end_row();
}

}  // namespace

base::Result<results::RuleSet> read_rules(std::string_view rules_toml, std::string_view overrides_toml) {
  TRY_ASSIGN(results::RuleSet rules, results::read_rule_set(rules_toml, kRulesPath));
  if (!overrides_toml.empty()) {
    TRY_ASSIGN(const std::vector<results::RuleOverride> overrides,
               results::read_rule_overrides(overrides_toml, kOverridesPath));
    TRY(results::apply_overrides(rules, overrides));
  }
  return rules;
}

base::Result<void> write_checks(DatasetWriter& writer, const results::Results& results,
                                std::string_view rules_toml, std::string_view overrides_toml) {
  TRY_ASSIGN(const results::RuleSet rules, read_rules(rules_toml, overrides_toml));
  const results::Check check = results::check_results(results, rules);
  TRY(writer.add(std::string(kRulesPath), "rules", rules_toml));
  if (!overrides_toml.empty()) TRY(writer.add(std::string(kOverridesPath), "rules", overrides_toml));
  TRY(writer.add(std::string(kChecksPath), "checks", checks_csv(results, rules, check)));
  return writer.add(std::string(kCheckFindingsPath), "checks", check_findings_csv(results, rules, check));
}

std::string checks_csv(const results::Results& results, const results::RuleSet& rules,
                       const results::Check& check) {
  CsvText csv("source,level,rule,severity,pass,fail,unknown,not_applicable,suppressed,excess,deficit");
  for (const results::TableCheck& table : check.tables) {
    for (std::size_t i = 0; i < rules.rules.size(); ++i)
      add_tally(csv, table.source, results.units.level_names()[table.level], rules.rules[i],
                table.tallies[i]);
  }
  for (std::size_t i = 0; i < check.between.size(); ++i)
    add_tally(csv, "*", "*", rules.rules[i], check.between[i]);
  return csv.text();
}

std::string check_findings_csv(const results::Results& results, const results::RuleSet& rules,
                               const results::Check& check) {
  CsvText csv("rule,severity,verdict,source,other_source,level,unit,left,right,difference,lines");
  const auto add = [&](const results::Rule& rule, results::RuleVerdict verdict, std::string_view source,
                       std::string_view other, election::UnitIndex unit, const FindingTexts& sides,
                       std::string_view lines) {
    csv.words(rule.code).cell(std::string(1, letter(rule.severity))).cell(to_text(verdict));
    csv.words(source).words(other).words(results.units.level_names()[results.units.level(unit)]);
    csv.words(results.units.path(unit)).cell(sides.left).cell(sides.right).cell(sides.difference);
    csv.words(lines).end_row();
  };
  for (const results::TableCheck& table : check.tables) {
    for (const RuleFinding& finding : table.findings) {
      const results::Rule& rule = rules.rules[finding.rule];
      add(rule, finding.verdict, table.source, "", finding.unit, texts_of(table.sides(finding)),
          base::join(rule.lines, " "));
    }
  }
  for (const BetweenFinding& finding : check.between_findings)
    add(rules.rules[finding.rule], finding.verdict, finding.left_source, finding.right_source, finding.unit,
        texts_of(finding), finding.line);
  return csv.text();
}

FindingTexts texts_of(const results::FindingSides& sides) {
  const auto text = [](const expression::OptionalNumber& value) {
    return value ? base::to_text(*value) : std::string();
  };
  return {text(sides.left), text(sides.right), text(sides.difference)};
}

FindingTexts texts_of(const BetweenFinding& finding) {
  FindingTexts texts;
  const bool left = finding.left != RuleFinding::kNotKnown;
  const bool right = finding.right != RuleFinding::kNotKnown;
  if (left) texts.left = std::to_string(finding.left);
  if (right) texts.right = std::to_string(finding.right);
  if (left && right) texts.difference = std::to_string(finding.left - finding.right);
  return texts;
}

}  // namespace tallyward::dataset
