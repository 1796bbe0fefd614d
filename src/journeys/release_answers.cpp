#include "journeys/release_answers.h"

#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "observation/checklist.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

/// What is known of one visit, before anything is released.
struct Candidate {
  storage::Record record;
  std::string region;
  std::string station;
  std::string team;
  std::string form;  ///< "VO 1"
  bool flagged = false;
  std::map<std::string, std::string> answers;  ///< To questions that can be counted.
};

/// A number, a time or words of one report point at that report; choices do not.
bool is_countable(const observation::Question& question) {
  using enum observation::AnswerType;
  switch (question.type) {
    case yes_no:
    case yes_no_unknown:
    case scale:
    case frequency:
      return true;
    case choice:
    case choices:
      return !question.options.empty();
    default:
      return false;
  }
}

base::Result<std::string> text_of(storage::Reader& reader, std::string_view collection,
                                  const std::string& key, const char* name) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, collection, key));
  return item ? json::parse(item->body).value(name, "") : std::string();
}

base::Result<std::optional<Candidate>> candidate_of(OpenMission& mission, storage::Reader& reader,
                                                    const storage::Item& item) {
  const json visit = json::parse(item.body);
  const bool stands = visit.value("kind", "") == "visit" && visit.at("superseded_by").is_null() &&
                      !visit.value("erased", false) && visit.value("state", "") != "quarantined";
  const auto form = mission.checklist(visit.value("form", ""), visit.value("version", 0));
  if (!stands || !form) return std::nullopt;
  TRY_ASSIGN(auto record, reader.find_record(visit.at("record").get<std::string>()));
  if (!record || !record->log_index) return std::nullopt;
  Candidate candidate;
  candidate.record = std::move(*record);
  candidate.station = visit.value("station", "");
  candidate.form = fmt::format("{} {}", visit.value("form", ""), visit.value("version", 0));
  candidate.flagged = visit.value("state", "") == "flagged";
  TRY_ASSIGN(candidate.region, text_of(reader, "station", candidate.station, "region"));
  const std::string observer = visit.value("observer", "");
  TRY_ASSIGN(candidate.team, text_of(reader, "observer", observer, "team"));
  if (candidate.team.empty()) candidate.team = observer;  // One alone is a team of one.
  for (const auto& [name, answer] : visit.at("answers").items()) {
    const observation::Question* question = form->find(name);
    if (question != nullptr && is_countable(*question)) candidate.answers[name] = answer;
  }
  return candidate;
}

base::Result<std::vector<Candidate>> all_candidates(OpenMission& mission, storage::Reader& reader) {
  std::vector<Candidate> candidates;
  storage::Selection selection{.limit = 1000};
  while (true) {
    TRY_ASSIGN(const std::vector<storage::Item> items, reader.list(Shelf::view, "visit", selection));
    if (items.empty()) return candidates;
    for (const storage::Item& item : items) {
      TRY_ASSIGN(auto candidate, candidate_of(mission, reader, item));
      if (candidate) candidates.push_back(std::move(*candidate));
    }
    selection.after = items.back().key;
  }
}

/// Ids of the reports that earlier releases counted: their snapshots say so.
base::Result<std::set<std::string>> released_before(OpenMission& mission, storage::Reader& reader) {
  std::set<std::string> ids;
  TRY_ASSIGN(const auto events, reader.list(Shelf::view, "log_event", {.a = "snapshot", .limit = 100'000}));
  for (const storage::Item& event : events) {
    TRY_ASSIGN(const auto record,
               reader.find_record(json::parse(event.body).at("record").get<std::string>()));
    if (!record) continue;
    TRY_ASSIGN(const std::string body, mission.open_body(reader, *record));
    const json opened = json::parse(body);
    for (const json& id : opened.at("records")) ids.insert(id.get<std::string>());
  }
  return ids;
}

using CellName = std::tuple<std::string, std::string, std::string, std::string>;

/// The fields that a release opens of one report; none when every answer is withheld.
std::vector<transparency::Field> fields_to_open(const Candidate& candidate,
                                                const std::set<CellName>& withheld, bool stations) {
  std::vector<transparency::Field> fields;
  for (const auto& [question, answer] : candidate.answers) {
    const bool hidden =
        withheld.contains({std::string(dataset::kWholeScope), candidate.form, question, answer}) ||
        (stations && withheld.contains({candidate.region, candidate.form, question, answer}));
    if (!hidden) fields.push_back({"q." + question, answer});
  }
  if (fields.empty()) return fields;
  fields.push_back({"@kind", "visit"});
  fields.push_back({"@form", candidate.form});
  if (stations) fields.push_back({"@station", candidate.station});
  return fields;
}

base::Result<crypto::ReportKey> key_of(OpenMission& mission, storage::Reader& reader, const std::string& id) {
  TRY_ASSIGN(const auto sealed, reader.record_key(id));
  TRY_ASSIGN(const std::string bytes, crypto::open_with(mission.keys().store, sealed.value_or("")));
  return crypto::report_key_from_bytes(bytes);
}

}  // namespace

base::Result<ReleasedReports> choose_released(OpenMission& mission) {
  const bool stations = mission.settings().release_stations;
  return mission.read([&](storage::Reader& reader) -> base::Result<ReleasedReports> {
    TRY_ASSIGN(const std::vector<Candidate> candidates, all_candidates(mission, reader));
    TRY_ASSIGN(const std::set<std::string> before, released_before(mission, reader));
    ReleasedReports released;
    std::vector<dataset::ReleasedAnswer> answers;
    std::map<std::string, std::set<std::string>> stations_of_code;
    for (const Candidate& candidate : candidates) {
      released.counted.push_back(candidate.record.id);
      stations_of_code[candidate.record.author].insert(candidate.station);
      for (const auto& [question, answer] : candidate.answers) {
        answers.push_back({candidate.region, candidate.form, question, answer, candidate.team,
                           candidate.flagged, before.contains(candidate.record.id)});
      }
    }
    released.cells = dataset::count_answers(answers);
    std::set<CellName> withheld;
    for (const dataset::AnswerCell& cell : released.cells) {
      if (cell.withheld) withheld.insert({cell.scope, cell.form, cell.question, cell.answer});
    }
    for (const Candidate& candidate : candidates) {
      if (!mission.settings().same_code_everywhere && stations_of_code[candidate.record.author].size() > 1) {
        ++released.linked;
        continue;
      }
      const auto fields = fields_to_open(candidate, withheld, stations);
      if (fields.empty()) continue;
      TRY_ASSIGN(const crypto::ReportKey key, key_of(mission, reader, candidate.record.id));
      for (const transparency::Field& field : fields) {
        released.openings.push_back(
            {static_cast<std::uint64_t>(*candidate.record.log_index), transparency::open_field(field, key)});
      }
      released.reports.push_back({candidate.record});
    }
    return released;
  });
}

}  // namespace tallyward::journeys
