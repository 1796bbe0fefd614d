// The OpenAPI document follows from the router table, so that it cannot part from the server.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/router.h"

namespace tallyward::http {

std::string openapi_json() {
  using nlohmann::json;
  json paths = json::object();
  for (const Route& route : all_routes()) {
    json parameters = json::array();
    for (const std::string_view piece : base::split(route.path, '/')) {
      if (piece.size() < 2 || piece[0] != '{') continue;
      const std::string name = piece == "{*}" ? "rest" : std::string(piece.substr(1, piece.size() - 2));
      parameters.push_back(
          {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    std::string path(route.path);
    if (const std::size_t star = path.find("{*}"); star != std::string::npos) path.replace(star, 3, "{rest}");
    std::string method(to_text(route.method));
    for (char& c : method) c = static_cast<char>(c + 32);
    json security = json::array();
    if (route.access == Access::phone) security.push_back({{"device", json::array()}});
    if (route.access == Access::staff) security.push_back({{"session", json::array()}});
    const json refusal{
        {"description", "A problem, RFC 9457"},
        {"content",
         {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    paths[path][method] = {{"summary", route.summary},
                           {"security", security},
                           {"x-roles", accounts::to_texts(route.roles)},
                           {"parameters", parameters},
                           {"responses", {{"200", {{"description", "Done"}}}, {"default", refusal}}}};
  }
  const json text{{"type", "string"}};
  const json schema{
      {"type", "object"},
      {"required", {"type", "title", "status", "code"}},
      {"properties",
       {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"code", text}, {"next", text}}}};
  const json schemes{{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-session"}}},
                     {"device", {{"type", "http"}, {"scheme", "bearer"}}}};
  return json{{"openapi", "3.1.0"},
              {"info",
               {{"title", "Tallyward"},
                {"version", TALLYWARD_VERSION},
                {"description", "Generated from the router table (src/http/router.h)."}}},
              {"components", {{"securitySchemes", schemes}, {"schemas", {{"Problem", schema}}}}},
              {"paths", paths}}
             .dump(1) +
         "\n";
}

}  // namespace tallyward::http
