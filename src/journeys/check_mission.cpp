#include "journeys/check_mission.h"

#include <filesystem>
#include <map>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "transparency/checkpoint.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;

/// That the opened content is what the record committed to.
base::Result<void> content_fits(OpenMission& mission, storage::Reader& reader, const storage::Record& record,
                                const std::string& opened) {
  const transparency::Record read = transparency::read_record(record.entry);
  TRY_ASSIGN(const auto sealed, reader.record_key(record.id));
  TRY_ASSIGN(const std::string bytes, crypto::open_with(mission.keys().store, sealed.value_or("")));
  TRY_ASSIGN(const crypto::ReportKey key, crypto::report_key_from_bytes(bytes));
  if (read.text.type == "report") {
    std::vector<transparency::Field> fields;
    const json all = json::parse(opened);
    for (const auto& [name, value] : all.items()) fields.push_back({name, value.get<std::string>()});
    return transparency::check_fields(read.text, fields, key);
  }
  const auto body = read.text.line("body");
  if (!body) return {};
  TRY_ASSIGN(const crypto::Hash commitment, transparency::commit_body(opened, key));
  if (crypto::to_base64(commitment) != *body) {
    return base::fail(base::ErrorCode::corrupt, "the stored body is not the one that was signed");
  }
  return {};
}

}  // namespace

base::Result<MissionCheck> check_mission(OpenMission& mission) {
  MissionCheck check;
  TRY(mission.write_now([](Desk& desk) { return desk.store.check(); }));
  const auto look = [&](storage::Reader& reader) -> base::Result<void> {
    std::map<std::int64_t, crypto::Hash> places;
    std::int64_t arrival = 0;
    while (true) {
      TRY_ASSIGN(const std::vector<storage::Record> records, reader.records_after(arrival, 1000));
      if (records.empty()) break;
      for (const storage::Record& record : records) {
        arrival = record.arrival;
        ++check.records;
        const crypto::Hash leaf = transparency::leaf_hash(record.entry);
        if (crypto::to_hex(leaf) != record.id)
          check.faults.push_back(fmt::format("record {} was altered", record.id));
        if (record.log_index) {
          places.emplace(*record.log_index, leaf);
        } else {
          check.faults.push_back(fmt::format("record {} has no place in the log", record.id));
        }
        auto opened = mission.open_body(reader, record);
        if (!opened && opened.error().code == base::ErrorCode::not_found) {
          ++check.unopened;
        } else if (!opened) {
          check.faults.push_back(fmt::format("content of {}: {}", record.id, opened.error().message));
        } else if (const auto fits = content_fits(mission, reader, record, *opened); !fits) {
          check.faults.push_back(fmt::format("content of {}: {}", record.id, fits.error().message));
        }
      }
    }
    transparency::Tree tree;
    std::int64_t next = 0;
    for (const auto& [index, leaf] : places) {
      if (index != next++) check.faults.push_back(fmt::format("entry {} of the log is missing", next - 1));
      tree.append(leaf);
    }
    TRY_ASSIGN(const transparency::Note head, transparency::parse_note(mission.signed_head()));
    TRY_ASSIGN(const transparency::Checkpoint signed_head,
               transparency::open_checkpoint(head, mission.keys().log.verifier()));
    if (signed_head.size != tree.size() || signed_head.root != tree.root()) {
      check.faults.push_back("the signed checkpoint does not follow from the entries");
    }
    return {};
  };
  TRY(mission.read(look));
  return check;
}

base::Result<std::int64_t> back_up_mission(OpenMission& mission, const std::string& file) {
  if (std::filesystem::exists(file)) return base::fail(base::ErrorCode::conflict, file + " exists already");
  TRY(storage::copy_sqlite_store(mission.folder().store_file().string(), file));
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0 || ::fsync(handle) != 0) {
    if (handle >= 0) ::close(handle);
    return base::fail(base::ErrorCode::unavailable, "cannot sync the copy");
  }
  ::close(handle);
  TRY_ASSIGN(auto copy, storage::open_sqlite_store(file));
  TRY(copy->check());
  TRY_ASSIGN(const std::string head, copy->log_head(mission.settings().origin));
  if (head != mission.signed_head() && mission.log_size() > 0) {
    return base::fail(base::ErrorCode::corrupt, "the copy's log is not the original's");
  }
  return copy->record_count();
}

}  // namespace tallyward::journeys
