// What an enrolled phone asks for: its pack, checklists, conditions, messages, and the parts of photos.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crypto/sha256.h"
#include "http/app.h"
#include "http/json_views.h"
#include "http/router.h"
#include "journeys/protocol_form.h"
#include "journeys/staff_records.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

/// 200 with an ETag, or 304.
Response tagged(const Request& request, std::string body) {
  const std::string etag = fmt::format("\"{}\"", crypto::to_hex(crypto::sha256(body)).substr(0, 32));
  Response response = json_response(200, std::move(body));
  response.with("ETag", etag).with("Cache-Control", "private, no-cache");
  if (request.header("if-none-match") == etag) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

base::Result<json> pack_of(App& app, storage::Reader& reader, const std::string& observer) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "observer", observer));
  if (!item) return base::fail(base::ErrorCode::not_found, "this phone is not enrolled any more");
  const json me = json::parse(item->body);
  const std::string team = me.at("team");
  json missing = json::array();
  for (const std::string_view condition : journeys::activation_conditions()) {
    const json& met = me.at("met");
    if (std::find(met.begin(), met.end(), condition) == met.end()) missing.push_back(condition);
  }
  json assignments = json::array();
  std::string region;
  TRY_ASSIGN(const auto planned, reader.list(Shelf::view, "assignment", {.a = team}));
  for (const storage::Item& one : planned) {
    json body = json::parse(one.body);
    TRY_ASSIGN(const auto station, reader.find(Shelf::view, "station", one.b));
    if (station) {
      body.update(json::parse(station->body));
      region = station->a;
    }
    assignments.push_back(std::move(body));
  }
  json stations = json::array();
  TRY_ASSIGN(const auto around, reader.list(Shelf::view, "station", {.a = region, .limit = 20'000}));
  for (const storage::Item& station : around) stations.push_back(json::parse(station.body));
  json forms = json::array();
  for (const auto& [id, form] : app.mission.checklists()) {
    forms.push_back({{"form", form.form},
                     {"version", form.version},
                     {"kind", form.kind},
                     {"phase", form.phase},
                     {"title", form.title}});
  }
  json messages = json::array();
  TRY_ASSIGN(const auto to_team, reader.list(Shelf::view, "message", {.a = team}));
  for (const storage::Item& message : to_team) messages.push_back(json::parse(message.body));
  TRY_ASSIGN(const std::int64_t last, reader.last_sequence(observer));
  std::string previous = "-";
  if (last >= 0) {
    TRY_ASSIGN(const auto ids, reader.records_of(observer, last));
    TRY_ASSIGN(const crypto::Hash leaf, crypto::hash_from_hex(ids.at(0)));
    previous = crypto::to_base64(leaf);
  }
  TRY_ASSIGN(const journeys::ProtocolForm protocol, journeys::read_protocol_form(app.mission.folder()));
  TRY_ASSIGN(const std::string policy_text, journeys::read_phone_policy(app.mission.folder()));
  const json policy = json::parse(policy_text);
  return json{{"observer", observer},
              {"team", team},
              {"activated", missing.empty()},
              {"missing", missing},
              {"revoked", !me.at("revoked").is_null()},
              {"assignments", assignments},
              {"stations", stations},
              {"forms", forms},
              {"protocol", json::parse(journeys::to_json(protocol))},
              {"policy", policy.value("policy", json::object())},
              {"hotline", policy.value("hotline", "")},
              {"messages", messages},
              {"next_sequence", last + 1},
              {"previous", previous}};
}

Response pack(App& app, const Request& request, const Caller& caller) {
  const auto pack =
      app.mission.read([&](storage::Reader& reader) { return pack_of(app, reader, caller.observer); });
  if (!pack) return problem(pack.error());
  return tagged(request, pack->dump());
}

Response messages(App& app, const Request&, const Caller& caller) {
  const auto list = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const auto me, reader.find(Shelf::view, "observer", caller.observer));
    json found = json::array();
    if (!me) return found;
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "message", {.a = me->a}));
    for (const storage::Item& item : items) {
      json message = json::parse(item.body);
      message["id"] = std::stoll(item.key);
      found.push_back(std::move(message));
    }
    return found;
  });
  if (!list) return problem(list.error());
  return json_response(200, json{{"messages", *list}}.dump());
}

Response conditions(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    json accepted = json::array();
    for (const json& one : body.at("accepted")) {
      // Practice is proved by a report, not by a tick.
      if (one != "practice_form") accepted.push_back(one.get<std::string>());
    }
    const json kept{{"observer", caller.observer},
                    {"accepted", accepted},
                    {"declaration", body.value("declaration", "")},
                    {"language", body.value("language", "en")}};
    const auto record = journeys::staff_record(app.mission, caller.observer, "conditions", kept.dump());
    if (!record) return problem(record.error());
    const auto written = app.mission.write_now([&](journeys::Desk& desk) -> base::Result<void> {
      TRY(desk.add(*record));
      return {};
    });
    if (!written) return problem(written.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {accepted: [...], declaration, language}.");
  }
  const auto pack =
      app.mission.read([&](storage::Reader& reader) { return pack_of(app, reader, caller.observer); });
  if (!pack) return problem(pack.error());
  return json_response(200,
                       json{{"activated", (*pack)["activated"]}, {"missing", (*pack)["missing"]}}.dump());
}

Response forms(App& app, const Request& request, const Caller&) {
  json list = json::array();
  for (const auto& [id, form] : app.mission.checklists()) {
    list.push_back({{"form", form.form},
                    {"version", form.version},
                    {"title", form.title},
                    {"kind", form.kind},
                    {"phase", form.phase},
                    {"questions", form.questions.size()}});
  }
  return tagged(request, json{{"forms", list}}.dump());
}

Response form(App& app, const Request& request, const Caller&) {
  const auto form =
      app.mission.checklist(request.part("form"), std::atoi(std::string(request.part("version")).c_str()));
  if (!form) return problem(404, "not_found", "There is no such form in this version.");
  return tagged(request, checklist_json(*form, app.mission.settings().languages));
}

}  // namespace

std::span<const Route> phone_routes() {
  using enum Method;
  static const std::vector<Route> routes = {
      {get, "/api/v1/forms", Access::open, {}, forms, nullptr, "Every published checklist"},
      {get, "/api/v1/forms/{form}/{version}", Access::open, {}, form, nullptr, "One checklist"},
      {get, "/api/v1/phone/pack", Access::phone, {}, pack, nullptr, "Everything a phone needs offline"},
      {get, "/api/v1/phone/messages", Access::phone, {}, messages, nullptr, "Messages for the team"},
      {post,
       "/api/v1/phone/conditions",
       Access::phone,
       {},
       conditions,
       nullptr,
       "Accept conditions of activation"},
  };
  return routes;
}

}  // namespace tallyward::http
