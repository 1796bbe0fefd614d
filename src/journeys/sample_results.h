// Invented results of the sample mission: what the papers of its stations say, and what a commission
// published of them, with a few planted discrepancies. SYNTHETIC, from a seed; for demonstrations and tests.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "journeys/sample_mission.h"

namespace tallyward::journeys {

/// What the paper of a station says: line code -> figure. The same for the same seed and station.
std::map<std::string, std::int32_t> sample_figures(std::uint64_t seed, std::string_view station);

/// Writes `official` (a results snapshot: stations, regions, country), protocol.json and phone_policy.json
/// into the mission's folder. Planted: two stations without a published protocol, two digits of a figure
/// exchanged at the fifth, a second version with another figure at the ninth, a total of the first region
/// seven higher than the sum of its stations.
base::Result<void> write_sample_results(const MissionFolder& folder, const SampleMission& sample,
                                        std::uint64_t seed);

}  // namespace tallyward::journeys
