// Where the names of a rule set stand in one table.
#pragma once

#include "expression/evaluate.h"
#include "results/rule_program.h"
#include "results/rule_set.h"

namespace tallyward::results {

class RuleBinding {
 public:
  RuleBinding(const RuleSet& rules, const ProtocolTable& table) : rules_(rules), table_(table) {}

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
};

}  // namespace tallyward::results
