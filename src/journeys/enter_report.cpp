#include "journeys/enter_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "accounts/password.h"
#include "base/text.h"
#include "base/time_text.h"
#include "crypto/encoding.h"
#include "journeys/enrol_phone.h"
#include "journeys/staff_records.h"
#include "mission/deployment.h"
#include "observation/entry.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr int kTries = 3;
constexpr auto kRest = std::chrono::minutes(10);

struct Reporter {
  std::string observer;  ///< Enrolled code, or "card ID" of one who has no phone.
  std::string card;
};

/// Who reports: by the code of an enrolled phone, or by the card.
base::Result<Reporter> reporter_of(storage::Reader& reader, const std::string& said,
                                   const std::string& mission) {
  const std::string id = accounts::normal_code(said);
  TRY_ASSIGN(const auto card, reader.find(Shelf::credential, "card", id));
  if (card) {
    const std::string observer = json::parse(card->body).value("observer", "");
    return Reporter{observer.empty() ? "card " + id : observer, id};
  }
  const std::string code = said.starts_with(mission + "/") ? said : mission + "/" + said;
  TRY_ASSIGN(const auto observer, reader.find(Shelf::view, "observer", code));
  if (!observer)
    return base::fail(base::ErrorCode::not_found, "there is no observer and no card with this code");
  TRY_ASSIGN(const auto cards, reader.list(Shelf::credential, "card", {.limit = 100'000}));
  for (const storage::Item& one : cards) {
    if (json::parse(one.body).value("observer", "") == code) return Reporter{code, one.key};
  }
  return Reporter{code, ""};
}

/// Counts wrong caller codes; false when the caller must wait.
base::Result<bool> may_try(Desk& desk, const std::string& card, bool right) {
  TRY_ASSIGN(const auto item, desk.store.find(Shelf::credential, "caller_try", card));
  json tries = item ? json::parse(item->body) : json{{"wrong", 0}, {"until", 0}};
  const std::int64_t now = std::chrono::floor<std::chrono::seconds>(desk.now).time_since_epoch().count();
  if (tries["until"].get<std::int64_t>() > now) return false;
  tries["wrong"] = right ? 0 : tries["wrong"].get<int>() + 1;
  if (tries["wrong"].get<int>() >= kTries) {
    tries["wrong"] = 0;
    tries["until"] = now + std::chrono::seconds(kRest).count();
  }
  TRY(desk.store.put(Shelf::credential, "caller_try", {card, "", "", "", tries.dump()}));
  return true;
}

base::Result<transparency::SignerKey> clerk_key(Desk& desk, const std::string& login) {
  OpenMission& mission = desk.mission;
  TRY_ASSIGN(const auto item, desk.store.find(Shelf::credential, "clerk_key", login));
  if (item) {
    TRY_ASSIGN(const std::string sealed, crypto::from_base64(item->body));
    TRY_ASSIGN(const std::string text, crypto::open_with(mission.keys().store, sealed));
    return transparency::parse_signer_key(text);
  }
  transparency::SignerKey key{
      fmt::format("{}/{}", mission.settings().id, accounts::new_token(mission.randomness(), 60)),
      transparency::KeyType::ed25519, crypto::PrivateKey::generate(mission.randomness())};
  TRY_ASSIGN(const Submission enrolment, enrolment_record(mission, key.verifier(), "clerk", true));
  TRY(desk.add(enrolment));
  const std::string sealed =
      crypto::seal_with(mission.keys().store, transparency::to_secret_text(key), mission.randomness());
  TRY(desk.store.put(Shelf::credential, "clerk_key", {login, key.name, "", "", crypto::base64(sealed)}));
  return key;
}

base::Result<void> check_request(const EntryRequest& request) {
  if (request.channel != "paper" && request.channel != "telephone")
    return base::fail(base::ErrorCode::invalid_input, "channel is paper or telephone");
  if (request.source.empty())
    return base::fail(base::ErrorCode::invalid_input, "say what the sheet is, or who took the call");
  for (const auto& [name, value] : request.values) {
    const bool reserved = name.starts_with("@") && name != "@kind" && name != "@form" && name != "@station" &&
                          name != "@phase" && name != "@time" && name != "@corrects";
    if (reserved || name.empty() || name.size() > 100)
      return base::fail(base::ErrorCode::invalid_input, fmt::format("\"{}\" is not entered", name));
  }
  for (const char* needed : {"@kind", "@form"}) {
    if (!request.values.contains(needed))
      return base::fail(base::ErrorCode::invalid_input, fmt::format("the entry has no {}", needed));
  }
  return {};
}

std::vector<std::string> not_read_back(const OpenMission& mission, const EntryRequest& request) {
  const std::string form = request.values.at("@form");
  const std::size_t space = form.find(' ');
  const int version = space == std::string::npos ? 0 : std::atoi(form.c_str() + space + 1);
  const auto checklist = mission.checklist(form.substr(0, space), version);
  std::vector<std::string> missing;
  for (const std::string& name :
       observation::critical_fields(checklist ? &*checklist : nullptr, request.values)) {
    if (std::ranges::find(request.read_back, name) == request.read_back.end()) missing.push_back(name);
  }
  return missing;
}

std::vector<transparency::Field> fields_of(const Desk& desk, const EntryRequest& request,
                                           const Reporter& reporter) {
  std::map<std::string, std::string> all = request.values;
  all["@on_behalf_of"] = reporter.observer;
  all["@channel"] = request.channel;
  all["@caller"] = request.channel == "telephone" ? "code" : "none";
  all["@source"] = request.source;
  if (!request.read_back.empty()) all["@read_back"] = base::join(request.read_back, " ");
  if (!all.contains("@time")) {
    all["@time"] =
        mission::local_text(desk.now, desk.mission.settings().time_zone).value_or(base::to_text(desk.now));
  }
  std::vector<transparency::Field> fields;
  for (const auto& [name, value] : all) fields.push_back({name, value});
  return fields;
}

base::Result<void> keep(Desk& desk, const EntryRequest& request, const Reporter& reporter,
                        EntryResult& result) {
  TRY_ASSIGN(const transparency::SignerKey key, clerk_key(desk, request.login));
  Submission submission;
  submission.channel = request.channel;
  submission.fields = fields_of(desk, request, reporter);
  submission.key = crypto::new_report_key(desk.mission.randomness());
  TRY_ASSIGN(const std::int64_t last, desk.store.last_sequence(key.name));
  transparency::ReportHeader header{desk.mission.settings().id, static_cast<std::uint64_t>(last + 1), {}};
  if (last >= 0) {
    TRY_ASSIGN(const auto ids, desk.store.records_of(key.name, last));
    TRY_ASSIGN(header.prev, crypto::hash_from_hex(ids.at(0)));
  }
  TRY_ASSIGN(const transparency::RecordText text,
             transparency::report_text(header, submission.fields, submission.key));
  submission.entry = transparency::sign_record(text, key);
  TRY(desk.add(submission));
  result.record = crypto::to_hex(transparency::leaf_hash(submission.entry));
  return {};
}

}  // namespace

base::Result<EntryResult> enter_report(OpenMission& mission, const EntryRequest& request) {
  TRY(check_request(request));
  TRY_ASSIGN(const Reporter reporter, mission.read([&](storage::Reader& reader) {
    return reporter_of(reader, request.observer, mission.settings().id);
  }));
  EntryResult result;
  const bool calls = request.channel == "telephone";
  bool right = true;
  if (calls) {
    right = !reporter.card.empty() &&
            crypto::equal_in_constant_time(request.caller_code, caller_code(mission, reporter.card));
    // Counted by itself, so that a wrong code stays counted although the entry is refused.
    TRY(mission.write_now([&](Desk& desk) -> base::Result<void> {
      TRY_ASSIGN(const bool may, may_try(desk, reporter.card + reporter.observer, right));
      result.too_many = !may;
      return {};
    }));
    if (result.too_many) return result;
    if (!right) return base::fail(base::ErrorCode::forbidden, "the caller's code is not the one on the card");
    result.missing = not_read_back(mission, request);
    if (!result.missing.empty()) return result;
  }
  TRY(mission.write_now([&](Desk& desk) { return keep(desk, request, reporter, result); }));
  return result;
}

base::Result<void> attach_scan(OpenMission& mission, std::string_view author, std::string_view record,
                               std::string_view sha256) {
  TRY(crypto::hash_from_hex(sha256));
  TRY_ASSIGN(const auto found,
             mission.read([&](storage::Reader& reader) { return reader.find_record(record); }));
  if (!found) return base::fail(base::ErrorCode::not_found, "there is no such entry");
  if (found->channel != "paper" && found->channel != "telephone")
    return base::fail(base::ErrorCode::conflict, "a scan belongs to what a clerk entered from paper");
  const json body{{"record", record}, {"sha256", sha256}};
  TRY(keep_staff_record(mission, author, "entry_scan", body.dump()));
  return {};
}

}  // namespace tallyward::journeys
