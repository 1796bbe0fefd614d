// Every level recomputed from the level below, and compared with what was published for it, line by line.
//
// Where the two differ, the gap is accounted for only by what is *known* about units: a list of annulled
// ones, a protocol that stands twice, a protocol published after the total, one that is missing here and that
// another source prints, one of a unit that the register does not have. Units that merely happen to sum
// to the gap are counted (how many single units would fit) and never called an explanation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "results/protocol_table.h"
#include "results/roll_up.h"

namespace tallyward::results {

/// One figure that somebody printed for a unit above the polling stations.
struct PublishedTotal {
  election::UnitIndex unit = 0;
  std::string line;  ///< Line::code
  std::int64_t figure = 0;
  std::string source;  ///< Who printed it.
  std::optional<base::Time> published;
};

/// The figures of a table of a higher level as published totals; blanks are left out.
std::vector<PublishedTotal> published_totals(const ProtocolTable& table);

/// What is known about a unit and moves the published total away from the plain sum.
enum class AccountKind : std::uint8_t {
  annulled,   ///< On the list of annulled units: its protocol is in the sum, not in the total.
  duplicate,  ///< Its protocol stands twice in the input, and the total has it twice.
  later,      ///< Its protocol (or this version of it) is younger than the total.
  missing,    ///< The source that is added up has no protocol of it; another source prints its figure.
  unknown     ///< The register does not have the unit: its protocol is in the sum, not in the total.
};
inline constexpr std::size_t kAccountKinds = 5;
std::string_view to_text(AccountKind kind);

struct AccountItem {
  AccountKind kind = AccountKind::annulled;
  election::UnitIndex unit = 0;
  std::int64_t amount = 0;  ///< Signed: what it adds to "published minus recomputed".
  std::string reason;
};

/// One published figure against its recomputation.
struct Gap {
  election::UnitIndex unit = 0;
  std::string line;
  std::string published_by;
  std::int64_t published = 0;
  std::int64_t recomputed = 0;
  std::vector<AccountItem> accounts;
  std::int64_t remaining = 0;       ///< gap() less the accounts.
  std::uint32_t blanks = 0;         ///< Figures below that were blank.
  std::uint32_t missing_units = 0;  ///< Units below without a protocol, annulled ones not among them.
  /// What other sources print for the missing units, and for how many of them anybody prints a figure.
  std::int64_t missing_amount = 0;
  std::uint32_t missing_known = 0;
  std::uint32_t unknown_units = 0;  ///< Units below that the register does not have,
  std::int64_t unknown_amount = 0;  ///< and what their protocols have on this line.
  /// How many single units below have exactly the remaining gap on this line; 0 when nothing remains. This is
  /// no explanation: it is undetermined which unit, if any, makes the gap.
  std::uint32_t single_units_that_fit = 0;

  std::int64_t gap() const { return published - recomputed; }
};

/// One level, recomputed from the nearest level below that has protocols.
struct LevelTabulation {
  election::LevelIndex level = 0;
  election::LevelIndex from_level = 0;
  std::string from_source;
  std::vector<Line> lines;      ///< Those that add up; sums.sums has one place for each.
  std::vector<Line> not_added;  ///< Lines with decimals (percentages, averages): their sum means nothing.
  LevelSums sums;
  std::size_t cells_compared = 0;
  std::size_t cells_equal = 0;
  std::vector<Gap> gaps;                        ///< Only cells with a gap, in order of the published totals.
  std::vector<election::UnitIndex> missing;     ///< Units of from_level without a protocol.
  std::vector<election::UnitIndex> unknown;     ///< Units with a protocol that the register does not have.
  std::size_t rows_without_unit = 0;            ///< Rows that name no unit of from_level at all.
  std::vector<election::UnitIndex> duplicates;  ///< Units whose protocol stands more than once.
};

struct TabulateOptions {
  std::string source;  ///< Whose protocols are added up; "": the highest authority that has stations.
  std::string register_source;            ///< The source whose units are the register; "": the tree of units.
  std::vector<PublishedTotal> published;  ///< Beside the tables of higher levels.
};

struct Tabulation {
  std::string source;
  std::vector<LevelTabulation> levels;    ///< Lowest first.
  std::vector<PublishedTotal> published;  ///< Everything that was compared with.
  std::size_t gaps() const;               ///< Cells with a gap.
  std::size_t remaining() const;          ///< Cells whose gap is not accounted for.
};

/// Recomputes and compares. Errors: not_found for an unknown source, or when no source has protocols below
/// the country ("no station-level data").
base::Result<Tabulation> tabulate(const Results& results, const TabulateOptions& options = {});

}  // namespace tallyward::results
