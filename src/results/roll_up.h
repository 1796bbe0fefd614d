// Adding up protocols: from the polling stations to the commissions above, level by level, in 64 bits.
//
// Rows that lie one after another below the same unit are one run; a run is added up column by column,
// straight through memory. A blank is not a zero: it adds nothing and is counted, so that a sum says how many
// figures it lacks. The same input gives the same sums in any order of the rows (integers).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "results/protocol_table.h"

namespace tallyward::results {

/// The sums of one level. All vectors have one place for every unit of the level, in the order of the tree.
struct LevelSums {
  election::LevelIndex level = 0;
  std::vector<election::UnitIndex> units;          ///< Rising.
  std::vector<std::vector<std::int64_t>> sums;     ///< sums[line][place]
  std::vector<std::vector<std::uint32_t>> blanks;  ///< blanks[line][place]: figures below that were blank.
  std::vector<std::uint32_t> protocols;            ///< protocols[place]: how many protocols were added up.

  /// The place of a unit; kNoPlace for a unit of another level. `near`: a place that is tried first, with
  /// the one behind it; without a hint it costs the logarithm of the units of the level.
  std::uint32_t place(election::UnitIndex unit, std::uint32_t near = 0) const;
  static constexpr std::uint32_t kNoPlace = ~std::uint32_t{0};
};

/// Sums of a level before anything was added.
LevelSums empty_sums(const election::UnitTree& units, election::LevelIndex level, std::size_t line_count);

/// Adds protocols to the sums of the units in `units_above` (one for each row, of the level of `into`). Rows
/// whose unit is not of that level are left out; their number is returned. Call it block after block for
/// results that do not fit into memory.
std::size_t add_protocols(std::span<const election::UnitIndex> units_above,
                          std::span<const std::vector<Figure>> columns, LevelSums& into);

/// The sums one level up. REQUIRES: below.level > 0.
LevelSums climb(const election::UnitTree& units, const LevelSums& below);

/// Every level above the table, lowest first: from table.level - 1 to the country. Rows with counted[row] ==
/// 0 are left out (empty: every row counts), and so are rows whose unit is not of the table's level.
std::vector<LevelSums> roll_up(const election::UnitTree& units, const ProtocolTable& table,
                               std::span<const std::uint8_t> counted = {});

}  // namespace tallyward::results
