// The one table of routes: path, method, who may, handler. It is also the authorisation matrix (a test asks
// every route as every role) and the source of docs/api/openapi.json.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/roles.h"
#include "http/message.h"
#include "journeys/log_in.h"

namespace tallyward::http {

struct App;

/// Who asks.
struct Caller {
  std::string observer;  ///< Of a phone with a device token; "" otherwise.
  std::string team;
  std::optional<journeys::Session> session;  ///< Of staff.
  std::string token;                         ///< The session's cookie, for logging out.
};

enum class Access : std::uint8_t {
  open,   ///< Anybody.
  phone,  ///< An enrolled phone (device token).
  staff   ///< A session with one of `roles`.
};

using Handler = Response (*)(App& app, const Request& request, const Caller& caller);
using LaterHandler = void (*)(App& app, Request request, Reply reply);

struct Route {
  Method method = Method::get;
  std::string_view path;  ///< "/api/v1/visits/{record}"; "{*}" at the end takes the rest.
  Access access = Access::open;
  accounts::RoleSet roles;  ///< For staff.
  Handler handler = nullptr;
  LaterHandler later = nullptr;  ///< Answers when the work is durable; for open routes only.
  std::string_view summary;
};

/// Every route of the server, from the tables of the *_routes.cpp files.
std::span<const Route> all_routes();

/// Finds the route, checks who asks, runs the handler. Answers 404, 405 (with Allow), 401, 403, 429 itself.
void answer(App& app, Request request, Reply reply);

/// The OpenAPI 3.1 document of the table.
std::string openapi_json();

// The tables, each in its file.
std::span<const Route> public_routes();
std::span<const Route> phone_routes();
std::span<const Route> session_routes();
std::span<const Route> situation_routes();
std::span<const Route> people_routes();
std::span<const Route> incident_routes();
std::span<const Route> portal_routes();
std::span<const Route> upload_routes();
std::span<const Route> import_routes();
std::span<const Route> entry_routes();
std::span<const Route> release_routes();
std::span<const Route> account_routes();
std::span<const Route> quality_routes();

}  // namespace tallyward::http
