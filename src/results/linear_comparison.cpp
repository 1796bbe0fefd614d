#include "results/linear_comparison.h"

#include <array>
#include <cstring>

#include "results/relation.h"

// The loops over figures are written so that the compiler turns them into vector instructions; -O2 of g++ 12
// only does so when asked.
#pragma GCC optimize("O3")

namespace tallyward::results {

using expression::Expression;
using expression::Function;
using expression::Node;
using expression::NodeIndex;
using expression::NodeKind;
using expression::Operator;

/// Collects the terms of one side.
class LinearCompiler {
 public:
  LinearCompiler(const Expression& expression, const RuleColumnLookup& lookup, const ProtocolTable& table)
      : expression_(expression), lookup_(lookup), table_(table) {}

  bool add(NodeIndex index, bool minus, bool group_wanted) {
    const Node& node = expression_.node(index);
    switch (node.kind) {
      case NodeKind::number:
        return add_number(node, minus);
      case NodeKind::variable:
        return add_columns(node, minus, group_wanted);
      case NodeKind::negate:
        return add(node.children[0], !minus, false);
      case NodeKind::binary:
        if (node.op != Operator::add && node.op != Operator::subtract) return false;
        return add(node.children[0], minus, false) &&
               add(node.children[1], node.op == Operator::add ? minus : !minus, false);
      case NodeKind::call:
        if (node.function != Function::sum) return false;
        for (const NodeIndex child : node.children) {
          if (!add(child, minus, true)) return false;
        }
        return true;
      default:
        return false;
    }
  }

  LinearComparison::Sum sum;

 private:
  static constexpr std::size_t kMostTerms = 4096;
  static constexpr std::int64_t kLargestConstant = std::int64_t{1} << 40;

  bool add_number(const Node& node, bool minus) {
    if (boost::multiprecision::denominator(node.number) != 1) return false;
    const base::Integer value = boost::multiprecision::numerator(node.number);
    if (boost::multiprecision::abs(value) > kLargestConstant) return false;
    sum.constant += minus ? -value.convert_to<std::int64_t>() : value.convert_to<std::int64_t>();
    return std::abs(sum.constant) <= kLargestConstant;
  }

  bool add_columns(const Node& node, bool minus, bool group_wanted) {
    const std::optional<RuleColumns> found = lookup_(node.text);
    if (!found || (found->group && !group_wanted)) return false;
    for (const std::uint32_t column : found->columns)
      sum.terms.push_back({table_.columns[column].data(), minus, found->blank_is_zero});
    return sum.terms.size() <= kMostTerms;
  }

