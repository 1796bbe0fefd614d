#include "journeys/apply_record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "journeys/introduce_code.h"
#include "journeys/staff_records.h"
#include "journeys/staff_views.h"
#include "observation/incident.h"
#include "observation/visit.h"
#include "storage/record_log.h"
#include "transparency/record.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Item;
using storage::Shelf;

json flags_json(const std::vector<observation::Flag>& flags) {
  json list = json::array();
  for (const observation::Flag& flag : flags) {
    list.push_back({{"code", flag.code},
                    {"severity", observation::to_text(flag.severity)},
                    {"fields", flag.fields},
                    {"expected", flag.expected},
                    {"found", flag.found}});
  }
  return list;
}

base::Result<std::vector<observation::OtherVisit>> other_visits(storage::Store& store,
                                                                const std::string& observer) {
  TRY_ASSIGN(const std::vector<Item> items,
             store.list(Shelf::view, "visit", {.a = {}, .b = {}, .c = observer}));
  std::vector<observation::OtherVisit> others;
  for (const Item& item : items) {
    const json visit = json::parse(item.body);
    others.push_back({visit.value("record", ""), visit.value("station", ""), visit.value("form", ""),
                      visit.value("arrived", ""), visit.value("left", "")});
  }
  return others;
}

/// A corrected report stays; its view says by what it was overtaken.
base::Result<void> supersede(storage::Store& store, const observation::Visit& visit) {
  if (visit.corrects.empty()) return {};
  const auto hash = crypto::hash_from_base64(visit.corrects);
  if (!hash) return {};
  TRY_ASSIGN(const auto old, store.find_record(crypto::to_hex(*hash)));
  if (!old) return {};
  TRY_ASSIGN(auto item, store.find(Shelf::view, "visit", arrival_key(old->arrival)));
  // Only whose report it is: the observer herself, or a clerk on her behalf.
  if (!item || item->c != visit.observer) return {};
  json body = json::parse(item->body);
  body["superseded_by"] = visit.record;
  item->body = body.dump();
  return store.put(Shelf::view, "visit", *item);
}

base::Result<void> add_incident(Desk& desk, const storage::Record& record, const observation::Visit& visit) {
  TRY_ASSIGN(const std::int64_t before, desk.store.count(Shelf::view, "incident", {}));
  const std::string number = fmt::format("I-{:06}", before + 1);
  const auto severity = visit.answers.find("severity");
  const auto kind = visit.answers.find("kind");
  const int degree = severity == visit.answers.end() ? 1 : std::atoi(severity->second.c_str());
  const auto at_risk = visit.answers.find("people_at_risk");
  const json body{{"incident", number},
                  {"record", record.id},
                  {"state", "new"},
                  {"severity", degree},
                  {"kind", kind == visit.answers.end() ? "other" : kind->second},
                  {"station", visit.station},
                  {"observer", visit.observer},
                  {"reported", record.received},
                  {"people_at_risk", at_risk != visit.answers.end() && at_risk->second == "yes"},
                  {"photos", visit.photos},
                  {"assignee", nullptr},
                  {"due", record.received + 60 * observation::minutes_to_act(degree)},
                  {"corroborations", json::array()},
                  {"duplicate_of", nullptr},
                  {"history", json::array()}};
  desk.happened(
      {"incident", json{{"incident", number}, {"state", "new"}, {"severity", body["severity"]}}.dump(), ""});
  return desk.store.put(Shelf::view, "incident", {number, "new", visit.station, "", body.dump()});
}

/// Copies of one protocol by different observers that differ: both are set aside until somebody decides. The
/// rule stands before the day, so that nobody chooses the copy that suits.
base::Result<void> compare_copies(Desk& desk, const observation::Visit& visit,
                                  std::vector<observation::Flag>& flags, bool& conflict) {
  if (visit.station.empty() || visit.figures.empty()) return {};
  TRY_ASSIGN(const auto copies, desk.store.list(Shelf::view, "protocol", {.a = visit.station}));
  for (const Item& copy : copies) {
    if (copy.c == visit.observer) continue;
    const json other = json::parse(copy.body);
    const auto lines = observation::conflicting_lines(
        visit.figures, other.at("figures").get<std::map<std::string, std::string>>());
    if (lines.empty()) continue;
    conflict = true;
    const std::string other_record = other.at("record");
    flags.push_back({"P2", observation::Severity::serious, lines, "copies of one protocol that agree",
                     "another copy: " + other_record});
    TRY(change_view(desk.store, "visit", copy.key, [&](json& body, Item&) {
      body["state"] = "quarantined";
      body["flags"].push_back({{"code", "P2"},
                               {"severity", "serious"},
                               {"fields", lines},
                               {"expected", "copies of one protocol that agree"},
                               {"found", "another copy: " + visit.record}});
    }));
  }
  return {};
}

