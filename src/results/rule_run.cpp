#include "results/rule_run.h"

#include <algorithm>
#include <bit>

#include "results/relation.h"

namespace tallyward::results {

namespace {

using base::Fraction;
using expression::Operator;
using expression::OptionalNumber;

bool holds(const Fraction& difference, Operator relation, const Fraction& tolerance) {
  switch (relation) {
    case Operator::equal:
      return boost::multiprecision::abs(difference) <= tolerance;
    case Operator::not_equal:
      return difference != 0;
    case Operator::less:
      return difference < tolerance;
    case Operator::less_equal:
      return difference <= tolerance;
    case Operator::greater:
      return -difference < tolerance;
    default:
      return -difference <= tolerance;
  }
}

/// Adds to the sum of its sign, whole part only; a sum that would pass 64 bits stays at the largest value.
void add_difference(const Fraction& difference, RuleTally& tally) {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  const base::Integer whole =
      boost::multiprecision::numerator(difference) / boost::multiprecision::denominator(difference);
  const base::Integer clamped = std::clamp(whole, base::Integer(-largest), base::Integer(largest));
  const auto amount = clamped.convert_to<std::int64_t>();
  std::int64_t& sum = amount > 0 ? tally.excess : tally.deficit;
  if (__builtin_add_overflow(sum, amount, &sum)) sum = amount > 0 ? largest : -largest;
}

bool holds_whole(std::int64_t left, std::int64_t right, Operator relation, const RuleTolerance& tolerance) {
  if (with_relation(relation, [&](auto compare) { return compare(left, right); })) return true;
  if (tolerance.is_zero()) return false;
  return holds(Fraction(left) - Fraction(right), relation, tolerance.allows(Fraction(left), Fraction(right)));
}

/// Bit i of word w: both sides are known in row 64 w + i of the block, and the relation holds.
void mark_passed(const RuleRegister& left, const RuleRegister& right, Operator relation,
                 std::span<std::uint64_t> words) {
  alignas(64) std::array<std::int64_t, kRuleBlock> masks;
  alignas(64) std::array<std::int32_t, kRuleBlock> known;
  with_relation(relation, [&](auto holds) {
    // A mask of the width of the sides first: mixed widths in one loop keep it from being vectorised.
    for (std::size_t i = 0; i < kRuleBlock; ++i)
      masks[i] = holds(left.value[i], right.value[i]) ? std::int64_t{1} : std::int64_t{0};
  });
  for (std::size_t i = 0; i < kRuleBlock; ++i)
    known[i] = std::min(left.least[i], right.least[i]) != kBlank ? 1 : 0;
  for (std::size_t word = 0; word < words.size(); ++word) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < kRowsInWord; ++i) {
      const std::size_t row = word * kRowsInWord + i;
      bits |= static_cast<std::uint64_t>(masks[row] & known[row]) << i;
    }
    words[word] &= bits;
  }
}

}  // namespace

RuleRun::RuleRun(const ProtocolTable& table, const RuleBinding& binding, const Rule& rule,
                 std::uint32_t rule_index, bool exact_only, TableCheck& into, std::uint16_t member)
    : table_(table), binding_(binding), rule_(rule), rule_index_(rule_index), into_(into), member_(member) {
  if (!exact_only) compile(binding.column_lookup());
  passed_.assign((table.rows() + kRowsInWord - 1) / kRowsInWord,
                 linear_.empty() && programs_.empty() ? 0 : ~std::uint64_t{0});
}

void RuleRun::compile(const RuleColumnLookup& lookup) {
  if (rule_.condition) condition_ = RuleProgram::compile(*rule_.condition, lookup);
  for (const RuleComparison& comparison : rule_.comparisons) {
    auto step = LinearComparison::compile(comparison, lookup, table_);
    if (!step) break;
    linear_.push_back(*std::move(step));
  }
  if (linear_.size() == rule_.comparisons.size()) return;
  linear_.clear();
  for (const RuleComparison& comparison : rule_.comparisons) {
    auto left = RuleProgram::compile(comparison.left, lookup);
    auto right = RuleProgram::compile(comparison.right, lookup);
    if (!left || !right) break;
    programs_.push_back({*std::move(left), *std::move(right)});
  }
  if (programs_.size() != rule_.comparisons.size()) programs_.clear();
}

void RuleRun::mark(std::size_t first, std::size_t rows) {
  for (const LinearComparison& step : linear_) {
    for (std::size_t row = first; row < first + rows; row += kRowsInWord)
      passed_[row / kRowsInWord] &= step.passes(row);
  }
}

