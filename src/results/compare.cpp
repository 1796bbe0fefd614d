#include "results/compare.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include <fmt/format.h>

// See roll_up.cpp: vector instructions at -O2 only when asked.
#pragma GCC optimize("O3")

namespace tallyward::results {
namespace {

using election::LevelIndex;
using election::UnitIndex;
constexpr std::uint32_t kNoRow = Comparison::kNoRow;

/// `count` rows that both sides have one after another.
struct Run {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint32_t count = 0;
  std::uint32_t first = 0;  ///< Number of matched protocols before this run.
};

std::vector<Run> match(const std::vector<UnitIndex>& units, const std::vector<std::uint32_t>& left,
                       const std::vector<std::uint32_t>& right) {
  std::vector<Run> runs;
  std::uint32_t matched = 0;
  for (std::uint32_t row = 0; row < units.size(); ++row) {
    const UnitIndex unit = units[row];
    if (unit >= left.size() || left[unit] != row || right[unit] == kNoRow) continue;
    if (!runs.empty() && runs.back().left + runs.back().count == row &&
        runs.back().right + runs.back().count == right[unit]) {
      ++runs.back().count;
    } else {
      runs.push_back({row, right[unit], 1, matched});
    }
    ++matched;
  }
  return runs;
}

struct Cell {
  std::uint32_t protocol = 0;  ///< Number among the matched protocols.
  std::uint32_t line = 0;
  std::uint32_t left_row = 0;
  std::uint32_t right_row = 0;
};

/// Whether any of `count` figures differ; a handful of vector instructions.
bool differs(const Figure* left, const Figure* right, std::uint32_t count) {
  std::uint32_t bits = 0;
  for (std::uint32_t i = 0; i < count; ++i) bits |= static_cast<std::uint32_t>(left[i] ^ right[i]);
  return bits != 0;
}

void find_cells(const Run& run, const Figure* left, const Figure* right, std::uint32_t line,
                std::vector<Cell>& cells) {
  constexpr std::uint32_t kBlock = 64;
  for (std::uint32_t begin = 0; begin < run.count; begin += kBlock) {
    const std::uint32_t end = std::min(run.count, begin + kBlock);
    if (!differs(left + run.left + begin, right + run.right + begin, end - begin)) continue;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (left[run.left + i] != right[run.right + i])
        cells.push_back({run.first + i, line, run.left + i, run.right + i});
    }
  }
}

void align_lines(const ProtocolTable& left, const ProtocolTable& right, PairComparison& pair) {
  for (std::uint32_t line = 0; line < right.lines.size(); ++line) {
    if (const auto other = left.find_line(right.lines[line].code)) {
      pair.lines.push_back(right.lines[line]);
      pair.left_column.push_back(static_cast<std::uint32_t>(*other));
      pair.right_column.push_back(line);
    } else {
      pair.lines_only_right.push_back(right.lines[line].code);
    }
  }
  for (const Line& line : left.lines) {
    if (!right.find_line(line.code)) pair.lines_only_left.push_back(line.code);
  }
}

/// Describes the cells of one protocol, which stand together in `cells`, and appends them to the pair.
void add_protocol(std::span<const Cell> cells, const ProtocolTable& left, const ProtocolTable& right,
                  PairComparison& pair) {
  std::vector<Figure> left_figures(pair.lines.size());
  std::vector<Figure> right_figures(pair.lines.size());
  for (std::size_t line = 0; line < pair.lines.size(); ++line) {
    left_figures[line] = left.columns[pair.left_column[line]][cells[0].left_row];
    right_figures[line] = right.columns[pair.right_column[line]][cells[0].right_row];
  }
  std::vector<std::uint32_t> changed;
  for (const Cell& cell : cells) changed.push_back(cell.line);
  std::vector<DifferenceKind> kinds(changed.size());
  describe_protocol(pair.lines, left_figures, right_figures, changed, kinds);
  for (std::size_t i = 0; i < changed.size(); ++i) {
    pair.cells.push_back({left.units[cells[0].left_row], changed[i], left_figures[changed[i]],
                          right_figures[changed[i]], kinds[i]});
    pair.net[changed[i]] += pair.cells.back().difference();
  }
  ++pair.protocols_changed;
}

bool is_votes(const Line& line) {
  return line.group == "votes" || line.group.starts_with("votes_");
}

void find_lone(const Comparison& comparison, PairComparison& pair) {
  const auto collect = [&](std::size_t here, std::size_t there, bool on_right) {
    const ProtocolTable& table = *comparison.tables[here];
    const ProtocolTable& other = *comparison.tables[there];
    const base::Time last = other.published.empty() ? base::Time{} : std::ranges::max(other.published);
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
      const UnitIndex unit = table.units[row];
      if (unit >= comparison.row_of_unit[here].size() || comparison.row_of_unit[here][unit] != row) continue;
      if (comparison.row_of_unit[there][unit] != kNoRow) continue;
      const bool later =
          (!table.published.empty() && !other.published.empty() && table.published[row] > last);
      const bool versions = &table == &other;
      pair.lone.push_back({unit, row, on_right,
                           later || versions ? DifferenceKind::added_later : DifferenceKind::missing_protocol,
                           0, 0});
      for (std::size_t line = 0; line < pair.lines.size(); ++line) {
        const Figure figure = table.columns[(on_right ? pair.right_column : pair.left_column)[line]][row];
        if (figure == kBlank) continue;
        ++pair.lone.back().figures;
        if (is_votes(pair.lines[line])) pair.lone.back().votes += figure;
      }
    }
  };
  collect(pair.left, pair.right, false);
  collect(pair.right, pair.left, true);
}