/// A report that answers a question to the team closes it.
base::Result<void> answer_query(Desk& desk, const observation::Visit& visit) {
  if (visit.answers_query.empty() || visit.answers_query.size() > 12 ||
      visit.answers_query.find_first_not_of("0123456789") != std::string::npos)
    return {};
  return change_view(desk.store, "query", arrival_key(std::atoll(visit.answers_query.c_str())),
                     [&](json& query, Item& item) {
                       query["state"] = "answered";
                       query["answer"] = visit.record;
                       item.a = "answered";
                     });
}

/// Whose report it is, and who signed it. A clerk's entry counts as the observer's, and is never shown as
/// signed by her; a phone cannot speak for another.
base::Result<bool> take_author(Desk& desk, const storage::Record& record, observation::Visit& visit) {
  TRY_ASSIGN(visit.observer, device_of(desk.store, record.author));
  TRY_ASSIGN(const auto signer, desk.store.find(Shelf::view, "signer", record.author));
  const bool by_clerk = signer && signer->a == "clerk";
  if (by_clerk && !visit.on_behalf_of.empty()) visit.observer = visit.on_behalf_of;
  if (!by_clerk) visit.on_behalf_of.clear();
  return by_clerk;
}

base::Result<void> apply_report(Desk& desk, const storage::Record& record, const std::string& opened) {
  std::map<std::string, std::string> fields;
  if (!opened.empty()) {
    const json all = json::parse(opened);
    for (const auto& [name, value] : all.items()) fields.emplace(name, value.get<std::string>());
  }
  observation::Visit visit = observation::visit_from_fields(fields);
  visit.record = record.id;
  TRY_ASSIGN(const bool by_clerk, take_author(desk, record, visit));
  if (visit.channel.empty()) visit.channel = record.channel;
  const auto form = desk.mission.checklist(visit.form, visit.version);
  std::vector<observation::Flag> flags = observation::check_visit(visit, form ? &*form : nullptr);
  TRY_ASSIGN(const auto others, other_visits(desk.store, visit.observer));
  for (observation::Flag& flag : observation::check_against_others(visit, others))
    flags.push_back(std::move(flag));
  TRY_ASSIGN(const auto same_number, desk.store.records_of(record.author, record.sequence));
  if (same_number.size() > 1) {
    flags.push_back(
        {"E1", observation::Severity::serious, {}, "one report with this number", "equivocation"});
  }
  bool conflict = false;
  TRY(compare_copies(desk, visit, flags, conflict));
  const std::string assessment = form ? observation::overall_assessment(visit, *form) : "";
  json coded = json::object();
  for (const auto& [name, answer] : visit.answers) {
    const observation::Question* question = form ? form->find(name) : nullptr;
    if (question != nullptr && is_coded_answer(*question)) coded[name] = answer;
  }
  const json body{{"record", record.id},
                  {"station", visit.station},
                  {"form", visit.form},
                  {"version", visit.version},
                  {"kind", visit.kind},
                  {"phase", visit.phase},
                  {"observer", visit.observer},
                  {"channel", visit.channel},
                  {"signed_by", by_clerk ? "clerk" : "observer"},
                  {"signer", record.author},
                  {"on_behalf_of", by_clerk ? json(visit.on_behalf_of) : json()},
                  {"scans", json::array()},
                  {"assessment", assessment.empty() ? json() : json(assessment)},
                  {"received", record.received},
                  {"arrived", visit.arrived},
                  {"left", visit.left},
                  {"state", conflict ? "quarantined" : observation::state_by_rules(flags)},
                  {"flags", flags_json(flags)},
                  {"supersedes", visit.corrects.empty() ? json() : json(visit.corrects)},
                  {"superseded_by", nullptr},
                  {"answers", coded},
                  {"erased", opened.empty()}};
  TRY(desk.store.put(Shelf::view, "visit",
                     {arrival_key(record.arrival), visit.station, visit.form, visit.observer, body.dump()}));
  TRY(supersede(desk.store, visit));
  TRY(answer_query(desk, visit));
  if (visit.kind == "incident") TRY(add_incident(desk, record, visit));
  if (visit.kind == "protocol" || !visit.figures.empty()) {
    TRY(desk.store.put(
        Shelf::view, "protocol",
        {arrival_key(record.arrival), visit.station, visit.channel, visit.observer,
         json{{"record", record.id}, {"station", visit.station}, {"figures", visit.figures}}.dump()}));
  }
  if (visit.kind == "practice") TRY(fulfil_condition(desk, visit.observer, "practice_form"));
  TRY_ASSIGN(const auto station, desk.store.find(Shelf::view, "station", visit.station));
  desk.happened(
      {"visit",
       json{{"record", record.id}, {"station", visit.station}, {"form", visit.form}, {"state", body["state"]}}
           .dump(),
       station ? station->a : ""});
  return {};
}

}  // namespace

