#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "journeys/apply_record.h"
#include "journeys/staff_views.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Item;
using storage::Record;
using storage::Shelf;

base::Result<void> message(Desk& desk, const Record& record, const json& body) {
  if (body.value("kind", "") == "query") {
    const json query{{"query", record.id},
                     {"id", record.arrival},
                     {"report", body.value("report", "")},
                     {"question", body.value("question", "")},
                     {"team", body.value("team", "")},
                     {"station", body.value("station", "")},
                     {"at", body.value("at", "")},
                     {"state", "open"},
                     {"answer", nullptr}};
    TRY(desk.store.put(Shelf::view, "query",
                       {arrival_key(record.arrival), "open", body.value("team", ""), "", query.dump()}));
  }
  return desk.store.put(
      Shelf::view, "message",
      {arrival_key(record.arrival), body.value("team", ""), body.value("observer", ""), "", body.dump()});
}

base::Result<void> visit_decision(Desk& desk, const Record&, const json& body) {
  TRY_ASSIGN(const auto about, desk.store.find_record(body.at("record").get<std::string>()));
  if (!about) return {};
  desk.happened({"decision", json{{"record", about->id}, {"decision", body.at("decision")}}.dump(), ""});
  return change_view(desk.store, "visit", arrival_key(about->arrival), [&](json& visit, Item&) {
    visit["state"] = body.at("decision");
    visit["reason"] = body.value("reason", "");
  });
}

base::Result<void> incident_step(Desk& desk, const Record&, const json& body) {
  desk.happened({"incident",
                 json{{"incident", body.at("incident")},
                      {"state", body.at("state")},
                      {"severity", body.value("severity", 1)}}
                     .dump(),
                 ""});
  return change_view(desk.store, "incident", body.at("incident").get<std::string>(),
                     [&](json& incident, Item& item) {
                       for (const auto& [name, value] : body.at("set").items()) incident[name] = value;
                       incident["state"] = body.at("state");
                       incident["history"].push_back(body.at("step"));
                       item.a = body.at("state");
                     });
}

base::Result<void> attempt(Desk& desk, const Record& record, const json& body) {
  return desk.store.put(
      Shelf::view, "attempt",
      {arrival_key(record.arrival), body.value("team", ""), body.value("station", ""), "", body.dump()});
}

base::Result<void> entry_scan(Desk& desk, const Record&, const json& body) {
  TRY_ASSIGN(const auto about, desk.store.find_record(body.at("record").get<std::string>()));
  if (!about) return {};
  return change_view(desk.store, "visit", arrival_key(about->arrival),
                     [&](json& visit, Item&) { visit["scans"].push_back(body.at("sha256")); });
}

base::Result<void> protocol_job(Desk& desk, const Record& record, const json& body) {
  const json job{
      {"job", body.at("job")},      {"station", body.at("station")}, {"report", body.value("report", "")},
      {"state", "first"},           {"by", json::array()},           {"entries", json::array()},
      {"differing", json::array()}, {"opened", record.received}};
  return desk.store.put(Shelf::view, "protocol_job",
                        {body.at("job"), "first", body.at("station"), "", job.dump()});
}

/// One of two blind entries, or the third person's. The figures stay sealed in the record; the view knows
/// who entered, in which records they are, and the names of the lines that differ.
base::Result<void> protocol_entry(Desk& desk, const Record& record, const json& body) {
  desk.happened({"protocol_job", json{{"job", body.at("job")}, {"state", body.at("state")}}.dump(), ""});
  return change_view(desk.store, "protocol_job", body.at("job").get<std::string>(),
                     [&](json& job, Item& item) {
                       job["by"].push_back(body.at("by"));
                       job["entries"].push_back(record.id);
                       job["state"] = body.at("state");
                       job["differing"] = body.at("differing");
                       item.a = body.at("state");
                     });
}

/// Opened by the clock, closed by a person; the view has the state and the outcome, not the note.
base::Result<void> welfare(Desk& desk, const Record&, const json& body) {
  json check = body;
  check.erase("note");
  desk.happened({"alert",
                 json{{"what", "welfare"}, {"team", body.at("team")}, {"state", body.at("state")}}.dump(),
                 ""});
  return desk.store.put(Shelf::view, "welfare",
                        {body.at("check"), body.at("state"), body.at("team"), "", check.dump()});
}

}  // namespace

std::span<const BodyView> quality_views() {
  static constexpr auto kViews = std::to_array<BodyView>({{"message", message},
                                                          {"visit_decision", visit_decision},
                                                          {"incident_step", incident_step},
                                                          {"attempt", attempt},
                                                          {"entry_scan", entry_scan},
                                                          {"welfare", welfare},
                                                          {"protocol_job", protocol_job},
                                                          {"protocol_entry", protocol_entry}});
  return kViews;
}

}  // namespace tallyward::journeys
