// What the clock does by itself while a server runs.
#pragma once

#include <string>
#include <vector>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct MinuteResult {
  int escalated = 0;                  ///< Incidents past their due time.
  int welfare_checks = 0;             ///< Teams silent past the limit.
  int lapsed = 0;                     ///< Approvals that nobody confirmed in time.
  std::vector<std::string> troubles;  ///< What could not be done, one sentence each; tried again next minute.
};

/// Escalates, watches teams, lets approvals lapse. The server calls it once a minute.
MinuteResult on_the_minute(OpenMission& mission);

}  // namespace tallyward::journeys
