#include "journeys/log_records.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "crypto/canonical_json.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using transparency::ClearLine;
using Lines = std::vector<ClearLine>;

transparency::RecordText begin_record(OpenMission& mission, std::string_view type, std::string_view author,
                                      Lines lines) {
  transparency::RecordText text;
  text.type = type;
  text.lines = {{"mission", mission.settings().id}, {"author", std::string(author)}, {"signed", "server"}};
  text.lines.insert(text.lines.end(), lines.begin(), lines.end());
  return text;
}

/// Commits to the body, puts the commitment on a line `body`, signs, and asks whether it is a record of its
/// type.
base::Result<Submission> finish_record(OpenMission& mission, transparency::RecordText text,
                                       const std::string& body) {
  Submission submission;
  submission.key = crypto::new_report_key(mission.randomness());
  TRY_ASSIGN(submission.body, crypto::canonical_json(body));
  TRY_ASSIGN(const crypto::Hash commitment, transparency::commit_body(submission.body, submission.key));
  text.lines.push_back({"body", crypto::to_base64(commitment)});
  TRY(transparency::check_record(text));
  submission.entry = transparency::sign_record(text, mission.keys().server);
  return submission;
}

base::Result<Submission> enrolment(OpenMission& mission, const transparency::SignerKey& signer,
                                   const transparency::VerifierKey& key, std::string_view role,
                                   bool extractable, const std::string& holder, const json& body) {
  Submission submission;
  submission.key = crypto::new_report_key(mission.randomness());
  TRY_ASSIGN(const crypto::Hash commitment,
             crypto::field_commitment("holder", holder, crypto::salt_for(submission.key, "holder")));
  const transparency::RecordText text =
      begin_record(mission, "enrolment", signer.name,
                   {{"key", transparency::to_text(key)},
                    {"role", std::string(role)},
                    {"storage", extractable ? "extractable" : "non-extractable"},
                    {"holder", crypto::to_base64(commitment)}});
  TRY(transparency::check_record(text));
  submission.body = body.dump();
  submission.entry = transparency::sign_record(text, signer);
  return submission;
}

base::Result<std::string> leaf_text(std::string_view record_id) {
  TRY_ASSIGN(const crypto::Hash leaf, crypto::hash_from_hex(record_id));
  return crypto::to_base64(leaf);
}

}  // namespace

base::Result<Submission> server_enrolment_record(OpenMission& mission) {
  const transparency::VerifierKey key = mission.keys().server.verifier();
  return enrolment(mission, mission.keys().log, key, "server", true, key.name, json{{"holder", key.name}});
}

base::Result<Submission> code_enrolment_record(OpenMission& mission, const transparency::VerifierKey& key,
                                               bool extractable, const std::string& device,
                                               const std::string& introduction) {
  return enrolment(mission, mission.keys().server, key, "observer", extractable, device,
                   json{{"holder", device}, {"introduction", introduction}});
}

base::Result<Submission> manifest_record(OpenMission& mission, storage::Reader& reader) {
  const mission::MissionSettings& settings = mission.settings();
  TRY_ASSIGN(const std::int64_t stations, reader.count(storage::Shelf::view, "station", {}));
  const std::string policy = transparency::to_text(mission.witness_policy());
  json forms = json::array();
  for (const auto& [id, form] : mission.checklists()) forms.push_back(id);
  const json body{{"settings", json::parse(settings_json(settings))}, {"forms", forms}, {"policy", policy}};
  return finish_record(mission,
                       begin_record(mission, "manifest", mission.keys().server.name,
                                    {{"origin", settings.origin},
                                     {"policy", crypto::to_base64(crypto::sha256(policy))},
                                     {"codes", settings.same_code_everywhere ? "per-mission" : "per-station"},
                                     {"stations", std::to_string(stations)}}),
                       body.dump());
}

base::Result<Submission> decision_record(OpenMission& mission, std::string_view author,
                                         std::string_view record_id, const std::string& json_body) {
  TRY_ASSIGN(const std::string about, leaf_text(record_id));
  return finish_record(mission, begin_record(mission, "decision", author, {{"about", about}}), json_body);
}

base::Result<Submission> correction_record(OpenMission& mission, std::string_view author,
                                           std::string_view record_id, const std::string& json_body) {
  TRY_ASSIGN(const std::string corrects, leaf_text(record_id));
  return finish_record(mission, begin_record(mission, "correction", author, {{"corrects", corrects}}),
                       json_body);
}

base::Result<Submission> redaction_record(OpenMission& mission, std::string_view author,
                                          const Erasure& erasure) {
  std::string about = "-";
  if (erasure.record_id) {
    TRY_ASSIGN(about, leaf_text(*erasure.record_id));
  }
  const transparency::RecordText text =
      begin_record(mission, "redaction", author,
                   {{"class", erasure.of_class}, {"count", std::to_string(erasure.count)}, {"about", about}});
  TRY(transparency::check_record(text));
  Submission submission;
  submission.entry = transparency::sign_record(text, mission.keys().server);
  return submission;
}

base::Result<Submission> import_record(OpenMission& mission, std::string_view author,
                                       std::string_view file_bytes, const std::string& json_body) {
  return finish_record(mission,
                       begin_record(mission, "import", author,
                                    {{"source", crypto::to_base64(crypto::sha256(file_bytes))},
                                     {"bytes", std::to_string(file_bytes.size())}}),
                       json_body);
}

base::Result<Submission> sample_record(OpenMission& mission, std::string_view author,
                                       const std::string& json_body) {
  return finish_record(mission, begin_record(mission, "sample", author, {}), json_body);
}

base::Result<Submission> scan_record(OpenMission& mission, std::string_view author,
                                     std::string_view code_version, const std::string& json_body) {
  return finish_record(mission, begin_record(mission, "scan", author, {{"code", std::string(code_version)}}),
                       json_body);
}

base::Result<Submission> snapshot_record(OpenMission& mission, std::string_view author,
                                         const crypto::Hash& manifest, std::uint64_t size,
                                         const std::string& json_body) {
  return finish_record(mission,
                       begin_record(mission, "snapshot", author,
                                    {{"files", crypto::to_base64(manifest)}, {"size", std::to_string(size)}}),
                       json_body);
}

base::Result<Submission> seal_record(OpenMission& mission, std::string_view author, std::uint64_t size,
                                     const std::string& json_body) {
  return finish_record(mission, begin_record(mission, "seal", author, {{"size", std::to_string(size)}}),
                       json_body);
}

}  // namespace tallyward::journeys
