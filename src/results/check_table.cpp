#include <algorithm>
#include <unordered_map>

#include "results/check.h"
#include "results/rule_binding.h"

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

bool holds_strictly(std::int64_t left, Operator relation, std::int64_t right) {
  switch (relation) {
    case Operator::equal:
      return left == right;
    case Operator::not_equal:
      return left != right;
    case Operator::less:
      return left < right;
    case Operator::less_equal:
      return left <= right;
    case Operator::greater:
      return left > right;
    default:
      return left >= right;
  }
}

Fraction allowed(const RuleTolerance& tolerance, const Fraction& left, const Fraction& right) {
  if (tolerance.is_zero()) return 0;
  Fraction of;
  switch (tolerance.of) {
    case ToleranceBase::left:
      of = left;
      break;
    case ToleranceBase::right:
      of = right;
      break;
    case ToleranceBase::mean:
      of = (left + right) / 2;
      break;
    case ToleranceBase::larger:
      of = std::max(left, right);
      break;
  }
  return std::max(Fraction(tolerance.absolute),
                  Fraction(boost::multiprecision::abs(of) * tolerance.percent / 100));
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

/// One rule on one table, block by block; single rows only where something is not a plain pass.
class RuleRun {
 public:
  RuleRun(const ProtocolTable& table, const RuleBinding& binding, const Rule& rule, std::uint32_t rule_index,
          bool exact_only, TableCheck& into)
      : table_(table), binding_(binding), rule_(rule), rule_index_(rule_index), into_(into) {
    if (exact_only) return;
    const RuleColumnLookup lookup = binding.column_lookup();
    for (const RuleComparison& comparison : rule.comparisons) {
      sides_.push_back(
          {RuleProgram::compile(comparison.left, lookup), RuleProgram::compile(comparison.right, lookup)});
      if (!sides_.back().left || !sides_.back().right) {
        sides_.clear();
        break;
      }
    }
    if (rule.condition) condition_ = RuleProgram::compile(*rule.condition, lookup);
  }

  /// `silenced`: rows where a rule of `unless` failed; `failed`: filled in when somebody asks.
  void run(const std::vector<std::uint8_t>& states, bool every_row, const std::vector<std::uint8_t>& silenced,
           std::vector<std::uint8_t>* failed, std::vector<RuleRegister>& registers) {
    failed_ = failed;
    const bool columnar = sides_.size() == 1 && (!rule_.condition || condition_);
    for (std::size_t first = 0; first < table_.rows(); first += kRuleBlock) {
      const std::size_t rows = std::min(kRuleBlock, table_.rows() - first);
      if (columnar && every_row && !rule_.condition && silenced.empty()) {
        plain_block(first, rows, registers);
      } else {
        careful_block(first, rows, states, silenced, columnar, registers);
      }
    }
  }

 private:
  struct Sides {
    std::optional<RuleProgram> left;
    std::optional<RuleProgram> right;
  };

  /// Counts passes of a whole block in one loop; looks at single rows only if there are others.
  void plain_block(std::size_t first, std::size_t rows, std::vector<RuleRegister>& registers) {
    const auto [left, right] = run_sides(first, registers);
    std::array<std::uint8_t, kRuleBlock> passed;
    mark_passed(*left, *right, passed);
    std::size_t passes = 0;
    for (std::size_t i = 0; i < rows; ++i) passes += passed[i];
    into_.tallies[rule_index_].pass += passes;
    if (passes == rows) return;
    for (std::size_t i = 0; i < rows; ++i) {
      if (passed[i] == 0) judge_columns(first + i, i, *left, *right);
    }
  }

  std::pair<const RuleRegister*, const RuleRegister*> run_sides(std::size_t first,
                                                                std::vector<RuleRegister>& registers) {
    const RuleRegister* left = &sides_[0].left->run(table_, first, registers);
    const RuleRegister* right = &sides_[0].right->run(table_, first, registers, kRightSide);
    return {left, right};
  }

  void mark_passed(const RuleRegister& left, const RuleRegister& right,
                   std::array<std::uint8_t, kRuleBlock>& passed) const {
    alignas(64) std::array<std::int64_t, kRuleBlock> masks;
    alignas(64) std::array<std::int32_t, kRuleBlock> known;
    const auto mark = [&](auto compare) {
      // A mask of the width of the sides first: mixed widths in one loop keep it from being vectorised.
      for (std::size_t i = 0; i < kRuleBlock; ++i)
        masks[i] = compare(left.value[i], right.value[i]) ? std::int64_t{1} : std::int64_t{0};
      for (std::size_t i = 0; i < kRuleBlock; ++i)
        known[i] = std::min(left.least[i], right.least[i]) != kBlank ? 1 : 0;
      for (std::size_t i = 0; i < kRuleBlock; ++i)
        passed[i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(masks[i]) & known[i]);
    };
    switch (rule_.comparisons[0].relation) {
      case Operator::equal:
        return mark([](std::int64_t a, std::int64_t b) { return a == b; });
      case Operator::not_equal:
        return mark([](std::int64_t a, std::int64_t b) { return a != b; });
      case Operator::less:
        return mark([](std::int64_t a, std::int64_t b) { return a < b; });
      case Operator::less_equal:
        return mark([](std::int64_t a, std::int64_t b) { return a <= b; });
      case Operator::greater:
        return mark([](std::int64_t a, std::int64_t b) { return a > b; });
      default:
        return mark([](std::int64_t a, std::int64_t b) { return a >= b; });
    }
  }

  void careful_block(std::size_t first, std::size_t rows, const std::vector<std::uint8_t>& states,
                     const std::vector<std::uint8_t>& silenced, bool columnar,
                     std::vector<RuleRegister>& registers) {
    std::pair<const RuleRegister*, const RuleRegister*> sides{};
    const RuleRegister* condition = nullptr;
    if (columnar) {
      sides = run_sides(first, registers);
      if (condition_) condition = &condition_->run(table_, first, registers, kCondition);
    }
    RuleTally& tally = into_.tallies[rule_index_];
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t row = first + i;
      if (states[row] != 0) continue;
      const std::optional<bool> applies =
          condition != nullptr ? known_truth(*condition, i) : exact_condition(row);
      if (applies == false) {
        ++tally.not_applicable;
      } else if (!silenced.empty() && silenced[row] != 0) {
        ++tally.suppressed;
      } else if (!applies) {
        keep(row, 0, RuleVerdict::unknown, std::nullopt, std::nullopt);
      } else if (columnar) {
        judge_columns(row, i, *sides.first, *sides.second);
      } else {
        judge_exactly(row);
      }
    }
  }

  static std::optional<bool> known_truth(const RuleRegister& condition, std::size_t i) {
    if (!condition.known(i)) return std::nullopt;
    return condition.value[i] != 0;
  }

  std::optional<bool> exact_condition(std::size_t row) const {
    if (!rule_.condition) return true;
    const auto value = expression::evaluate(*rule_.condition, binding_.row_lookup(row));
    if (!value || !std::holds_alternative<bool>(*value)) return std::nullopt;
    return std::get<bool>(*value);
  }

  void judge_columns(std::size_t row, std::size_t i, const RuleRegister& left, const RuleRegister& right) {
    const bool both = left.known(i) && right.known(i);
    if (both && holds_strictly(left.value[i], rule_.comparisons[0].relation, right.value[i])) {
      ++into_.tallies[rule_index_].pass;
      return;
    }
    const auto side = [i](const RuleRegister& from) -> OptionalNumber {
      if (!from.known(i)) return std::nullopt;
      return Fraction(from.value[i]);
    };
    decide(row, 0, side(left), side(right));
  }

  /// The first step that fails; else the first that is unknown; else a pass.
  void judge_exactly(std::size_t row) {
    const expression::Lookup lookup = binding_.row_lookup(row);
    std::optional<std::uint8_t> unknown;
    std::vector<std::pair<OptionalNumber, OptionalNumber>> values;
    for (std::size_t step = 0; step < rule_.comparisons.size(); ++step) {
      const RuleComparison& comparison = rule_.comparisons[step];
      values.emplace_back(number(comparison.left, lookup), number(comparison.right, lookup));
      const auto& [left, right] = values.back();
      if (!left || !right) {
        if (!unknown) unknown = static_cast<std::uint8_t>(step);
      } else if (!holds(*left - *right, comparison.relation, allowed(rule_.tolerance, *left, *right))) {
        return keep(row, static_cast<std::uint8_t>(step), RuleVerdict::fail, left, right);
      }
    }
    if (unknown)
      return keep(row, *unknown, RuleVerdict::unknown, values[*unknown].first, values[*unknown].second);
    ++into_.tallies[rule_index_].pass;
  }

  static OptionalNumber number(const expression::Expression& side, const expression::Lookup& lookup) {
    const auto value = expression::evaluate(side, lookup);
    if (!value || !std::holds_alternative<Fraction>(*value)) return std::nullopt;
    return std::get<Fraction>(*value);
  }

  void decide(std::size_t row, std::uint8_t step, const OptionalNumber& left, const OptionalNumber& right) {
    if (!left || !right) return keep(row, step, RuleVerdict::unknown, left, right);
    if (holds(*left - *right, rule_.comparisons[step].relation, allowed(rule_.tolerance, *left, *right))) {
      ++into_.tallies[rule_index_].pass;
      return;
    }
    keep(row, step, RuleVerdict::fail, left, right);
  }

  void keep(std::size_t row, std::uint8_t step, RuleVerdict verdict, const OptionalNumber& left,
            const OptionalNumber& right) {
    RuleFinding finding{.rule = rule_index_,
                        .row = static_cast<std::uint32_t>(row),
                        .unit = table_.units[row],
                        .comparison = step,
                        .verdict = verdict};
    const auto whole = [](const OptionalNumber& value) {
      return !value || (boost::multiprecision::denominator(*value) == 1 &&
                        boost::multiprecision::abs(*value) < (std::int64_t{1} << 62));
    };
    RuleTally& tally = into_.tallies[rule_index_];
    if (whole(left) && whole(right)) {
      if (left) finding.left = left->convert_to<std::int64_t>();
      if (right) finding.right = right->convert_to<std::int64_t>();
    } else {
      finding.exact = static_cast<std::uint32_t>(into_.exact.size());
      OptionalNumber difference;
      if (left && right) difference = Fraction(*left - *right);
      into_.exact.push_back({left, right, difference});
    }
    if (verdict == RuleVerdict::fail) {
      ++tally.fail;
      add_difference(*left - *right, tally);
      if (failed_ != nullptr) (*failed_)[row] = 1;
    } else {
      ++tally.unknown;
    }
    into_.findings.push_back(finding);
  }

  static constexpr std::size_t kRightSide = 16;
  static constexpr std::size_t kCondition = 32;

  const ProtocolTable& table_;
  const RuleBinding& binding_;
  const Rule& rule_;
  std::uint32_t rule_index_;
  TableCheck& into_;
  std::vector<Sides> sides_;
  std::optional<RuleProgram> condition_;
  std::vector<std::uint8_t>* failed_ = nullptr;
};

