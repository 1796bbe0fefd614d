// An invented mission for demonstrations and tests: stations, teams and plans made from a seed. Everything in
// it says SYNTHETIC; no name of a real place, person or party occurs.
#pragma once

#include <cstdint>

#include "journeys/open_mission.h"
#include "mission/deployment.h"

namespace tallyward::journeys {

struct SampleMission {
  std::vector<mission::Station> stations;
  std::vector<mission::Assignment> assignments;
  std::vector<std::string> teams;
};

/// The same for the same seed.
SampleMission make_sample(std::uint64_t seed, int stations);
mission::MissionSettings sample_settings();
/// Records stations and assignments.
base::Result<void> load_sample(OpenMission& mission, const SampleMission& sample);

}  // namespace tallyward::journeys
