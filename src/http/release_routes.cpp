// What goes out, and who decides: approvals by two people, the portal's parts, the do-no-harm gate and the
// releases behind them.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/approve.h"
#include "journeys/release.h"
#include "journeys/staff_records.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

Response bad_body(std::string_view shape) {
  return problem(400, "invalid_input", "The body is " + std::string(shape) + ".");
}

Response list_of(App& app, const Request& request, std::string_view collection, const char* filter,
                 void (*trim)(json&) = nullptr) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection{.after = std::string(request.ask("cursor")), .limit = 500};
    if (filter != nullptr && !request.ask(filter).empty()) selection.a = std::string(request.ask(filter));
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, collection, selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      list.push_back(json::parse(item.body));
      if (trim != nullptr) trim(list.back());
    }
    return json{{"items", list}, {"next", items.size() == 500 ? json(items.back().key) : json()}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response asked(App& app, const Caller& caller, const std::string& action, const std::string& subject,
               const std::string& reason, int status, const std::string& details = "") {
  const auto approval =
      journeys::ask_approval(app.mission, {caller.session->login, action, subject, reason, details});
  if (!approval) return problem(approval.error());
  return json_response(status, json{{"approval", *approval}}.dump());
}

std::string reason_of(const Request& request) {
  return json::parse(request.body).at("reason").get<std::string>();
}

Response open_part(App& app, const Request& request, const Caller& caller) {
  try {
    return asked(app, caller, "portal_open", std::string(request.part("part")), reason_of(request), 202);
  } catch (const json::exception&) {
    return bad_body("{reason}");
  }
}

Response close_part(App& app, const Request& request, const Caller& caller) {
  try {
    return asked(app, caller, "portal_close", std::string(request.part("part")), reason_of(request), 200);
  } catch (const json::exception&) {
    return bad_body("{reason}");
  }
}

Response approvals(App& app, const Request& request, const Caller&) {
  return list_of(app, request, "approval", "state");
}

Response confirm(App& app, const Request& request, const Caller& caller) {
  const auto gave = journeys::confirm_approval(app.mission, caller.session->login, request.part("approval"));
  return gave ? json_response(200, *gave) : problem(gave.error());
}

Response refuse(App& app, const Request& request, const Caller& caller) {
  try {
    const auto done = journeys::refuse_approval(app.mission, caller.session->login, request.part("approval"),
                                                reason_of(request));
    return done ? json_response(200, "{}") : problem(done.error());
  } catch (const json::exception&) {
    return bad_body("{reason}");
  }
}

Response gate(App& app, const Request& request, const Caller&) {
  if (!journeys::is_portal_part(request.ask("part")))
    return problem(404, "not_found", "The portal has no such part.");
  const auto found = app.mission.read([&](storage::Reader& reader) {
    return journeys::release_gate(app.mission, reader, request.ask("part"), app.mission.clock().now());
  });
  if (!found) return problem(found.error());
  json missing = json::array();
  for (const journeys::GateItem& item : found->missing)
    missing.push_back({{"what", item.what}, {"about", item.about}, {"text", item.text}});
  return json_response(200, json{{"ok", missing.empty()},
                                 {"missing", missing},
                                 {"suppressed", found->suppressed},
                                 {"cells", found->cells}}
                                .dump());
}

Response release(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    return asked(app, caller, "release", body.at("part").get<std::string>(),
                 body.at("reason").get<std::string>(), 202);
  } catch (const json::exception&) {
    return bad_body("{part, reason}");
  }
}

Response releases(App& app, const Request& request, const Caller&) {
  return list_of(app, request, "release", "part", [](json& row) { row = row.at("outside"); });
}

Response keep(App& app, const Caller& caller, std::string_view type, const json& body) {
  const auto record = journeys::keep_staff_record(
      app.mission, app.mission.settings().id + "/" + caller.session->login, type, body.dump());
  return record ? json_response(201, json{{"record", *record}}.dump()) : problem(record.error());
}

