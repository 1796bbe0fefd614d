#include "results/rule_program.h"

#include <algorithm>
#include <cstring>

namespace tallyward::results {

using expression::Expression;
using expression::Function;
using expression::Node;
using expression::NodeIndex;
using expression::NodeKind;
using expression::Operator;

/// Walks the tree once; register d holds the answer of a node at depth d of the stack. Every step also bounds
/// how large the value can get, so that no sum can pass 64 bits at run time.
class RuleCompiler {
 public:
  using Op = RuleProgram::Op;
  /// The largest absolute value; none when the node cannot be compiled.
  using Bound = std::optional<__int128>;

  RuleCompiler(const Expression& expression, const RuleColumnLookup& lookup)
      : expression_(expression), lookup_(lookup) {}

  Bound compile(NodeIndex index, std::uint8_t depth) {
    if (!open_register(depth)) return std::nullopt;
    const Node& node = expression_.node(index);
    switch (node.kind) {
      case NodeKind::number:
        return constant(node, depth);
      case NodeKind::variable: {
        emit({Op::constant, depth, 0, 0});
        return columns(node, depth, Op::add_column, false);
      }
      case NodeKind::negate: {
        const Bound operand = compile(node.children[0], depth);
        emit({Op::negate, depth, 0, 0});
        return operand;
      }
      case NodeKind::binary:
        return binary(node, depth);
      case NodeKind::call:
        return call(node, depth);
      default:
        return std::nullopt;
    }
  }

  RuleProgram program;

 private:
  static constexpr std::uint8_t kMostRegisters = 12;
  static constexpr __int128 kLargest = __int128{1} << 62;

  bool open_register(std::uint8_t depth) {
    if (depth >= kMostRegisters) return false;
    program.register_count_ = std::max<std::size_t>(program.register_count_, depth + 1U);
    return true;
  }
  void emit(RuleProgram::Instruction instruction) { program.code_.push_back(instruction); }
  static Bound bounded(Bound bound) { return bound && *bound <= kLargest ? bound : std::nullopt; }

  Bound constant(const Node& node, std::uint8_t depth) {
    if (boost::multiprecision::denominator(node.number) != 1) return std::nullopt;
    const base::Integer value = boost::multiprecision::numerator(node.number);
    if (value > (std::int64_t{1} << 61)) return std::nullopt;
    const auto small = value.convert_to<std::int64_t>();
    emit({Op::constant, depth, 0, small});
    return small;
  }

  /// Adds a line, or the members of a group, to register `depth`.
  Bound columns(const Node& node, std::uint8_t depth, Op op, bool group_wanted) {
    const std::optional<RuleColumns> found = lookup_(node.text);
    if (!found || (found->group && !group_wanted)) return std::nullopt;
    if (found->blank_is_zero && op == Op::subtract_column) return std::nullopt;
    for (const std::uint32_t column : found->columns)
      emit({found->blank_is_zero ? Op::add_column_or_zero : op, depth, column, 0});
    return static_cast<__int128>(found->columns.size()) * (__int128{1} << 31);
  }

  bool is_plain_line(NodeIndex index) const {
    const Node& node = expression_.node(index);
    if (node.kind != NodeKind::variable) return false;
    const std::optional<RuleColumns> found = lookup_(node.text);
    return found && !found->group && !found->blank_is_zero;
  }

  Bound binary(const Node& node, std::uint8_t depth) {
    const Bound left = compile(node.children[0], depth);
    if (!left) return std::nullopt;
    // A line is added straight into the register: the common case of control equations.
    if ((node.op == Operator::add || node.op == Operator::subtract) && is_plain_line(node.children[1])) {
      const Bound right = columns(expression_.node(node.children[1]), depth,
                                  node.op == Operator::add ? Op::add_column : Op::subtract_column, false);
      return right ? bounded(*left + *right) : std::nullopt;
    }
    const Bound right = compile(node.children[1], static_cast<std::uint8_t>(depth + 1));
    if (!right) return std::nullopt;
    switch (node.op) {
      case Operator::add:
        emit({Op::add, depth, 0, 0});
        return bounded(*left + *right);
      case Operator::subtract:
        emit({Op::subtract, depth, 0, 0});
        return bounded(*left + *right);
      case Operator::multiply:
        emit({Op::multiply, depth, 0, 0});
        return *left <= kLargest && *right <= kLargest ? bounded(*left * *right) : std::nullopt;
      case Operator::divide:
      case Operator::modulo:
        return std::nullopt;
      default:
        emit({truth_op(node.op), depth, 0, 0});
        if (node.op == Operator::greater || node.op == Operator::greater_equal) {
          // a > b is not (a <= b); unknown stays unknown.
          emit({Op::invert, depth, 0, 0});
        }
        return 1;
    }
  }

