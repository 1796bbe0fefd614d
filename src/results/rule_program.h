// An expression of whole numbers as a flat program over columns: blocks of rows at a time, 64-bit sums of
// 32-bit figures, in loops that the compiler turns into vector instructions. Its answers equal those of the
// exact evaluator (a property test holds them together); what it cannot do exactly it refuses, and the exact
// evaluator does it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "expression/syntax.h"
#include "results/protocol_table.h"

namespace tallyward::results {

inline constexpr std::size_t kRuleBlock = 1024;

/// Which columns ${name} stands for.
struct RuleColumns {
  std::vector<std::uint32_t> columns;
  bool group = false;
  bool blank_is_zero = false;
};
using RuleColumnLookup = std::function<std::optional<RuleColumns>(std::string_view name)>;

/// One register of a block: a value for each row, and whether it is known. `least` is the smallest figure
/// that went into the row, so it is kBlank exactly when one of them was blank.
struct RuleRegister {
  alignas(64) std::array<std::int64_t, kRuleBlock> value;
  alignas(64) std::array<Figure, kRuleBlock> least;
  bool known(std::size_t row) const { return least[row] != kBlank; }
};

class RuleProgram {
 public:
  /// None when a part needs fractions, texts, or could pass 64 bits.
  static std::optional<RuleProgram> compile(const expression::Expression& expression,
                                            const RuleColumnLookup& lookup);

  /// Computes rows first .. first + kRuleBlock of the table (fewer at its end; the rest is left undefined)
  /// and returns the register with the answer. A truth is 1 or 0. REQUIRES: registers.size() >=
  /// register_count().
  const RuleRegister& run(const ProtocolTable& table, std::size_t first, std::vector<RuleRegister>& registers,
                          std::size_t base = 0) const;

  std::size_t register_count() const { return register_count_; }

 private:
  enum class Op : std::uint8_t {
    constant,
    add_column,
    subtract_column,
    add_column_or_zero,
    add,
    subtract,
    multiply,
    negate,
    absolute,
    least,
    greatest,
    coalesce,
    equal,
    not_equal,
    less,
    less_equal,
    both,
    either,
    invert,
    choose
  };
  struct Instruction {
    Op op = Op::constant;
    std::uint8_t target = 0;  ///< Also the left operand; the right one is target + 1.
    std::uint32_t column = 0;
    std::int64_t constant = 0;
  };
  friend class RuleCompiler;

  static void apply(const Instruction& instruction, RuleRegister* registers, const Figure* column);

  std::vector<Instruction> code_;
  std::size_t register_count_ = 0;
};

}  // namespace tallyward::results
