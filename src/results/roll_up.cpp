#include "results/roll_up.h"

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

RunSum sum_of(const Figure* figure, std::size_t count) {
  std::int64_t sum = 0;
  std::uint32_t blanks = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool blank = figure[i] == kBlank;
    sum += blank ? 0 : figure[i];
    blanks += blank;
  }
  return {sum, blanks};
}

std::vector<Run> runs_of(std::span<const UnitIndex> units_above, const LevelSums& into) {
  std::vector<Run> runs;
  for (std::size_t row = 0; row < units_above.size();) {
    std::size_t end = row + 1;
    while (end < units_above.size() && units_above[end] == units_above[row]) ++end;
    runs.push_back({row, end, into.place(units_above[row])});
    row = end;
  }
  return runs;
}

}  // namespace

LevelSums empty_sums(const election::UnitTree& units, election::LevelIndex level, std::size_t line_count) {
  LevelSums sums;
  sums.level = level;
  sums.units = units.at_level(level);
  sums.place_of.assign(units.size(), LevelSums::kNoPlace);
  for (std::size_t i = 0; i < sums.units.size(); ++i)
    sums.place_of[sums.units[i]] = static_cast<std::uint32_t>(i);
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
    place_above[i] = above.place(units.parent(below.units[i]));
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
