// Any number of sources and versions of the same protocols, cell by cell, signed.
//
// Sides stand in order of authority, the highest first. In every pair the right side outranks the left one
// and a difference is right minus left: what must be added to the left to reach the figure of the higher
// authority. Protocols meet by the index of their unit, columns by the code of their line.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "results/difference_kind.h"
#include "results/protocol_table.h"

namespace tallyward::results {

/// A source, or one state of it: with `version` n, of every unit the newest version up to n.
struct Side {
  std::string source;
  std::optional<std::int32_t> version;
  bool operator==(const Side&) const = default;
};
/// "trep", "protocol@1".
std::string to_text(const Side& side);
/// Reads what to_text writes. Error: invalid_input.
base::Result<Side> parse_side(std::string_view text);

struct CellDifference {
  election::UnitIndex unit = 0;
  std::uint32_t line = 0;  ///< Index into PairComparison::lines.
  Figure left = 0;
  Figure right = 0;
  DifferenceKind kind = DifferenceKind::other;

  /// Right minus left; a blank counts as 0 here and keeps its kind.
  std::int64_t difference() const {
    return (right == kBlank ? 0 : std::int64_t{right}) - (left == kBlank ? 0 : std::int64_t{left});
  }
};

/// A protocol that one side has and the other has not.
struct LoneProtocol {
  election::UnitIndex unit = 0;
  std::uint32_t row = 0;  ///< In the table of the side that has it.
  bool on_right = false;
  DifferenceKind kind = DifferenceKind::missing_protocol;
  /// How many of the pair's lines have a figure in it; 0 for a station without machines, which has no machine
  /// file to miss.
  std::uint32_t figures = 0;
  std::int64_t votes = 0;  ///< Sum of its lines whose group is "votes" or begins with "votes_".
};

/// Two sides compared.
struct PairComparison {
  std::size_t left = 0;     ///< Index into Comparison::sides.
  std::size_t right = 0;    ///< The higher authority.
  std::vector<Line> lines;  ///< Lines that both have, in the order of the right side.
  std::vector<std::uint32_t> left_column;
  std::vector<std::uint32_t> right_column;
  std::vector<std::string> lines_only_left;
  std::vector<std::string> lines_only_right;
  std::size_t protocols_compared = 0;
  std::size_t protocols_changed = 0;
  std::size_t cells_compared = 0;
  std::vector<CellDifference> cells;  ///< By place of the unit on the left, then by line.
  std::vector<LoneProtocol> lone;
  std::vector<std::int64_t> net;  ///< By line: sum of the differences of protocols that both have.
};

struct Comparison {
  election::LevelIndex level = 0;
  std::vector<Side> sides;                              ///< By authority, the highest first.
  std::vector<const ProtocolTable*> tables;             ///< By side.
  std::vector<std::vector<std::uint32_t>> row_of_unit;  ///< By side and unit; kNoRow.
  std::vector<PairComparison> pairs;
  static constexpr std::uint32_t kNoRow = ~std::uint32_t{0};
};

struct CompareOptions {
  std::vector<Side> sides;                    ///< Empty: every source that has protocols at the level.
  std::optional<election::LevelIndex> level;  ///< None: the lowest at which two sides have protocols.
  bool every_pair = true;                     ///< Else only pairs with the highest authority.
};

/// The sides that would be compared, by authority, at options.level (REQUIRES one). One side is enough here.
/// Errors as compare().
base::Result<std::vector<Side>> sides_by_authority(const Results& results, const CompareOptions& options);
/// For each unit of the tree the row that stands for it on a side; Comparison::kNoRow.
std::vector<std::uint32_t> rows_by_unit(const election::UnitTree& units, const ProtocolTable& table,
                                        const Side& side);

/// Compares. The tables of `results` must outlive the answer. Errors: not_found for an unknown source, or
/// when fewer than two sides have protocols at the level.
base::Result<Comparison> compare(const Results& results, const CompareOptions& options = {});

/// The differences of a pair below one unit of a higher level.
struct UnitDifferences {
  election::UnitIndex unit = 0;
  std::size_t protocols_changed = 0;
  std::size_t cells = 0;
  std::size_t lone_left = 0;
  std::size_t lone_right = 0;
  std::vector<std::int64_t> net;  ///< By line of the pair; lone protocols are not in it.
};
/// Units of `level` with at least one difference, in the order of the tree.
std::vector<UnitDifferences> by_level(const election::UnitTree& units, const PairComparison& pair,
                                      election::LevelIndex level);

/// How many cells are of each kind; lone protocols count once each.
std::array<std::size_t, kDifferenceKinds> count_kinds(const PairComparison& pair);

}  // namespace tallyward::results
