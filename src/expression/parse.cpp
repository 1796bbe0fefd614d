#include "expression/parse.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/lexer.h"

namespace tallyward::expression {

namespace {

constexpr std::size_t kAny = 1000;
constexpr std::array<FunctionEntry, 14> kFunctions{{
    {"abs", Function::abs, 1, 1, "the number without its sign"},
    {"coalesce", Function::coalesce, 2, 2, "the first value, or the second when the first is blank"},
    {"count", Function::count, 1, 1, "how many members of a group are not blank"},
    {"count-selected", Function::count_selected, 1, 1, "how many choices of a multiple choice were selected"},
    {"false", Function::no, 0, 0, "no"},
    {"if", Function::choose, 3, 3, "the second value when the first is yes, the third when it is no"},
    {"int", Function::integer, 1, 1, "the number without its fractional part"},
    {"max", Function::max, 1, kAny, "the largest of numbers and groups"},
    {"min", Function::min, 1, kAny, "the smallest of numbers and groups"},
    {"not", Function::logical_not, 1, 1, "yes for no, no for yes"},
    {"round", Function::round, 1, 2, "rounded, half up; the second argument is the number of decimals"},
    {"selected", Function::selected, 2, 2, "whether a multiple choice contains a choice"},
    {"sum", Function::sum, 1, kAny, "the sum of numbers and groups"},
    {"true", Function::yes, 0, 0, "yes"},
}};

struct Level {
  std::string_view word;
  Operator op;
  int binding;
};

constexpr std::array<Level, 13> kLevels{{{"or", Operator::logical_or, 1},
                                         {"and", Operator::logical_and, 2},
                                         {"=", Operator::equal, 3},
                                         {"!=", Operator::not_equal, 3},
                                         {"<", Operator::less, 4},
                                         {"<=", Operator::less_equal, 4},
                                         {">", Operator::greater, 4},
                                         {">=", Operator::greater_equal, 4},
                                         {"+", Operator::add, 5},
                                         {"-", Operator::subtract, 5},
                                         {"*", Operator::multiply, 6},
                                         {"div", Operator::divide, 6},
                                         {"mod", Operator::modulo, 6}}};

/// Precedence climbing over the tokens; nodes are appended children first.
class Parser {
 public:
  Parser(std::string_view source, std::vector<Token> tokens) : tokens_(std::move(tokens)) {
    expression_.source = source;
  }

  Answer<Expression> run() {
    Answer<NodeIndex> root = binary(1, 0);
    if (!root) return std::unexpected(std::move(root.error()));
    if (token().kind != TokenKind::end) return complain("an operator or the end");
    return std::move(expression_);
  }

 private:
  const Token& token() const { return tokens_[at_]; }
  bool is_op(std::string_view text) const { return token().kind == TokenKind::op && token().text == text; }

  std::unexpected<Problem> complain(std::string expected) const {
    const bool end = token().kind == TokenKind::end;
    return std::unexpected(Problem{end ? ProblemCode::unexpected_end : ProblemCode::unexpected_token,
                                   token().offset, token().size, describe(token()), std::move(expected)});
  }

  /// Appends a node; refuses a tree so tall that walking it would cost much stack (1 + 1 + 1 + ...).
  Answer<NodeIndex> add(Node node) {
    int height = 0;
    for (const NodeIndex child : node.children) height = std::max(height, heights_[child]);
    if (height >= kTallestTree)
      return std::unexpected(Problem{ProblemCode::too_deep, node.offset, node.size,
                                     fmt::format("{} operations in a row", height),
                                     fmt::format("at most {}", kTallestTree)});
    heights_.push_back(height + 1);
    expression_.nodes.push_back(std::move(node));
    return expression_.root();
  }

  const Level* level() const {
    if (token().kind != TokenKind::op && token().kind != TokenKind::word) return nullptr;
    const auto* const found = std::ranges::find(kLevels, token().text, &Level::word);
    return found == kLevels.end() ? nullptr : found;
  }

  Answer<NodeIndex> binary(int binding, int depth) {
    Answer<NodeIndex> left = unary(depth);
    if (!left) return left;
    bool compared = false;
    while (const Level* const found = level()) {
      if (found->binding < binding) break;
      if (is_comparison(found->op) && compared)
        return std::unexpected(Problem{ProblemCode::chained_comparison, token().offset, token().size,
                                       describe(token()), "'and' between two comparisons, or parentheses"});
      const Token op = token();
      ++at_;
      // All comparisons bind alike from here on, so that a = b < c is refused as a < b = c is.
      Answer<NodeIndex> right = binary(is_comparison(found->op) ? 5 : found->binding + 1, depth);
      if (!right) return right;
      compared = is_comparison(found->op);
      left = add(Node{.kind = NodeKind::binary,
                      .op = found->op,
                      .offset = op.offset,
                      .size = op.size,

                      .children = {*left, *right}});
      if (!left) return left;
    }
    return left;
  }

