// A comparison of sums of lines, which nearly every control equation is, in one pass over its columns: 64
// rows at a time, in 32-bit lanes while the figures at hand are small enough that no sum can wrap, else in 64
// bits. Its answers equal those of the exact evaluator; a property test holds them together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "results/rule_program.h"
#include "results/rule_set.h"

namespace tallyward::results {

class LinearComparison {
 public:
  /// None when a side is more than lines and whole numbers, added and subtracted. `table` must outlive it.
  static std::optional<LinearComparison> compile(const RuleComparison& comparison,
                                                 const RuleColumnLookup& lookup, const ProtocolTable& table);

  /// Bit i: in row first + i both sides are known and the relation holds, tolerance aside. Bits of rows
  /// behind the table's end are 0.
  std::uint64_t passes(std::size_t first) const;

  struct Sides {
    std::optional<std::int64_t> left;
    std::optional<std::int64_t> right;
  };
  Sides sides(std::size_t row) const;

 private:
  struct Term {
    const Figure* column = nullptr;
    bool minus = false;
    bool blank_is_zero = false;
  };
  /// A side, or left minus right: terms and a constant.
  struct Sum {
    std::vector<Term> terms;
    std::int64_t constant = 0;
    std::optional<std::int64_t> at(std::size_t row) const;
  };
  friend class LinearCompiler;

  std::optional<std::uint64_t> narrow_passes(std::size_t first) const;
  std::uint64_t wide_passes(std::size_t first, std::size_t rows) const;

  Sum left_, right_, difference_;
  expression::Operator relation_ = expression::Operator::equal;
  std::size_t rows_ = 0;
  std::vector<const Figure*> plus_, minus_;  ///< Of the difference.
  bool narrow_ = false;                      ///< Whether 32-bit lanes can be used at all,
  std::uint32_t too_large_ = 0;              ///< and the bits that no figure may then have.
};

}  // namespace tallyward::results
