// Plans from files, and changes of the plan on the day.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/change_deployment.h"
#include "journeys/import_deployment.h"

namespace tallyward::http {

namespace {

using nlohmann::json;

std::string author(const App& app, const Caller& caller) {
  return app.mission.settings().id + "/" + caller.session->login;
}

/// Dry runs for everyone who plans; the import itself for those who see the whole mission.
Response import(App& app, const Request& request, const Caller& caller) {
  const auto columns = journeys::read_column_map(request.ask("columns"));
  if (!columns) return problem(columns.error());
  const bool dry_run = request.ask("dry_run") == "1";
  if (!dry_run && !caller.session->regions.empty()) {
    return problem(403, "forbidden", "Your scope is some regions; a plan is imported by one who sees all.");
  }
  const auto result = journeys::import_deployment(
      app.mission, author(app, caller),
      {std::string(request.part("part")), request.body, *columns, std::string(request.ask("sheet")), dry_run,
       request.ask("skip_faulty") == "1", std::string(request.ask("state"))});
  return result ? json_response(200, journeys::import_json(*result)) : problem(result.error());
}

Response reassign(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto moved = journeys::reassign_visits(
        app.mission, author(app, caller), body.at("from_team").get<std::string>(),
        body.at("to_team").get<std::string>(), body.value("station", ""), body.value("reason", ""));
    return moved ? json_response(200, json{{"moved", *moved}}.dump()) : problem(moved.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {from_team, to_team, station, reason}.");
  }
}

mission::Station station_of(const json& body, std::string id) {
  return {std::move(id),
          body.value("region", ""),
          body.value("name", ""),
          body.value("address", ""),
          body.value("time_zone", ""),
          ""};
}

Response add_station(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto added = journeys::add_station(app.mission, author(app, caller),
                                             station_of(body, body.at("station").get<std::string>()),
                                             body.value("reason", ""));
    return added ? json_response(201, "{}") : problem(added.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {station, region, name, address, time_zone, reason}.");
  }
}

Response move_station(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto moved = journeys::move_station(app.mission, author(app, caller),
                                              station_of(body, std::string(request.part("station"))),
                                              body.at("reason").get<std::string>());
    return moved ? json_response(200, "{}") : problem(moved.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {region, name, address, time_zone, reason}.");
  }
}

Response merge_station(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto moved =
        journeys::merge_station(app.mission, author(app, caller), request.part("station"),
                                body.at("into").get<std::string>(), body.at("reason").get<std::string>());
    return moved ? json_response(200, json{{"moved", *moved}}.dump()) : problem(moved.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {into, reason}.");
  }
}

}  // namespace

std::span<const Route> import_routes() {
  using enum Method;
  using accounts::Role;
  static constexpr accounts::RoleSet kPlanners{Role::regional_coordinator, Role::analyst,
                                               Role::head_of_mission};
  static constexpr accounts::RoleSet kMovers{Role::regional_coordinator, Role::head_of_mission};
  static const std::vector<Route> routes = {
      {post, "/api/v1/imports/{part}", Access::staff, kPlanners, import, nullptr,
       "Import stations, teams, observers, assignments or official figures from a file"},
      {post, "/api/v1/assignments/reassign", Access::staff, kMovers, reassign, nullptr,
       "Visits go to another team"},
      {post, "/api/v1/stations", Access::staff, kMovers, add_station, nullptr, "A station is added"},
      {post, "/api/v1/stations/{station}/move", Access::staff, kMovers, move_station, nullptr,
       "A station has moved"},
      {post, "/api/v1/stations/{station}/merge", Access::staff, kMovers, merge_station, nullptr,
       "A station is merged into another"},
  };
  return routes;
}

}  // namespace tallyward::http
