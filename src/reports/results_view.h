// What several parts of the results report need, computed once: names of units, the leading table and its
// sums, turnout.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plots/map.h"
#include "reports/results_report.h"

namespace tallyward::reports {

/// How turnout is reckoned from the lines of a form: who took part, over who is registered.
struct TurnoutLines {
  std::vector<std::size_t> numerator;   ///< Added up.
  std::vector<std::size_t> registered;  ///< Added up: the list, and those added to it on the day.
  std::string numerator_name;
};

class ResultsView {
 public:
  ResultsView(const ResultsReportInput& input, const locale::Language& language);

  const ResultsReportInput& input;
  const locale::Language& language;
  /// The protocols of the result as it stands (results/standing.h), one row a unit. Empty without tables.
  results::ProtocolTable table;
  std::vector<std::int64_t> sums;  ///< By line of `table`; blanks add nothing, percentages are not added.
  std::size_t annulled = 0;        ///< Protocols left out of it, annulled or merged,
  std::size_t quarantined = 0;     ///< and those set aside.
  /// A built-in map whose regions have the codes of the units at level 1; nullptr if there is none.
  const plots::BuiltInMap* map = nullptr;
  std::size_t units_at_level = 0;
  std::size_t units_covered = 0;     ///< Units of that level for which some source has a row.
  std::size_t sources_at_level = 0;  ///< Sources that have rows there.
  std::optional<TurnoutLines> turnout;

  std::string text(std::string_view key, std::initializer_list<locale::Argument> arguments = {}) const {
    return language.text("report." + std::string(key), arguments);
  }
  /// The unit's own name, the map's name for it, or its code.
  std::string_view own_name(election::UnitIndex unit) const;
  /// "RIK 23 / Sofia / 234610053": names from level 1 down, codes where there are none.
  std::string unit_name(election::UnitIndex unit) const;
  std::string level_name(election::LevelIndex level) const;
  std::string source_name(std::string_view id) const;
  /// The line's label, or its contestant's name.
  std::string line_name(const results::Line& line) const;
  /// A figure as people read it: decimals of the line, "blank" for a blank.
  std::string figure(const results::Line& line, std::int64_t value) const;
  std::string signed_figure(const results::Line& line, std::int64_t value) const;
  /// Indices into `table.lines` of the contestants' votes, in ballot order.
  std::vector<std::size_t> votes_lines() const;
  /// Sum over votes_lines.
  std::int64_t votes() const;
};

/// Both sides printed a figure, and not the same one. A figure that one side left blank is counted apart.
bool printed_by_both(const results::CellDifference& cell);
std::size_t printed_differences(const results::PairComparison& pair);
/// Published totals: compared, with a gap, and with a gap that nothing accounts for.
struct LevelCounts {
  std::size_t compared = 0;
  std::size_t gaps = 0;
  std::size_t remaining = 0;
};
LevelCounts level_counts(const results::Tabulation& tabulation);

/// A share in per cent with two decimals, rounded half away from zero: "71.09"; "" when the base is not above
/// 0.
std::string percent_of(std::int64_t part, std::int64_t base);

// The sections of the page, each as HTML; "" leaves the section out.
std::string summary_section(const ResultsView& view);
std::string figures_section(const ResultsView& view);
std::string checks_section(const ResultsView& view);
std::string levels_section(const ResultsView& view);
std::string sources_section(const ResultsView& view);
std::string spread_section(const ResultsView& view);
std::string regions_section(const ResultsView& view);
std::string impact_section(const ResultsView& view);
std::string seats_section(const ResultsView& view);
std::string method_section(const ResultsView& view);
std::string inputs_section(const ResultsView& view);

/// The data files beside the page.
std::string results_json(const ResultsView& view);
std::string checks_csv(const ResultsView& view);
std::string levels_csv(const ResultsView& view);
std::string differences_csv(const ResultsView& view);

}  // namespace tallyward::reports
