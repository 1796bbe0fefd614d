// Incidents: the list, one with its history, and the steps between nine states.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/step_incident.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

bool may_see(storage::Reader& reader, const Caller& caller, const storage::Item& incident) {
  const auto& regions = caller.session->regions;
  if (regions.empty()) return true;
  const auto station = reader.find(Shelf::view, "station", incident.b);
  return station && *station && std::find(regions.begin(), regions.end(), (*station)->a) != regions.end();
}

Response incidents(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection;
    if (!request.ask("state").empty()) selection.a = std::string(request.ask("state"));
    selection.after = std::string(request.ask("cursor"));
    selection.limit = 200;
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "incident", selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      if (!may_see(reader, caller, item)) continue;
      json row = json::parse(item.body);
      if (!request.ask("severity").empty() &&
          std::to_string(row.value("severity", 1)) != request.ask("severity"))
        continue;
      row.erase("history");
      row.erase("observer");
      list.push_back(std::move(row));
    }
    return json{{"items", list}, {"next", items.size() == 200 ? json(items.back().key) : json()}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response incident(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<std::string> {
    TRY_ASSIGN(const auto item, reader.find(Shelf::view, "incident", request.part("incident")));
    if (!item || !may_see(reader, caller, *item))
      return base::fail(base::ErrorCode::not_found, "there is no such incident");
    return item->body;
  });
  return found ? json_response(200, *found) : problem(found.error());
}

Response step(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body.empty() ? "{}" : request.body);
    const auto done = journeys::step_incident(
        app.mission,
        {std::string(request.part("incident")), std::string(request.part("step")), caller.session->login,
         body.value("note", ""), body.value("other", ""), body.value("outcome", false)});
    return done ? json_response(200, *done) : problem(done.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {note, other, outcome}.");
  }
}

}  // namespace

std::span<const Route> incident_routes() {
  using enum Method;
  using accounts::Role;
  static constexpr accounts::RoleSet kReaders{Role::regional_coordinator, Role::analyst,
                                              Role::head_of_mission, Role::security, Role::auditor};
  static constexpr accounts::RoleSet kTriage{Role::regional_coordinator, Role::analyst, Role::head_of_mission,
                                             Role::security};
  static const std::vector<Route> routes = {
      {get, "/api/v1/incidents", Access::staff, kReaders, incidents, nullptr, "Incidents"},
      {get, "/api/v1/incidents/{incident}", Access::staff, kReaders, incident, nullptr,
       "One incident with its history"},
      {post, "/api/v1/incidents/{incident}/{step}", Access::staff, kTriage, step, nullptr,
       "One step of an incident"},
  };
  return routes;
}

}  // namespace tallyward::http
