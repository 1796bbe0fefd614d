#include "results/rule_binding.h"

#include <algorithm>

namespace tallyward::results {

std::optional<RuleColumns> RuleBinding::columns(std::string_view name) const {
  RuleColumns found;
  if (const RuleGroup* group = rules_.find_group(name)) {
    found.group = true;
    found.blank_is_zero = group->blank_is_zero;
    for (const std::size_t column : table_.group(name))
      found.columns.push_back(static_cast<std::uint32_t>(column));
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
