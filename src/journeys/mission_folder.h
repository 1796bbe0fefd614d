// A mission on disk: mission.json (settings, public), keys/ (read by the server alone), records.sqlite,
// attachments/, policy (whom readers ask for cosignatures), last-head (a note outside the database).
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
  std::filesystem::path policy_file() const {
    return path / "policy";
  }  ///< tlog-policy; absent: no witnesses.
  std::filesystem::path blackout_file() const { return path / "blackout.sqlite"; }
  std::filesystem::path head_note() const { return path / "last-head"; }
};

/// Two processes on one log would fork it: an open handle with an exclusive lock on the folder. Error:
/// conflict when another process has the mission open.
base::Result<int> lock_folder(const MissionFolder& folder);
/// Closes the handle when it goes.
class FolderLock {
 public:
  explicit FolderLock(int handle) : handle_(handle) {}
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int handle_;
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
