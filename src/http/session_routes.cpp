// Logging in and out, and the second factor.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "http/app.h"
#include "http/router.h"

namespace tallyward::http {

namespace {

using nlohmann::json;

std::string session_json(const journeys::Session& session) {
  return json{{"login", session.login},
              {"name", session.name},
              {"roles", accounts::to_texts(session.roles)},
              {"scope", session.regions},
              {"csrf", session.csrf},
              {"needs", session.needs_second_factor ? json::array({"second_factor"}) : json::array()}}
      .dump();
}

std::string cookie(std::string_view token, int seconds) {
  return fmt::format("__Host-session={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", token,
                     seconds);
}

Response login(App& app, const Request& request, const Caller&) {
  const auto site = request.header("sec-fetch-site");
  if ((!site.empty() && site != "same-origin" && site != "none") ||
      !request.header("content-type").starts_with("application/json")) {
    return problem(403, "forbidden", "This request did not come from the staff pages.");
  }
  if (!app.limits.allow("login " + request.client, 30 * app.limit_factor, std::chrono::minutes(1))) {
    return problem(429, "too_many", "Too many attempts to log in from here.", "Wait a minute.");
  }
  std::string name;
  std::string password;
  std::string code;
  try {
    const json body = json::parse(request.body);
    name = body.at("login").get<std::string>();
    password = body.at("password").get<std::string>();
    code = body.value("code", "");
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {login, password, code}.");
  }
  const auto result = journeys::log_in(app.mission, name, password, code, app.password_cost);
  if (!result) return problem(result.error());
  if (result->trouble) {
    ++app.counters.logins_refused;
    switch (*result->trouble) {
      case journeys::LoginTrouble::second_factor:
        return problem(401, "second_factor", "Enter the code of your second factor.");
      case journeys::LoginTrouble::too_many:
        return problem(429, "too_many", "Too many wrong attempts; this login rests for a while.");
      case journeys::LoginTrouble::wrong:
        break;
    }
    return problem(401, "unauthenticated", "Login or password is wrong.");
  }
  return json_response(200, session_json(result->session))
      .with("Set-Cookie", cookie(result->token, 12 * 3600));
}

Response logout(App& app, const Request&, const Caller& caller) {
  const auto done = journeys::log_out(app.mission, caller.token);
  if (!done) return problem(done.error());
  return json_response(200, "{}").with("Set-Cookie", cookie("", 0)).with("Clear-Site-Data", "\"cache\"");
}

Response session(App&, const Request&, const Caller& caller) {
  return json_response(200, session_json(*caller.session));
}

/// First call: a new secret. Second call, with a code made from it: it counts from then on, and recovery
/// codes are shown once.
Response totp(App& app, const Request& request, const Caller& caller) {
  json body;
  try {
    body = json::parse(request.body.empty() ? "{}" : request.body);
    auto account = journeys::find_account(app.mission, caller.session->login);
    if (!account) return problem(account.error());
    if (!*account) return problem(404, "not_found", "This account is gone.");
    if (!(*account)->totp.empty()) return problem(409, "conflict", "A second factor is set up already.");
    if (!body.contains("code")) {
      const std::string secret = accounts::new_totp_secret(app.mission.randomness());
      return json_response(
          200,
          json{{"secret", secret},
               {"address", accounts::totp_address(secret, caller.session->login, app.mission.settings().id)}}
              .dump());
    }
    const std::string secret = body.at("secret").get<std::string>();
    const auto step =
        accounts::accept_totp(secret, body.at("code").get<std::string>(), app.mission.clock().now(), 0);
    if (!step) return problem(400, "invalid_input", "This is not the code of that secret now.");
    const auto codes = accounts::new_recovery_codes(app.mission.randomness());
    (*account)->totp =
        crypto::base64(crypto::seal_with(app.mission.keys().store, secret, app.mission.randomness()));
    (*account)->totp_used = *step;
    (*account)->recovery.clear();
    for (const std::string& one : codes) {
      (*account)->recovery.push_back(accounts::token_hash(accounts::normal_code(one)));
    }
    const auto kept = journeys::put_account(app.mission, **account);
    if (!kept) return problem(kept.error());
    return json_response(200, json{{"recovery_codes", codes}}.dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {} or {secret, code}.");
  }
}

}  // namespace

std::span<const Route> session_routes() {
  using enum Method;
  static const std::vector<Route> routes = {
      {post, "/api/v1/login", Access::open, {}, login, nullptr, "Log in"},
      {post, "/api/v1/logout", Access::staff, accounts::kStaff, logout, nullptr, "Log out"},
      {get, "/api/v1/session", Access::staff, accounts::kStaff, session, nullptr, "Who is logged in"},
      {post, "/api/v1/session/totp", Access::staff, accounts::kStaff, totp, nullptr,
       "Set up a second factor"},
  };
  return routes;
}

}  // namespace tallyward::http
