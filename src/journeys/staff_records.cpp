#include "journeys/staff_records.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crypto/canonical_json.h"
#include "journeys/apply_record.h"
#include "journeys/introduce_code.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Item;
using storage::Shelf;

/// The clear lines that every record by staff begins with.
transparency::RecordText record_text(OpenMission& mission, std::string_view type, std::string_view author) {
  transparency::RecordText text;
  text.type = type;
  text.lines = {{"mission", mission.settings().id}, {"author", std::string(author)}, {"signed", "server"}};
  return text;
}

base::Result<Submission> signed_with_body(OpenMission& mission, transparency::RecordText text,
                                          const std::string& body) {
  Submission submission;
  submission.key = crypto::new_report_key(mission.randomness());
  TRY_ASSIGN(submission.body, crypto::canonical_json(body));
  TRY_ASSIGN(const crypto::Hash commitment, transparency::commit_body(submission.body, submission.key));
  text.lines.push_back({"body", crypto::to_base64(commitment)});
  submission.entry = transparency::sign_record(text, mission.keys().server);
  return submission;
}

base::Result<void> change(storage::Store& store, std::string_view collection, const std::string& key,
                          const std::function<void(json&, Item&)>& edit) {
  TRY_ASSIGN(auto item, store.find(Shelf::view, collection, key));
  if (!item) return {};  // A record about something that this store does not have: kept, nothing to show.
  json body = json::parse(item->body);
  edit(body, *item);
  item->body = body.dump();
  return store.put(Shelf::view, collection, *item);
}

base::Result<void> apply_enrolment(Desk& desk, const storage::Record& record,
                                   const transparency::RecordText& text, const std::string& opened) {
  const auto key = transparency::parse_verifier_key(text.line("key").value_or(""));
  if (!key || text.line("role") != "observer") return {};
  const json holder = opened.empty() ? json::object() : json::parse(opened);
  const std::string device = holder.value("holder", key->name);
  if (device != key->name) return apply_code_enrolment(desk, record, *key, device);
  const json body{{"observer", key->name},
                  {"vkey", transparency::to_text(*key)},
                  {"team", ""},
                  {"record", record.id},
                  {"storage", text.line("storage").value_or("unknown")},
                  {"fingerprint", json::array()},
                  {"confirmed", false},
                  {"met", json::array()},
                  {"revoked", nullptr}};
  return desk.store.put(Shelf::view, "observer", {key->name, "", "", "", body.dump()});
}

base::Result<void> apply_body(Desk& desk, const storage::Record& record, const std::string& type,
                              const json& body) {
  storage::Store& store = desk.store;
  if (type == "stations") {
    for (const json& station : body.at("stations")) {
      const std::string id = station.at("station");
      TRY(store.put(Shelf::view, "station", {id, station.value("region", ""), "", "", station.dump()}));
    }
    return {};
  }
  if (type == "assignments") {
    for (const json& planned : body.at("assignments")) {
      const std::string team = planned.value("team", "");
      const std::string station = planned.at("station");
      const std::string key = fmt::format("{} {} {}", team, planned.value("from", ""), station);
      TRY(store.put(Shelf::view, "assignment",
                    {key, team, station, planned.value("observer", ""), planned.dump()}));
    }
    return {};
  }
  if (type == "unassign") return store.remove(Shelf::view, "assignment", body.at("key").get<std::string>());
  if (type == "member") {
    return change(store, "observer", body.at("observer"), [&](json& observer, Item& item) {
      observer["team"] = body.value("team", "");
      if (body.contains("fingerprint")) observer["fingerprint"] = body["fingerprint"];
      item.a = body.value("team", "");
    });
  }
  if (type == "conditions") {
    for (const json& condition : body.at("accepted")) {
      TRY(fulfil_condition(desk, body.at("observer"), condition.get<std::string>()));
    }
    return {};
  }
  if (type == "confirm_observer") {
    return change(store, "observer", body.at("observer"),
                  [](json& observer, Item&) { observer["confirmed"] = true; });
  }
  if (type == "message") {
    return store.put(
        Shelf::view, "message",
        {arrival_key(record.arrival), body.value("team", ""), body.value("observer", ""), "", body.dump()});
  }
  if (type == "visit_decision") {
    TRY_ASSIGN(const auto about, store.find_record(body.at("record").get<std::string>()));
    if (!about) return {};
    desk.happened({"decision", json{{"record", about->id}, {"decision", body.at("decision")}}.dump(), ""});
    return change(store, "visit", arrival_key(about->arrival), [&](json& visit, Item&) {
      visit["state"] = body.at("decision");
      visit["reason"] = body.value("reason", "");
    });
  }
  if (type == "incident_step") {
    desk.happened({"incident",
                   json{{"incident", body.at("incident")},
                        {"state", body.at("state")},
                        {"severity", body.value("severity", 1)}}
                       .dump(),
                   ""});
    return change(store, "incident", body.at("incident"), [&](json& incident, Item& item) {
      for (const auto& [name, value] : body.at("set").items()) incident[name] = value;
      incident["state"] = body.at("state");
      incident["history"].push_back(body.at("step"));
      item.a = body.at("state");
    });
  }
  if (type == "attempt") {
    return store.put(
        Shelf::view, "attempt",
        {arrival_key(record.arrival), body.value("team", ""), body.value("station", ""), "", body.dump()});
  }
  if (type == "approval") {
    return store.put(Shelf::view, "approval", {body.at("approval"), body.at("state"), "", "", body.dump()});
  }
  if (type == "portal") {
    return store.put(Shelf::view, "portal",
                     {body.at("part"), body.value("open", false) ? "open" : "closed", "", "", body.dump()});
  }
  if (type == "protocol_entry") {
    const std::string key =
        fmt::format("{} {}", body.at("record").get<std::string>(), body.at("round").get<std::string>());
    return store.put(Shelf::view, "entry", {key, body.at("record"), "", "", body.dump()});
  }
  return store.put(
      Shelf::view, "log_event",
      {arrival_key(record.arrival), type, "", "", json{{"record", record.id}, {"type", type}}.dump()});
}

}  // namespace

