// Published shares and series of figures held against each other: turnout as announced in the course of a
// day.
//
// Three things can be seen without any protocol: two sources print the same cell differently; a series that
// can only grow falls; a printed share is not the quotient of the two counts printed beside it. Everything is
// exact: a figure is a whole number of 10^-decimals (Line::decimals), and it stands for the interval that
// rounds to it, at the finest place that its source prints on these lines. 63.3 and 63.25 are no
// conflict; 51.5 after 53.5 is one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "results/protocol_table.h"

namespace tallyward::results {

/// Lines in order of time that print one growing figure.
struct CumulativeSeries {
  std::vector<std::string> lines;
};
/// A printed percentage and the counts that it is the quotient of.
struct ShareOfCounts {
  std::string printed;
  std::string numerator;
  std::string denominator;
};
/// "turnout_reported=voted/registered". Error: invalid_input.
base::Result<ShareOfCounts> parse_share_of_counts(std::string_view text);

enum class SeriesConflictKind : std::uint8_t { sources_disagree, series_falls, share_differs };
std::string_view to_text(SeriesConflictKind kind);

/// One printed figure and who printed it.
struct PrintedFigure {
  std::string line;
  std::vector<std::string> sources;  ///< All that print exactly this.
  Figure figure = 0;                 ///< In units of 10^-decimals.
  std::uint8_t decimals = 0;
  std::uint8_t places = 0;  ///< The finest place that the source prints.
  bool operator==(const PrintedFigure&) const = default;
};
/// "12.7", with as many places as the source prints.
std::string to_text(const PrintedFigure& figure);

/// How wide the interval is that rounds to a figure of these lines as this source prints them, in units of
/// 10^-decimals: 10 where two decimals are kept and 12.7 is printed. 0 for lines of whole numbers, which are
/// never rounded. `lines`: those whose figures show the finest place; only lines with decimals say anything.
std::int64_t rounding_width(const ProtocolTable& table, const std::vector<std::string>& lines,
                            std::uint8_t decimals);

struct SeriesConflict {
  SeriesConflictKind kind = SeriesConflictKind::sources_disagree;
  election::UnitIndex unit = 0;
  /// sources_disagree: all that was printed for the cell. series_falls: the later figure, then the earlier
  /// one that it falls below. share_differs: the printed share.
  std::vector<PrintedFigure> printed;
  std::int64_t numerator = 0;  ///< share_differs only.
  std::int64_t denominator = 0;
  std::string computed;  ///< share_differs: the quotient in percent, to two places more than printed.
};

struct SeriesOptions {
  std::vector<CumulativeSeries> series;
  std::vector<ShareOfCounts> shares;
};

/// All conflicts, by unit in the order of the tree, then by line. Reads the figures only, no remark or label.
/// Error: not_found for a line that no table has.
base::Result<std::vector<SeriesConflict>> find_series_conflicts(const Results& results,
                                                                const SeriesOptions& options);

}  // namespace tallyward::results
