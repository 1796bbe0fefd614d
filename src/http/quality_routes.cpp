// Quality through the day: who is late, who is silent, what was asked and answered, and what the answers
// say with and without the forms that a rule flagged.
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "http/app.h"
#include "http/scope.h"
#include "journeys/staff_records.h"
#include "journeys/verification_case.h"
#include "journeys/watch_teams.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

Response late(App& app, const Request&, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const auto visits, journeys::late_visits(app.mission, reader, app.mission.clock().now()));
    json list = json::array();
    for (const journeys::LateVisit& one : visits) {
      if (!in_scope(caller, one.region)) continue;
      TRY_ASSIGN(const auto attempts, reader.list(Shelf::view, "attempt", {.a = one.team, .limit = 200}));
      json calls = json::array();
      for (const storage::Item& attempt : attempts) calls.push_back(json::parse(attempt.body));
      list.push_back({{"team", one.team},
                      {"station", one.station},
                      {"region", one.region},
                      {"phase", one.phases.empty() ? "" : one.phases.front()},
                      {"due", one.due},
                      {"minutes_late", one.minutes_late},
                      {"last_sign", one.last_sign == 0 ? json() : json(one.last_sign)},
                      {"welfare_open", one.welfare_open},
                      {"attempts", calls}});
    }
    return json{{"items", list}, {"next", nullptr}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response attempt(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto kept = journeys::note_attempt(
        app.mission, {caller.session->login, body.at("team"), body.value("station", ""),
                      body.value("purpose", "report"), body.at("outcome"), body.value("note", "")});
    if (kept) return json_response(201, "{}");
    if (kept.error().code == base::ErrorCode::conflict)
      return problem(409, "welfare_first", kept.error().message, "Close the welfare check first.");
    return problem(kept.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {team, station, purpose, outcome, note}.");
  }
}

Response welfare(App& app, const Request& request, const Caller&) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection{.limit = 1000};
    if (!request.ask("state").empty()) selection.a = std::string(request.ask("state"));
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "welfare", selection));
    json list = json::array();
    for (const storage::Item& item : items) list.push_back(json::parse(item.body));
    return json{{"items", list}, {"next", nullptr}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response close_welfare(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto done =
        journeys::close_welfare_check(app.mission, caller.session->login, request.part("check"),
                                      body.at("outcome").get<std::string>(), body.value("note", ""));
    return done ? json_response(200, "{}") : problem(done.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {outcome: safe or help_sent, note}.");
  }
}

Response queries(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection{.limit = 1000};
    if (!request.ask("state").empty()) selection.a = std::string(request.ask("state"));
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "query", selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      json query = json::parse(item.body);
      TRY_ASSIGN(const std::string region, region_of(reader, query.value("station", "")));
      if (in_scope(caller, region)) list.push_back(std::move(query));
    }
    return json{{"items", list}, {"next", nullptr}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

/// Answers to one question over forms that are neither quarantined nor overtaken.
struct Tally {
  std::map<std::string, int> counts;
  int n = 0;
  json to_json() const { return {{"n", n}, {"counts", counts}}; }
};

Response answers(App& app, const Request& request, const Caller& caller) {
  const std::string form_name(request.ask("form"));
  const std::string name(request.ask("question"));
  std::optional<observation::Question> question;
  for (const auto& [id, form] : app.mission.checklists()) {
    if (form.form == form_name && form.find(name) != nullptr) question = *form.find(name);
  }
  if (!question) return problem(404, "not_found", "No form has this question.");
  using enum observation::AnswerType;
  const bool embargoed = question->type == number || question->type == figure;
  Tally all;
  Tally unflagged;
  int of = 0;
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<bool> {
    if (embargoed) {
      TRY_ASSIGN(const bool named, journeys::may_see_figures(reader, caller.session->login));
      if (!named) return false;
    }
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "visit", {.b = form_name, .limit = 500'000}));
    for (const storage::Item& item : items) {
      TRY_ASSIGN(const std::string region, region_of(reader, item.a));
      if (!in_scope(caller, region) || (!request.ask("region").empty() && request.ask("region") != region))
        continue;
      const json visit = json::parse(item.body);
      const std::string state = visit.value("state", "");
      if (state == "quarantined" || !visit.at("superseded_by").is_null()) continue;
      ++of;
      const auto answer = visit.at("answers").find(name);
      if (answer == visit.at("answers").end()) continue;
      for (Tally* tally : {&all, state == "flagged" ? nullptr : &unflagged}) {
        if (tally == nullptr) continue;
        ++tally->counts[answer->get<std::string>()];
        ++tally->n;
      }
    }
    return true;
  });
  if (!found) return problem(found.error());
  if (!*found)
    return problem(403, "forbidden",
                   "Figures on votes and turnout are for named people until they are opened.");
  if (embargoed) {
    const auto kept = journeys::keep_staff_record(
        app.mission, app.mission.settings().id + "/" + caller.session->login, "figure_view",
        json{{"what", "answers"}, {"form", form_name}, {"question", name}}.dump());
    if (!kept) return problem(kept.error());
  }
  return json_response(200,
                       json{{"question", {{"name", name}, {"form", form_name}, {"label", question->label}}},
                            {"n", all.n},
                            {"of", of},
                            {"counts", all.counts},
                            {"without_flagged", unflagged.to_json()},
                            {"flagged", all.n - unflagged.n}}
                           .dump());
}

/// Everything the mission has of one station, without votes.
Response dossier(App& app, const Request& request, const Caller& caller) {
  const std::string id(request.part("station"));
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const auto item, reader.find(Shelf::view, "station", id));
    if (!item || !in_scope(caller, item->a))
      return base::fail(base::ErrorCode::not_found, "there is no such station");
    json station = json::parse(item->body);
    station["visits"] = json::array();
    station["protocols"] = json::array();
    station["assessments"] = json::object();
    TRY_ASSIGN(const auto visits, reader.list(Shelf::view, "visit", {.a = id}));
    for (const storage::Item& one : visits) {
      json visit = json::parse(one.body);
      if (visit.contains("assessment") && visit["assessment"].is_string() &&
          visit["superseded_by"].is_null() && visit["state"] != "quarantined")
        station["assessments"]
               [visit.value("phase", "").empty() ? visit.value("form", "") : visit.value("phase", "")] =
                   visit["assessment"];
      if (visit.value("kind", "") == "protocol") {
        station["protocols"].push_back({{"record", visit["record"]},
                                        {"state", visit["state"]},
                                        {"channel", visit["channel"]},
                                        {"signed_by", visit["signed_by"]}});
      }
      visit.erase("answers");
      station["visits"].push_back(std::move(visit));
    }
    station["incidents"] = json::array();
    TRY_ASSIGN(const auto incidents, reader.list(Shelf::view, "incident", {.b = id}));
    for (const storage::Item& one : incidents) {
      json incident = json::parse(one.body);
      incident.erase("history");
      incident.erase("observer");
      station["incidents"].push_back(std::move(incident));
    }
    station["planned"] = json::array();
    TRY_ASSIGN(const auto planned, reader.list(Shelf::view, "assignment", {.b = id}));
    for (const storage::Item& one : planned) station["planned"].push_back(json::parse(one.body));
    return station;
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response broadcast(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const json message{
        {"team", body.at("team").get<std::string>()}, {"kind", "broadcast"},
        {"urgent", body.value("urgent", false)},      {"title", body.value("title", "")},
        {"text", body.at("text").get<std::string>()}, {"at", base::to_text(app.mission.clock().now())}};
    const auto kept = journeys::keep_staff_record(
        app.mission, app.mission.settings().id + "/" + caller.session->login, "message", message.dump());
    return kept ? json_response(201, json{{"record", *kept}}.dump()) : problem(kept.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {team, title, text, urgent}.");
  }
}

}  // namespace

std::span<const Route> quality_routes() {
  using enum Method;
  using accounts::kReportReaders;
  using accounts::Role;
  static constexpr accounts::RoleSet kCallers{Role::regional_coordinator, Role::data_clerk, Role::security,
                                              Role::head_of_mission};
  static constexpr accounts::RoleSet kWelfare{Role::regional_coordinator, Role::security,
                                              Role::head_of_mission};
  static const std::vector<Route> routes = {
      {get, "/api/v1/late", Access::staff, kCallers, late, nullptr, "Reports that are overdue"},
      {post, "/api/v1/late/attempts", Access::staff, kCallers, attempt, nullptr, "A call to a team"},
      {get, "/api/v1/welfare", Access::staff, kCallers, welfare, nullptr, "Welfare checks of silent teams"},
      {post, "/api/v1/welfare/{check}/close", Access::staff, kWelfare, close_welfare, nullptr,
       "A team is well, or help was sent"},
      {get, "/api/v1/queries", Access::staff, kReportReaders, queries, nullptr, "Questions to teams"},
      {get, "/api/v1/answers", Access::staff, kReportReaders, answers, nullptr,
       "Answers to a question, with and without flagged forms"},
      {get, "/api/v1/stations/{station}", Access::staff, kReportReaders, dossier, nullptr,
       "Everything about one station"},
      {post, "/api/v1/messages", Access::staff, kWelfare, broadcast, nullptr, "A message to a team"},
  };
  return routes;
}

}  // namespace tallyward::http
