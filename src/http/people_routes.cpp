// Cards, observers, accounts.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "http/app.h"
#include "http/router.h"
#include "journeys/enrol_phone.h"
#include "journeys/staff_records.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

std::string author(const App& app, const Caller& caller) {
  return app.mission.settings().id + "/" + caller.session->login;
}

Response cards(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto made = journeys::make_cards(app.mission, author(app, caller), body.value("count", 1),
                                           body.value("team", ""));
    if (!made) return problem(made.error());
    json list = json::array();
    for (const journeys::Card& card : *made) {
      list.push_back({{"card", card.id},
                      {"url", card.url(app.base_url, app.mission.log_vkey())},
                      {"typed", card.typed()},
                      {"expires", base::to_text(card.expires)},
                      {"caller_code", card.caller_code}});
    }
    return json_response(201, json{{"cards", list}}.dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {count, team}.");
  }
}

Response observers(App& app, const Request&, const Caller&) {
  const auto found = app.mission.read([](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "observer", {.limit = 50'000}));
    json list = json::array();
    for (const storage::Item& item : items) {
      json observer = json::parse(item.body);
      observer["activated"] = observer.at("met").size() >= journeys::activation_conditions().size();
      list.push_back(std::move(observer));
    }
    return json{{"items", list}, {"next", nullptr}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response write_records(App& app, const std::vector<journeys::Submission>& records) {
  const auto written = app.mission.write_now([&](journeys::Desk& desk) -> base::Result<void> {
    for (const journeys::Submission& record : records) TRY(desk.add(record));
    return {};
  });
  return written ? json_response(200, "{}") : problem(written.error());
}

Response confirm(App& app, const Request& request, const Caller& caller) {
  const std::string observer = app.mission.settings().id + "/" + std::string(request.part("observer"));
  const auto record = journeys::staff_record(app.mission, author(app, caller), "confirm_observer",
                                             json{{"observer", observer}}.dump());
  return record ? write_records(app, {*record}) : problem(record.error());
}

Response revoke(App& app, const Request& request, const Caller& caller) {
  const std::string observer = app.mission.settings().id + "/" + std::string(request.part("observer"));
  try {
    const json body = json::parse(request.body);
    const auto item = app.mission.read(
        [&](storage::Reader& reader) { return reader.find(Shelf::view, "observer", observer); });
    if (!item) return problem(item.error());
    if (!*item) return problem(404, "not_found", "There is no such observer.");
    const auto key =
        transparency::parse_verifier_key(json::parse((*item)->body).at("vkey").get<std::string>());
    if (!key) return problem(key.error());
    const json why{{"observer", observer}, {"reason", body.at("reason").get<std::string>()}};
    const auto record = journeys::revocation_record(app.mission, author(app, caller), *key, why.dump());
    return record ? write_records(app, {*record}) : problem(record.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {reason}.");
  }
}

Response replace(App& app, const Request& request, const Caller& caller) {
  const std::string observer = app.mission.settings().id + "/" + std::string(request.part("observer"));
  try {
    const json body = json::parse(request.body);
    const auto card = journeys::replace_observer(app.mission, author(app, caller), observer,
                                                 body.at("reason").get<std::string>());
    if (!card) return problem(card.error());
    return json_response(201, json{{"revoked", observer},
                                   {"card",
                                    {{"card", card->id},
                                     {"url", card->url(app.base_url, app.mission.log_vkey())},
                                     {"typed", card->typed()},
                                     {"expires", base::to_text(card->expires)},
                                     {"caller_code", card->caller_code}}}}
                                  .dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {reason}.");
  }
}

Response assign(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto record = journeys::staff_record(app.mission, author(app, caller), "assignments",
                                               json{{"assignments", body.at("assignments")}}.dump());
    return record ? write_records(app, {*record}) : problem(record.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {assignments: [{team, station, phases, from, to}]}.");
  }
}

}  // namespace

std::span<const Route> people_routes() {
  using enum Method;
  static constexpr accounts::RoleSet kEnrollers{accounts::Role::regional_coordinator,
                                                accounts::Role::head_of_mission, accounts::Role::security};
  static const std::vector<Route> routes = {
      {post, "/api/v1/cards", Access::staff, kEnrollers, cards, nullptr, "New enrolment cards"},
      {get, "/api/v1/observers", Access::staff, kEnrollers, observers, nullptr, "Enrolled phones"},
      {post, "/api/v1/observers/{observer}/confirm", Access::staff, kEnrollers, confirm, nullptr,
       "The fingerprint was read out"},
      {post, "/api/v1/observers/{observer}/revoke", Access::staff, kEnrollers, revoke, nullptr,
       "A phone is lost"},
      {post, "/api/v1/observers/{observer}/replace", Access::staff, kEnrollers, replace, nullptr,
       "Somebody takes an observer's place"},
      {post, "/api/v1/assignments", Access::staff, kEnrollers, assign, nullptr, "Plan visits"},
  };
  return routes;
}

}  // namespace tallyward::http