  static Op truth_op(Operator op) {
    switch (op) {
      case Operator::logical_and:
        return Op::both;
      case Operator::logical_or:
        return Op::either;
      case Operator::equal:
        return Op::equal;
      case Operator::not_equal:
        return Op::not_equal;
      case Operator::less:
      case Operator::greater_equal:
        return Op::less;
      default:
        return Op::less_equal;
    }
  }

  Bound two(const Node& node, std::uint8_t depth, Op op) {
    const Bound left = compile(node.children[0], depth);
    if (!left) return std::nullopt;
    const Bound right = compile(node.children[1], static_cast<std::uint8_t>(depth + 1));
    if (!right) return std::nullopt;
    emit({op, depth, 0, 0});
    return std::max(*left, *right);
  }

  Bound call(const Node& node, std::uint8_t depth) {
    switch (node.function) {
      case Function::sum:
        return sum(node, depth);
      case Function::abs: {
        const Bound operand = compile(node.children[0], depth);
        emit({Op::absolute, depth, 0, 0});
        return operand;
      }
      case Function::integer:
        return compile(node.children[0], depth);  // Everything here is whole already.
      case Function::min:
      case Function::max:
        return extreme(node, depth, node.function == Function::min ? Op::least : Op::greatest);
      case Function::coalesce:
        return two(node, depth, Op::coalesce);
      case Function::logical_not: {
        const Bound operand = compile(node.children[0], depth);
        emit({Op::invert, depth, 0, 0});
        return operand;
      }
      case Function::yes:
      case Function::no:
        emit({Op::constant, depth, 0, node.function == Function::yes ? 1 : 0});
        return 1;
      case Function::choose: {
        const Bound condition = compile(node.children[0], depth);
        const Bound yes = compile(node.children[1], static_cast<std::uint8_t>(depth + 1));
        const Bound no = compile(node.children[2], static_cast<std::uint8_t>(depth + 2));
        if (!condition || !yes || !no) return std::nullopt;
        emit({Op::choose, depth, 0, 0});
        return std::max(*yes, *no);
      }
      default:
        return std::nullopt;
    }
  }

  Bound sum(const Node& node, std::uint8_t depth) {
    emit({Op::constant, depth, 0, 0});
    __int128 total = 0;
    for (const NodeIndex child : node.children) {
      Bound part;
      if (expression_.node(child).kind == NodeKind::variable) {
        part = columns(expression_.node(child), depth, Op::add_column, true);
      } else {
        part = compile(child, static_cast<std::uint8_t>(depth + 1));
        emit({Op::add, depth, 0, 0});
      }
      if (!part) return std::nullopt;
      total += *part;
    }
    return bounded(total);
  }

  /// min and max; the members of a group count one by one, and an empty group not at all.
  Bound extreme(const Node& node, std::uint8_t depth, Op op) {
    Bound bound;
    const auto place = [&] { return static_cast<std::uint8_t>(bound ? depth + 1 : depth); };
    const auto take = [&](__int128 next) {
      if (bound) emit({op, depth, 0, 0});
      bound = std::max(bound.value_or(0), next);
    };
    for (const NodeIndex child : node.children) {
      const Node& operand = expression_.node(child);
      const auto found =
          operand.kind == NodeKind::variable ? lookup_(operand.text) : std::optional<RuleColumns>();
      if (found && found->group) {
        for (const std::uint32_t column : found->columns) {
          if (!open_register(place())) return std::nullopt;
          emit({Op::constant, place(), 0, 0});
          emit({found->blank_is_zero ? Op::add_column_or_zero : Op::add_column, place(), column, 0});
          take(__int128{1} << 31);
        }
        continue;
      }
      const Bound next = compile(child, place());
      if (!next) return std::nullopt;
      take(*next);
    }
    return bound;
  }

