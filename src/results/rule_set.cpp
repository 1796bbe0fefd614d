#include "results/rule_set.h"

#include <algorithm>

#include <fmt/format.h>

namespace tallyward::results {

std::string text_in(const RuleTexts& texts, std::string_view language) {
  for (const std::string_view wanted : {language, std::string_view("en")}) {
    if (const auto found = texts.find(std::string(wanted)); found != texts.end()) return found->second;
  }
  return texts.empty() ? std::string() : texts.begin()->second;
}

char letter(RuleSeverity severity) {
  return "EWX"[static_cast<std::size_t>(severity)];
}

char letter(RuleBasis basis) {
  return basis == RuleBasis::law ? 'L' : 'D';
}

std::string_view to_text(RuleKind kind) {
  constexpr std::string_view names[] = {"formula", "series", "parent_sum", "same_figure"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(RuleVerdict verdict) {
  constexpr std::string_view names[] = {"pass", "fail", "unknown", "not_applicable", "suppressed"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view to_text(VersionChoice choice) {
  constexpr std::string_view names[] = {"latest", "first", "authority", "all"};
  return names[static_cast<std::size_t>(choice)];
}

base::Fraction RuleTolerance::allows(const base::Fraction& left, const base::Fraction& right) const {
  if (is_zero()) return 0;
  base::Fraction share_of;
  switch (of) {
    case ToleranceBase::left:
      share_of = left;
      break;
    case ToleranceBase::right:
      share_of = right;
      break;
    case ToleranceBase::mean:
      share_of = (left + right) / 2;
      break;
    case ToleranceBase::larger:
      share_of = std::max(left, right);
      break;
  }
  return std::max(base::Fraction(absolute),
                  base::Fraction(boost::multiprecision::abs(share_of) * percent / 100));
}

const RuleLine* RuleSet::find_line(std::string_view code) const {
  const auto found = std::ranges::find(lines, code, &RuleLine::code);
  return found == lines.end() ? nullptr : &*found;
}

const RuleGroup* RuleSet::find_group(std::string_view code) const {
  const auto found = std::ranges::find(groups, code, &RuleGroup::code);
  return found == groups.end() ? nullptr : &*found;
}

const RuleGroup* RuleSet::group_of_member(std::string_view line_code) const {
  const auto found = std::ranges::find_if(groups, [&](const RuleGroup& group) {
    return line_code.starts_with(group.code) && line_code.substr(group.code.size()).starts_with('_');
  });
  return found == groups.end() ? nullptr : &*found;
}

std::optional<std::uint32_t> RuleSet::find_rule(std::string_view code) const {
  const auto found = std::ranges::find(rules, code, &Rule::code);
  if (found == rules.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - rules.begin());
}

base::Result<void> apply_overrides(RuleSet& rules, const std::vector<RuleOverride>& overrides) {
  for (const RuleOverride& change : overrides) {
    const auto rule = rules.find_rule(change.code);
    if (!rule)
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("rule set '{}' has no rule '{}'", rules.id, change.code));
    const ToleranceBase before = rules.rules[*rule].tolerance.of;
    rules.rules[*rule].tolerance = change.tolerance;
    if (!change.says_of_what) rules.rules[*rule].tolerance.of = before;
  }
  return {};
}

}  // namespace tallyward::results
