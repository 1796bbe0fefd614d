// One rule on every protocol of one table. What passes is counted, 64 rows in a word; what does not is looked
// at row by row.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "results/check.h"
#include "results/linear_comparison.h"
#include "results/rule_binding.h"

namespace tallyward::results {

/// One bit for each row of a table; row r is bit r % 64 of word r / 64. Bits behind the last row are 0.
using RowBits = std::vector<std::uint64_t>;
inline constexpr std::size_t kRowsInWord = 64;

class RuleRun {
 public:
  /// `exact_only`: without columns, for tests. Findings and tallies go into `into`. `member`: which one the
  /// binding stands for, of a rule for each member.
  RuleRun(const ProtocolTable& table, const RuleBinding& binding, const Rule& rule, std::uint32_t rule_index,
          bool exact_only, TableCheck& into, std::uint16_t member = 0);

  /// Marks which rows pass, for a rule of sums of lines; call it for all blocks, in any order, before run().
  /// Many rules on one block after another read its figures from memory once. `first` a multiple of 64.
  void mark(std::size_t first, std::size_t rows);

  /// Judges the rows of `counted`. `silenced`: rows where a rule of `unless` failed, empty if there is no
  /// such rule; `failed`: gets a bit for every row that fails, nullptr if nobody asks.
  void run(const RowBits& counted, const RowBits& silenced, RowBits* failed,
           std::vector<RuleRegister>& registers);

 private:
  struct Sides {
    RuleProgram left;
    RuleProgram right;
  };
  /// What the condition says of 64 rows.
  struct Applies {
    std::uint64_t yes = ~std::uint64_t{0};
    std::uint64_t no = 0;
  };
  static constexpr std::size_t kWordsInBlock = kRuleBlock / kRowsInWord;
  static constexpr std::size_t kRightSide = 16;
  static constexpr std::size_t kCondition = 32;
  static constexpr std::size_t kRegisters = 48;

  void compile(const RuleColumnLookup& lookup);
  void run_programs(std::size_t first, std::vector<RuleRegister>& registers);
  Applies applies(std::size_t word, std::uint64_t rows) const;
  std::optional<bool> exact_condition(std::size_t row) const;
  void judge(std::size_t row, const std::vector<RuleRegister>& registers);
  template <typename SidesOf>
  void judge_steps(std::size_t row, std::size_t steps, SidesOf sides_of);
  void judge_exactly(std::size_t row);
  void keep(std::size_t row, std::size_t step, RuleVerdict verdict, const expression::OptionalNumber& left,
            const expression::OptionalNumber& right);
  void keep_whole(std::size_t row, std::size_t step, RuleVerdict verdict,
                  const LinearComparison::Sides& sides);
  void note_verdict(std::size_t row, RuleVerdict verdict);

  const ProtocolTable& table_;
  const RuleBinding& binding_;
  const Rule& rule_;
  std::uint32_t rule_index_;
  TableCheck& into_;
  std::uint16_t member_;
  std::vector<LinearComparison> linear_;  ///< All steps, or none.
  std::vector<Sides> programs_;           ///< All steps, or none; only if linear_ is empty.
  std::optional<RuleProgram> condition_;
  RowBits passed_;                ///< Rows in which every step passes, as far as columns can tell.
  std::vector<Applies> applies_;  ///< Of the block at hand, by word.
  RowBits* failed_ = nullptr;
};

}  // namespace tallyward::results
