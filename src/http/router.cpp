#include "http/router.h"

#include <fmt/format.h>

#include "accounts/password.h"
#include "crypto/encoding.h"
#include "http/app.h"

namespace tallyward::http {

namespace {

/// Fills path_parts when the path fits the pattern.
bool fits(std::string_view pattern, std::string_view path,
          std::map<std::string, std::string, std::less<>>* parts) {
  while (true) {
    if (pattern == "{*}") {
      if (parts != nullptr) parts->insert_or_assign("*", std::string(path));
      return !path.empty();
    }
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t path_end = std::min(path.find('/', 1), path.size());
    const std::string_view want = pattern.substr(0, pattern_end);
    const std::string_view have = path.substr(0, path_end);
    if (want.starts_with("/{") && want != "/{*}") {
      if (have.size() < 2) return false;
      if (parts != nullptr) {
        parts->insert_or_assign(std::string(want.substr(2, want.size() - 3)), std::string(have.substr(1)));
      }
    } else if (want == "/{*}") {
      if (parts != nullptr) parts->insert_or_assign("*", std::string(path.empty() ? "" : path.substr(1)));
      return !path.empty();
    } else if (want != have) {
      return false;
    }
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
    if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
  }
}

bool same_method(Method route, Method asked) {
  return route == asked || (route == Method::get && asked == Method::head);
}

/// Another site must not write here with the session of somebody who is logged in (ASVS 3.5).
bool comes_from_elsewhere(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  const std::size_t slashes = origin.find("//");
  return slashes == std::string_view::npos || origin.substr(slashes + 2) != request.header("host");
}

Response not_logged_in() {
  return problem(401, "unauthenticated", "You are not logged in, or your session has ended.",
                 "Log in again.");
}

base::Result<Caller> phone_of(App& app, const Request& request) {
  const std::string_view header = request.header("authorization");
  if (!header.starts_with("Bearer ")) return base::fail(base::ErrorCode::forbidden, "no device token");
  const std::string key = accounts::token_hash(header.substr(7));
  TRY_ASSIGN(const auto item, app.mission.read([&](storage::Reader& reader) {
    return reader.find(storage::Shelf::credential, "device", key);
  }));
  if (!item) return base::fail(base::ErrorCode::forbidden, "unknown device token");
  Caller caller;
  caller.observer = item->a;
  return caller;
}

/// The caller, or the refusal.
std::expected<Caller, Response> caller_of(App& app, const Route& route, const Request& request) {
  const bool writes = request.method != Method::get && request.method != Method::head;
  if (route.access == Access::phone) {
    auto phone = phone_of(app, request);
    if (phone) return *phone;
    if (phone.error().code == base::ErrorCode::forbidden) return std::unexpected(not_logged_in());
    return std::unexpected(problem(phone.error()));
  }
  Caller caller;
  if (route.access == Access::open) return caller;
  caller.token = request.cookie("__Host-session");
  auto session = journeys::find_session(app.mission, caller.token);
  if (!session) return std::unexpected(problem(session.error()));
  if (!*session) return std::unexpected(not_logged_in());
  caller.session = std::move(**session);
  if (writes && (comes_from_elsewhere(request) ||
                 !crypto::equal_in_constant_time(request.header("x-csrf-token"), caller.session->csrf))) {
    return std::unexpected(
        problem(403, "forbidden", "This request did not come from the staff pages.", "Reload the page."));
  }
  if (!route.roles.meets(caller.session->roles)) {
    std::string who;
    for (const std::string& role : accounts::to_texts(route.roles)) who += (who.empty() ? "" : ", ") + role;
    return std::unexpected(problem(403, "forbidden", "Your role cannot do this; these can: " + who + "."));
  }
  if (caller.session->needs_second_factor && !route.path.starts_with("/api/v1/session") &&
      route.path != "/api/v1/logout") {
    return std::unexpected(problem(403, "second_factor_needed", "Set up your second factor first.",
                                   "POST /api/v1/session/totp"));
  }
  return caller;
}

}  // namespace

std::span<const Route> all_routes() {
  static const std::vector<Route> routes = [] {
    std::vector<Route> all;
    for (const auto table :
         {portal_routes(), public_routes(), phone_routes(), session_routes(), situation_routes(),
          people_routes(), incident_routes(), upload_routes(), import_routes(), entry_routes(),
          release_routes(), account_routes(), quality_routes()}) {
      all.insert(all.end(), table.begin(), table.end());
    }
    return all;
  }();
  return routes;
}

void answer(App& app, Request request, Reply reply) {
  ++app.counters.requests;
  const Route* found = nullptr;
  std::string allowed;
  for (const Route& route : all_routes()) {
    if (!fits(route.path, request.path, nullptr)) continue;
    if (same_method(route.method, request.method)) {
      found = &route;
      break;
    }
    allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", to_text(route.method));
  }
  if (found == nullptr) {
    if (allowed.empty()) return reply(problem(404, "not_found", "There is nothing at this address."));
    return reply(
        problem(405, "invalid_input", "This address does not take this method.").with("Allow", allowed));
  }
  (void)fits(found->path, request.path, &request.path_parts);
  auto caller = caller_of(app, *found, request);
  if (!caller) return reply(std::move(caller.error()));
  if (found->later != nullptr) return found->later(app, std::move(request), std::move(reply));
  Response response = found->handler(app, request, *caller);
  if (response.status >= 500) ++app.counters.answers_5xx;
  reply(std::move(response));
}

bool RateLimit::allow(const std::string& who, int most, std::chrono::seconds window) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (windows_.size() > 20'000) windows_.clear();
  Window& entry = windows_[who];
  if (now - entry.since > window) entry = {now, 0};
  return ++entry.count <= most;
}

base::Result<std::unique_ptr<Server>> serve(App& app, const ListenOptions& options) {
  app.mission.on_happening([&app](const journeys::Happening& happening) {
    if (happening.kind == "receipt") ++app.counters.log_batches;
    app.events.publish(happening.kind, happening.json, happening.region);
  });
  return Server::start(options, app.events, [&app](Request request, Reply reply) {
    answer(app, std::move(request), std::move(reply));
  });
}

}  // namespace tallyward::http
