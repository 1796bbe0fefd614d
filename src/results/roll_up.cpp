#include "results/roll_up.h"

#include <algorithm>
#include <cstring>

// The loops over figures are written so that the compiler turns them into vector instructions; -O2 of g++ 12
// only does so when asked.
#pragma GCC optimize("O3")

namespace tallyward::results {
namespace {

using election::kNoUnit;
using election::UnitIndex;

/// Rows begin..end lie below one unit.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t place = LevelSums::kNoPlace;
};

struct RunSum {
  std::int64_t sum = 0;
  std::uint32_t blanks = 0;
};

/// Blanks and figures of any size.
RunSum wide_sum(const Figure* figure, std::size_t count) {
  std::int64_t sum = 0;
  std::uint32_t blanks = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool blank = figure[i] == kBlank;
    sum += blank ? 0 : figure[i];
    blanks += blank;
  }
  return {sum, blanks};
}

/// Four figures in one register of any x86-64; unsigned, because sums of figures that turn out to be too
/// large wrap and are thrown away.
using Lanes = std::uint32_t __attribute__((vector_size(16)));
constexpr std::size_t kLanes = 4;
constexpr std::size_t kMostNarrow = 2048;               ///< So many figures ...
constexpr std::uint32_t kTooLarge = ~((1U << 20) - 1);  ///< ... below 2^20 stay below 2^31.

Lanes load(const Figure* figures) {
  Lanes lanes;
  std::memcpy(&lanes, figures, sizeof lanes);
  return lanes;
}

/// At most kMostNarrow figures. Most runs are a few dozen small ones without a blank: 32-bit lanes, and one
/// test of all bits seen.
RunSum narrow_sum(const Figure* figure, std::size_t count) {
  if (count < kLanes) return wide_sum(figure, count);
  Lanes sums{};
  Lanes seen{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes lanes = load(figure + i);
    sums += lanes;
    seen |= lanes;
  }
  // The last lanes once more, without the figures that were added already.
  static constexpr Lanes kLast[kLanes] = {{0, 0, 0, 0}, {0, 0, 0, ~0U}, {0, 0, ~0U, ~0U}, {0, ~0U, ~0U, ~0U}};
  const Lanes last = load(figure + count - kLanes) & kLast[count - i];
  sums += last;
  seen |= last;
  if (((seen[0] | seen[1] | seen[2] | seen[3]) & kTooLarge) != 0) return wide_sum(figure, count);
  return {static_cast<std::int64_t>(sums[0] + sums[1] + sums[2] + sums[3]), 0};
}

RunSum sum_of(const Figure* figure, std::size_t count) {
  if (count <= kMostNarrow) return narrow_sum(figure, count);
  RunSum all;
  for (std::size_t i = 0; i < count; i += kMostNarrow) {
    const RunSum part = narrow_sum(figure + i, std::min(kMostNarrow, count - i));
    all.sum += part.sum;
    all.blanks += part.blanks;
  }
  return all;
}

std::vector<Run> runs_of(std::span<const UnitIndex> units_above, const LevelSums& into) {
  std::vector<Run> runs;
  std::uint32_t near = 0;
  for (std::size_t row = 0; row < units_above.size();) {
    std::size_t end = row + 1;
    while (end < units_above.size() && units_above[end] == units_above[row]) ++end;
    runs.push_back({row, end, into.place(units_above[row], near)});
    if (runs.back().place != LevelSums::kNoPlace) near = runs.back().place;
    row = end;
  }
  return runs;
}

}  // namespace

std::uint32_t LevelSums::place(UnitIndex unit, std::uint32_t near) const {
  for (std::size_t at = near; at < std::min<std::size_t>(near + std::size_t{2}, units.size()); ++at) {
    if (units[at] == unit) return static_cast<std::uint32_t>(at);
  }
  const auto found = std::ranges::lower_bound(units, unit);
  if (found == units.end() || *found != unit) return kNoPlace;
  return static_cast<std::uint32_t>(found - units.begin());
}

LevelSums empty_sums(const election::UnitTree& units, election::LevelIndex level, std::size_t line_count) {
  LevelSums sums;
  sums.level = level;
  sums.units = units.at_level(level);
  sums.sums.assign(line_count, std::vector<std::int64_t>(sums.units.size(), 0));
  sums.blanks.assign(line_count, std::vector<std::uint32_t>(sums.units.size(), 0));
  sums.protocols.assign(sums.units.size(), 0);
  return sums;
}

std::size_t add_protocols(std::span<const UnitIndex> units_above,
                          std::span<const std::vector<Figure>> columns, LevelSums& into) {
  std::vector<Run> runs = runs_of(units_above, into);
  std::size_t left_out = 0;
  std::size_t kept = 0;
  for (const Run& run : runs) {
    if (run.place == LevelSums::kNoPlace) {
      left_out += run.end - run.begin;
      continue;
    }
    into.protocols[run.place] += static_cast<std::uint32_t>(run.end - run.begin);
    runs[kept++] = run;
  }
  runs.resize(kept);
  for (std::size_t line = 0; line < columns.size(); ++line) {
    const Figure* column = columns[line].data();
    std::int64_t* sums = into.sums[line].data();
    std::uint32_t* blanks = into.blanks[line].data();
    for (const Run& run : runs) {
      const RunSum run_sum = sum_of(column + run.begin, run.end - run.begin);
      sums[run.place] += run_sum.sum;
      blanks[run.place] += run_sum.blanks;
    }
  }
  return left_out;
}

LevelSums climb(const election::UnitTree& units, const LevelSums& below) {
  LevelSums above = empty_sums(units, static_cast<election::LevelIndex>(below.level - 1), below.sums.size());
  std::vector<std::uint32_t> place_above(below.units.size());
  for (std::size_t i = 0; i < below.units.size(); ++i) {
    place_above[i] = above.place(units.parent(below.units[i]), i == 0 ? 0 : place_above[i - 1]);
    above.protocols[place_above[i]] += below.protocols[i];
  }
  for (std::size_t line = 0; line < below.sums.size(); ++line) {
    for (std::size_t i = 0; i < place_above.size(); ++i) {
      above.sums[line][place_above[i]] += below.sums[line][i];
      above.blanks[line][place_above[i]] += below.blanks[line][i];
    }
  }
  return above;
}

std::vector<LevelSums> roll_up(const election::UnitTree& units, const ProtocolTable& table,
                               std::span<const std::uint8_t> counted) {
  std::vector<LevelSums> levels;
  if (table.level == 0) return levels;
  std::vector<UnitIndex> units_above(table.rows());
  const std::span<const UnitIndex> parents = units.parents();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const UnitIndex unit = table.units[row];
    const bool counts =
        (counted.empty() || counted[row] != 0) && unit < parents.size() && units.level(unit) == table.level;
    units_above[row] = counts ? parents[unit] : kNoUnit;
  }
  levels.push_back(
      empty_sums(units, static_cast<election::LevelIndex>(table.level - 1), table.columns.size()));
  (void)add_protocols(units_above, table.columns, levels.back());
  while (levels.back().level > 0) levels.push_back(climb(units, levels.back()));
  return levels;
}

}  // namespace tallyward::results
