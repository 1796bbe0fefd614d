#include "journeys/publish_dataset.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "dataset/checks_file.h"
#include "dataset/openings.h"
#include "dataset/results_files.h"
#include "exchange/results_snapshot.h"
#include "exchange/rule_library.h"
#include "journeys/dataset_page.h"
#include "journeys/log_records.h"
#include "journeys/release_answers.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;

base::Result<void> may_publish(OpenMission& mission) {
  const mission::MissionSettings& settings = mission.settings();
  if (mission.log_standing().verdict != transparency::RestartVerdict::sign)
    return base::fail(base::ErrorCode::forbidden,
                      "the log may not sign now: " + mission.log_standing().reason);
  if (settings.synthetic) return {};  // Invented data are under no embargo, and everything says so.
  if (mission.clock().now() < mission::embargo_ends(settings)) {
    return base::fail(base::ErrorCode::forbidden,
                      "nothing leaves before " + base::to_text(mission::embargo_ends(settings)) +
                          ": the last station closes, and the legal time after it");
  }
  TRY_ASSIGN(const auto part, mission.read([](storage::Reader& reader) {
    return reader.find(storage::Shelf::view, "portal", "downloads");
  }));
  if (!part || part->a != "open") {
    return base::fail(
        base::ErrorCode::forbidden,
        "the part 'downloads' of the portal is closed; the head of mission and a second person open it");
  }
  return {};
}

/// The entry of a record with its receipt; false when the record has no place yet.
base::Result<bool> add_entry(OpenMission& mission, dataset::DatasetWriter& writer,
                             const storage::Record& record) {
  if (!record.log_index) return false;
  const std::string stem = fmt::format("records/{}", *record.log_index);
  TRY_ASSIGN(const std::string receipt, mission.receipt(record.id));
  TRY(writer.add(stem + ".entry", "entry", record.entry));
  TRY(writer.add(stem + ".tlog-proof", "receipt", receipt));
  return true;
}

/// Every released report, and the enrolments that its signature rests on.
base::Result<void> add_records(OpenMission& mission, dataset::DatasetWriter& writer,
                               const ReleasedReports& released) {
  return mission.read([&](storage::Reader& reader) -> base::Result<void> {
    std::set<std::string> wanted;
    for (const ReleasedReport& report : released.reports) {
      wanted.insert(report.record.id);
      for (const char* collection : {"code", "observer"}) {
        TRY_ASSIGN(const auto item, reader.find(storage::Shelf::view, collection, report.record.author));
        if (item) wanted.insert(json::parse(item->body).at("record").get<std::string>());
      }
    }
    TRY_ASSIGN(const std::vector<storage::Record> first, reader.logged_records(0, 2));
    for (const storage::Record& record : first) {
      if (record.kind == "enrolment/v1") wanted.insert(record.id);
    }
    for (const std::string& id : wanted) {
      TRY_ASSIGN(const auto record, reader.find_record(id));
      if (!record) return base::fail(base::ErrorCode::corrupt, "a record that a view names is missing");
      TRY(add_entry(mission, writer, *record));
    }
    return {};
  });
}

/// Official results, when the mission has taken some in: protocols, tabulation, and the control equations.
base::Result<bool> add_results(OpenMission& mission, dataset::DatasetWriter& writer) {
  const std::filesystem::path official = mission.folder().path / "official";
  if (!exchange::is_snapshot(official)) return false;
  TRY_ASSIGN(const exchange::Imported imported, exchange::read_snapshot(official));
  TRY(dataset::write_results(writer, imported.results));
  const std::string& name = imported.results.rule_set;
  const auto rules = exchange::rule_set_text(name.empty() ? "generic" : name);
  if (!rules) return true;  // A dataset without rules says so itself: "could not be checked".
  TRY(dataset::write_checks(writer, imported.results, rules->bytes));
  return true;
}

