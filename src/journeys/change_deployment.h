// The plan changes on the day: a team takes over another's visits; a station is added, moved, or merged into
// another. What was observed at a merged station stays there; only visits to come go on to the new one.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "journeys/open_mission.h"
#include "mission/deployment.h"

namespace tallyward::journeys {

/// Visits of `from_team` (at one station, or all of them for "") go to `to_team`; how many. Errors: not_found
/// when there are none, invalid_input without a team or a reason.
base::Result<int> reassign_visits(OpenMission& mission, std::string_view author, std::string_view from_team,
                                  std::string_view to_team, std::string_view station,
                                  std::string_view reason);

/// Errors: conflict when there is one with this id, invalid_input.
base::Result<void> add_station(OpenMission& mission, std::string_view author, const mission::Station& station,
                               std::string_view reason);
/// Empty members of `change` stay as they are. Errors: not_found, invalid_input.
base::Result<void> move_station(OpenMission& mission, std::string_view author, const mission::Station& change,
                                std::string_view reason);
/// How many planned visits went along. Errors: not_found, conflict (merged already, into itself, or into a
/// station that was itself merged).
base::Result<int> merge_station(OpenMission& mission, std::string_view author, std::string_view station,
                                std::string_view into, std::string_view reason);

}  // namespace tallyward::journeys