/// The words of passed_, for a block of rows of a rule that is not linear, and of applies_.
void RuleRun::run_programs(std::size_t first, std::vector<RuleRegister>& registers) {
  if (registers.size() < kRegisters && (condition_ || !programs_.empty())) registers.resize(kRegisters);
  const std::size_t word = first / kRowsInWord;
  const std::span<std::uint64_t> words =
      std::span(passed_).subspan(word, std::min(kWordsInBlock, passed_.size() - word));
  for (std::size_t step = 0; step < programs_.size(); ++step) {
    const RuleRegister& left = programs_[step].left.run(table_, first, registers);
    const RuleRegister& right = programs_[step].right.run(table_, first, registers, kRightSide);
    mark_passed(left, right, rule_.comparisons[step].relation, words);
  }
  if (!condition_) return;
  const RuleRegister& condition = condition_->run(table_, first, registers, kCondition);
  applies_.assign(kWordsInBlock, Applies{0, 0});
  for (std::size_t i = 0; i < kRuleBlock; ++i) {
    if (!condition.known(i)) continue;
    Applies& of = applies_[i / kRowsInWord];
    (condition.value[i] != 0 ? of.yes : of.no) |= std::uint64_t{1} << (i % kRowsInWord);
  }
}

RuleRun::Applies RuleRun::applies(std::size_t word, std::uint64_t rows) const {
  if (!rule_.condition) return {};
  if (condition_) return applies_[word % kWordsInBlock];
  Applies found{0, 0};
  for (std::uint64_t left = rows; left != 0; left &= left - 1) {
    const auto bit = static_cast<std::size_t>(std::countr_zero(left));
    const std::optional<bool> truth = exact_condition(word * kRowsInWord + bit);
    if (truth) (*truth ? found.yes : found.no) |= std::uint64_t{1} << bit;
  }
  return found;
}

void RuleRun::run(const RowBits& counted, const RowBits& silenced, RowBits* failed,
                  std::vector<RuleRegister>& registers) {
  failed_ = failed;
  RuleTally& tally = into_.tallies[rule_index_];
  const auto count = [](std::uint64_t bits) { return static_cast<std::uint64_t>(std::popcount(bits)); };
  for (std::size_t word = 0; word < counted.size(); ++word) {
    if (word % kWordsInBlock == 0) run_programs(word * kRowsInWord, registers);
    std::uint64_t rows = counted[word];
    const Applies applying = applies(word, rows);
    tally.not_applicable += count(rows & applying.no);
    rows &= ~applying.no;
    if (!silenced.empty()) {
      tally.suppressed += count(rows & silenced[word]);
      rows &= ~silenced[word];
    }
    const std::uint64_t passed = rows & applying.yes & passed_[word];
    tally.pass += count(passed);
    for (std::uint64_t left = rows & ~passed; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(left));
      const std::size_t row = word * kRowsInWord + bit;
      if ((applying.yes >> bit & 1) == 0) {
        keep_whole(row, 0, RuleVerdict::unknown, {});
      } else {
        judge(row, registers);
      }
    }
  }
}

std::optional<bool> RuleRun::exact_condition(std::size_t row) const {
  const auto value = expression::evaluate(*rule_.condition, binding_.row_lookup(row));
  if (!value || !std::holds_alternative<bool>(*value)) return std::nullopt;
  return std::get<bool>(*value);
}

void RuleRun::judge(std::size_t row, const std::vector<RuleRegister>& registers) {
  if (!linear_.empty())
    return judge_steps(row, linear_.size(), [&](std::size_t step) { return linear_[step].sides(row); });
  // The registers hold the last step's sides: of a series the exact evaluator tells which step it was.
  if (programs_.size() != 1) return judge_exactly(row);
  const auto side = [&](std::size_t of) -> std::optional<std::int64_t> {
    if (!registers[of].known(row % kRuleBlock)) return std::nullopt;
    return registers[of].value[row % kRuleBlock];
  };
  judge_steps(row, 1, [&](std::size_t) { return LinearComparison::Sides{side(0), side(kRightSide)}; });
}

/// The first step that fails; else the first that is unknown; else a pass.
template <typename SidesOf>
void RuleRun::judge_steps(std::size_t row, std::size_t steps, SidesOf sides_of) {
  std::optional<std::size_t> unknown;
  for (std::size_t step = 0; step < steps; ++step) {
    const LinearComparison::Sides sides = sides_of(step);
    if (!sides.left || !sides.right) {
      if (!unknown) unknown = step;
    } else if (!holds_whole(*sides.left, *sides.right, rule_.comparisons[step].relation, rule_.tolerance)) {
      return keep_whole(row, step, RuleVerdict::fail, sides);
    }
  }
  if (unknown) return keep_whole(row, *unknown, RuleVerdict::unknown, sides_of(*unknown));
  ++into_.tallies[rule_index_].pass;
}

