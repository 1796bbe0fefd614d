// The situation room: overview, stations, visits, and the live stream. Counts of arrivals only; figures on
// votes and turnout are not here at all.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time_text.h"
#include "http/app.h"
#include "http/scope.h"
#include "journeys/staff_records.h"
#include "journeys/watch_teams.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

storage::Selection page_of(const Request& request) {
  storage::Selection selection;
  selection.after = std::string(request.ask("cursor"));
  const int limit = std::atoi(std::string(request.ask("limit")).c_str());
  selection.limit = limit >= 1 && limit <= 1000 ? limit : 200;
  return selection;
}

std::optional<std::string> asked(const Request& request, std::string_view name) {
  const std::string_view value = request.ask(name);
  return value.empty() ? std::nullopt : std::optional<std::string>(value);
}

base::Result<json> overview_of(App& app, storage::Reader& reader, const Caller& caller) {
  std::map<std::string, int> visits_at;
  std::map<std::string, int> teams;
  std::map<std::int64_t, int> arrivals;
  std::int64_t received = 0;
  std::int64_t protocols = 0;
  std::map<std::string, std::string> region;
  TRY_ASSIGN(const auto stations, reader.list(Shelf::view, "station", {.limit = 100'000}));
  for (const storage::Item& station : stations) {
    if (in_scope(caller, station.a)) region[station.key] = station.a;
  }
  TRY_ASSIGN(const auto visits, reader.list(Shelf::view, "visit", {.limit = 200'000}));
  for (const storage::Item& item : visits) {
    if (!item.a.empty() && !region.contains(item.a)) continue;
    const json visit = json::parse(item.body);
    ++received;
    ++arrivals[visit.value("received", std::int64_t{0})];
    if (!item.a.empty()) ++visits_at[item.a];
    ++teams[item.c];
    if (visit.value("kind", "") == "protocol") ++protocols;
  }
  json incidents{{"1", 0}, {"2", 0}, {"3", 0}, {"4", 0}};
  TRY_ASSIGN(const auto list, reader.list(Shelf::view, "incident", {.limit = 50'000}));
  for (const storage::Item& item : list) {
    if (item.a == "closed" || (!item.c.empty() && !region.contains(item.c))) continue;
    const std::string severity = std::to_string(json::parse(item.body).value("severity", 1));
    if (incidents.contains(severity)) incidents[severity] = incidents[severity].get<int>() + 1;
  }
  TRY_ASSIGN(const std::int64_t planned, reader.count(Shelf::view, "assignment", {}));
  TRY_ASSIGN(const std::int64_t observers, reader.count(Shelf::view, "observer", {}));
  json curve = json::array();
  for (const auto& [at, count] : arrivals) {
    curve.push_back({{"at", base::to_text(base::Time(std::chrono::seconds(at)))}, {"count", count}});
  }
  return json{{"as_of", base::to_text(app.mission.clock().now())},
              {"synthetic", app.mission.settings().synthetic},
              {"tiles",
               {{"teams", {{"active", teams.size()}, {"of", observers}}},
                {"stations", {{"observed", visits_at.size()}, {"of", region.size()}}},
                {"reports", {{"received", received}, {"due", planned}, {"late", 0}}},
                {"protocols", {{"received", protocols}, {"of", region.size()}}},
                {"incidents", incidents},
                {"alerts", 0}}},
              {"arrivals", curve},
              {"log", {{"size", app.mission.log_size()}}}};
}

Response overview(App& app, const Request&, const Caller& caller) {
  const auto found =
      app.mission.read([&](storage::Reader& reader) { return overview_of(app, reader, caller); });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response stations(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection = page_of(request);
    selection.a = asked(request, "region");
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "station", selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      if (!in_scope(caller, item.a)) continue;
      json station = json::parse(item.body);
      TRY_ASSIGN(const auto visits, reader.list(Shelf::view, "visit", {.a = item.key}));
      TRY_ASSIGN(const auto planned, reader.list(Shelf::view, "assignment", {.b = item.key}));
      station["visits"] = visits.size();
      for (const storage::Item& one : visits) {
        const json body = json::parse(one.body);
        if (body["assessment"].is_string() && body["superseded_by"].is_null() &&
            body["state"] != "quarantined")
          station["assessment"] = body["assessment"];
      }
      station["last"] = visits.empty() ? json() : json::parse(visits.back().body)["received"];
      station["team"] = planned.empty() ? "" : planned.front().a;
      station["planned"] = json::array();
      for (const storage::Item& one : planned) station["planned"].push_back(json::parse(one.body));
      station["state"] = visits.empty() ? (planned.empty() ? "not_due" : "due") : "observed";
      list.push_back(std::move(station));
    }
    const bool more = static_cast<std::int64_t>(items.size()) == selection.limit;
    return json{{"items", list}, {"next", more ? json(items.back().key) : json()}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

/// A visit as lists show it. The place in the log is there, the answers in clear text are not.
base::Result<json> visit_row(storage::Reader& reader, const storage::Item& item) {
  json visit = json::parse(item.body);
  visit.erase("answers");
  TRY_ASSIGN(const auto record, reader.find_record(visit.at("record").get<std::string>()));
  visit["index"] = record && record->log_index ? json(*record->log_index) : json();
  return visit;
}

Response visits(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection = page_of(request);
    selection.a = asked(request, "station");
    selection.b = asked(request, "form");
    selection.descending = true;
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "visit", selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      TRY_ASSIGN(const std::string region, region_of(reader, item.a));
      if (!in_scope(caller, region)) continue;
      TRY_ASSIGN(json row, visit_row(reader, item));
      if (const auto state = asked(request, "state"); state && row.value("state", "") != *state) continue;
      row["synthetic"] = app.mission.settings().synthetic;
      list.push_back(std::move(row));
    }
    const bool more = static_cast<std::int64_t>(items.size()) == selection.limit;
    return json{{"items", list}, {"next", more ? json(items.back().key) : json()}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

base::Result<storage::Item> visit_item(storage::Reader& reader, std::string_view record_id,
                                       const Caller& caller) {
  TRY_ASSIGN(const auto record, reader.find_record(record_id));
  if (!record) return base::fail(base::ErrorCode::not_found, "there is no such report");
  TRY_ASSIGN(auto item, reader.find(Shelf::view, "visit", fmt::format("{:012}", record->arrival)));
  if (!item) return base::fail(base::ErrorCode::not_found, "there is no such report");
  TRY_ASSIGN(const std::string region, region_of(reader, item->a));
  if (!in_scope(caller, region)) return base::fail(base::ErrorCode::not_found, "there is no such report");
  return std::move(*item);
}

Response visit(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const storage::Item item, visit_item(reader, request.part("record"), caller));
    TRY_ASSIGN(json row, visit_row(reader, item));
    TRY_ASSIGN(const auto record, reader.find_record(request.part("record")));
    row["note"] = record->entry;
    const auto opened = app.mission.open_body(reader, *record);
    row["values"] = opened ? json::parse(*opened) : json::object();
    row["synthetic"] = app.mission.settings().synthetic;
    return row;
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

/// Adds a staff record signed by the server on behalf of whoever is logged in.
Response record_and_answer(App& app, const Caller& caller, std::string_view type, const json& body) {
  const auto record = journeys::staff_record(
      app.mission, app.mission.settings().id + "/" + caller.session->login, type, body.dump());
  if (!record) return problem(record.error());
  const auto written = app.mission.write_now([&](journeys::Desk& desk) -> base::Result<void> {
    TRY(desk.add(*record));
    return {};
  });
  if (!written) return problem(written.error());
  return json_response(200, json{{"record", crypto::to_hex(transparency::leaf_hash(record->entry))}}.dump());
}

Response decide(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const std::string decision = body.at("decision");
    if (decision != "verified" && decision != "flagged" && decision != "quarantined") {
      return problem(400, "invalid_input", "A decision is verified, flagged or quarantined.");
    }
    if (body.value("reason", "").empty()) return problem(400, "invalid_input", "A decision needs a reason.");
    const auto item = app.mission.read(
        [&](storage::Reader& reader) { return visit_item(reader, request.part("record"), caller); });
    if (!item) return problem(item.error());
    return record_and_answer(
        app, caller, "visit_decision",
        {{"record", request.part("record")}, {"decision", decision}, {"reason", body["reason"]}});
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {decision, reason}.");
  }
}

Response query_team(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto sent = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
      TRY_ASSIGN(const storage::Item item, visit_item(reader, request.part("record"), caller));
      TRY_ASSIGN(const auto observer, reader.find(Shelf::view, "observer", item.c));
      TRY_ASSIGN(const bool silent, journeys::welfare_is_open(reader, observer ? observer->a : ""));
      if (silent)
        return base::fail(base::ErrorCode::conflict,
                          "this team is silent: its welfare check comes before questions");
      return json{{"team", observer ? observer->a : ""},
                  {"observer", item.c},
                  {"kind", "query"},
                  {"station", item.a},
                  {"urgent", false},
                  {"title", "A question about your report"},
                  {"text", body.at("text").get<std::string>()},
                  {"question", body.value("question", "")},
                  {"report", request.part("record")},
                  {"at", base::to_text(app.mission.clock().now())}};
    });
    if (!sent) return problem(sent.error());
    return record_and_answer(app, caller, "message", *sent);
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {question, text}.");
  }
}

Response events(App&, const Request& request, const Caller& caller) {
  Response response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.event_stream = true;
  std::string_view after = request.header("last-event-id");
  if (after.empty()) after = request.ask("after");
  response.events_after = static_cast<std::uint64_t>(std::atoll(std::string(after).c_str()));
  response.event_scope = base::join(caller.session->regions, " ");
  return response;
}

}  // namespace

std::span<const Route> situation_routes() {
  using enum Method;
  using accounts::kOverviewReaders;
  using accounts::kReportReaders;
  static constexpr accounts::RoleSet kCheckers{accounts::Role::regional_coordinator, accounts::Role::analyst,
                                               accounts::Role::head_of_mission};
  static const std::vector<Route> routes = {
      {get, "/api/v1/overview", Access::staff, kOverviewReaders, overview, nullptr, "Arrivals at a glance"},
      {get, "/api/v1/events", Access::staff, kOverviewReaders, events, nullptr, "Live events (SSE)"},
      {get, "/api/v1/stations", Access::staff, kOverviewReaders, stations, nullptr,
       "Stations and their visits"},
      {get, "/api/v1/visits", Access::staff, kReportReaders, visits, nullptr, "Reports, newest first"},
      {get, "/api/v1/visits/{record}", Access::staff, kReportReaders, visit, nullptr, "One report, opened"},
      {post, "/api/v1/visits/{record}/decision", Access::staff, kCheckers, decide, nullptr,
       "Verify or flag a report"},
      {post, "/api/v1/visits/{record}/query", Access::staff, kCheckers, query_team, nullptr, "Ask the team"},
  };
  return routes;
}

}  // namespace tallyward::http
