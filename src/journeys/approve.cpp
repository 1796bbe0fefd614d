#include "journeys/approve.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "journeys/log_in.h"
#include "journeys/release.h"
#include "journeys/staff_records.h"
#include "mission/deployment.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr auto kPatience = std::chrono::hours(24);
constexpr std::array<std::string_view, 7> kParts = {"stations", "coverage",  "observation", "incidents",
                                                    "results",  "estimates", "statements"};

std::string author_of(const OpenMission& mission, std::string_view login) {
  return mission.settings().id + "/" + std::string(login);
}

/// What must hold when the action is asked for, and again when it is confirmed.
base::Result<void> may_happen(Desk& desk, const std::string& action, const std::string& subject,
                              const json& details) {
  if (action == "portal_open" || action == "portal_close" || action == "release") {
    if (!is_portal_part(subject))
      return base::fail(base::ErrorCode::invalid_input, "the portal has no part \"" + subject + "\"");
  }
  if (action == "portal_open" && subject != "statements") {
    TRY_ASSIGN(const base::Time end, embargo_end(desk.mission.settings(), desk.store));
    if (desk.now < end) {
      return base::fail(
          base::ErrorCode::conflict,
          "the embargo holds until " + base::to_text(end) +
              ": the last station must have closed in every time zone, and the legal time passed");
    }
  }
  if (action == "release") {
    TRY_ASSIGN(const ReleaseGate gate, release_gate(desk.mission, desk.store, subject, desk.now));
    if (!gate.missing.empty())
      return base::fail(base::ErrorCode::conflict, "the do-no-harm gate is closed: " + gate.missing[0].text);
  }
  if (action == "account") {
    TRY_ASSIGN(const auto there, desk.store.find(Shelf::credential, "account", subject));
    if (there) return base::fail(base::ErrorCode::conflict, "this login exists already");
    if (accounts::roles_from_texts(details.value("roles", std::vector<std::string>())).empty())
      return base::fail(base::ErrorCode::invalid_input, "an account needs a role");
  }
  return {};
}

base::Result<std::string> carry_out(Desk& desk, const std::string& author, const json& approval) {
  const std::string action = approval.at("action");
  const std::string subject = approval.at("subject");
  const json details = approval.value("details", json::object());
  if (action == "portal_open" || action == "portal_close") {
    const json body{
        {"part", subject}, {"open", action == "portal_open"}, {"approval", approval.at("approval")}};
    TRY(add_staff_record(desk, author, "portal", body.dump()));
    desk.happened({"portal", json{{"part", subject}, {"open", action == "portal_open"}}.dump(), ""});
    return "{}";
  }
  if (action == "release") {
    TRY_ASSIGN(const std::string release, add_release(desk, author, subject));
    return json{{"release", release}}.dump();
  }
  if (action == "figure_viewer") {
    const json body{{"login", subject}, {"allowed", details.value("allowed", true)}};
    TRY(add_staff_record(desk, author, "figure_viewer", body.dump()));
    return "{}";
  }
  if (action == "account") {
    TRY_ASSIGN(const std::string token,
               add_waiting_account(desk, author, subject, details.value("name", ""),
                                   details.value("roles", std::vector<std::string>()),
                                   details.value("regions", std::vector<std::string>())));
    return json{{"login", subject}, {"activation", token}}.dump();
  }
  return base::fail(base::ErrorCode::invalid_input, "there is no such action: " + action);
}

base::Result<void> keep_state(Desk& desk, const std::string& author, json approval, std::string_view state,
                              std::string_view by, std::string_view reason) {
  approval["state"] = state;
  if (!by.empty()) approval["confirmed_by"] = by;
  if (!reason.empty()) approval["answer"] = reason;
  TRY(add_staff_record(desk, author, "approval", approval.dump()));
  desk.happened({"approval", json{{"approval", approval.at("approval")}, {"state", state}}.dump(), ""});
  return {};
}

base::Result<json> pending(storage::Reader& reader, std::string_view id) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "approval", id));
  if (!item) return base::fail(base::ErrorCode::not_found, "there is no such approval");
  json approval = json::parse(item->body);
  if (approval.at("state") != "pending") {
    return base::fail(base::ErrorCode::conflict,
                      "this is decided already: " + approval.at("state").get<std::string>());
  }
  return approval;
}

