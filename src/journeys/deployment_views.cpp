#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "journeys/apply_record.h"
#include "journeys/staff_records.h"
#include "journeys/staff_views.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Item;
using storage::Record;
using storage::Shelf;

base::Result<void> stations(Desk& desk, const Record&, const json& body) {
  for (const json& station : body.at("stations")) {
    const std::string id = station.at("station");
    TRY(desk.store.put(Shelf::view, "station", {id, station.value("region", ""), "", "", station.dump()}));
  }
  return {};
}

base::Result<void> teams(Desk& desk, const Record&, const json& body) {
  for (const json& team : body.at("teams")) {
    TRY(desk.store.put(Shelf::view, "team",
                       {team.at("team"), team.value("region", ""), "", "", team.dump()}));
  }
  return {};
}

/// A seat is a place in a team, known before anybody's phone is enrolled.
base::Result<void> seats(Desk& desk, const Record&, const json& body) {
  for (const json& seat : body.at("seats")) {
    TRY(desk.store.put(Shelf::view, "seat", {seat.at("seat"), seat.value("team", ""), "", "", seat.dump()}));
  }
  return {};
}

base::Result<void> official_figures(Desk& desk, const Record&, const json& body) {
  for (const json& row : body.at("official_figures")) {
    TRY(desk.store.put(Shelf::view, "official", {row.at("station"), "", "", "", row.dump()}));
  }
  return {};
}

base::Result<void> put_assignment(storage::Store& store, const json& planned) {
  const std::string team = planned.value("team", "");
  const std::string station = planned.at("station");
  const std::string key = fmt::format("{} {} {}", team, planned.value("from", ""), station);
  return store.put(Shelf::view, "assignment",
                   {key, team, station, planned.value("observer", ""), planned.dump()});
}

base::Result<void> assignments(Desk& desk, const Record&, const json& body) {
  for (const json& planned : body.at("assignments")) TRY(put_assignment(desk.store, planned));
  return {};
}

base::Result<void> unassign(Desk& desk, const Record&, const json& body) {
  return desk.store.remove(Shelf::view, "assignment", body.at("key").get<std::string>());
}

/// Planned visits go to another team, or from a station to the one that it was merged into.
base::Result<void> reassign(Desk& desk, const Record&, const json& body) {
  for (const json& key : body.at("keys")) {
    TRY_ASSIGN(const auto item, desk.store.find(Shelf::view, "assignment", key.get<std::string>()));
    if (!item) continue;
    json planned = json::parse(item->body);
    for (const char* name : {"team", "station", "observer"}) {
      if (body.contains(name)) planned[name] = body[name];
    }
    TRY(desk.store.remove(Shelf::view, "assignment", item->key));
    TRY(put_assignment(desk.store, planned));
  }
  return {};
}

base::Result<void> member(Desk& desk, const Record&, const json& body) {
  return change_view(desk.store, "observer", body.at("observer").get<std::string>(),
                     [&](json& observer, Item& item) {
                       observer["team"] = body.value("team", "");
                       if (body.contains("fingerprint")) observer["fingerprint"] = body["fingerprint"];
                       item.a = body.value("team", "");
                     });
}

base::Result<void> conditions(Desk& desk, const Record&, const json& body) {
  for (const json& condition : body.at("accepted")) {
    TRY(fulfil_condition(desk, body.at("observer"), condition.get<std::string>()));
  }
  return {};
}

base::Result<void> confirm_observer(Desk& desk, const Record&, const json& body) {
  return change_view(desk.store, "observer", body.at("observer").get<std::string>(),
                     [](json& observer, Item&) { observer["confirmed"] = true; });
}

}  // namespace

std::span<const BodyView> deployment_views() {
  static constexpr auto kViews = std::to_array<BodyView>({{"stations", stations},
                                                          {"teams", teams},
                                                          {"seats", seats},
                                                          {"official_figures", official_figures},
                                                          {"assignments", assignments},
                                                          {"unassign", unassign},
                                                          {"reassign", reassign},
                                                          {"member", member},
                                                          {"conditions", conditions},
                                                          {"confirm_observer", confirm_observer}});
  return kViews;
}

base::Result<void> change_view(storage::Store& store, std::string_view collection, std::string_view key,
                               const std::function<void(json&, Item&)>& edit) {
  TRY_ASSIGN(auto item, store.find(Shelf::view, collection, key));
  if (!item) return {};
  json body = json::parse(item->body);
  edit(body, *item);
  item->body = body.dump();
  return store.put(Shelf::view, collection, *item);
}

}  // namespace tallyward::journeys
