// An expression as a tree: what the parser makes, and every evaluator reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fraction.h"
#include "expression/problem.h"

namespace tallyward::expression {

enum class NodeKind : std::uint8_t { number, text, variable, self, negate, binary, call };

enum class Operator : std::uint8_t {
  logical_or,
  logical_and,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo
};

enum class Function : std::uint8_t {
  logical_not,
  yes,
  no,
  sum,
  min,
  max,
  abs,
  round,
  integer,
  count,
  count_selected,
  selected,
  choose,
  coalesce
};

using NodeIndex = std::uint32_t;

struct Node {
  NodeKind kind = NodeKind::number;
  Operator op = Operator::add;        ///< Of a binary node.
  Function function = Function::yes;  ///< Of a call.
  std::size_t offset = 0;             ///< Of the operator, of the name, of the literal.
  std::size_t size = 0;
  base::Fraction number{};            ///< Of a number.
  std::string text{};                 ///< Of a text; the name of a variable or function.
  std::vector<NodeIndex> children{};  ///< Operands or arguments, in order.
};

/// A parsed expression. Children stand before their parents; the root is last.
struct Expression {
  std::string source;
  std::vector<Node> nodes;

  NodeIndex root() const { return static_cast<NodeIndex>(nodes.size() - 1); }
  const Node& node(NodeIndex index) const { return nodes[index]; }
  /// The names it refers to, in order of first appearance, each once.
  std::vector<std::string> variables() const;
};

bool is_comparison(Operator op);

/// "=", "and", ...
std::string_view to_text(Operator op);

/// The exact value of "12", "0.50" or ".5". REQUIRES: text is such a number.
base::Fraction decimal_value(std::string_view text);

}  // namespace tallyward::expression
