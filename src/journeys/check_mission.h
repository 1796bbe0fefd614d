// Is everything there, unaltered? And a copy that was read back.
#pragma once

#include <string>
#include <vector>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct MissionCheck {
  std::int64_t records = 0;
  std::int64_t unopened = 0;        ///< Erased, or never had content.
  std::vector<std::string> faults;  ///< One sentence each.
};

/// Reads every record: identity, place, and that its sealed content opens to its commitments; recomputes the
/// root from the entries. Faults are data; an Error means that the check itself could not run.
base::Result<MissionCheck> check_mission(OpenMission& mission);

/// A consistent copy of the store in `file`, synced, opened again, its log compared; returns the number of
/// records.
base::Result<std::int64_t> back_up_mission(OpenMission& mission, const std::string& file);

}  // namespace tallyward::journeys
