#include "journeys/restore_mission.h"

#include "base/file.h"
#include "storage/record_log.h"

namespace tallyward::journeys {

base::Result<std::int64_t> restore_mission(const MissionFolder& folder, const std::filesystem::path& backup) {
  TRY_ASSIGN(const mission::MissionSettings settings, read_settings(folder));
  TRY_ASSIGN(const int lock, lock_folder(folder));
  const FolderLock held(lock);
  if (!std::filesystem::exists(backup))
    return base::fail(base::ErrorCode::not_found, "there is no backup at " + backup.string());
  const std::filesystem::path store_file = folder.store_file();
  std::error_code error;
  for (const char* end : {"", "-wal", "-shm"}) {
    const std::filesystem::path there = store_file.string() + end;
    const std::filesystem::path aside = store_file.string() + ".before-restore" + end;
    if (!std::filesystem::exists(there)) continue;
    if (std::filesystem::exists(aside)) {
      return base::fail(base::ErrorCode::conflict,
                        aside.string() + " is there from an earlier restore; move it away first");
    }
    std::filesystem::rename(there, aside, error);
    if (error)
      return base::fail(base::ErrorCode::unavailable, "cannot put the old store aside: " + error.message());
  }
  // Not a copy of bytes: a fresh file, consistent whatever state the backup was left in.
  TRY(storage::copy_sqlite_store(backup.string(), store_file.string()));
  TRY_ASSIGN(auto store, storage::open_sqlite_store(store_file.string()));
  TRY(store->check());
  TRY(store->begin());
  TRY(set_restored(*store, true));
  TRY(store->commit());
  return store->record_count();
}

base::Result<std::uint64_t> take_back_from(OpenMission& mission, const std::filesystem::path& newer) {
  TRY_ASSIGN(auto store, storage::open_sqlite_store(newer.string()));
  storage::RecordLog log(*store, mission.keys().log.name);
  TRY_ASSIGN(const std::string head_text, log.head());
  TRY_ASSIGN(const transparency::Note head, transparency::parse_note(head_text));
  TRY_ASSIGN(const std::uint64_t theirs, log.count());
  const std::uint64_t ours = mission.log_size();
  if (theirs <= ours) return 0;
  TRY_ASSIGN(std::vector<std::string> entries, log.entries(ours, theirs));
  // With what opens them, so that the views follow again.
  TRY_ASSIGN(std::vector<storage::Record> records,
             store->logged_records(static_cast<std::int64_t>(ours), static_cast<std::int64_t>(theirs)));
  std::vector<std::pair<storage::Record, std::string>> kept;
  for (storage::Record& record : records) {
    TRY_ASSIGN(const auto key, store->record_key(record.id));
    record.log_index.reset();
    kept.emplace_back(std::move(record), key.value_or(""));
  }
  TRY(mission.take_back(std::move(kept), head));
  return theirs - ours;
}

}  // namespace tallyward::journeys
