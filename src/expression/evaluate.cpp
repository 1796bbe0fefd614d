#include "expression/evaluate.h"

#include <algorithm>

#include <fmt/format.h>

namespace tallyward::expression {

namespace {

using base::Fraction;
using base::Integer;

std::unexpected<Problem> mismatch(const Node& node, std::string found, std::string expected) {
  return std::unexpected(
      Problem{ProblemCode::type_mismatch, node.offset, node.size, std::move(found), std::move(expected)});
}

/// Towards zero.
Integer truncated(const Fraction& value) {
  return boost::multiprecision::numerator(value) / boost::multiprecision::denominator(value);
}

Integer floor_of(const Fraction& value) {
  const Integer whole = truncated(value);
  return value < 0 && Fraction(whole) != value ? Integer(whole - 1) : whole;
}

/// XPath's round: half goes up, also below zero (-2.5 becomes -2).
Fraction rounded(const Fraction& value, int decimals) {
  Integer scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return Fraction(floor_of(value * scale + Fraction(1, 2)), scale);
}

std::vector<std::string_view> choices(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

class Evaluator {
 public:
  Evaluator(const Expression& expression, const Lookup& lookup, const Value& self)
      : expression_(expression), lookup_(lookup), self_(self) {}

  Answer<Value> any(NodeIndex index) const {
    const Node& node = expression_.node(index);
    switch (node.kind) {
      case NodeKind::number:
        return node.number;
      case NodeKind::text:
        return node.text.empty() ? Value(Unknown{}) : Value(node.text);
      case NodeKind::variable: {
        std::optional<Value> value = lookup_(node.text);
        if (!value)
          return std::unexpected(Problem{ProblemCode::unknown_name, node.offset, node.size,
                                         fmt::format("${{{}}}", node.text), "a name of the form"});
        return *std::move(value);
      }
      case NodeKind::self:
        return self_;
      case NodeKind::negate:
        return negate(node);
      case NodeKind::binary:
        return binary(node);
      case NodeKind::call:
        return call(node);
    }
    return Unknown{};
  }

 private:
  /// A value that is not a group.
  Answer<Value> single(NodeIndex index) const {
    Answer<Value> value = any(index);
    if (value && std::holds_alternative<Group>(*value)) {
      const Node& node = expression_.node(index);
      return std::unexpected(Problem{ProblemCode::group_as_value, node.offset, node.size, "a group",
                                     "sum(...) of it, or one line"});
    }
    return value;
  }

  Answer<OptionalNumber> number(NodeIndex index) const {
    Answer<Value> value = single(index);
    if (!value) return std::unexpected(std::move(value.error()));
    if (is_unknown(*value)) return std::nullopt;
    if (const auto* found = std::get_if<Fraction>(&*value)) return *found;
    return mismatch(expression_.node(index), std::string(kind_name(*value)), "a number");
  }

  Answer<std::optional<bool>> truth(NodeIndex index) const {
    Answer<Value> value = single(index);
    if (!value) return std::unexpected(std::move(value.error()));
    if (is_unknown(*value)) return std::nullopt;
    if (const bool* found = std::get_if<bool>(&*value)) return *found;
    return mismatch(expression_.node(index), std::string(kind_name(*value)), "yes or no");
  }

  Answer<Value> negate(const Node& node) const {
    Answer<OptionalNumber> operand = number(node.children[0]);
    if (!operand) return std::unexpected(std::move(operand.error()));
    if (!*operand) return Unknown{};
    return Value(Fraction(-**operand));
  }

  Answer<Value> binary(const Node& node) const {
    if (node.op == Operator::logical_and || node.op == Operator::logical_or) return logical(node);
    if (is_comparison(node.op)) return compare(node);
    Answer<OptionalNumber> left = number(node.children[0]);
    if (!left) return std::unexpected(std::move(left.error()));
    Answer<OptionalNumber> right = number(node.children[1]);
    if (!right) return std::unexpected(std::move(right.error()));
    if (!*left || !*right) return Unknown{};
    const Fraction& a = **left;
    const Fraction& b = **right;
    switch (node.op) {
      case Operator::add:
        return Value(Fraction(a + b));
      case Operator::subtract:
        return Value(Fraction(a - b));
      case Operator::multiply:
        return Value(Fraction(a * b));
      case Operator::divide:
        return b == 0 ? Value(Unknown{}) : Value(Fraction(a / b));
      default:
        if (b == 0) return Unknown{};
        return Value(Fraction(a - b * truncated(a / b)));
    }
  }

  /// Three-valued: no and unknown is no, yes or unknown is yes.
  Answer<Value> logical(const Node& node) const {
    const bool decides = node.op == Operator::logical_or;
    Answer<std::optional<bool>> left = truth(node.children[0]);
    if (!left) return std::unexpected(std::move(left.error()));
    if (*left == decides) return Value(decides);
    Answer<std::optional<bool>> right = truth(node.children[1]);
    if (!right) return std::unexpected(std::move(right.error()));
    if (*right == decides) return Value(decides);
    if (!*left || !*right) return Unknown{};
    return Value(!decides);
  }

  bool is_empty_text(NodeIndex index) const {
    const Node& node = expression_.node(index);
    return node.kind == NodeKind::text && node.text.empty();
  }

  /// x = '' asks whether x is blank, as XLSForm authors write it; that alone is never unknown.
  Answer<Value> compare(const Node& node) const {
    const bool asks_blank = is_empty_text(node.children[0]) || is_empty_text(node.children[1]);
    Answer<Value> left = single(node.children[0]);
    if (!left) return left;
    Answer<Value> right = single(node.children[1]);
    if (!right) return right;
    if (asks_blank && (node.op == Operator::equal || node.op == Operator::not_equal))
      return Value((is_unknown(*left) && is_unknown(*right)) == (node.op == Operator::equal));
    if (is_unknown(*left) || is_unknown(*right)) return Unknown{};
    if (left->index() != right->index())
      return mismatch(node, fmt::format("{} and {}", kind_name(*left), kind_name(*right)),
                      "two values of the same kind");
    if (node.op == Operator::equal) return Value(*left == *right);
    if (node.op == Operator::not_equal) return Value(*left != *right);
    const auto* a = std::get_if<Fraction>(&*left);
    const auto* b = std::get_if<Fraction>(&*right);
    if (a == nullptr || b == nullptr)
      return mismatch(node, fmt::format("{}", kind_name(*left)), "numbers on both sides");
    switch (node.op) {
      case Operator::less:
        return Value(*a < *b);
      case Operator::less_equal:
        return Value(*a <= *b);
      case Operator::greater:
        return Value(*a > *b);
      default:
        return Value(*a >= *b);
    }
  }

  Answer<Value> call(const Node& node) const {
    switch (node.function) {
      case Function::yes:
        return Value(true);
      case Function::no:
        return Value(false);
      case Function::logical_not: {
        Answer<std::optional<bool>> operand = truth(node.children[0]);
        if (!operand) return std::unexpected(std::move(operand.error()));
        return *operand ? Value(!**operand) : Value(Unknown{});
      }
      case Function::choose: {
        Answer<std::optional<bool>> condition = truth(node.children[0]);
        if (!condition) return std::unexpected(std::move(condition.error()));
        if (!*condition) return Unknown{};
        return any(node.children[**condition ? 1 : 2]);
      }
      case Function::coalesce: {
        Answer<Value> first = single(node.children[0]);
        if (!first || !is_unknown(*first)) return first;
        return single(node.children[1]);
      }
      case Function::selected:
      case Function::count_selected:
        return choice(node);
      case Function::abs:
      case Function::integer:
      case Function::round:
        return of_one_number(node);
      default:
        return of_many(node);
    }
  }

  Answer<Value> of_one_number(const Node& node) const {
    Answer<OptionalNumber> operand = number(node.children[0]);
    if (!operand) return std::unexpected(std::move(operand.error()));
    OptionalNumber decimals = Fraction(0);
    if (node.children.size() > 1) {
      Answer<OptionalNumber> second = number(node.children[1]);
      if (!second) return std::unexpected(std::move(second.error()));
      decimals = std::move(*second);
    }
    if (!*operand || !decimals) return Unknown{};
    if (node.function == Function::abs) return Value(Fraction(boost::multiprecision::abs(**operand)));
    if (node.function == Function::integer) return Value(Fraction(truncated(**operand)));
    constexpr int kMostDecimals = 12;
    if (*decimals < 0 || *decimals > kMostDecimals || Fraction(truncated(*decimals)) != *decimals)
      return mismatch(expression_.node(node.children[1]), base::to_text(*decimals),
                      fmt::format("a whole number from 0 to {}", kMostDecimals));
    return Value(rounded(**operand, truncated(*decimals).convert_to<int>()));
  }

  Answer<Value> of_many(const Node& node) const {
    if (node.function == Function::count) return count(node);
    std::optional<Fraction> result;
    bool unknown = false;
    const auto take = [&](const OptionalNumber& value) {
      if (!value) {
        unknown = true;
      } else if (!result) {
        result = *value;
      } else if (node.function == Function::sum) {
        *result += *value;
      } else if (node.function == Function::min) {
        result = std::min(*result, *value);
      } else {
        result = std::max(*result, *value);
      }
    };
    for (const NodeIndex child : node.children) {
      Answer<Value> value = any(child);
      if (!value) return value;
      if (const auto* group = std::get_if<Group>(&*value)) {
        for (const OptionalNumber& member : *group) take(member);
      } else if (is_unknown(*value)) {
        unknown = true;
      } else if (const auto* found = std::get_if<Fraction>(&*value)) {
        take(*found);
      } else {
        return mismatch(expression_.node(child), std::string(kind_name(*value)), "a number or a group");
      }
    }
    if (unknown) return Unknown{};
    if (!result && node.function == Function::sum) return Value(Fraction(0));
    return result ? Value(*std::move(result)) : Value(Unknown{});
  }

  Answer<Value> count(const Node& node) const {
    Answer<Value> value = any(node.children[0]);
    if (!value) return value;
    const auto* group = std::get_if<Group>(&*value);
    if (group == nullptr) {
      const Node& argument = expression_.node(node.children[0]);
      return std::unexpected(Problem{ProblemCode::not_a_group, argument.offset, argument.size,
                                     std::string(kind_name(*value)), "a group"});
    }
    return Value(
        Fraction(std::ranges::count_if(*group, [](const auto& member) { return member.has_value(); })));
  }

  /// selected() and count-selected() of a multiple choice. A blank one is unknown: not asked is not "none".
  Answer<Value> choice(const Node& node) const {
    std::vector<std::string> texts;
    bool unknown = false;
    for (const NodeIndex child : node.children) {
      Answer<Value> value = single(child);
      if (!value) return value;
      if (is_unknown(*value)) {
        unknown = true;
      } else if (const auto* text = std::get_if<std::string>(&*value)) {
        texts.push_back(*text);
      } else {
        return mismatch(expression_.node(child), std::string(kind_name(*value)), "a text");
      }
    }
    if (unknown) return Unknown{};
    const std::vector<std::string_view> found = choices(texts[0]);
    if (node.function == Function::count_selected) return Value(Fraction(found.size()));
    return Value(std::ranges::find(found, std::string_view(texts[1])) != found.end());
  }

  const Expression& expression_;
  const Lookup& lookup_;
  const Value& self_;
};

}  // namespace

Answer<Value> evaluate_node(const Expression& expression, NodeIndex node, const Lookup& lookup,
                            const Value& self) {
  return Evaluator(expression, lookup, self).any(node);
}

Answer<Value> evaluate(const Expression& expression, const Lookup& lookup, const Value& self) {
  return evaluate_node(expression, expression.root(), lookup, self);
}

std::string_view kind_name(const Value& value) {
  constexpr std::string_view names[] = {"blank", "a number", "yes or no", "a text", "a group"};
  return names[value.index()];
}

std::string to_text(const Value& value) {
  if (const auto* number = std::get_if<Fraction>(&value)) return base::to_text(*number);
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "yes" : "no";
  if (const auto* text = std::get_if<std::string>(&value)) return fmt::format("'{}'", *text);
  if (const auto* group = std::get_if<Group>(&value)) {
    std::string joined;
    for (const OptionalNumber& member : *group)
      joined += (joined.empty() ? "" : ", ") + (member ? base::to_text(*member) : "blank");
    return "(" + joined + ")";
  }
  return "blank";
}

}  // namespace tallyward::expression
