#include "journeys/mission_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/time_text.h"
#include "crypto/encoding.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;

base::Result<void> write_secret(const std::filesystem::path& file, std::string_view text) {
  TRY(base::write_file(file, ""));
  if (::chmod(file.c_str(), 0600) != 0)
    return base::fail(base::ErrorCode::unavailable, "cannot protect a key file");
  TRY(base::write_file(file, text));
  if (::chmod(file.c_str(), 0600) != 0)
    return base::fail(base::ErrorCode::unavailable, "cannot protect a key file");
  return {};
}

base::Result<transparency::SignerKey> read_signer(const std::filesystem::path& file) {
  TRY_ASSIGN(const std::string text, base::read_file(file, 4096));
  return transparency::parse_signer_key(base::trim(text));
}

}  // namespace

base::Result<int> lock_folder(const MissionFolder& folder) {
  const int file = ::open((folder.path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return base::fail(base::ErrorCode::unavailable, "cannot open the mission's lock file");
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return base::fail(base::ErrorCode::conflict, "another process has this mission open");
  }
  return file;
}

FolderLock::~FolderLock() {
  if (handle_ >= 0) ::close(handle_);
}

std::string settings_json(const mission::MissionSettings& settings) {
  return json{{"mission", settings.id},
              {"name", settings.name},
              {"format", mission::to_text(settings.format)},
              {"synthetic", settings.synthetic},
              {"practice", settings.practice},
              {"languages", settings.languages},
              {"time_zone", settings.time_zone},
              {"election_day", settings.election_day},
              {"origin", settings.origin},
              {"intake", settings.intake},
              {"last_closing", base::to_text(settings.last_closing)},
              {"closing_time", settings.closing_time},
              {"legal_silence_minutes", settings.legal_silence_minutes},
              {"bucket_seconds", settings.bucket_seconds},
              {"silent_minutes", settings.silent_minutes},
              {"release_stations", settings.release_stations},
              {"codes", settings.same_code_everywhere ? "per-mission" : "per-station"}}
             .dump(2) +
         "\n";
}

base::Result<mission::MissionSettings> settings_from_json(std::string_view text) {
  mission::MissionSettings settings;
  try {
    const json value = json::parse(text);
    settings.id = value.at("mission");
    settings.name = value.value("name", settings.id);
    const auto format = mission::format_from_text(value.value("format", "leom"));
    if (!format) return base::fail(base::ErrorCode::invalid_input, "format is leom, eom or citizen");
    settings.format = *format;
    settings.synthetic = value.value("synthetic", false);
    settings.practice = value.value("practice", false);
    settings.languages = value.value("languages", settings.languages);
    settings.time_zone = value.value("time_zone", settings.time_zone);
    settings.election_day = value.value("election_day", "");
    settings.origin = value.at("origin");
    settings.intake = value.value("intake", settings.intake);
    TRY_ASSIGN(settings.last_closing, base::parse_time(value.value("last_closing", "2100-01-01T00:00:00Z")));
    settings.closing_time = value.value("closing_time", "");
    settings.legal_silence_minutes = value.value("legal_silence_minutes", 0);
    settings.bucket_seconds = value.value("bucket_seconds", settings.bucket_seconds);
    settings.silent_minutes = value.value("silent_minutes", settings.silent_minutes);
    settings.release_stations = value.value("release_stations", false);
    settings.same_code_everywhere = value.value("codes", "per-station") == "per-mission";
  } catch (const json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("mission.json: {}", error.what()));
  }
  TRY(mission::check_settings(settings));
  return settings;
}

base::Result<void> make_mission_folder(const MissionFolder& folder, const mission::MissionSettings& settings,
                                       base::Randomness& randomness) {
  TRY(mission::check_settings(settings));
  std::error_code error;
  if (std::filesystem::exists(folder.settings_file(), error)) {
    return base::fail(base::ErrorCode::conflict,
                      fmt::format("{} holds a mission already", folder.path.string()));
  }
  std::filesystem::create_directories(folder.keys(), error);
  if (!error) std::filesystem::create_directories(folder.attachments(), error);
  if (error)
    return base::fail(base::ErrorCode::unavailable,
                      fmt::format("cannot make {}: {}", folder.path.string(), error.message()));
  std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all, error);
  const transparency::SignerKey log{settings.origin, transparency::KeyType::ed25519,
                                    crypto::PrivateKey::generate(randomness)};
  const transparency::SignerKey server{settings.id + "/server", transparency::KeyType::ed25519,
                                       crypto::PrivateKey::generate(randomness)};
  TRY(write_secret(folder.keys() / "log.key", transparency::to_secret_text(log) + "\n"));
  TRY(write_secret(folder.keys() / "server.key", transparency::to_secret_text(server) + "\n"));
  TRY(write_secret(folder.keys() / "store.key",
                   crypto::base64(crypto::new_report_key(randomness).view()) + "\n"));
  return base::write_file(folder.settings_file(), settings_json(settings));
}

base::Result<mission::MissionSettings> read_settings(const MissionFolder& folder) {
  TRY_ASSIGN(const std::string text, base::read_file(folder.settings_file(), 1 << 20));
  return base::while_doing(settings_from_json(text), "reading " + folder.settings_file().string());
}

base::Result<MissionKeys> read_keys(const MissionFolder& folder) {
  TRY_ASSIGN(transparency::SignerKey log, read_signer(folder.keys() / "log.key"));
  TRY_ASSIGN(transparency::SignerKey server, read_signer(folder.keys() / "server.key"));
  TRY_ASSIGN(const std::string text, base::read_file(folder.keys() / "store.key", 4096));
  TRY_ASSIGN(const std::string bytes, crypto::from_base64(base::trim(text)));
  TRY_ASSIGN(crypto::ReportKey store, crypto::report_key_from_bytes(bytes));
  return MissionKeys{std::move(log), std::move(server), store};
}

}  // namespace tallyward::journeys
