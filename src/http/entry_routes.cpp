// Paper and telephone: a clerk's entries on behalf of observers, the blind double entry of protocols, and
// what comes of them.
#include <nlohmann/json.hpp>

#include "http/app.h"
#include "http/router.h"
#include "journeys/enter_protocol.h"
#include "journeys/enter_report.h"
#include "journeys/staff_records.h"
#include "journeys/verification_case.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using storage::Shelf;

std::string author(const App& app, const Caller& caller) {
  return app.mission.settings().id + "/" + caller.session->login;
}

Response bad_body(std::string_view shape) {
  return problem(400, "invalid_input", "The body is " + std::string(shape) + ".");
}

Response enter(App& app, const Request& request, const Caller& caller) {
  journeys::EntryRequest entry;
  try {
    const json body = json::parse(request.body);
    entry = {caller.session->login,
             body.at("channel"),
             body.at("observer"),
             body.value("caller_code", ""),
             body.value("source", ""),
             body.value("read_back", std::vector<std::string>()),
             body.at("values").get<std::map<std::string, std::string>>()};
  } catch (const json::exception&) {
    return bad_body("{channel, observer, caller_code, source, read_back, values}");
  }
  const auto kept = journeys::enter_report(app.mission, entry);
  if (!kept) return problem(kept.error());
  if (kept->too_many)
    return problem(429, "too_many", "Three wrong caller codes; call back in ten minutes.")
        .with("Retry-After", "600");
  if (!kept->missing.empty()) {
    Response response = problem(422, "read_back_missing", "Read these back to the caller first.");
    json body = json::parse(response.body);
    body["missing"] = kept->missing;
    response.body = body.dump();
    return response;
  }
  return json_response(202, json{{"record", kept->record},
                                 {"state", "kept"},
                                 {"signed_by", "clerk"},
                                 {"receipt", "/api/v1/reports/" + kept->record + "/receipt"}}
                                .dump());
}

Response scan(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto done = journeys::attach_scan(app.mission, author(app, caller), request.part("record"),
                                            body.at("sha256").get<std::string>());
    return done ? json_response(200, "{}") : problem(done.error());
  } catch (const json::exception&) {
    return bad_body("{sha256}");
  }
}

Response open_job(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto job =
        journeys::open_protocol_job(app.mission, author(app, caller), body.at("station").get<std::string>(),
                                    body.value("report", ""), body.value("sheet", ""));
    return job ? json_response(201, json{{"job", *job}}.dump()) : problem(job.error());
  } catch (const json::exception&) {
    return bad_body("{station, report, sheet}");
  }
}

/// Every job with its state; never anybody's figures, and not who entered.
Response jobs(App& app, const Request& request, const Caller& caller) {
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    storage::Selection selection{.after = std::string(request.ask("cursor")), .limit = 500};
    if (!request.ask("state").empty()) selection.a = std::string(request.ask("state"));
    TRY_ASSIGN(const auto items, reader.list(Shelf::view, "protocol_job", selection));
    json list = json::array();
    for (const storage::Item& item : items) {
      json job = json::parse(item.body);
      const json& by = job.at("by");
      job["mine"] = std::find(by.begin(), by.end(), caller.session->login) != by.end();
      job.erase("by");
      job.erase("entries");
      list.push_back(std::move(job));
    }
    return json{{"items", list}, {"next", items.size() == 500 ? json(items.back().key) : json()}};
  });
  return found ? json_response(200, found->dump()) : problem(found.error());
}

Response next_job(App& app, const Request&, const Caller& caller) {
  const auto next = journeys::next_protocol_job(app.mission, caller.session->login);
  if (!next) return problem(next.error());
  return json_response(200, json{{"job", *next ? json::parse(**next) : json()}}.dump());
}

Response enter_figures(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto state = journeys::enter_protocol(app.mission, caller.session->login, request.part("job"),
                                                body.at("figures").get<observation::Figures>());
    return state ? json_response(200, json{{"state", *state}}.dump()) : problem(state.error());
  } catch (const json::exception&) {
    return bad_body("{figures: {line: figure}}");
  }
}

Response differing(App& app, const Request& request, const Caller& caller) {
  const auto lines = journeys::differing_of(app.mission, caller.session->login, request.part("job"));
  if (!lines) return problem(lines.error());
  json list = json::array();
  for (const journeys::DifferingLine& line : *lines)
    list.push_back({{"line", line.line}, {"first", line.first}, {"second", line.second}});
  const auto job = app.mission.read(
      [&](storage::Reader& reader) { return reader.find(Shelf::view, "protocol_job", request.part("job")); });
  const json body = job && *job ? json::parse((*job)->body) : json::object();
  return json_response(200, json{{"job", request.part("job")},
                                 {"station", body.value("station", "")},
                                 {"report", body.value("report", "")},
                                 {"differing", list}}
                                .dump());
}