bool wanted_here(const Rule& rule, const ProtocolTable& table) {
  if (rule.across_sources || (rule.kind != RuleKind::formula && rule.kind != RuleKind::series)) return false;
  return rule.sources.empty() || std::ranges::find(rule.sources, table.source) != rule.sources.end();
}

}  // namespace

std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table) {
  std::vector<std::uint8_t> states(table.rows(), 0);
  if (!table.versions.empty()) {
    std::unordered_map<election::UnitIndex, std::int32_t> newest;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      std::int32_t& best = newest.try_emplace(table.units[row], table.versions[row]).first->second;
      best = std::max(best, table.versions[row]);
    }
    for (std::size_t row = 0; row < table.rows(); ++row)
      states[row] = table.versions[row] < newest[table.units[row]] ? 1 : 0;
  }
  std::vector<std::uint8_t> out(results.units.size(), 0);
  bool any = false;
  for (const UnitRemark& remark : results.remarks) {
    if (remark.status == UnitStatus::quarantined || remark.unit >= out.size()) continue;
    out[remark.unit] = 1;
    any = true;
  }
  for (std::size_t row = 0; any && row < table.rows(); ++row) {
    if (table.units[row] < out.size() && out[table.units[row]] != 0) states[row] = 2;
  }
  return states;
}