PairComparison compare_pair(const Comparison& comparison, std::size_t left_side, std::size_t right_side) {
  const ProtocolTable& left = *comparison.tables[left_side];
  const ProtocolTable& right = *comparison.tables[right_side];
  PairComparison pair;
  pair.left = left_side;
  pair.right = right_side;
  align_lines(left, right, pair);
  pair.net.assign(pair.lines.size(), 0);
  const std::vector<Run> runs =
      match(left.units, comparison.row_of_unit[left_side], comparison.row_of_unit[right_side]);
  if (!runs.empty()) pair.protocols_compared = runs.back().first + runs.back().count;
  pair.cells_compared = pair.protocols_compared * pair.lines.size();
  std::vector<Cell> cells;
  for (std::uint32_t line = 0; line < pair.lines.size(); ++line) {
    const Figure* left_column = left.columns[pair.left_column[line]].data();
    const Figure* right_column = right.columns[pair.right_column[line]].data();
    for (const Run& run : runs) find_cells(run, left_column, right_column, line, cells);
  }
  std::ranges::sort(cells, [](const Cell& a, const Cell& b) {
    return a.protocol != b.protocol ? a.protocol < b.protocol : a.line < b.line;
  });
  for (std::size_t begin = 0; begin < cells.size();) {
    std::size_t end = begin;
    while (end < cells.size() && cells[end].protocol == cells[begin].protocol) ++end;
    add_protocol(std::span(cells).subspan(begin, end - begin), left, right, pair);
    begin = end;
  }
  find_lone(comparison, pair);
  return pair;
}

int authority(const Results& results, std::string_view id) {
  for (const Source& source : results.sources)
    if (source.id == id) return source.authority;
  return std::numeric_limits<int>::max();
}

std::vector<Side> sides_at(const Results& results, LevelIndex level) {
  std::vector<Side> sides;
  for (const ProtocolTable& table : results.tables) {
    const Side side{table.source, {}};
    if (table.level == level && std::ranges::find(sides, side) == sides.end()) sides.push_back(side);
  }
  return sides;
}

bool all_have(const Results& results, const std::vector<Side>& sides, LevelIndex level) {
  return std::ranges::all_of(sides,
                             [&](const Side& side) { return results.find(side.source, level) != nullptr; });
}

/// The lowest level at which two sources, or all that were asked for, have protocols; else the lowest of all.
LevelIndex choose_level(const Results& results, const CompareOptions& options) {
  for (int level = results.units.lowest_level(); level >= 0; --level) {
    const auto at = static_cast<LevelIndex>(level);
    if (options.sides.empty() ? sides_at(results, at).size() >= 2 : all_have(results, options.sides, at))
      return at;
  }
  return results.units.lowest_level();
}

}  // namespace

std::string to_text(const Side& side) {
  return side.version ? fmt::format("{}@{}", side.source, *side.version) : side.source;
}

base::Result<Side> parse_side(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return Side{std::string(text), {}};
  const std::string_view digits = text.substr(at + 1);
  std::int32_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || end != digits.data() + digits.size() || version < 1)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found '{}' behind '@', expected a version from 1", digits));
  return Side{std::string(text.substr(0, at)), version};
}