std::string arrival_key(std::int64_t arrival) {
  return fmt::format("{:012}", arrival);
}

bool is_coded_answer(const observation::Question& question) {
  using enum observation::AnswerType;
  return question.type != text && question.type != photo &&
         !(question.type == choice && question.options.empty());
}

base::Result<void> apply_record(Desk& desk, const storage::Record& record, const std::string& opened) {
  const transparency::Record read = transparency::read_record(record.entry);
  if (read.standing != transparency::Standing::known) {
    return desk.store.put(Shelf::view, "unknown_record",
                          {arrival_key(record.arrival), record.kind, std::string(to_text(read.standing)),
                           record.author, json{{"record", record.id}, {"kind", record.kind}}.dump()});
  }
  if (read.text.type == "report") return apply_report(desk, record, opened);
  // What a log says of its own heads is shown with the log, not among what people did.
  for (const std::string_view type : {"continuation", "reconciliation", "closure"}) {
    if (read.text.type == type) return {};
  }
  return apply_staff_record(desk, record, read.text, opened);
}

base::Result<bool> Desk::add(const Submission& submission) {
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::int64_t bucket = mission.settings().bucket_seconds;
  storage::Record record =
      storage::record_of_entry(submission.entry, seconds - seconds % bucket, submission.channel);
  std::string opened = submission.body;
  if (!submission.fields.empty()) {
    json fields = json::object();
    for (const transparency::Field& field : submission.fields) fields[field.name] = field.value;
    opened = fields.dump();
  }
  std::string sealed_key;
  if (!opened.empty()) {
    record.body = crypto::seal_with(submission.key, opened, mission.randomness());
    sealed_key = crypto::seal_with(mission.keys().store, submission.key.view(), mission.randomness());
  }
  TRY_ASSIGN(record.arrival, store.append(record, sealed_key));
  if (record.arrival == 0) return false;
  entries.push_back(record.entry);
  TRY(apply_record(*this, record, opened));
  return true;
}

base::Result<std::string> OpenMission::open_body(storage::Reader& reader,
                                                 const storage::Record& record) const {
  TRY_ASSIGN(const auto sealed_key, reader.record_key(record.id));
  if (!sealed_key || record.body.empty())
    return base::fail(base::ErrorCode::not_found, "nothing to open, or erased");
  TRY_ASSIGN(const std::string key_bytes, crypto::open_with(keys_.store, *sealed_key));
  TRY_ASSIGN(const crypto::ReportKey key, crypto::report_key_from_bytes(key_bytes));
  return crypto::open_with(key, record.body);
}

base::Result<std::string> OpenMission::views_digest(storage::Reader& reader) {
  crypto::Sha256 digest;
  for (const std::string_view collection : kViewCollections) {
    storage::Selection selection{.limit = 5000};
    while (true) {
      TRY_ASSIGN(const std::vector<Item> items, reader.list(Shelf::view, collection, selection));
      if (items.empty()) break;
      for (const Item& item : items) {
        for (const std::string* piece : {&item.key, &item.a, &item.b, &item.c, &item.body}) {
          digest.update(std::to_string(piece->size())).update(":").update(*piece);
        }
      }
      selection.after = items.back().key;
    }
  }
  return crypto::to_hex(digest.finish());
}

base::Result<bool> OpenMission::rebuild_views() {
  bool same = false;
  const base::Result<void> rebuilt = write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const std::string before, views_digest(desk.store));
    TRY(desk.store.clear_views());
    std::int64_t arrival = 0;
    while (true) {
      TRY_ASSIGN(const std::vector<storage::Record> records, desk.store.records_after(arrival, 1000));
      if (records.empty()) break;
      for (const storage::Record& record : records) {
        auto opened = open_body(desk.store, record);
        if (!opened && opened.error().code != base::ErrorCode::not_found) return base::fail(opened.error());
        TRY(apply_record(desk, record, opened.value_or("")));
        arrival = record.arrival;
      }
    }
    desk.happenings.clear();
    TRY_ASSIGN(const std::string after, views_digest(desk.store));
    same = before == after;
    return {};
  });
  if (!rebuilt) return base::fail(rebuilt.error());
  return same;
}

}  // namespace tallyward::journeys
