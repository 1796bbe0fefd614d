#include "results/rule_binding.h"

#include <algorithm>

namespace tallyward::results {

std::optional<RuleColumns> RuleBinding::columns(std::string_view name) const {
  RuleColumns found;
  if (const RuleGroup* group = rules_.find_group(name)) {
    found.blank_is_zero = group->blank_is_zero;
    const bool single = !for_each_.empty() && group->each == for_each_;
    found.group = !single;
    for (const std::size_t column : table_.group(name)) {
      const std::string_view key = member_key(table_.lines[column].code);
      const bool wanted =
          for_each_.empty() || key == member_ ||
          (!single && key.starts_with(member_) && key.substr(member_.size()).starts_with('_'));
      if (wanted) found.columns.push_back(static_cast<std::uint32_t>(column));
    }
    if (single) return found.columns.empty() && !found.blank_is_zero ? std::nullopt : std::optional(found);
    if (found.columns.empty() && !group->optional) return std::nullopt;
    return found;
  }
  const RuleLine* line = rules_.find_line(name);
  found.blank_is_zero = line != nullptr && line->blank_is_zero;
  if (const auto column = table_.find_line(name)) {
    found.columns.push_back(static_cast<std::uint32_t>(*column));
    return found;
  }
  if (!found.blank_is_zero) return std::nullopt;
  return found;
}

std::string_view member_key(std::string_view line_code) {
  for (std::size_t i = 0; i + 1 < line_code.size(); ++i) {
    if (line_code[i] != '_' || line_code[i + 1] < '0' || line_code[i + 1] > '9') continue;
    const std::size_t first = line_code.find_first_not_of('0', i + 1);
    return line_code.substr(first == std::string_view::npos ? line_code.size() - 1 : first);
  }
  return line_code;
}

std::vector<std::string> members_of(const Rule& rule, const RuleSet& rules, const ProtocolTable& table) {
  std::vector<std::string> members;
  for (const std::string& name : rule.lines) {
    const RuleGroup* group = rules.find_group(name);
    if (group == nullptr || group->each != rule.for_each) continue;
    for (const std::size_t column : table.group(name)) {
      const std::string_view key = member_key(table.lines[column].code);
      if (std::ranges::find(members, key) == members.end()) members.emplace_back(key);
    }
  }
  return members;
}

RuleColumnLookup RuleBinding::column_lookup() const {
  return [this](std::string_view name) { return columns(name); };
}

expression::Lookup RuleBinding::row_lookup(std::size_t row) const {
  return [this, row](std::string_view name) -> std::optional<expression::Value> {
    const std::optional<RuleColumns> found = columns(name);
    if (!found) return std::nullopt;
    const auto figure = [&](std::uint32_t column) -> expression::OptionalNumber {
      const Figure value = table_.columns[column][row];
      if (value != kBlank) return base::Fraction(value);
      if (found->blank_is_zero) return base::Fraction(0);
      return std::nullopt;
    };
    if (found->group) {
      expression::Group group;
      for (const std::uint32_t column : found->columns) group.push_back(figure(column));
      return group;
    }
    if (found->columns.empty()) return base::Fraction(0);
    const expression::OptionalNumber value = figure(found->columns[0]);
    return value ? expression::Value(*value) : expression::Value(expression::Unknown{});
  };
}

void RuleBinding::missing(const expression::Expression& expression, std::vector<std::string>& into) const {
  for (const std::string& name : expression.variables()) {
    if (!columns(name) && std::ranges::find(into, name) == into.end()) into.push_back(name);
  }
}

}  // namespace tallyward::results
