#include "results/reaching_set.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/fraction.h"

namespace tallyward::results::internal {
namespace {

using base::Fraction;
using base::Integer;

/// Limits of the search; beyond them the answer is a bound and says so.
constexpr std::size_t kMostRounds = 200;
constexpr std::size_t kMostBranches = 400;
constexpr std::size_t kCoverSteps = 200'000;

/// A row "coefficients times x >= need" over x >= 0.
struct Row {
  std::vector<Fraction> coefficients;
  Fraction need;
};

struct Solved {
  bool feasible = false;
  std::vector<Fraction> x;
  std::vector<Fraction> multipliers;  ///< By row, when there is no solution: not negative.
};

/// Finds x >= 0 that satisfies every row, by the simplex method in fractions (Bland's rule, so that it ends):
/// the sum of what rows lack is brought to its minimum; the minimum is 0 exactly if there is a solution.
class Feasibility {
 public:
  Feasibility(std::span<const Row> rows, std::size_t variables)
      : rows_(rows.size()), variables_(variables), columns_(variables + 2 * rows.size()) {
    cells_.assign(rows_, std::vector<Fraction>(columns_ + 1));
    basis_.resize(rows_);
    for (std::size_t r = 0; r < rows_; ++r) {
      const bool lacks = rows[r].need > 0;
      const Fraction sign = lacks ? 1 : -1;
      for (std::size_t c = 0; c < variables_; ++c) cells_[r][c] = sign * rows[r].coefficients[c];
      cells_[r][surplus(r)] = -sign;
      if (lacks) cells_[r][artificial(r)] = 1;
      cells_[r][columns_] = sign * rows[r].need;
      basis_[r] = lacks ? artificial(r) : surplus(r);
    }
    cost_.assign(columns_ + 1, 0);
    for (std::size_t r = 0; r < rows_; ++r) {
      if (basis_[r] != artificial(r)) continue;
      for (std::size_t c = 0; c <= columns_; ++c)
        if (c < variables_ + rows_ || c == columns_) cost_[c] -= cells_[r][c];
    }
  }

  Solved solve() {
    while (const auto entering = next_column()) pivot(leaving_row(*entering), *entering);
    Solved solved;
    solved.feasible = cost_[columns_] == 0;
    if (!solved.feasible) {
      for (std::size_t r = 0; r < rows_; ++r) solved.multipliers.push_back(cost_[surplus(r)]);
      return solved;
    }
    solved.x.assign(variables_, 0);
    for (std::size_t r = 0; r < rows_; ++r)
      if (basis_[r] < variables_) solved.x[basis_[r]] = cells_[r][columns_];
    return solved;
  }

 private:
  std::size_t surplus(std::size_t row) const { return variables_ + row; }
  std::size_t artificial(std::size_t row) const { return variables_ + rows_ + row; }

  /// The first column that lowers the cost; what a row lacked never comes back.
  std::optional<std::size_t> next_column() const {
    for (std::size_t c = 0; c < variables_ + rows_; ++c)
      if (cost_[c] < 0) return c;
    return std::nullopt;
  }

  /// The cost is bounded below by 0, so that some row always limits the entering column.
  std::size_t leaving_row(std::size_t column) const {
    std::optional<std::size_t> best;
    Fraction least;
    for (std::size_t r = 0; r < rows_; ++r) {
      if (cells_[r][column] <= 0) continue;
      const Fraction ratio = cells_[r][columns_] / cells_[r][column];
      if (best && (ratio > least || (ratio == least && basis_[r] > basis_[*best]))) continue;
      best = r;
      least = ratio;
    }
    return best.value_or(0);
  }

  void pivot(std::size_t row, std::size_t column) {
    const Fraction by = cells_[row][column];
    for (Fraction& cell : cells_[row]) cell /= by;
    const auto clear = [&](std::vector<Fraction>& cells) {
      const Fraction factor = cells[column];
      if (factor == 0) return;
      for (std::size_t c = 0; c <= columns_; ++c)
        if (cells_[row][c] != 0) cells[c] -= factor * cells_[row][c];
    };
    for (std::size_t r = 0; r < rows_; ++r)
      if (r != row) clear(cells_[r]);
    clear(cost_);
    basis_[row] = column;
  }

