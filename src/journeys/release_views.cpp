#include <array>

#include <nlohmann/json.hpp>

#include "journeys/staff_views.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Record;
using storage::Shelf;

base::Result<void> approval(Desk& desk, const Record&, const json& body) {
  return desk.store.put(Shelf::view, "approval",
                        {body.at("approval"), body.at("state"), "", "", body.dump()});
}

base::Result<void> portal(Desk& desk, const Record&, const json& body) {
  return desk.store.put(
      Shelf::view, "portal",
      {body.at("part"), body.value("open", false) ? "open" : "closed", "", "", body.dump()});
}

/// What outsiders get, and where the rest is sealed.
base::Result<void> release(Desk& desk, const Record& record, const json& body) {
  const json view{{"release", body.at("release")},
                  {"part", body.at("part")},
                  {"record", record.id},
                  {"arrival", record.arrival},
                  {"outside", body.at("outside")}};
  desk.happened({"release", json{{"release", body.at("release")}, {"part", body.at("part")}}.dump(), ""});
  return desk.store.put(Shelf::view, "release", {body.at("release"), body.at("part"), "", "", view.dump()});
}

base::Result<void> consent(Desk& desk, const Record& record, const json& body) {
  const std::string who = body.at("who");
  const std::string about = body.at("about");
  const bool given = body.at("given");
  return desk.store.put(
      Shelf::view, "consent",
      {about + " " + who, given ? "given" : "refused", about, "",
       json{{"about", about}, {"who", who}, {"given", given}, {"record", record.id}}.dump()});
}

base::Result<void> photo_review(Desk& desk, const Record& record, const json& body) {
  const std::string photo = body.at("sha256");
  return desk.store.put(
      Shelf::view, "photo_review",
      {photo, body.at("outcome"), "", "",
       json{{"sha256", photo}, {"outcome", body.at("outcome")}, {"record", record.id}}.dump()});
}

/// The note's text stays in its record.
base::Result<void> risk_note(Desk& desk, const Record& record, const json& body) {
  return desk.store.put(
      Shelf::view, "risk_note",
      {body.at("part"), "", "", "",
       json{{"part", body.at("part")}, {"record", record.id}, {"arrival", record.arrival}}.dump()});
}

/// Who may see vote figures before they are public: named people, not roles.
base::Result<void> figure_viewer(Desk& desk, const Record&, const json& body) {
  const std::string login = body.at("login");
  if (!body.value("allowed", false)) return desk.store.remove(Shelf::view, "viewer", login);
  return desk.store.put(Shelf::view, "viewer", {login, "", "", "", json{{"login", login}}.dump()});
}

}  // namespace

std::span<const BodyView> release_views() {
  static constexpr auto kViews = std::to_array<BodyView>({{"approval", approval},
                                                          {"portal", portal},
                                                          {"figure_viewer", figure_viewer},
                                                          {"release", release},
                                                          {"consent", consent},
                                                          {"photo_review", photo_review},
                                                          {"risk_note", risk_note}});
  return kViews;
}

}  // namespace tallyward::journeys