  const Expression& expression_;
  const RuleColumnLookup& lookup_;
  const ProtocolTable& table_;
};

std::optional<LinearComparison> LinearComparison::compile(const RuleComparison& comparison,
                                                          const RuleColumnLookup& lookup,
                                                          const ProtocolTable& table) {
  LinearCompiler left(comparison.left, lookup, table);
  LinearCompiler right(comparison.right, lookup, table);
  if (!left.add(comparison.left.root(), false, false) || !right.add(comparison.right.root(), false, false))
    return std::nullopt;
  LinearComparison compiled;
  compiled.relation_ = comparison.relation;
  compiled.rows_ = table.rows();
  compiled.difference_ = left.sum;
  compiled.difference_.constant -= right.sum.constant;
  for (Term term : right.sum.terms) {
    term.minus = !term.minus;
    compiled.difference_.terms.push_back(term);
  }
  compiled.left_ = std::move(left.sum);
  compiled.right_ = std::move(right.sum);
  for (const Term& term : compiled.difference_.terms)
    (term.minus ? compiled.minus_ : compiled.plus_).push_back(term.column);
  // While every figure is below `bound`, no sum of theirs reaches 2^31, in whatever order it is formed.
  const auto terms = static_cast<std::int64_t>(compiled.difference_.terms.size());
  const std::int64_t constant = std::abs(compiled.difference_.constant);
  std::int64_t bound = std::int64_t{1} << 30;
  while (bound > 1 && terms * bound + constant >= (std::int64_t{1} << 31)) bound /= 2;
  compiled.narrow_ = bound > 1;
  compiled.too_large_ = ~static_cast<std::uint32_t>(bound - 1);
  return compiled;
}

namespace {

constexpr std::size_t kRows = 64;  ///< Of one answer.

/// Four figures in one register of any x86-64; the compiler has this type on other processors too.
using Lanes = std::int32_t __attribute__((vector_size(16)));
/// Sums are unsigned: those of figures that turn out to be too large wrap, and are thrown away.
using Sums = std::uint32_t __attribute__((vector_size(16)));
constexpr std::size_t kLanes = 4;
constexpr std::size_t kSums = 8;  ///< Registers of sums at once: 32 rows.

Sums load(const Figure* figures) {
  Sums lanes;
  std::memcpy(&lanes, figures, sizeof lanes);
  return lanes;
}

bool no_bit(auto lanes) {
  std::uint64_t halves[2];
  std::memcpy(halves, &lanes, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

}  // namespace

/// 64 whole rows; nullopt when a figure is blank or too large for 32 bits.
std::optional<std::uint64_t> LinearComparison::narrow_passes(std::size_t first) const {
  std::uint64_t bits = 0;
  for (std::size_t half = 0; half < kRows; half += kLanes * kSums) {
    Sums sums[kSums];
    for (Sums& sum : sums) sum = Sums{} + static_cast<std::uint32_t>(difference_.constant);
    Sums seen{};
    for (const Figure* column : plus_) {
      const Figure* figures = column + first + half;
      for (std::size_t i = 0; i < kSums; ++i) {
        const Sums lanes = load(figures + i * kLanes);
        sums[i] += lanes;
        seen |= lanes;
      }
    }
    for (const Figure* column : minus_) {
      const Figure* figures = column + first + half;
      for (std::size_t i = 0; i < kSums; ++i) {
        const Sums lanes = load(figures + i * kLanes);
        sums[i] -= lanes;
        seen |= lanes;
      }
    }
    if (!no_bit(seen & (Sums{} + too_large_))) return std::nullopt;
    bits |= with_relation(relation_, [&](auto holds) {
      Lanes failed{};
      for (const Sums& sum : sums) failed |= ~holds(reinterpret_cast<Lanes>(sum), Lanes{});
      if (no_bit(failed)) return std::uint64_t{0xFFFF'FFFF} << half;
      std::uint64_t some = 0;
      for (std::size_t i = 0; i < kSums * kLanes; ++i)
        some |= std::uint64_t{holds(static_cast<std::int32_t>(sums[i / kLanes][i % kLanes]), 0)}
                << (half + i);
      return some;
    });
  }
  return bits;
}

/// Up to 64 rows of any figures.
std::uint64_t LinearComparison::wide_passes(std::size_t first, std::size_t rows) const {
  std::array<std::int64_t, kRows> sums;
  sums.fill(difference_.constant);
  std::array<std::uint8_t, kRows> unknown{};
  for (const Term& term : difference_.terms) {
    const Figure* figures = term.column + first;
    for (std::size_t i = 0; i < rows; ++i) {
      const bool blank = figures[i] == kBlank;
      const std::int64_t figure = blank ? 0 : figures[i];
      sums[i] += term.minus ? -figure : figure;
      unknown[i] |= static_cast<std::uint8_t>(blank && !term.blank_is_zero);
    }
  }
  return with_relation(relation_, [&](auto holds) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < rows; ++i)
      bits |= std::uint64_t{unknown[i] == 0 && holds(sums[i], std::int64_t{0})} << i;
    return bits;
  });
}

std::uint64_t LinearComparison::passes(std::size_t first) const {
  const std::size_t rows = std::min(kRows, rows_ - first);
  if (rows == kRows && narrow_) {
    if (const auto bits = narrow_passes(first)) return *bits;
  }
  return wide_passes(first, rows);
}

std::optional<std::int64_t> LinearComparison::Sum::at(std::size_t row) const {
  std::int64_t sum = constant;
  for (const Term& term : terms) {
    const Figure figure = term.column[row];
    if (figure == kBlank && !term.blank_is_zero) return std::nullopt;
    if (figure != kBlank) sum += term.minus ? -std::int64_t{figure} : std::int64_t{figure};
  }
  return sum;
}

LinearComparison::Sides LinearComparison::sides(std::size_t row) const {
  return {left_.at(row), right_.at(row)};
}

}  // namespace tallyward::results