  Answer<NodeIndex> unary(int depth) {
    if (depth > kDeepestNesting)
      return std::unexpected(Problem{ProblemCode::too_deep, token().offset, token().size, describe(token()),
                                     fmt::format("at most {} levels", kDeepestNesting)});
    if (!is_op("-")) return primary(depth);
    const Token minus = token();
    ++at_;
    Answer<NodeIndex> operand = unary(depth + 1);
    if (!operand) return operand;
    return add(Node{.kind = NodeKind::negate,
                    .offset = minus.offset,
                    .size = minus.size,

                    .children = {*operand}});
  }

  Answer<NodeIndex> primary(int depth) {
    const Token first = token();
    Node leaf{.offset = first.offset, .size = first.size, .text = std::string(first.text)};
    switch (first.kind) {
      case TokenKind::number:
        leaf.number = decimal_value(first.text);
        break;
      case TokenKind::text:
        leaf.kind = NodeKind::text;
        break;
      case TokenKind::variable:
        leaf.kind = NodeKind::variable;
        break;
      case TokenKind::self:
        leaf.kind = NodeKind::self;
        break;
      case TokenKind::word:
        return call(depth);
      case TokenKind::op:
        if (first.text == "(") return parenthesised(depth);
        return complain("a value");
      case TokenKind::end:
        return complain("a value");
    }
    ++at_;
    return add(std::move(leaf));
  }

  Answer<NodeIndex> parenthesised(int depth) {
    ++at_;
    Answer<NodeIndex> inner = binary(1, depth + 1);
    if (!inner) return inner;
    if (!is_op(")")) return complain("an operator or ')'");
    ++at_;
    return inner;
  }

  Answer<NodeIndex> call(int depth) {
    const Token name = token();
    if (level() != nullptr) return complain("a value");
    const auto* const entry = std::ranges::find(kFunctions, name.text, &FunctionEntry::name);
    if (entry == kFunctions.end()) {
      std::vector<std::string_view> names;
      for (const FunctionEntry& known : kFunctions) names.push_back(known.name);
      const std::string_view near = base::nearest_name(name.text, names);
      return std::unexpected(Problem{ProblemCode::unknown_function, name.offset, name.size,
                                     fmt::format("'{}'", name.text),
                                     near.empty() ? "a function, or a name as ${name}"
                                                  : fmt::format("a function; did you mean '{}'?", near)});
    }
    ++at_;
    if (!is_op("(")) return complain("'('");
    ++at_;
    Node node{.kind = NodeKind::call,
              .function = entry->function,
              .offset = name.offset,
              .size = name.size,
              .text = std::string(name.text),
              .children = {}};
    while (!is_op(")")) {
      if (!node.children.empty()) {
        if (!is_op(",")) return complain("',' or ')'");
        ++at_;
      }
      Answer<NodeIndex> argument = binary(1, depth + 1);
      if (!argument) return argument;
      node.children.push_back(*argument);
    }
    ++at_;
    if (node.children.size() < entry->least || node.children.size() > entry->most)
      return std::unexpected(
          Problem{ProblemCode::wrong_argument_count, name.offset, name.size,
                  fmt::format("{} argument{}", node.children.size(), node.children.size() == 1 ? "" : "s"),
                  wanted(*entry)});
    return add(std::move(node));
  }

  static std::string wanted(const FunctionEntry& entry) {
    if (entry.most == kAny) return fmt::format("{} or more", entry.least);
    if (entry.least == entry.most) return fmt::format("{}", entry.least);
    return fmt::format("{} to {}", entry.least, entry.most);
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Expression expression_;
  std::vector<int> heights_;
};

}  // namespace

Answer<Expression> parse(std::string_view expression) {
  Answer<std::vector<Token>> tokens = tokenize(expression);
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  return Parser(expression, std::move(*tokens)).run();
}

std::vector<FunctionEntry> function_table() {
  return {kFunctions.begin(), kFunctions.end()};
}

std::vector<std::string> Expression::variables() const {
  // Children stand before parents, but the order of appearance is that of the text.
  std::vector<const Node*> found;
  for (const Node& node : nodes) {
    if (node.kind == NodeKind::variable) found.push_back(&node);
  }
  std::ranges::sort(found, {}, &Node::offset);
  std::vector<std::string> names;
  for (const Node* node : found) {
    if (std::ranges::find(names, node->text) == names.end()) names.push_back(node->text);
  }
  return names;
}

bool is_comparison(Operator op) {
  return op >= Operator::equal && op <= Operator::greater_equal;
}

std::string_view to_text(Operator op) {
  return std::ranges::find(kLevels, op, &Level::op)->word;
}

base::Fraction decimal_value(std::string_view text) {
  base::Integer numerator = 0;
  base::Integer denominator = 1;
  bool behind_point = false;
  for (const char c : text) {
    if (c == '.') {
      behind_point = true;
      continue;
    }
    numerator = numerator * 10 + (c - '0');
    if (behind_point) denominator *= 10;
  }
  return base::Fraction(numerator, denominator);
}

}  // namespace tallyward::expression
