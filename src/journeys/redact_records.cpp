#include "journeys/redact_records.h"

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "journeys/log_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;

constexpr std::int64_t kAtOnce = 1000;

/// Every record, in order of arrival.
template <typename Look>
base::Result<void> each_record(storage::Reader& reader, Look look) {
  std::int64_t arrival = 0;
  while (true) {
    TRY_ASSIGN(const std::vector<storage::Record> records, reader.records_after(arrival, kAtOnce));
    if (records.empty()) return {};
    for (const storage::Record& record : records) {
      look(record);
      arrival = record.arrival;
    }
  }
}

/// Only what can still be opened is left to erase.
base::Result<std::vector<std::string>> chosen_records(storage::Reader& reader, const Redaction& redaction) {
  std::vector<std::string> ids;
  if (redaction.record) {
    TRY_ASSIGN(const auto record, reader.find_record(*redaction.record));
    if (!record) return base::fail(base::ErrorCode::not_found, "there is no such record");
    if (!record->body.empty()) ids.push_back(record->id);
    return ids;
  }
  const std::int64_t limit =
      std::chrono::floor<std::chrono::seconds>(*redaction.before).time_since_epoch().count();
  TRY(each_record(reader, [&](const storage::Record& record) {
    if (record.kind == "report/v1" && record.received < limit && !record.body.empty())
      ids.push_back(record.id);
  }));
  return ids;
}

}  // namespace

base::Result<std::uint64_t> redact_records(OpenMission& mission, const Redaction& redaction) {
  if (redaction.record.has_value() == redaction.before.has_value())
    return base::fail(base::ErrorCode::invalid_input,
                      "name one record, or a time before which reports are erased");
  if (mission.log_standing().verdict != transparency::RestartVerdict::sign)
    return base::fail(base::ErrorCode::forbidden,
                      "the log may not sign now, so no tombstone could be logged");
  TRY_ASSIGN(const std::vector<std::string> ids,
             mission.read([&](storage::Reader& reader) { return chosen_records(reader, redaction); }));
  if (ids.empty()) return base::fail(base::ErrorCode::not_found, "there is nothing left to erase");
  TRY_ASSIGN(const Submission tombstone,
             redaction_record(mission, redaction.author, {"report", ids.size(), redaction.record}));
  const auto erased = mission.write_now([&](Desk& desk) -> base::Result<void> {
    for (const std::string& id : ids) TRY(desk.store.erase(id));
    const auto added = desk.add(tombstone);
    return added ? base::Result<void>() : base::fail(added.error());
  });
  if (!erased) return base::fail(erased.error());
  const auto rebuilt = mission.rebuild_views();
  if (!rebuilt) return base::fail(rebuilt.error());
  return ids.size();
}

base::Result<std::map<std::string, std::uint64_t>> seal_mission(OpenMission& mission,
                                                                std::string_view author) {
  std::map<std::string, std::uint64_t> counts;
  TRY_ASSIGN(const std::int64_t seals, mission.read([](storage::Reader& reader) {
    return reader.count(storage::Shelf::view, "log_event", {.a = "seal"});
  }));
  if (seals > 0) return base::fail(base::ErrorCode::conflict, "this mission is sealed already");
  const auto counted = mission.read([&](storage::Reader& reader) {
    return each_record(reader, [&](const storage::Record& record) { ++counts[record.kind]; });
  });
  if (!counted) return base::fail(counted.error());
  TRY_ASSIGN(const Submission seal, seal_record(mission, author, mission.log_size(), json(counts).dump()));
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    const auto added = desk.add(seal);
    return added ? base::Result<void>() : base::fail(added.error());
  });
  if (!written) return base::fail(written.error());
  return counts;
}

}  // namespace tallyward::journeys
