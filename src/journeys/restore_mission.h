// After a loss: a backup becomes the mission's store again. A restored log does not sign before witnesses and
// mirrors were asked (journeys/mission_log.h); until then reports are kept and promised.
#pragma once

#include <cstdint>
#include <filesystem>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

/// Puts the store of `backup` into the mission's folder and marks it as restored; returns the number of
/// records. A store that is there is put aside (records.sqlite.before-restore), never overwritten. Errors:
/// conflict (another process has the mission open, or something was put aside before), corrupt, not_found.
base::Result<std::int64_t> restore_mission(const MissionFolder& folder, const std::filesystem::path& backup);

/// Takes back the entries that `newer`, another copy of this mission's store, has beyond ours, with the head
/// that this log signed over them; returns how many. Errors: corrupt or conflict when they do not continue
/// our entries.
base::Result<std::uint64_t> take_back_from(OpenMission& mission, const std::filesystem::path& newer);

}  // namespace tallyward::journeys
