// Who is late, and who is silent. A report that is due is asked for by telephone; but a team that has given
// no sign for too long is first asked whether it is well: a welfare check with security comes before any
// request for data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct LateVisit {
  std::string team;
  std::string station;
  std::string region;
  std::vector<std::string> phases;
  std::string due;  ///< Local time of the station with offset.
  int minutes_late = 0;
  std::int64_t last_sign = 0;  ///< Unix seconds of the team's last report or call, 0 for none.
  bool welfare_open = false;
};

/// Planned visits whose report is overdue, the latest first.
base::Result<std::vector<LateVisit>> late_visits(OpenMission& mission, storage::Reader& reader,
                                                 base::Time now);

/// Raises a welfare check for each team that was planned to be out and is silent for longer than the
/// mission's limit; one at a time for a team. How many. The server asks once a minute.
base::Result<int> watch_teams(OpenMission& mission);

/// Closes a check: "safe" or "help_sent". Errors: not_found, conflict (closed), invalid_input.
base::Result<void> close_welfare_check(OpenMission& mission, std::string_view login, std::string_view check,
                                       std::string_view outcome, std::string_view note);

/// Whether a welfare check of this team is open: then nobody asks it for data.
base::Result<bool> welfare_is_open(storage::Reader& reader, std::string_view team);

struct CallAttempt {
  std::string login;
  std::string team;
  std::string station;
  std::string purpose;  ///< welfare, report
  std::string outcome;  ///< reached, no_answer, safe, help_needed
  std::string note;
};
/// Errors: conflict (welfare comes first), invalid_input.
base::Result<void> note_attempt(OpenMission& mission, const CallAttempt& attempt);

}  // namespace tallyward::journeys
