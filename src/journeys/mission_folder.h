// A mission on disk: mission.json (settings, public), keys/ (read by the server alone), records.sqlite,
// attachments/.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "base/outside.h"
#include "crypto/commitment.h"
#include "mission/settings.h"
#include "transparency/note.h"

namespace tallyward::journeys {

struct MissionKeys {
  transparency::SignerKey log;     ///< Signs checkpoints; its name is the log's origin.
  transparency::SignerKey server;  ///< Signs staff records; its name is MISSION/server.
  crypto::ReportKey store;         ///< Seals the keys of records and attachments at rest.
};

struct MissionFolder {
  std::filesystem::path path;
  std::filesystem::path settings_file() const { return path / "mission.json"; }
  std::filesystem::path keys() const { return path / "keys"; }
  std::filesystem::path store_file() const { return path / "records.sqlite"; }
  std::filesystem::path attachments() const { return path / "attachments"; }
  std::filesystem::path head_note() const { return path / "last-head"; }
};

/// Makes the folder, the keys (mode 0600) and the settings. Errors: conflict when there is a mission already,
/// invalid_input, unavailable.
base::Result<void> make_mission_folder(const MissionFolder& folder, const mission::MissionSettings& settings,
                                       base::Randomness& randomness);
base::Result<mission::MissionSettings> read_settings(const MissionFolder& folder);
base::Result<MissionKeys> read_keys(const MissionFolder& folder);

std::string settings_json(const mission::MissionSettings& settings);
base::Result<mission::MissionSettings> settings_from_json(std::string_view json);

}  // namespace tallyward::journeys
