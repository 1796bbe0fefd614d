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

const RuleLine* RuleSet::find_line(std::string_view code) const {
  const auto found = std::ranges::find(lines, code, &RuleLine::code);
  return found == lines.end() ? nullptr : &*found;
}

const RuleGroup* RuleSet::find_group(std::string_view code) const {
  const auto found = std::ranges::find(groups, code, &RuleGroup::code);
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
    rules.rules[*rule].tolerance = change.tolerance;
  }
  return {};
}

}  // namespace tallyward::results
