#include "expression/kinds.h"

#include <optional>

#include <fmt/format.h>

namespace tallyward::expression {

namespace {

std::string_view name_of(ValueKind kind) {
  constexpr std::string_view names[] = {"a number", "yes or no", "a text", "a group", "blank"};
  return names[static_cast<std::size_t>(kind)];
}

std::unexpected<Problem> problem(ProblemCode code, const Node& node, std::string_view found,
                                 std::string_view expected) {
  return std::unexpected(Problem{code, node.offset, node.size, std::string(found), std::string(expected)});
}

class KindFinder {
 public:
  KindFinder(const Expression& expression, const KindLookup& lookup)
      : expression_(expression), lookup_(lookup) {}

  Answer<ValueKind> any(NodeIndex index) const {
    const Node& node = expression_.node(index);
    switch (node.kind) {
      case NodeKind::number:
        return ValueKind::number;
      case NodeKind::text:
        return node.text.empty() ? ValueKind::blank : ValueKind::text;
      case NodeKind::self:
        return ValueKind::blank;
      case NodeKind::variable: {
        const std::optional<ValueKind> kind = lookup_(node.text);
        if (kind) return *kind;
        return problem(ProblemCode::unknown_name, node, fmt::format("${{{}}}", node.text),
                       "a name of the form");
      }
      case NodeKind::negate:
        return wanted(node.children[0], ValueKind::number, ValueKind::number);
      case NodeKind::binary:
        return binary(node);
      case NodeKind::call:
        return call(node);
    }
    return ValueKind::blank;
  }

 private:
  Answer<ValueKind> single(NodeIndex index) const {
    Answer<ValueKind> kind = any(index);
    if (kind && *kind == ValueKind::group)
      return problem(ProblemCode::group_as_value, expression_.node(index), "a group",
                     "sum(...) of it, or one line");
    return kind;
  }

  /// `result` when the operand is of the wanted kind (a blank is of every kind).
  Answer<ValueKind> wanted(NodeIndex index, ValueKind kind, ValueKind result) const {
    Answer<ValueKind> found = single(index);
    if (!found) return found;
    if (*found != kind && *found != ValueKind::blank)
      return problem(ProblemCode::type_mismatch, expression_.node(index), name_of(*found), name_of(kind));
    return result;
  }

  Answer<ValueKind> both(const Node& node, ValueKind kind) const {
    Answer<ValueKind> left = wanted(node.children[0], kind, kind);
    if (!left) return left;
    return wanted(node.children[1], kind, kind);
  }

  Answer<ValueKind> binary(const Node& node) const {
    if (node.op == Operator::logical_and || node.op == Operator::logical_or)
      return both(node, ValueKind::truth);
    if (!is_comparison(node.op)) return both(node, ValueKind::number);
    Answer<ValueKind> left = single(node.children[0]);
    if (!left) return left;
    Answer<ValueKind> right = single(node.children[1]);
    if (!right) return right;
    if (*left != *right && *left != ValueKind::blank && *right != ValueKind::blank)
      return problem(ProblemCode::type_mismatch, node,
                     fmt::format("{} and {}", name_of(*left), name_of(*right)),
                     "two values of the same kind");
    const bool ordered = node.op != Operator::equal && node.op != Operator::not_equal;
    if (ordered && *left != ValueKind::number && *left != ValueKind::blank)
      return problem(ProblemCode::type_mismatch, node, name_of(*left), "numbers on both sides");
    return ValueKind::truth;
  }

  /// Every argument a number or, where allowed, a group.
  Answer<ValueKind> numbers(const Node& node, bool groups) const {
    for (const NodeIndex child : node.children) {
      Answer<ValueKind> kind = groups ? any(child) : single(child);
      if (!kind) return kind;
      if (*kind != ValueKind::number && *kind != ValueKind::blank && *kind != ValueKind::group)
        return problem(ProblemCode::type_mismatch, expression_.node(child), name_of(*kind),
                       groups ? "a number or a group" : "a number");
    }
    return ValueKind::number;
  }

  Answer<ValueKind> call(const Node& node) const {
    switch (node.function) {
      case Function::yes:
      case Function::no:
        return ValueKind::truth;
      case Function::logical_not:
        return wanted(node.children[0], ValueKind::truth, ValueKind::truth);
      case Function::choose:
        return choose(node);
      case Function::coalesce: {
        Answer<ValueKind> first = single(node.children[0]);
        if (!first) return first;
        Answer<ValueKind> second = single(node.children[1]);
        if (!second) return second;
        return *first == ValueKind::blank ? *second : *first;
      }
      case Function::count: {
        Answer<ValueKind> kind = any(node.children[0]);
        if (!kind) return kind;
        if (*kind != ValueKind::group)
          return problem(ProblemCode::not_a_group, expression_.node(node.children[0]), name_of(*kind),
                         "a group");
        return ValueKind::number;
      }
      case Function::selected: {
        Answer<ValueKind> kinds = both(node, ValueKind::text);
        if (!kinds) return kinds;
        return ValueKind::truth;
      }
      case Function::count_selected:
        return wanted(node.children[0], ValueKind::text, ValueKind::number);
      case Function::abs:
      case Function::round:
      case Function::integer:
        return numbers(node, false);
      default:
        return numbers(node, true);
    }
  }

  Answer<ValueKind> choose(const Node& node) const {
    Answer<ValueKind> condition = wanted(node.children[0], ValueKind::truth, ValueKind::truth);
    if (!condition) return condition;
    Answer<ValueKind> left = any(node.children[1]);
    if (!left) return left;
    Answer<ValueKind> right = any(node.children[2]);
    if (!right) return right;
    return *left == ValueKind::blank ? *right : *left;
  }

  const Expression& expression_;
  const KindLookup& lookup_;
};

}  // namespace

Answer<ValueKind> kind_of(const Expression& expression, const KindLookup& lookup) {
  return KindFinder(expression, lookup).any(expression.root());
}

}  // namespace tallyward::expression