/// For each unit the row of its newest version up to the side's version; of rows with the same version the
/// first.
std::vector<std::uint32_t> rows_by_unit(const election::UnitTree& units, const ProtocolTable& table,
                                        const Side& side) {
  std::vector<std::uint32_t> row_of_unit(units.size(), kNoRow);
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const UnitIndex unit = table.units[row];
    if (unit >= units.size() || (side.version && table.version(row) > *side.version)) continue;
    std::uint32_t& held = row_of_unit[unit];
    if (held == kNoRow || table.version(row) > table.version(held)) held = row;
  }
  return row_of_unit;
}

base::Result<std::vector<Side>> sides_by_authority(const Results& results, const CompareOptions& options) {
  for (const Side& side : options.sides) {
    const bool known = std::ranges::any_of(
        results.tables, [&](const ProtocolTable& table) { return table.source == side.source; });
    if (!known)
      return base::fail(base::ErrorCode::not_found, fmt::format("no source named '{}'", side.source));
  }
  std::vector<Side> sides = options.sides.empty() ? sides_at(results, *options.level) : options.sides;
  std::erase_if(sides,
                [&](const Side& side) { return results.find(side.source, *options.level) == nullptr; });
  // By authority; of two states of one source the later one outranks the earlier.
  std::ranges::stable_sort(sides, [&](const Side& a, const Side& b) {
    const auto key = [&](const Side& side) {
      return std::tuple(authority(results, side.source), std::string_view(side.source),
                        -side.version.value_or(std::numeric_limits<int>::max()));
    };
    return key(a) < key(b);
  });
  return sides;
}

base::Result<Comparison> compare(const Results& results, const CompareOptions& options) {
  CompareOptions chosen = options;
  if (chosen.level && *chosen.level > results.units.lowest_level())
    return base::fail(base::ErrorCode::not_found, "no such level");
  if (!chosen.level) chosen.level = choose_level(results, options);
  Comparison comparison;
  comparison.level = *chosen.level;
  TRY_ASSIGN(comparison.sides, sides_by_authority(results, chosen));
  if (comparison.sides.size() < 2 || comparison.sides.size() < options.sides.size())
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("fewer than two of the sources have protocols at the level '{}': there is "
                                  "nothing to compare",
                                  results.units.level_names()[comparison.level]));
  for (const Side& side : comparison.sides) {
    comparison.tables.push_back(results.find(side.source, comparison.level));
    comparison.row_of_unit.push_back(rows_by_unit(results.units, *comparison.tables.back(), side));
  }
  for (std::size_t right = 0; right < comparison.sides.size(); ++right) {
    for (std::size_t left = right + 1; left < comparison.sides.size(); ++left)
      comparison.pairs.push_back(compare_pair(comparison, left, right));
    if (!options.every_pair) break;
  }
  return comparison;
}

std::vector<UnitDifferences> by_level(const election::UnitTree& units, const PairComparison& pair,
                                      LevelIndex level) {
  std::vector<UnitDifferences> all(units.size());
  UnitIndex previous = election::kNoUnit;
  for (const CellDifference& cell : pair.cells) {
    UnitDifferences& unit = all[units.ancestor(cell.unit, level)];
    unit.net.resize(pair.lines.size());
    unit.protocols_changed += cell.unit != previous;
    ++unit.cells;
    unit.net[cell.line] += cell.difference();
    previous = cell.unit;
  }
  for (const LoneProtocol& lone : pair.lone) {
    UnitDifferences& unit = all[units.ancestor(lone.unit, level)];
    unit.net.resize(pair.lines.size());
    ++(lone.on_right ? unit.lone_right : unit.lone_left);
  }
  std::vector<UnitDifferences> found;
  for (UnitIndex unit = 0; unit < all.size(); ++unit) {
    if (all[unit].net.empty()) continue;
    all[unit].unit = unit;
    found.push_back(std::move(all[unit]));
  }
  return found;
}

std::array<std::size_t, kDifferenceKinds> count_kinds(const PairComparison& pair) {
  std::array<std::size_t, kDifferenceKinds> counts{};
  for (const CellDifference& cell : pair.cells) ++counts[static_cast<std::size_t>(cell.kind)];
  for (const LoneProtocol& lone : pair.lone) ++counts[static_cast<std::size_t>(lone.kind)];
  return counts;
}

}  // namespace tallyward::results