base::Result<Submission> staff_record(OpenMission& mission, std::string_view author, std::string_view type,
                                      const std::string& json_body) {
  transparency::RecordText text = record_text(mission, "staff", author);
  text.lines.push_back({"record", fmt::format("{} 1", type)});
  text.lines.push_back({"corrects", "-"});
  return signed_with_body(mission, std::move(text), json_body);
}

base::Result<Submission> enrolment_record(OpenMission& mission, const transparency::VerifierKey& key,
                                          std::string_view role, bool extractable) {
  Submission submission;
  submission.key = crypto::new_report_key(mission.randomness());
  transparency::RecordText text = record_text(mission, "enrolment", mission.keys().server.name);
  TRY_ASSIGN(const crypto::Hash holder,
             crypto::field_commitment("holder", key.name, crypto::salt_for(submission.key, "holder")));
  text.lines.push_back({"key", transparency::to_text(key)});
  text.lines.push_back({"role", std::string(role)});
  text.lines.push_back({"storage", extractable ? "extractable" : "non-extractable"});
  text.lines.push_back({"holder", crypto::to_base64(holder)});
  submission.body = json{{"holder", key.name}}.dump();
  submission.entry = transparency::sign_record(text, mission.keys().server);
  return submission;
}

base::Result<Submission> revocation_record(OpenMission& mission, std::string_view author,
                                           const transparency::VerifierKey& key,
                                           const std::string& json_body) {
  transparency::RecordText text = record_text(mission, "revocation", author);
  text.lines.push_back({"key", transparency::to_text(key)});
  return signed_with_body(mission, std::move(text), json_body);
}

std::span<const std::string_view> activation_conditions() {
  static constexpr std::array<std::string_view, 4> kConditions = {"code_of_conduct", "conflict_of_interest",
                                                                  "data_consent", "practice_form"};
  return kConditions;
}

base::Result<void> fulfil_condition(Desk& desk, const std::string& observer, std::string_view condition) {
  return change(desk.store, "observer", observer, [&](json& body, Item&) {
    json& met = body["met"];
    if (std::find(met.begin(), met.end(), condition) == met.end()) met.push_back(condition);
  });
}

base::Result<void> apply_staff_record(Desk& desk, const storage::Record& record,
                                      const transparency::RecordText& text, const std::string& opened) {
  if (text.type == "enrolment") return apply_enrolment(desk, record, text, opened);
  if (text.type == "revocation") {
    const auto key = transparency::parse_verifier_key(text.line("key").value_or(""));
    if (!key) return {};
    return change(desk.store, "observer", key->name,
                  [&](json& observer, Item&) { observer["revoked"] = record.received; });
  }
  if (text.type != "staff" || opened.empty()) {
    return desk.store.put(Shelf::view, "log_event",
                          {arrival_key(record.arrival), text.type, "", "",
                           json{{"record", record.id}, {"type", text.type}}.dump()});
  }
  const std::string_view what = text.line("record").value_or("");
  const std::string type(what.substr(0, what.find(' ')));
  try {
    return apply_body(desk, record, type, json::parse(opened));
  } catch (const json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("record {}: {}", type, error.what()));
  }
}

}  // namespace tallyward::journeys
