#include "journeys/introduce_code.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "crypto/ed25519.h"
#include "journeys/log_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr std::string_view kHeader = "tallyward/introduction/v1";
constexpr std::size_t kCodeLength = 12;

base::Error not_an_introduction() {
  return {base::ErrorCode::invalid_input, "this is no introduction of a code", {}};
}

bool is_code(std::string_view name, std::string_view mission) {
  const std::string prefix = std::string(mission) + "/";
  if (!name.starts_with(prefix)) return false;
  const std::string_view code = name.substr(prefix.size());
  return code.size() == kCodeLength && std::ranges::all_of(code, [](char c) {
           return std::string_view("0123456789abcdefghjkmnpqrstvwxyz").find(c) != std::string_view::npos;
         });
}

base::Result<transparency::VerifierKey> introduced_key(std::string_view text, std::string_view mission) {
  const auto lines = base::split(text, '\n');
  if (lines.size() != 4 || lines[0] != kHeader || !lines[1].starts_with("mission ") ||
      !lines[2].starts_with("key ")) {
    return base::fail(not_an_introduction());
  }
  if (lines[1].substr(8) != mission)
    return base::fail(base::ErrorCode::forbidden, "this introduction belongs to another mission");
  TRY_ASSIGN(transparency::VerifierKey key, transparency::parse_verifier_key(lines[2].substr(4)));
  if (!is_code(key.name, mission) || !crypto::is_acceptable(key.key))
    return base::fail(not_an_introduction());
  return key;
}

base::Result<json> enrolled_device(storage::Reader& reader, std::string_view device) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "observer", device));
  if (!item) return base::fail(base::ErrorCode::forbidden, "this key is not enrolled in the mission");
  json body = json::parse(item->body);
  if (!body.at("revoked").is_null())
    return base::fail(base::ErrorCode::forbidden, "this phone was revoked; bring it to your coordinator");
  return body;
}

}  // namespace

std::string introduction_text(std::string_view mission, const transparency::VerifierKey& key) {
  return fmt::format("{}\nmission {}\nkey {}\n", kHeader, mission, transparency::to_text(key));
}

base::Result<std::string> introduce_code(OpenMission& mission, const std::string& device,
                                         std::string_view note_text, bool extractable) {
  const auto note = transparency::parse_note(note_text);
  if (!note) return base::fail(not_an_introduction());
  TRY_ASSIGN(const transparency::VerifierKey key, introduced_key(note->text, mission.settings().id));
  bool known = false;
  const auto free = mission.read([&](storage::Reader& reader) -> base::Result<void> {
    TRY_ASSIGN(const json body, enrolled_device(reader, device));
    TRY_ASSIGN(const auto device_key, transparency::parse_verifier_key(body.at("vkey").get<std::string>()));
    if (!transparency::verify_signed_by(*note, device_key))
      return base::fail(base::ErrorCode::forbidden, "the introduction is not signed by this phone's key");
    TRY_ASSIGN(const auto taken, reader.find(Shelf::view, "code", key.name));
    TRY_ASSIGN(const auto observer, reader.find(Shelf::view, "observer", key.name));
    known = taken && taken->a == device && json::parse(taken->body).at("vkey") == transparency::to_text(key);
    if (!known && (taken || observer))
      return base::fail(base::ErrorCode::conflict, "this code is taken; make a new one");
    return {};
  });
  if (!free) return base::fail(free.error());
  if (known) return key.name;
  TRY_ASSIGN(const Submission enrolment,
             code_enrolment_record(mission, key, extractable, device, std::string(note_text)));
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto taken, desk.store.find(Shelf::view, "code", key.name));
    if (taken) return base::fail(base::ErrorCode::conflict, "this code is taken; make a new one");
    TRY(desk.add(enrolment));
    return {};
  });
  if (!written) return base::fail(written.error());
  return key.name;
}

base::Result<std::string> device_of(storage::Reader& reader, const std::string& author) {
  TRY_ASSIGN(const auto code, reader.find(Shelf::view, "code", author));
  return code ? code->a : author;
}

base::Result<void> apply_code_enrolment(Desk& desk, const storage::Record& record,
                                        const transparency::VerifierKey& key, const std::string& device) {
  const json body{
      {"code", key.name}, {"device", device}, {"vkey", transparency::to_text(key)}, {"record", record.id}};
  return desk.store.put(Shelf::view, "code", {key.name, device, "", "", body.dump()});
}

base::Result<transparency::VerifierKey> key_of_author(storage::Reader& reader, std::string_view author) {
  TRY_ASSIGN(const auto code, reader.find(Shelf::view, "code", author));
  TRY_ASSIGN(const json device, enrolled_device(reader, code ? std::string_view(code->a) : author));
  const std::string vkey = code ? json::parse(code->body).at("vkey") : device.at("vkey");
  return transparency::parse_verifier_key(vkey);
}

}  // namespace tallyward::journeys