Response consent(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const std::string who = body.at("who");
    if (who != "source" && who != "victim") return bad_body("{about, who: source or victim, given, note}");
    return keep(app, caller, "consent",
                {{"about", body.at("about").get<std::string>()},
                 {"who", who},
                 {"given", body.at("given").get<bool>()},
                 {"note", body.value("note", "")}});
  } catch (const json::exception&) {
    return bad_body("{about, who, given, note}");
  }
}

Response photo_review(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const std::string outcome = body.at("outcome");
    if (outcome != "cleared" && outcome != "withheld")
      return bad_body("{sha256, outcome: cleared or withheld, note}");
    return keep(app, caller, "photo_review",
                {{"sha256", body.at("sha256").get<std::string>()},
                 {"outcome", outcome},
                 {"note", body.value("note", "")}});
  } catch (const json::exception&) {
    return bad_body("{sha256, outcome, note}");
  }
}

Response risk_note(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const std::string part = body.at("part");
    const std::string text = body.at("text");
    if (!journeys::is_portal_part(part) || text.empty()) return bad_body("{part, text}");
    return keep(app, caller, "risk_note", {{"part", part}, {"text", text}});
  } catch (const json::exception&) {
    return bad_body("{part, text}");
  }
}

/// An open part's last release. Whether a closed part has one is not said.
Response public_part(App& app, const Request& request, const Caller&) {
  const auto found =
      app.mission.read([&](storage::Reader& reader) -> base::Result<std::optional<std::string>> {
        TRY_ASSIGN(const bool open, journeys::is_open(reader, request.part("part")));
        if (!open) return std::optional<std::string>();
        return journeys::last_release(reader, request.part("part"));
      });
  if (!found) return problem(found.error());
  if (!*found) return problem(404, "not_found", "Nothing is published here.");
  return json_response(200, **found).with("Cache-Control", "no-cache");
}

}  // namespace

std::span<const Route> release_routes() {
  using enum Method;
  using accounts::Role;
  static constexpr accounts::RoleSet kDeciders{Role::head_of_mission, Role::key_holder};
  static constexpr accounts::RoleSet kReaders{Role::head_of_mission, Role::key_holder, Role::security,
                                              Role::auditor,         Role::analyst,    Role::writer};
  static constexpr accounts::RoleSet kReviewers{Role::regional_coordinator, Role::analyst,
                                                Role::head_of_mission, Role::security};
  static constexpr accounts::RoleSet kSecurity{Role::security};
  static const std::vector<Route> routes = {
      {post, "/api/v1/portal/{part}/open", Access::staff, kDeciders, open_part, nullptr,
       "Ask to open a part of the portal"},
      {post, "/api/v1/portal/{part}/close", Access::staff, kDeciders, close_part, nullptr,
       "Close a part of the portal at once"},
      {get, "/api/v1/approvals", Access::staff, kReaders, approvals, nullptr, "What two people decide"},
      {post, "/api/v1/approvals/{approval}/confirm", Access::staff, kDeciders, confirm, nullptr,
       "The second person confirms"},
      {post, "/api/v1/approvals/{approval}/refuse", Access::staff, kDeciders, refuse, nullptr,
       "The second person refuses"},
      {get, "/api/v1/releases/gate", Access::staff, kReaders, gate, nullptr,
       "What still stands against a release"},
      {post, "/api/v1/releases", Access::staff, kDeciders, release, nullptr, "Ask to release a part"},
      {get, "/api/v1/releases", Access::staff, kReaders, releases, nullptr, "Releases"},
      {post, "/api/v1/consents", Access::staff, kReviewers, consent, nullptr,
       "The consent of a source or victim"},
      {post, "/api/v1/photo_reviews", Access::staff, kReviewers, photo_review, nullptr,
       "A photo was reviewed"},
      {post, "/api/v1/risk_notes", Access::staff, kSecurity, risk_note, nullptr,
       "Security's note on the risk of a release"},
      {get,
       "/api/v1/public/{part}",
       Access::open,
       {},
       public_part,
       nullptr,
       "The last release of an open part"},
  };
  return routes;
}

}  // namespace tallyward::http
