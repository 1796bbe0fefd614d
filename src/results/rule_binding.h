// Where the names of a rule set stand in one table.
#pragma once

#include "expression/evaluate.h"
#include "results/rule_program.h"
#include "results/rule_set.h"

namespace tallyward::results {

class RuleBinding {
 public:
  RuleBinding(const RuleSet& rules, const ProtocolTable& table) : rules_(rules), table_(table) {}
  /// For one member of the groups of kind `for_each`: such a group's name is the member's line; another
  /// group's name is those of its lines that belong to the member, "candidates_2_07" to member "2".
  RuleBinding(const RuleSet& rules, const ProtocolTable& table, std::string for_each, std::string member)
      : rules_(rules), table_(table), for_each_(std::move(for_each)), member_(std::move(member)) {}

  /// None when the table lacks the line and its absence does not mean zero.
  std::optional<RuleColumns> columns(std::string_view name) const;
  RuleColumnLookup column_lookup() const;
  /// The figures of one row, exactly.
  expression::Lookup row_lookup(std::size_t row) const;
  /// The names of an expression that the table does not have.
  void missing(const expression::Expression& expression, std::vector<std::string>& into) const;

 private:
  const RuleSet& rules_;
  const ProtocolTable& table_;
  std::string for_each_;  ///< "": the groups as they are.
  std::string member_;
};

/// What tells a group's line from its other lines: "2" of "issued_by_member_02", "2_07" of "candidates_2_07".
std::string_view member_key(std::string_view line_code);

/// The members of the groups of kind `for_each` that a rule names and a table has, in the table's order.
std::vector<std::string> members_of(const Rule& rule, const RuleSet& rules, const ProtocolTable& table);

}  // namespace tallyward::results