/// The same by the exact evaluator.
void RuleRun::judge_exactly(std::size_t row) {
  const expression::Lookup lookup = binding_.row_lookup(row);
  const auto number = [&](const expression::Expression& side) -> OptionalNumber {
    const auto value = expression::evaluate(side, lookup);
    if (!value || !std::holds_alternative<Fraction>(*value)) return std::nullopt;
    return std::get<Fraction>(*value);
  };
  std::optional<std::size_t> unknown;
  std::vector<std::pair<OptionalNumber, OptionalNumber>> values;
  for (std::size_t step = 0; step < rule_.comparisons.size(); ++step) {
    const RuleComparison& comparison = rule_.comparisons[step];
    values.emplace_back(number(comparison.left), number(comparison.right));
    const auto& [left, right] = values.back();
    if (!left || !right) {
      if (!unknown) unknown = step;
    } else if (!holds(*left - *right, comparison.relation, rule_.tolerance.allows(*left, *right))) {
      return keep(row, step, RuleVerdict::fail, left, right);
    }
  }
  if (unknown)
    return keep(row, *unknown, RuleVerdict::unknown, values[*unknown].first, values[*unknown].second);
  ++into_.tallies[rule_index_].pass;
}

void RuleRun::note_verdict(std::size_t row, RuleVerdict verdict) {
  RuleTally& tally = into_.tallies[rule_index_];
  ++(verdict == RuleVerdict::fail ? tally.fail : tally.unknown);
  if (verdict == RuleVerdict::fail && failed_ != nullptr)
    (*failed_)[row / kRowsInWord] |= std::uint64_t{1} << (row % kRowsInWord);
}

void RuleRun::keep_whole(std::size_t row, std::size_t step, RuleVerdict verdict,
                         const LinearComparison::Sides& sides) {
  const auto& [left, right] = sides;
  constexpr std::int64_t kLargest = std::int64_t{1} << 61;
  const auto large = [](const auto& side) { return side && (*side > kLargest || *side < -kLargest); };
  if (large(left) || large(right)) {
    const auto exactly = [](const auto& side) -> OptionalNumber {
      if (!side) return std::nullopt;
      return Fraction(*side);
    };
    return keep(row, step, verdict, exactly(left), exactly(right));
  }
  into_.findings.push_back({.rule = rule_index_,
                            .row = static_cast<std::uint32_t>(row),
                            .unit = table_.units[row],
                            .comparison = static_cast<std::uint8_t>(step),
                            .member = member_,
                            .verdict = verdict,
                            .left = left.value_or(RuleFinding::kNotKnown),
                            .right = right.value_or(RuleFinding::kNotKnown)});
  if (verdict == RuleVerdict::fail) {
    RuleTally& tally = into_.tallies[rule_index_];
    const std::int64_t difference = *left - *right;
    std::int64_t& sum = difference > 0 ? tally.excess : tally.deficit;
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    if (__builtin_add_overflow(sum, difference, &sum)) sum = difference > 0 ? kMost : -kMost;
  }
  note_verdict(row, verdict);
}

void RuleRun::keep(std::size_t row, std::size_t step, RuleVerdict verdict, const OptionalNumber& left,
                   const OptionalNumber& right) {
  RuleFinding finding{.rule = rule_index_,
                      .row = static_cast<std::uint32_t>(row),
                      .unit = table_.units[row],
                      .comparison = static_cast<std::uint8_t>(step),
                      .member = member_,
                      .verdict = verdict};
  const auto whole = [](const OptionalNumber& value) {
    return !value || (boost::multiprecision::denominator(*value) == 1 &&
                      boost::multiprecision::abs(*value) < (std::int64_t{1} << 62));
  };
  if (whole(left) && whole(right)) {
    if (left) finding.left = left->convert_to<std::int64_t>();
    if (right) finding.right = right->convert_to<std::int64_t>();
  } else {
    finding.exact = static_cast<std::uint32_t>(into_.exact.size());
    OptionalNumber difference;
    if (left && right) difference = Fraction(*left - *right);
    into_.exact.push_back({left, right, difference});
  }
  if (verdict == RuleVerdict::fail) add_difference(*left - *right, into_.tallies[rule_index_]);
  note_verdict(row, verdict);
  into_.findings.push_back(finding);
}

}  // namespace tallyward::results
