#include "journeys/change_deployment.h"

#include <nlohmann/json.hpp>

#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

base::Result<json> station_body(storage::Reader& reader, std::string_view station) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "station", station));
  if (!item) return base::fail(base::ErrorCode::not_found, "there is no station " + std::string(station));
  return json::parse(item->body);
}

base::Result<void> check_zone(const std::string& zone) {
  if (zone.empty()) return {};
  TRY(mission::instant_of("2026-01-01T12:00", zone));
  return {};
}

base::Result<void> keep_station(Desk& desk, std::string_view author, const json& station,
                                std::string_view change, std::string_view reason) {
  const json body{{"stations", json::array({station})}, {"change", change}, {"reason", reason}};
  TRY(add_staff_record(desk, author, "stations", body.dump()));
  return {};
}

base::Result<void> reassign(Desk& desk, std::string_view author, const std::vector<storage::Item>& visits,
                            json change) {
  change["keys"] = json::array();
  for (const storage::Item& visit : visits) change["keys"].push_back(visit.key);
  TRY(add_staff_record(desk, author, "reassign", change.dump()));
  return {};
}

}  // namespace

base::Result<int> reassign_visits(OpenMission& mission, std::string_view author, std::string_view from_team,
                                  std::string_view to_team, std::string_view station,
                                  std::string_view reason) {
  if (from_team.empty() || to_team.empty() || from_team == to_team || reason.empty()) {
    return base::fail(base::ErrorCode::invalid_input, "name two different teams and the reason");
  }
  int moved = 0;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    storage::Selection selection{.a = std::string(from_team), .limit = 10'000};
    if (!station.empty()) selection.b = std::string(station);
    TRY_ASSIGN(const auto visits, desk.store.list(Shelf::view, "assignment", selection));
    if (visits.empty()) return base::fail(base::ErrorCode::not_found, "this team has no such planned visit");
    moved = static_cast<int>(visits.size());
    // Whoever of the old team was named for a visit does not come with it.
    return reassign(desk, author, visits, {{"team", to_team}, {"observer", ""}, {"reason", reason}});
  });
  if (!written) return base::fail(written.error());
  return moved;
}

base::Result<void> add_station(OpenMission& mission, std::string_view author, const mission::Station& station,
                               std::string_view reason) {
  if (station.id.empty() || station.id.size() > 64 || station.region.empty())
    return base::fail(base::ErrorCode::invalid_input, "a station has a number and a region");
  TRY(check_zone(station.time_zone));
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto there, desk.store.find(Shelf::view, "station", station.id));
    if (there) return base::fail(base::ErrorCode::conflict, "there is a station with this number");
    const json body{{"station", station.id},
                    {"region", station.region},
                    {"name", station.name},
                    {"address", station.address},
                    {"time_zone", station.time_zone}};
    return keep_station(desk, author, body, "added", reason);
  });
}

base::Result<void> move_station(OpenMission& mission, std::string_view author, const mission::Station& change,
                                std::string_view reason) {
  TRY(check_zone(change.time_zone));
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(json body, station_body(desk.store, change.id));
    const auto set = [&](const char* name, const std::string& value) {
      if (!value.empty()) body[name] = value;
    };
    set("region", change.region);
    set("name", change.name);
    set("address", change.address);
    set("time_zone", change.time_zone);
    return keep_station(desk, author, body, "moved", reason);
  });
}

base::Result<int> merge_station(OpenMission& mission, std::string_view author, std::string_view station,
                                std::string_view into, std::string_view reason) {
  int moved = 0;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(json body, station_body(desk.store, station));
    TRY_ASSIGN(const json target, station_body(desk.store, into));
    if (station == into || !body.value("replaced_by", "").empty() ||
        !target.value("replaced_by", "").empty()) {
      return base::fail(base::ErrorCode::conflict, "a station is merged once, into one that stands");
    }
    body["replaced_by"] = into;
    TRY(keep_station(desk, author, body, "merged", reason));
    TRY_ASSIGN(const auto visits,
               desk.store.list(Shelf::view, "assignment", {.b = std::string(station), .limit = 10'000}));
    std::vector<storage::Item> to_come;
    for (const storage::Item& visit : visits) {
      TRY_ASSIGN(const std::int64_t seen,
                 desk.store.count(Shelf::view, "visit", {.a = std::string(station)}));
      if (seen == 0) to_come.push_back(visit);
    }
    moved = static_cast<int>(to_come.size());
    if (to_come.empty()) return {};
    return reassign(desk, author, to_come, {{"station", into}, {"reason", reason}});
  });
  if (!written) return base::fail(written.error());
  return moved;
}

}  // namespace tallyward::journeys