base::Result<void> add_pages(OpenMission& mission, dataset::DatasetWriter& writer,
                             const Published& published) {
  const DatasetPage page{writer.manifest(), mission.log_vkey(), published.reports, published.withheld_cells,
                         published.linked_reports};
  for (const std::string& code : locale::spoken_languages()) {
    TRY_ASSIGN(const locale::Language* language, locale::find_language(code));
    TRY(writer.add(page_path(code), "page", dataset_page(page, *language)));
  }
  return {};
}

dataset::Manifest head_of(OpenMission& mission, const PublishRequest& request) {
  dataset::Manifest head;
  head.mission = mission.settings().id;
  head.title = request.title.empty() ? mission.settings().name : request.title;
  head.origin = mission.settings().origin;
  head.size = mission.log_size();
  head.entries = dataset::Entries::selected;
  head.synthetic = mission.settings().synthetic;
  head.made = base::to_text(mission.clock().now());
  head.caveats = {
      "Published copies cannot be recalled.",
      "Counts describe the visits that were made and nothing beyond them.",
      "An empty count is withheld, not zero; a field that is not opened is withheld, not \"no\"."};
  return head;
}

base::Result<void> write_part(const std::filesystem::path& top, const std::string& path,
                              std::string_view bytes) {
  std::error_code error;
  std::filesystem::create_directories((top / path).parent_path(), error);
  if (error)
    return base::fail(base::ErrorCode::unavailable, "cannot make " + top.string() + ": " + error.message());
  return base::write_file(top / path, bytes);
}

base::Result<Published> write_dataset(OpenMission& mission, const PublishRequest& request,
                                      const ReleasedReports& released, const std::filesystem::path& folder) {
  Published published;
  dataset::DatasetWriter writer(
      head_of(mission, request),
      [&](const std::string& path, std::string_view bytes) { return write_part(folder, path, bytes); });
  TRY(mission.write_log_files(
      [&](const std::string& path, std::string_view bytes) { return writer.add(path, "log", bytes); }));
  TRY(add_records(mission, writer, released));
  TRY(writer.add("openings.jsonl", "openings", dataset::to_lines(released.openings)));
  TRY(writer.add(std::string(dataset::kAnswersPath), "answers", dataset::answers_csv(released.cells)));
  TRY_ASSIGN(published.with_results, add_results(mission, writer));
  published.reports = released.reports.size();
  published.opened_fields = released.openings.size();
  published.linked_reports = released.linked;
  for (const dataset::AnswerCell& cell : released.cells) published.withheld_cells += cell.withheld ? 1 : 0;
  TRY(add_pages(mission, writer, published));
  TRY_ASSIGN(published.manifest, writer.finish(mission.keys().log));
  return published;
}

}  // namespace

base::Result<Published> publish_dataset(OpenMission& mission, const PublishRequest& request) {
  TRY(may_publish(mission));
  if (std::filesystem::exists(request.out))
    return base::fail(base::ErrorCode::conflict, request.out.string() + " exists already");
  TRY_ASSIGN(const ReleasedReports released, choose_released(mission));
  // Beside the target, and renamed when whole: a reader never sees half a dataset.
  const std::filesystem::path partial = request.out.string() + ".partial";
  std::error_code error;
  std::filesystem::remove_all(partial, error);
  auto published = write_dataset(mission, request, released, partial);
  if (!published) {
    std::filesystem::remove_all(partial, error);
    return published;
  }
  TRY_ASSIGN(const std::string manifest, base::read_file(partial / "manifest.json"));
  json records = json::array();
  for (const std::string& id : released.counted) records.push_back(id);
  const json body{{"title", published->manifest.title}, {"records", records}};
  TRY_ASSIGN(const Submission snapshot, snapshot_record(mission, request.author, crypto::sha256(manifest),
                                                        published->manifest.size, body.dump()));
  const auto logged = mission.write_now([&](Desk& desk) -> base::Result<void> {
    const auto added = desk.add(snapshot);
    return added ? base::Result<void>() : base::fail(added.error());
  });
  if (!logged) return base::fail(logged.error());
  std::filesystem::rename(partial, request.out, error);
  if (error) return base::fail(base::ErrorCode::unavailable, "cannot name the dataset: " + error.message());
  return published;
}

}  // namespace tallyward::journeys