  const Expression& expression_;
  const RuleColumnLookup& lookup_;
};

std::optional<RuleProgram> RuleProgram::compile(const Expression& expression,
                                                const RuleColumnLookup& lookup) {
  RuleCompiler compiler(expression, lookup);
  if (!compiler.compile(expression.root(), 0)) return std::nullopt;
  return std::move(compiler.program);
}

namespace {

/// Both operands must be known.
template <typename Combine>
void combine(RuleRegister& a, const RuleRegister& b, Combine how) {
  for (std::size_t i = 0; i < kRuleBlock; ++i) a.value[i] = how(a.value[i], b.value[i]);
  for (std::size_t i = 0; i < kRuleBlock; ++i) a.least[i] = std::min(a.least[i], b.least[i]);
}

/// `decides`: the truth that settles the matter whatever the other side is (no for and, yes for or).
void three_valued(RuleRegister& a, const RuleRegister& b, std::int64_t decides) {
  for (std::size_t i = 0; i < kRuleBlock; ++i) {
    const bool settled = (a.known(i) && a.value[i] == decides) || (b.known(i) && b.value[i] == decides);
    a.least[i] = settled ? 0 : std::min(a.least[i], b.least[i]);
    a.value[i] = settled ? decides : 1 - decides;
  }
}

}  // namespace

void RuleProgram::apply(const Instruction& instruction, RuleRegister* registers, const Figure* column) {
  RuleRegister& a = registers[instruction.target];
  const RuleRegister& b = registers[instruction.target + 1];
  switch (instruction.op) {
    case Op::constant:
      a.value.fill(instruction.constant);
      a.least.fill(0);
      return;
    case Op::add_column:
      for (std::size_t i = 0; i < kRuleBlock; ++i) a.value[i] += column[i];
      for (std::size_t i = 0; i < kRuleBlock; ++i) a.least[i] = std::min(a.least[i], column[i]);
      return;
    case Op::subtract_column:
      for (std::size_t i = 0; i < kRuleBlock; ++i) a.value[i] -= column[i];
      for (std::size_t i = 0; i < kRuleBlock; ++i) a.least[i] = std::min(a.least[i], column[i]);
      return;
    case Op::add_column_or_zero:
      for (std::size_t i = 0; i < kRuleBlock; ++i) a.value[i] += column[i] == kBlank ? 0 : column[i];
      return;
    case Op::add:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return x + y; });
    case Op::subtract:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return x - y; });
    case Op::multiply:
      // Unsigned: where a side is unknown its value is arbitrary and may wrap; it is never read.
      return combine(a, b, [](std::int64_t x, std::int64_t y) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y));
      });
    case Op::negate:
      for (std::int64_t& value : a.value) value = -value;
      return;
    case Op::absolute:
      for (std::int64_t& value : a.value) value = value < 0 ? -value : value;
      return;
    case Op::least:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::min(x, y); });
    case Op::greatest:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::max(x, y); });
    case Op::coalesce:
      for (std::size_t i = 0; i < kRuleBlock; ++i) {
        if (a.known(i)) continue;
        a.value[i] = b.value[i];
        a.least[i] = b.least[i];
      }
      return;
    case Op::equal:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::int64_t{x == y}; });
    case Op::not_equal:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::int64_t{x != y}; });
    case Op::less:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::int64_t{x < y}; });
    case Op::less_equal:
      return combine(a, b, [](std::int64_t x, std::int64_t y) { return std::int64_t{x <= y}; });
    case Op::both:
      return three_valued(a, b, 0);
    case Op::either:
      return three_valued(a, b, 1);
    case Op::invert:
      for (std::int64_t& value : a.value) value = 1 - value;
      return;
    case Op::choose: {
      const RuleRegister& otherwise = registers[instruction.target + 2];
      for (std::size_t i = 0; i < kRuleBlock; ++i) {
        if (!a.known(i)) continue;
        const RuleRegister& taken = a.value[i] != 0 ? b : otherwise;
        a.value[i] = taken.value[i];
        a.least[i] = taken.least[i];
      }
      return;
    }
  }
}

const RuleRegister& RuleProgram::run(const ProtocolTable& table, std::size_t first,
                                     std::vector<RuleRegister>& registers, std::size_t base) const {
  alignas(64) std::array<Figure, kRuleBlock> tail;
  const std::size_t rows = std::min(kRuleBlock, table.rows() - first);
  for (const Instruction& instruction : code_) {
    const Figure* column = nullptr;
    if (instruction.op == Op::add_column || instruction.op == Op::subtract_column ||
        instruction.op == Op::add_column_or_zero) {
      column = table.columns[instruction.column].data() + first;
      if (rows < kRuleBlock) {
        tail.fill(0);
        std::memcpy(tail.data(), column, rows * sizeof(Figure));
        column = tail.data();
      }
    }
    apply(instruction, registers.data() + base, column);
  }
  return registers[base];
}

}  // namespace tallyward::results