base::Result<bool> is_late(const json& approval, base::Time now) {
  TRY_ASSIGN(const base::Time until, base::parse_time(approval.at("until").get<std::string>()));
  return until < now;
}

}  // namespace

bool is_portal_part(std::string_view part) {
  return std::ranges::find(kParts, part) != kParts.end();
}

base::Result<bool> is_open(storage::Reader& reader, std::string_view part) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "portal", part));
  return item && item->a == "open";
}

base::Result<base::Time> embargo_end(const mission::MissionSettings& settings, storage::Reader& reader) {
  std::set<std::string> zones{settings.time_zone};
  TRY_ASSIGN(const auto stations, reader.list(Shelf::view, "station", {.limit = 500'000}));
  for (const storage::Item& station : stations) {
    if (const std::string zone = json::parse(station.body).value("time_zone", ""); !zone.empty())
      zones.insert(zone);
  }
  return mission::embargo_ends(settings, {zones.begin(), zones.end()});
}

base::Result<std::string> ask_approval(OpenMission& mission, const ApprovalRequest& request) {
  if (request.reason.empty()) return base::fail(base::ErrorCode::invalid_input, "give a reason");
  std::string number;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    const json details = request.details.empty() ? json::object() : json::parse(request.details);
    TRY(may_happen(desk, request.action, request.subject, details));
    TRY_ASSIGN(const std::int64_t before, desk.store.count(Shelf::view, "approval", {}));
    number = fmt::format("A-{:06}", before + 1);
    const json approval{{"approval", number},
                        {"action", request.action},
                        {"subject", request.subject},
                        {"reason", request.reason},
                        {"details", details},
                        {"asked_by", request.login},
                        {"asked_at", base::to_text(desk.now)},
                        {"until", base::to_text(desk.now + kPatience)},
                        {"confirmed_by", nullptr}};
    const std::string author = author_of(mission, request.login);
    if (request.action == "portal_close") {
      TRY_ASSIGN(const std::string done, carry_out(desk, author, approval));
    }
    return keep_state(desk, author, approval, "pending", "", "");
  });
  if (!written) return base::fail(written.error());
  return number;
}

base::Result<std::string> confirm_approval(OpenMission& mission, std::string_view login,
                                           std::string_view id) {
  std::string gave = "{}";
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const json approval, pending(desk.store, id));
    if (approval.at("asked_by") == login)
      return base::fail(base::ErrorCode::forbidden, "another person confirms what you asked for");
    TRY_ASSIGN(const bool late, is_late(approval, desk.now));
    if (late) return base::fail(base::ErrorCode::conflict, "24 hours have passed; ask again");
    const std::string action = approval.at("action");
    const std::string author = author_of(mission, login);
    if (action != "portal_close") {
      TRY(may_happen(desk, action, approval.at("subject"), approval.value("details", json::object())));
      TRY_ASSIGN(gave, carry_out(desk, author, approval));
    }
    return keep_state(desk, author, approval, "done", login, "");
  });
  if (!written) return base::fail(written.error());
  return gave;
}

base::Result<void> refuse_approval(OpenMission& mission, std::string_view login, std::string_view id,
                                   std::string_view reason) {
  if (reason.empty()) return base::fail(base::ErrorCode::invalid_input, "give a reason");
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const json approval, pending(desk.store, id));
    return keep_state(desk, author_of(mission, login), approval, "refused", login, reason);
  });
}

base::Result<int> lapse_approvals(OpenMission& mission) {
  int lapsed = 0;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto items, desk.store.list(Shelf::view, "approval", {.a = "pending"}));
    for (const storage::Item& item : items) {
      const json approval = json::parse(item.body);
      TRY_ASSIGN(const bool late, is_late(approval, desk.now));
      if (!late) continue;
      TRY(keep_state(desk, mission.keys().server.name, approval, "lapsed", "",
                     "nobody confirmed in 24 hours"));
      if (approval.at("action") == "portal_close") {
        desk.happened(
            {"alert", json{{"what", "withdrawal_unconfirmed"}, {"part", approval.at("subject")}}.dump(), ""});
      }
      ++lapsed;
    }
    return {};
  });
  if (!written) return base::fail(written.error());
  return lapsed;
}

}  // namespace tallyward::journeys
