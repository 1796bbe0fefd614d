#include "reports/results_checks.h"

#include <fmt/format.h>

namespace tallyward::reports {

namespace {

std::string severity_of(results::RuleSeverity severity) {
  constexpr std::string_view kNames[] = {"must_hold", "worth_a_look", "between"};
  return std::string(kNames[static_cast<std::size_t>(severity)]);
}

/// A side as people write it: whole, or with at most four decimals; "" when it is not known.
std::string side(const expression::OptionalNumber& number) {
  if (!number) return "";
  if (denominator(*number) == 1) return base::to_text(*number);
  std::string text = base::to_decimal(*number, 4);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// How many decimals the lines of a rule carry (12.7 % stands as 1270 with 2): those of its first line that
/// has any table.
int decimals_of(const results::Results& all, const std::vector<std::string>& lines) {
  for (const results::ProtocolTable& table : all.tables) {
    for (const std::string& code : lines) {
      if (const auto line = table.find_line(code)) return table.lines[*line].decimals;
    }
  }
  return 0;
}

/// A side of a rule between lines with decimals, as it was printed.
expression::OptionalNumber as_printed(const expression::OptionalNumber& number, int decimals) {
  if (!number) return number;
  base::Fraction scaled = *number;
  for (int i = 0; i < decimals; ++i) scaled /= 10;
  return scaled;
}

std::string law_of(const results::Rule& rule) {
  if (rule.law.text.empty()) return "";
  return rule.law.edition.empty() ? rule.law.text : fmt::format("{}; {}", rule.law.text, rule.law.edition);
}

void add(RuleShown& shown, const results::RuleTally& tally) {
  shown.passed += tally.pass;
  shown.failed += tally.fail;
  shown.unknown += tally.unknown;
}

}  // namespace

void show_checks(ResultsReportInput& input, const results::RuleSet& rules, const results::Check& check,
                 const locale::Language& language) {
  input.rules_applied = true;
  input.rule_set = results::text_in(rules.title, language.code());
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const results::Rule& rule = rules.rules[i];
    RuleShown shown{rule.code, results::text_in(rule.message, language.code()), rule.formula,
                    severity_of(rule.severity), law_of(rule)};
    for (const results::TableCheck& table : check.tables) add(shown, table.tallies[i]);
    if (i < check.between.size()) add(shown, check.between[i]);
    input.rules.push_back(std::move(shown));
  }
  // By rule, then by table and row: the order of the rule file and of the protocols.
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    // A formula may mix lines; then its sides stay as they are.
    const int decimals = rules.rules[i].kind == results::RuleKind::formula
                             ? 0
                             : decimals_of(*input.results, rules.rules[i].lines);
    for (const results::TableCheck& table : check.tables) {
      for (const results::RuleFinding& finding : table.findings) {
        if (finding.rule != i || finding.verdict != results::RuleVerdict::fail) continue;
        const results::FindingSides sides = table.sides(finding);
        input.failed.push_back({i, finding.unit, table.source, side(as_printed(sides.left, decimals)),
                                side(as_printed(sides.right, decimals)),
                                side(as_printed(sides.difference, decimals))});
      }
    }
    for (const results::BetweenFinding& finding : check.between_findings) {
      if (finding.rule != i || finding.verdict != results::RuleVerdict::fail) continue;
      const bool known =
          finding.left != results::RuleFinding::kNotKnown && finding.right != results::RuleFinding::kNotKnown;
      const int between = decimals_of(*input.results, {finding.line});
      const std::string source = finding.left_source == finding.right_source || finding.right_source.empty()
                                     ? finding.left_source
                                     : fmt::format("{};{}", finding.left_source, finding.right_source);
      input.failed.push_back(
          {i, finding.unit, source, known ? side(as_printed(base::Fraction(finding.left), between)) : "",
           known ? side(as_printed(base::Fraction(finding.right), between)) : "",
           known ? side(as_printed(base::Fraction(finding.left - finding.right), between)) : ""});
    }
  }
}

}  // namespace tallyward::reports
