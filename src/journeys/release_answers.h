// Which reports a release takes, which of their fields it opens, and what it counts (dataset/answers_file.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/answers_file.h"
#include "dataset/openings.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct ReleasedReport {
  storage::Record record;
};

struct ReleasedReports {
  std::vector<ReleasedReport> reports;  ///< In order of arrival; each has at least one field to open.
  std::vector<dataset::Opening> openings;
  std::vector<dataset::AnswerCell> cells;
  std::vector<std::string> counted;  ///< Ids of all reports behind the counts.
  std::uint64_t linked = 0;          ///< Counted, not released: one code that signed at several stations.
};

/// Visits of election day that stand: no practice, not quarantined, not superseded, not erased, with a place
/// in the log. Only answers to coded questions are counted and opened, and only those whose counts are not
/// withheld; the station only under the policy release_stations; never a time, a comment, a text, a position
/// or an attachment.
base::Result<ReleasedReports> choose_released(OpenMission& mission);

}  // namespace tallyward::journeys
