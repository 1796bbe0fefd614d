// Results protocols as columns: what one source printed, at one level, line by line.
//
// A protocol is a row; a numbered line of the paper (or a contestant's votes) is a column of 32-bit counts
// that lie one after another in memory, so that a rule over 100,000 protocols is a handful of vector
// instructions a row.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/outside.h"
#include "election/units.h"

namespace tallyward::results {

/// One figure of a protocol. Blank is not zero: it stands for a line that was left empty, a dash, or not
/// published.
using Figure = std::int32_t;
inline constexpr Figure kBlank = std::numeric_limits<Figure>::min();
/// The largest figure that a reader accepts in a protocol; totals above are 64-bit.
inline constexpr Figure kLargestFigure = 2'000'000'000;

/// Whether the commission counts a line (papers, signatures) or computes it from others. Some laws let a
/// higher commission correct the second kind only (Armenia art. 73).
enum class LineOrigin : std::uint8_t { counted, computed };

/// A line of the form. Codes are short and stable, in the rule file and the snapshot alike: "registered",
/// "valid".
struct Line {
  std::string code;
  std::string group;  ///< "" or a repeated group: "votes" for the contestants' lines.
  std::string label;  ///< As printed on the paper, for people.
  LineOrigin origin = LineOrigin::counted;
  /// Figures of this line are whole numbers of 10^-decimals: a printed 12.7 % with 2 decimals is 1270.
  std::uint8_t decimals = 0;
};

/// Whether a sum of this line over several units means anything: sums of percentages do not.
inline bool adds_up(const Line& line) {
  return line.decimals == 0;
}

/// Who printed figures, and with what authority. A lower `authority` number outranks a higher one (34A before
/// 34B).
struct Source {
  std::string id;    ///< "protocol", "flash", "trep", "observer_copy"
  std::string name;  ///< For people: who printed it.
  int authority = 0;
};

/// Contestants in the order of the ballot. Their votes are lines of the group "votes" whose code is `code`.
struct Contestant {
  std::string code;  ///< "votes_05"; the line's code.
  std::string name;
  std::string short_name;
  int ballot_order = 0;
};

/// One source's protocols of one level.
struct ProtocolTable {
  std::string source;              ///< Source::id
  election::LevelIndex level = 0;  ///< The level of the units that these protocols are about.
  std::vector<Line> lines;
  std::vector<std::vector<Figure>> columns;  ///< columns[line][row]
  std::vector<election::UnitIndex> units;    ///< units[row]
  std::vector<std::int32_t> versions;        ///< versions[row], from 1; empty: all are version 1.
  std::vector<base::Time> published;         ///< published[row]; empty: not known.
  std::vector<std::uint32_t> file_lines;     ///< Where in the imported file the row stood; empty: not known.

  std::size_t rows() const { return units.size(); }
  std::optional<std::size_t> find_line(std::string_view code) const;
  /// The indices of the lines of a group, in order.
  std::vector<std::size_t> group(std::string_view name) const;
  std::int32_t version(std::size_t row) const { return versions.empty() ? 1 : versions[row]; }
};

/// Why a unit's protocol does not count, or not yet.
enum class UnitStatus : std::uint8_t { annulled, quarantined, merged };

std::string_view to_text(UnitStatus status);  ///< "annulled", "quarantined", "merged"

struct UnitRemark {
  election::UnitIndex unit = 0;
  UnitStatus status = UnitStatus::annulled;
  std::string reason;  ///< As the source says it.
  std::string source;
};

/// Everything known of one contest's results: the tree, the contestants, and a table for each source and
/// level.
struct Results {
  std::string election;  ///< For people: "Bulgaria, parliamentary, 11 July 2021".
  std::string rule_set;  ///< The rule set that fits the form, "" if not known.
  election::UnitTree units{{"country"}};
  std::vector<Contestant> contestants;  ///< In ballot order.
  std::vector<Source> sources;          ///< In order of authority.
  std::vector<ProtocolTable> tables;
  std::vector<UnitRemark> remarks;
  std::vector<std::string> attributions;  ///< Sources and licences, shown wherever the figures are.
  bool synthetic = false;                 ///< Invented data: every output says so.

  /// The table of a source at a level; nullptr if there is none.
  const ProtocolTable* find(std::string_view source, election::LevelIndex level) const;
};

/// A figure of a line with decimals as people write it: 1270 with 2 is "12.70".
std::string decimal_text(std::int64_t figure, std::uint8_t decimals);

/// A table without rows that are overtaken by a higher version of the same unit. Order is kept.
ProtocolTable latest_versions(const ProtocolTable& table);

/// What the remarks say of a unit, its own and those of the units above it.
struct UnitStanding {
  bool annulled = false;     ///< Annulled, or merged into another unit: it never counts.
  bool quarantined = false;  ///< Set aside: it does not count until somebody decides.
};
/// By unit of the tree.
std::vector<UnitStanding> unit_standings(const Results& results);

}  // namespace tallyward::results
