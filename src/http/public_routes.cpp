// What anybody may ask: the mission's public facts, the log's checkpoint and hash tiles, reports (the
// signature speaks), receipts, enrolment by card, the web pages. Before the portal is opened nothing here
// says how many stations were observed, who voted, or what was answered; the size of the log is public by
// design (docs/formats/record.md).
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time_text.h"
#include "crypto/encoding.h"
#include "http/app.h"
#include "http/router.h"
#include "journeys/enrol_phone.h"
#include "journeys/receive_visit.h"

namespace tallyward::http {

namespace {

using nlohmann::json;

Response mission_facts(App& app, const Request&, const Caller&) {
  const mission::MissionSettings& settings = app.mission.settings();
  json open = json::array();
  auto parts = app.mission.read(
      [](storage::Reader& reader) { return reader.list(storage::Shelf::view, "portal", {.a = "open"}); });
  if (parts) {
    for (const storage::Item& part : *parts) open.push_back(part.key);
  }
  return json_response(200, json{{"mission", settings.id},
                                 {"name", settings.name},
                                 {"synthetic", settings.synthetic},
                                 {"practice", settings.practice},
                                 {"format", mission::to_text(settings.format)},
                                 {"languages", settings.languages},
                                 {"time_zone", settings.time_zone},
                                 {"election_day", settings.election_day},
                                 {"log", {{"origin", settings.origin}, {"vkey", app.mission.log_vkey()}}},
                                 {"server_key", transparency::to_text(app.mission.keys().server.verifier())},
                                 {"policy", transparency::to_text(app.mission.witness_policy())},
                                 {"intake", settings.intake.empty() ? std::vector<std::string>{app.base_url}
                                                                    : settings.intake},
                                 {"portal_open", open},
                                 {"codes", settings.same_code_everywhere ? "per-mission" : "per-station"},
                                 {"record_format", 1}}
                                .dump());
}

Response health(App& app, const Request&, const Caller&) {
  std::error_code error;
  const auto space = std::filesystem::space(app.mission.folder().path, error);
  const bool low = error || space.available < (std::uintmax_t{64} << 20);
  const journeys::LogStanding log = app.mission.log_standing();
  const bool signs = log.verdict == transparency::RestartVerdict::sign;
  return json_response(200, json{{"status", low || !signs ? "degraded" : "ok"},
                                 {"log", journeys::to_text(log.verdict)},
                                 {"log_reason", log.reason},
                                 {"blackout_origin", log.blackout_origin},
                                 {"witnesses", {{"cosigned", log.cosigned}, {"awaited", log.awaited}}},
                                 {"log_size", app.mission.log_size()},
                                 {"disk_free", error ? 0 : space.available},
                                 {"time", base::to_text(app.mission.clock().now())}}
                                .dump());
}

Response checkpoint(App& app, const Request&, const Caller&) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = app.mission.signed_head();
  return response.with("Cache-Control", "no-cache");
}

Response tile(App& app, const Request& request, const Caller&) {
  const auto id = transparency::parse_tile_path("tile/" + std::string(request.part("*")));
  if (!id) return problem(404, "not_found", "This is no path of a tile.");
  if (id->entries) {
    return problem(403, "forbidden", "Entries are not handed out before they are released; hashes are.");
  }
  auto bytes = app.mission.tile(*id);
  if (!bytes) return problem(bytes.error());
  Response response;
  response.content_type = "application/octet-stream";
  response.body = std::move(*bytes);
  return response.with("Cache-Control", "public, max-age=31536000, immutable");
}

Response enrol(App& app, const Request& request, const Caller&) {
  if (!app.limits.allow("enrol " + request.client, 20 * app.limit_factor, std::chrono::minutes(1))) {
    return problem(429, "too_many", "Too many attempts to join from here.", "Wait a minute.");
  }
  try {
    const json body = json::parse(request.body);
    const auto key = crypto::from_base64(body.at("public_key").get<std::string>());
    const auto mac = crypto::from_base64(body.at("mac").get<std::string>());
    if (!key || !mac) return problem(400, "invalid_input", "public_key and mac are base64.");
    const auto joined = journeys::enrol_phone(
        app.mission, {body.at("card").get<std::string>(), *key, *mac, body.value("extractable", false)});
    if (!joined) return problem(joined.error());
    json conditions = json::array();
    for (const char* id : {"code_of_conduct", "conflict_of_interest", "data_consent", "practice_form"}) {
      conditions.push_back({{"id", id}});
    }
    return json_response(joined->again ? 200 : 201, json{{"observer", joined->observer},
                                                         {"key_name", joined->observer},
                                                         {"fingerprint", joined->fingerprint},
                                                         {"device_token", joined->device_token},
                                                         {"record", joined->record},
                                                         {"conditions", conditions}}
                                                        .dump());
  } catch (const json::exception&) {
    return problem(400, "invalid_input", "The body is not the JSON that joining needs.");
  }
}

base::Result<journeys::Submission> submission_of(const Request& request) {
  try {
    const json body = json::parse(request.body);
    journeys::Submission submission;
    submission.entry = body.at("note").get<std::string>();
    submission.channel = "app";
    TRY_ASSIGN(const std::string key, crypto::from_base64(body.at("report_key").get<std::string>()));
    TRY_ASSIGN(submission.key, crypto::report_key_from_bytes(key));
    for (const json& field : body.at("fields")) {
      submission.fields.push_back(
          {field.at("name").get<std::string>(), field.at("value").get<std::string>()});
    }
    return submission;
  } catch (const json::exception&) {
    return base::fail(base::ErrorCode::invalid_input,
                      "the body is {note, report_key, fields: [{name, value}]}");
  }
}

void receive_report(App& app, Request request, Reply reply) {
  const auto refuse = [&app](const Reply& to, Response response) {
    ++app.counters.reports_refused;
    to(std::move(response));
  };
  if (!request.header("content-type").starts_with("application/json")) {
    return refuse(reply, problem(415, "invalid_input", "A report is sent as application/json."));
  }
  auto submission = submission_of(request);
  if (!submission) return refuse(reply, problem(submission.error()));
  const std::string id = crypto::to_hex(transparency::leaf_hash(submission->entry));
  const std::string_view said = request.header("idempotency-key");
  if (!said.empty() && said != id) {
    return refuse(reply, problem(409, "conflict", "Idempotency-Key is not the leaf hash of the note."));
  }
  journeys::receive_visit(
      app.mission, std::move(*submission),
      [&app, refuse, reply = std::move(reply)](base::Result<journeys::Received> received) {
        if (!received) return refuse(reply, problem(received.error()));
        ++app.counters.reports_accepted;
        reply(json_response(
                  received->known ? 200 : 202,
                  fmt::format(R"({{"record":"{0}","state":"kept","receipt":"/api/v1/reports/{0}/receipt"}})",
                              received->record))
                  .with("Location", fmt::format("/api/v1/reports/{}/receipt", received->record)));
      });
}

Response receipt(App& app, const Request& request, const Caller&) {
  auto proof = app.mission.receipt(request.part("record"));
  if (!proof && proof.error().code == base::ErrorCode::not_found) {
    // At the hub, not yet in the log: a promise is no receipt, and the phone shows other words for it.
    const auto promise = app.mission.promise(request.part("record"));
    if (promise) {
      return json_response(202, json{{"state", "promised"}, {"promise", *promise}}.dump())
          .with("Retry-After", "60");
    }
  }
  if (!proof) return problem(proof.error());
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(*proof);
  return response;
}

Response asset_response(App& app, const Request& request, std::string_view path) {
  const auto asset = app.assets->find(path);
  if (!asset) return problem(404, "not_found", "There is nothing at this address.");
  Response response;
  response.content_type = asset->type;
  const std::string etag = fmt::format("\"{}\"", asset->etag);
  response.with("ETag", etag).with("Vary", "Accept-Encoding");
  response.with("Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.header("if-none-match") == etag) {
    response.status = 304;
    return response;
  }
  const std::string_view accepts = request.header("accept-encoding");
  response.borrowed = asset->identity;
  if (!asset->brotli.empty() && accepts.find("br") != std::string_view::npos) {
    response.borrowed = asset->brotli;
    response.with("Content-Encoding", "br");
  } else if (!asset->gzip.empty() && accepts.find("gzip") != std::string_view::npos) {
    response.borrowed = asset->gzip;
    response.with("Content-Encoding", "gzip");
  }
  return response;
}

Response asset(App& app, const Request& request, const Caller&) {
  return asset_response(app, request, request.path);
}

Response openapi(App&, const Request&, const Caller&) {
  return json_response(200, openapi_json());
}

Response metrics(App& app, const Request& request, const Caller&) {
  if (request.client != "127.0.0" && !request.client.starts_with("0000:0000")) {
    return problem(403, "forbidden", "Metrics are for the machine itself.");
  }
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  const auto line = [&](std::string_view name, std::string_view help, std::uint64_t value,
                        std::string_view type) {
    response.body += fmt::format("# HELP tallyward_{0} {1}\n# TYPE tallyward_{0} {3}\ntallyward_{0} {2}\n",
                                 name, help, value, type);
  };
  const Counters& counters = app.counters;
  line("http_requests_total", "Requests answered", counters.requests, "counter");
  line("http_5xx_total", "Answers that were the server's own fault", counters.answers_5xx, "counter");
  line("reports_accepted_total", "Reports made durable, repeated ones too", counters.reports_accepted,
       "counter");
  line("reports_refused_total", "Reports refused for form or signature", counters.reports_refused, "counter");
  line("logins_refused_total", "Logins refused", counters.logins_refused, "counter");
  line("log_batches_total", "Commits that gave records their places in the log", counters.log_batches,
       "counter");
  line("log_size", "Entries of the log", app.mission.log_size(), "gauge");
  line("event_listeners", "Open event streams", app.events.listeners(), "gauge");
  return response;
}

}  // namespace