Response resolve(App& app, const Request& request, const Caller& caller) {
  try {
    const json body = json::parse(request.body);
    const auto done = journeys::resolve_protocol(app.mission, caller.session->login, request.part("job"),
                                                 body.at("figures").get<observation::Figures>(),
                                                 body.at("reason").get<std::string>());
    return done ? json_response(200, R"({"state":"agreed"})") : problem(done.error());
  } catch (const json::exception&) {
    return bad_body("{figures: {the differing lines}, reason}");
  }
}

json case_json(const journeys::VerificationCase& found, bool with_figures) {
  json row{{"case", found.job}, {"station", found.station}, {"state", found.state}};
  if (!with_figures) return row;
  row["checks"] = json::array();
  for (const journeys::CaseCheck& check : found.checks) {
    row["checks"].push_back({{"code", check.code},
                             {"outcome", check.verdict},
                             {"severity", check.severity},
                             {"expected", check.right},
                             {"found", check.left}});
  }
  row["lines"] = json::array();
  for (const journeys::CaseLine& line : found.lines) {
    row["lines"].push_back({{"line", line.line},
                            {"observed", line.observed},
                            {"official", line.official},
                            {"difference", line.difference ? json(*line.difference) : json()}});
  }
  return row;
}

/// Vote figures are for named people; each look of theirs is recorded.
Response cases(App& app, const Request& request, const Caller& caller) {
  bool named = false;
  const auto found = app.mission.read([&](storage::Reader& reader) -> base::Result<json> {
    TRY_ASSIGN(named, journeys::may_see_figures(reader, caller.session->login));
    TRY_ASSIGN(const auto items,
               reader.list(Shelf::view, "protocol_job",
                           {.a = "agreed", .after = std::string(request.ask("cursor")), .limit = 200}));
    json list = json::array();
    for (const storage::Item& item : items) {
      TRY_ASSIGN(const journeys::VerificationCase one,
                 journeys::verification_case(app.mission, reader, item.key));
      if (request.ask("state").empty() || request.ask("state") == one.state)
        list.push_back(case_json(one, named));
    }
    return json{
        {"items", list}, {"figures", named}, {"next", items.size() == 200 ? json(items.back().key) : json()}};
  });
  if (!found) return problem(found.error());
  if (named && !found->at("items").empty()) {
    const json look{{"what", "cases"}, {"count", found->at("items").size()}};
    const auto kept =
        journeys::keep_staff_record(app.mission, author(app, caller), "figure_view", look.dump());
    if (!kept) return problem(kept.error());
  }
  return json_response(200, found->dump());
}

}  // namespace

std::span<const Route> entry_routes() {
  using enum Method;
  using accounts::Role;
  static constexpr accounts::RoleSet kClerks{Role::data_clerk, Role::regional_coordinator, Role::analyst};
  static constexpr accounts::RoleSet kCaseReaders{Role::analyst, Role::head_of_mission, Role::auditor};
  static const std::vector<Route> routes = {
      {post, "/api/v1/entries", Access::staff, kClerks, enter, nullptr,
       "A report from paper or telephone, signed by the clerk on behalf of the observer"},
      {post, "/api/v1/entries/{record}/scan", Access::staff, kClerks, scan, nullptr,
       "The scan of an entered sheet"},
      {post, "/api/v1/protocol_jobs", Access::staff, kClerks, open_job, nullptr, "A protocol to be entered"},
      {get, "/api/v1/protocol_jobs", Access::staff, kClerks, jobs, nullptr, "Protocols to be entered"},
      {get, "/api/v1/protocol_jobs/next", Access::staff, kClerks, next_job, nullptr,
       "The next protocol for this clerk"},
      {post, "/api/v1/protocol_jobs/{job}/entry", Access::staff, kClerks, enter_figures, nullptr,
       "A blind entry"},
      {get, "/api/v1/protocol_jobs/{job}", Access::staff, kClerks, differing, nullptr,
       "The differing cells, for a third person"},
      {post, "/api/v1/protocol_jobs/{job}/resolve", Access::staff, kClerks, resolve, nullptr,
       "A third person resolves the differing cells"},
      {get, "/api/v1/cases", Access::staff, kCaseReaders, cases, nullptr,
       "Agreed protocols against rules and official figures"},
  };
  return routes;
}

}  // namespace tallyward::http
