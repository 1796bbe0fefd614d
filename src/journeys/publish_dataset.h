// Publish, and verify elsewhere: snapshot -> redact -> canonical files and manifest -> signed, logged -> a
// folder of static files that any web server, memory stick or mirror can carry. Published copies cannot be
// recalled.
//
// What an adversary learns from it: which records are reports of observers (their places in the log, one code
// a station), the coded answers of each, and, only when the mission's policy releases stations, where. Never
// when exactly, no words that somebody typed, no position, nothing that links two stations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "dataset/manifest.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct PublishRequest {
  std::filesystem::path out;  ///< Must not exist.
  std::string author;         ///< Pseudonym of the one who publishes.
  std::string title;
};

struct Published {
  dataset::Manifest manifest;
  std::uint64_t reports = 0;
  std::uint64_t opened_fields = 0;
  std::uint64_t withheld_cells = 0;
  std::uint64_t linked_reports = 0;  ///< Not released: one code that signed at several stations.
  bool with_results = false;
};

/// Errors: forbidden (the embargo holds, the part "downloads" of the portal was not opened by two people, or
/// the log may not sign), conflict (the folder exists), unavailable. Nothing is logged unless the folder is
/// whole.
base::Result<Published> publish_dataset(OpenMission& mission, const PublishRequest& request);

}  // namespace tallyward::journeys