TableCheck check_table(const Results& results, std::size_t index, const RuleSet& rules, bool exact_only) {
  const ProtocolTable& table = results.tables[index];
  TableCheck check;
  check.table = index;
  check.source = table.source;
  check.level = table.level;
  check.tallies.resize(rules.rules.size());
  check.missing_lines.resize(rules.rules.size());
  const std::vector<std::uint8_t> states = row_states(results, table);
  check.overtaken = static_cast<std::size_t>(std::ranges::count(states, 1));
  check.annulled = static_cast<std::size_t>(std::ranges::count(states, 2));
  check.checked = table.rows() - check.overtaken - check.annulled;

  const RuleBinding binding(rules, table);
  std::vector<RuleRegister> registers(48);
  std::vector<std::vector<std::uint8_t>> failed(rules.rules.size());
  for (const Rule& rule : rules.rules) {
    for (const std::uint32_t other : rule.unless) failed[other].resize(table.rows());
  }
  for (std::uint32_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    if (!wanted_here(rule, table)) continue;
    for (const RuleComparison& comparison : rule.comparisons) {
      binding.missing(comparison.left, check.missing_lines[i]);
      binding.missing(comparison.right, check.missing_lines[i]);
    }
    if (rule.condition) binding.missing(*rule.condition, check.missing_lines[i]);
    if (!check.missing_lines[i].empty()) {
      check.tallies[i].not_applicable = check.checked;
      continue;
    }
    std::vector<std::uint8_t> silenced;
    for (const std::uint32_t other : rule.unless) {
      silenced.resize(table.rows());
      for (std::size_t row = 0; row < table.rows(); ++row) silenced[row] |= failed[other][row];
    }
    RuleRun run(table, binding, rule, i, exact_only, check);
    run.run(states, check.checked == table.rows(), silenced, failed[i].empty() ? nullptr : &failed[i],
            registers);
  }
  return check;
}

}  // namespace tallyward::results