  std::size_t rows_;
  std::size_t variables_;
  std::size_t columns_;
  std::vector<std::vector<Fraction>> cells_;
  std::vector<Fraction> cost_;
  std::vector<std::size_t> basis_;
};

/// What a set of items can do, added up: slot i lies at least at floor[i]; up to room[i] more is free, and
/// beyond that all slots share `voters`.
struct Region {
  std::vector<std::int64_t> floor;
  std::vector<std::int64_t> room;
  std::int64_t voters = 0;
};

Region region_of(const OpenResult& open, std::span<const std::size_t> items) {
  Region region{open.votes, std::vector<std::int64_t>(open.votes.size(), 0), 0};
  for (const std::size_t index : items) {
    const OpenItem& item = open.items[index];
    if (item.kind == OpenItemKind::discrepancy) {
      for (std::size_t slot = 0; slot < region.floor.size(); ++slot) {
        region.floor[slot] += item.low[slot];
        region.room[slot] += item.high[slot] - item.low[slot];
      }
      continue;
    }
    const std::int64_t counted = std::accumulate(item.counted.begin(), item.counted.end(), std::int64_t{0});
    for (std::size_t slot = 0; slot < region.floor.size(); ++slot) region.floor[slot] -= item.counted[slot];
    region.voters += std::max(item.voters, counted);
  }
  return region;
}

/// Variables: the free part of each slot that has one, then each slot's part of the shared voters.
struct Program {
  std::vector<Row> rows;
  std::size_t variables = 0;
  std::size_t first_inequality = 0;
};

Program program_of(const Region& region, std::span<const Inequality> inequalities) {
  std::vector<std::size_t> slot_of;  // By variable.
  for (std::size_t slot = 0; slot < region.floor.size(); ++slot)
    if (region.room[slot] > 0) slot_of.push_back(slot);
  const std::size_t free_parts = slot_of.size();
  for (std::size_t slot = 0; slot < region.floor.size(); ++slot)
    if (region.voters > 0) slot_of.push_back(slot);
  Program program;
  program.variables = slot_of.size();
  for (std::size_t variable = 0; variable < free_parts; ++variable) {
    Row row{std::vector<Fraction>(program.variables), -region.room[slot_of[variable]]};
    row.coefficients[variable] = -1;
    program.rows.push_back(std::move(row));
  }
  Row shared{std::vector<Fraction>(program.variables), -region.voters};
  for (std::size_t variable = free_parts; variable < slot_of.size(); ++variable)
    shared.coefficients[variable] = -1;
  program.rows.push_back(std::move(shared));
  program.first_inequality = program.rows.size();
  for (const Inequality& inequality : inequalities) {
    Row row{std::vector<Fraction>(program.variables), inequality.bound};
    for (std::size_t variable = 0; variable < slot_of.size(); ++variable)
      row.coefficients[variable] = inequality.weights[slot_of[variable]];
    for (std::size_t slot = 0; slot < region.floor.size(); ++slot)
      row.need -= Fraction(inequality.weights[slot]) * region.floor[slot];
    program.rows.push_back(std::move(row));
  }
  return program;
}

Integer whole_part(const Fraction& value) {
  return numerator(value) / denominator(value);  // x >= 0
}

/// Whole numbers by branch and bound: a variable that is no whole number is at most its whole part, or more.
Reachable in_whole_votes(Program program) {
  std::vector<std::vector<Row>> open{program.rows};
  for (std::size_t branch = 0; !open.empty(); ++branch) {
    if (branch == kMostBranches) return Reachable::not_decided;
    std::vector<Row> rows = std::move(open.back());
    open.pop_back();
    const Solved solved = Feasibility(rows, program.variables).solve();
    if (!solved.feasible) continue;
    const auto broken =
        std::ranges::find_if(solved.x, [](const Fraction& value) { return denominator(value) != 1; });
    if (broken == solved.x.end()) return Reachable::yes;
    const auto variable = static_cast<std::size_t>(broken - solved.x.begin());
    const Fraction whole = whole_part(*broken);
    Row above{std::vector<Fraction>(program.variables), whole + 1};
    above.coefficients[variable] = 1;
    Row below{std::vector<Fraction>(program.variables), -whole};
    below.coefficients[variable] = -1;
    open.push_back(rows);
    open.back().push_back(std::move(above));
    rows.push_back(std::move(below));
    open.push_back(std::move(rows));
  }
  return Reachable::no;
}

Need need_of(const OpenResult& open, std::span<const std::int64_t> weights, Gain bound) {
  Need need;
  need.need = bound;
  for (std::size_t slot = 0; slot < weights.size(); ++slot)
    need.need -= static_cast<Gain>(weights[slot]) * open.votes[slot];
  for (const OpenItem& item : open.items) need.gains.push_back(largest_gain(item, weights));
  return need;
}

/// The inequality that the multipliers make, in whole numbers; nothing when these are too large.
std::optional<Need> combined(const OpenResult& open, std::span<const Inequality> inequalities,
                             std::span<const Fraction> multipliers) {
  Integer common = 1;
  for (const Fraction& multiplier : multipliers) common = lcm(common, Integer(denominator(multiplier)));
  Integer bound = 0;
  std::vector<Integer> sums(open.votes.size(), 0);
  for (std::size_t i = 0; i < inequalities.size(); ++i) {
    const Integer factor = numerator(multipliers[i]) * (common / denominator(multipliers[i]));
    bound += factor * inequalities[i].bound;
    for (std::size_t slot = 0; slot < sums.size(); ++slot)
      sums[slot] += factor * inequalities[i].weights[slot];
  }
  Integer divisor = 0;
  for (const Integer& sum : sums) divisor = gcd(divisor, sum);
  if (divisor == 0) return std::nullopt;
  const Integer limit = Integer(1) << 60;
  std::vector<std::int64_t> weights;
  for (const Integer& sum : sums) {
    const Integer weight = sum / divisor;
    if (abs(weight) > limit) return std::nullopt;
    weights.push_back(static_cast<std::int64_t>(weight));
  }
  // Rounding the bound up is allowed: the left side is a whole number.
  Integer whole = bound / divisor;
  if (bound % divisor != 0 && bound > 0) ++whole;
  if (abs(whole) > (Integer(1) << 90)) return std::nullopt;
  return need_of(open, weights, static_cast<Gain>(whole));
}

}  // namespace

bool holds(const OpenResult& open, const Inequality& inequality) {
  Gain sum = 0;
  for (std::size_t slot = 0; slot < open.votes.size(); ++slot)
    sum += static_cast<Gain>(inequality.weights[slot]) * open.votes[slot];
  return sum >= inequality.bound;
}

std::optional<std::vector<std::size_t>> fewest_for(const OpenResult& open, const Inequality& inequality) {
  const Need need = need_of(open, inequality.weights, inequality.bound);
  return smallest_cover(need.gains, need.need);
}

Reachable reachable(const OpenResult& open, std::span<const std::size_t> items,
                    std::span<const Inequality> inequalities) {
  return in_whole_votes(program_of(region_of(open, items), inequalities));
}

ReachingSet smallest_reaching_set(const OpenResult& open, std::span<const Inequality> inequalities,
                                  std::size_t enough) {
  ReachingSet set;
  std::vector<Need> needs;
  for (const Inequality& inequality : inequalities)
    needs.push_back(need_of(open, inequality.weights, inequality.bound));
  for (std::size_t round = 0; round < kMostRounds; ++round) {
    const CommonCover cover = smallest_common_cover(needs, kCoverSteps);
    if (!cover.possible) return {.possible = false, .least = 0, .items = {}, .exact = false};
    set.least = std::max(set.least, cover.least);
    set.items = cover.items;
    if (set.least >= enough || !cover.finished()) return set;
    const Program program = program_of(region_of(open, cover.items), inequalities);
    const Solved solved = Feasibility(program.rows, program.variables).solve();
    if (!solved.feasible) {
      const auto cut =
          combined(open, inequalities, std::span(solved.multipliers).subspan(program.first_inequality));
      if (!cut) return set;
      needs.push_back(*cut);
      continue;
    }
    const Reachable whole = in_whole_votes(program);
    if (whole == Reachable::yes) {
      set.exact = true;
      return set;
    }
    if (whole == Reachable::not_decided) return set;
    // Fractions of votes would reach it, whole ones do not: some other item is needed.
    Need other{std::vector<Gain>(open.items.size(), 1), 1};
    for (const std::size_t item : cover.items) other.gains[item] = 0;
    needs.push_back(std::move(other));
  }
  return set;
}

}  // namespace tallyward::results::internal