std::span<const Route> public_routes() {
  using enum Method;
  static const std::vector<Route> routes = {
      {get,
       "/api/v1/mission",
       Access::open,
       {},
       mission_facts,
       nullptr,
       "Public facts and keys of the mission"},
      {get, "/api/v1/health", Access::open, {}, health, nullptr, "Whether the server works"},
      {get, "/api/v1/openapi.json", Access::open, {}, openapi, nullptr, "This document"},
      {get, "/metrics", Access::open, {}, metrics, nullptr, "Prometheus metrics, for the machine itself"},
      {get, "/checkpoint", Access::open, {}, checkpoint, nullptr, "The log's last signed checkpoint"},
      {get, "/tile/{*}", Access::open, {}, tile, nullptr, "Hash tiles of the log"},
      {post, "/api/v1/enrol", Access::open, {}, enrol, nullptr, "A phone joins by a one-time card"},
      {post, "/api/v1/reports", Access::open, {}, nullptr, receive_report, "An observer's signed report"},
      {get,
       "/api/v1/reports/{record}/receipt",
       Access::open,
       {},
       receipt,
       nullptr,
       "The receipt of a record"},
      {get, "/o/", Access::open, {}, asset, nullptr, "The observer's app"},
      {get, "/o/{*}", Access::open, {}, asset, nullptr, "Files of the observer's app"},
      {get, "/s/", Access::open, {}, asset, nullptr, "The staff app"},
      {get, "/s/{*}", Access::open, {}, asset, nullptr, "Files of the staff app"},
      {get, "/assets/{*}", Access::open, {}, asset, nullptr, "Files of the front ends"},
      {get, "/portal/{*}", Access::open, {}, asset, nullptr, "Files of the portal"},
  };
  return routes;
}

}  // namespace tallyward::http
