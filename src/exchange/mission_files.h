// The record of a mission's surroundings, as CSV files in one folder: events, observers, recommendations,
// findings (docs/formats/mission-files.md).
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "findings/quote_check.h"
#include "findings/recommendation.h"
#include "mission/access.h"
#include "mission/event.h"

namespace tallyward::exchange {

/// events.csv: event_id, date, type, title; end_date, actor, affected, legal_basis, quantity, source. In date
/// order. Errors of all of these: not_found, invalid_input with file, line and column.
base::Result<std::vector<mission::Event>> read_events(const std::filesystem::path& folder);

/// observers.csv: organisation, kind, planned, accredited, deployed, note, source. The row TOTAL is left out:
/// totals are computed, and said to be incomplete where a step is not known.
base::Result<std::vector<mission::ObserverGroup>> read_observers(const std::filesystem::path& folder);

/// recommendations_YEAR.csv of every year: rec_id, theme, text_paraphrase; priority, addressee,
/// status_as_of_*, source. A status here is our reading of a report's words on a theme.
base::Result<std::vector<findings::Recommendation>> read_recommendations(const std::filesystem::path& folder);

/// One row of findings.csv.
struct FindingRow {
  std::string id;
  std::string section;
  std::string phase;
  std::string text;
  std::string value;  ///< With its qualifier; "" where the source gives no number.
  std::string of;
  std::string unit;
  std::vector<std::string> sources;
};
base::Result<std::vector<FindingRow>> read_findings(const std::filesystem::path& folder);
/// The numbers of findings that may be quoted.
std::vector<findings::QuotableFigure> quotable(const std::vector<FindingRow>& rows);

}  // namespace tallyward::exchange
