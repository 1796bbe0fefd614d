// Accounts: granting takes two people, ending takes one.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/approve.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

/// No secret, no hash: who there is, and what they may.
Response accounts_list(App& app, const Request&, const Caller&) {
  const auto found = app.mission.read([](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(const auto items, reader.list(Shelf::credential, "account", {.limit = 10'000}));
    json list = json::array();
    for (const storage::Item& item : items) {
      const json body = json::parse(item.body);
      list.push_back({{"login", item.key},
                      {"name", body.at("name")},
                      {"roles", body.at("roles")},
                      {"regions", body.at("regions")},
                      {"disabled", body.at("disabled")},
                      {"waiting", body.at("password").get<std::string>().empty()},
                      {"second_factor", !body.at("totp").get<std::string>().empty()},
                      {"recovery_codes_left", body.at("recovery").size()}});
    }
    return json{{"items", list}, {"next", nullptr}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response add(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const json details{{"name", body.value("name", "")},
                       {"roles", body.at("roles").get<std::vector<std::string>>()},
                       {"regions", body.value("regions", std::vector<std::string>())}};
    const auto approval = journeys::ask_approval(
        app.mission, {caller.session->login, "account", body.at("login").get<std::string>(),
                      body.at("reason").get<std::string>(), details.dump()});
    if (!approval) return problem(approval.error());
    return json_response(202, json{{"approval", *approval}}.dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {login, name, roles, regions, reason}.");
  }
}

Response viewer(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto approval = journeys::ask_approval(
        app.mission,
        {caller.session->login, "figure_viewer", std::string(request.part("login")),
         body.at("reason").get<std::string>(), json{{"allowed", body.at("allowed").get<bool>()}}.dump()});
    if (!approval) return problem(approval.error());
    return json_response(202, json{{"approval", *approval}}.dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {allowed, reason}.");
  }
}

Response disable(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto done =
        journeys::disable_account(app.mission, app.mission.settings().id + "/" + caller.session->login,
                                  request.part("login"), body.at("reason").get<std::string>());
    return done ? json_response(200, "{}") : problem(done.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {reason}.");
  }
}

Response recovery(App& app, const Request&, const Caller& caller) {
  const auto codes = journeys::renew_recovery_codes(app.mission, caller.session->login);
  return codes ? json_response(200, json{{"recovery_codes", *codes}}.dump()) : problem(codes.error());
}

Response activate(App& app, const Request& request, const Caller&) {
  if (!app.limits.allow("activate " + request.client, 20 * app.limit_factor, std::chrono::minutes(1)))
    return problem(429, "too_many", "Too many attempts from here.", "Wait a minute.")
        .with("Retry-After", "60");
  if (!request.header("content-type").starts_with("application/json"))
    return problem(415, "invalid_input", "The body is sent as application/json.");
  try {
    const json body = json::parse(request.body);
    const auto done = journeys::activate_account(app.mission, body.at("login").get<std::string>(),
                                                 body.at("token").get<std::string>(),
                                                 body.at("password").get<std::string>(), app.password_cost);
    return done ? json_response(200, "{}") : problem(done.error());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {login, token, password}.");
  }
}

}  // namespace

std::span<const Route> account_routes() {
  using enum Method;
  using accounts::Role;
  static constexpr accounts::RoleSet kGranters{Role::head_of_mission, Role::key_holder};
  static constexpr accounts::RoleSet kEnders{Role::head_of_mission, Role::key_holder, Role::security};
  static const std::vector<Route> routes = {
      {get, "/api/v1/accounts", Access::staff, kEnders, accounts_list, nullptr, "Accounts"},
      {post, "/api/v1/accounts", Access::staff, kGranters, add, nullptr, "Ask for a new account"},
      {post, "/api/v1/accounts/{login}/figures", Access::staff, kGranters, viewer, nullptr,
       "Ask that somebody may see vote figures, or may not"},
      {post, "/api/v1/accounts/{login}/disable", Access::staff, kEnders, disable, nullptr,
       "End an account and its sessions"},
      {post, "/api/v1/session/recovery", Access::staff, accounts::kStaff, recovery, nullptr,
       "New recovery codes"},
      {post,
       "/api/v1/activate",
       Access::open,
       {},
       activate,
       nullptr,
       "The holder of a new account sets the password"},
  };
  return routes;
}

}  // namespace tallyward::http
