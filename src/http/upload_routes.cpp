// What a phone brings beside its reports: introductions of per-station codes.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/introduce_code.h"

namespace tallyward::http {

namespace {

using nlohmann::json;

Response introduce(App& app, const Request& request, const Caller& caller) {
  if (!app.limits.allow("introduce " + caller.observer, 60 * app.limit_factor, std::chrono::minutes(10))) {
    return problem(429, "too_many", "Too many codes introduced by this phone.", "Wait ten minutes.");
  }
  std::string note;
  bool extractable = false;
  try {
    const json body = json::parse(request.body);
    note = body.at("note").get<std::string>();
    extractable = body.value("extractable", false);
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is {note: \"...\"}.");
  }
  const auto code = journeys::introduce_code(app.mission, caller.observer, note, extractable);
  if (!code) return problem(code.error());
  return json_response(201, json{{"observer", *code}}.dump());
}

}  // namespace

std::span<const Route> upload_routes() {
  using enum Method;
  static const std::vector<Route> routes = {
      {post,
       "/api/v1/introductions",
       Access::phone,
       {},
       introduce,
       nullptr,
       "A phone introduces a fresh code for one station"},
  };
  return routes;
}

}  // namespace tallyward::http
