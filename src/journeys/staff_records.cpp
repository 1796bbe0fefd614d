#include "journeys/staff_records.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crypto/canonical_json.h"
#include "journeys/apply_record.h"
#include "journeys/introduce_code.h"
#include "journeys/staff_views.h"

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

base::Result<void> apply_enrolment(Desk& desk, const storage::Record& record,
                                   const transparency::RecordText& text, const std::string& opened) {
  const auto key = transparency::parse_verifier_key(text.line("key").value_or(""));
  if (!key) return {};
  const std::string role(text.line("role").value_or(""));
  if (role != "observer") {
    const json signer{{"key_name", key->name}, {"vkey", transparency::to_text(*key)}, {"role", role}};
    return desk.store.put(Shelf::view, "signer", {key->name, role, "", "", signer.dump()});
  }
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

}  // namespace

base::Result<Submission> staff_record(OpenMission& mission, std::string_view author, std::string_view type,
                                      const std::string& json_body) {
  transparency::RecordText text = record_text(mission, "staff", author);
  text.lines.push_back({"record", fmt::format("{} 1", type)});
  text.lines.push_back({"corrects", "-"});
  return signed_with_body(mission, std::move(text), json_body);
}

base::Result<std::string> add_staff_record(Desk& desk, std::string_view author, std::string_view type,
                                           const std::string& json_body) {
  TRY_ASSIGN(const Submission record, staff_record(desk.mission, author, type, json_body));
  TRY(desk.add(record));
  return crypto::to_hex(transparency::leaf_hash(record.entry));
}

base::Result<std::string> keep_staff_record(OpenMission& mission, std::string_view author,
                                            std::string_view type, const std::string& json_body) {
  std::string id;
  TRY(mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(id, add_staff_record(desk, author, type, json_body));
    return {};
  }));
  return id;
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
  return change_view(desk.store, "observer", observer, [&](json& body, Item&) {
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
    return change_view(desk.store, "observer", key->name,
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
    for (const auto table : {deployment_views(), quality_views(), release_views()}) {
      for (const BodyView& view : table) {
        if (view.type == type) return view.apply(desk, record, json::parse(opened));
      }
    }
    // A type that changes no screen, or one that a newer version of the program wrote: listed as such.
    return desk.store.put(
        Shelf::view, "log_event",
        {arrival_key(record.arrival), type, "", "", json{{"record", record.id}, {"type", type}}.dump()});
  } catch (const json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("record {}: {}", type, error.what()));
  }
}

}  // namespace tallyward::journeys
