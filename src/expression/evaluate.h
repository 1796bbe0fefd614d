// The exact evaluator: every number a fraction, every blank an unknown. Slow and plain on purpose; the rules
// of a protocol that are sums of integers run in columns instead (results/rule_program.h) with equal answers.
#pragma once

#include <functional>

#include "expression/syntax.h"
#include "expression/value.h"

namespace tallyward::expression {

/// The value of ${name}; none when the form has no such name, which is a problem (unknown_name).
using Lookup = std::function<std::optional<Value>(std::string_view name)>;

/// The value, or the first problem. What cannot be known is Unknown and no problem: arithmetic and
/// comparisons with a blank, a division by zero. `and`, `or` and `if` do not evaluate what they do not need.
/// `self` is the value of `.`.
Answer<Value> evaluate(const Expression& expression, const Lookup& lookup, const Value& self = Unknown{});

/// The same for one node of the tree: the left side of a control equation, say.
Answer<Value> evaluate_node(const Expression& expression, NodeIndex node, const Lookup& lookup,
                            const Value& self = Unknown{});

}  // namespace tallyward::expression
