#include "journeys/enter_protocol.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using observation::Figures;
using storage::Shelf;

std::string author_of(const OpenMission& mission, std::string_view login) {
  return mission.settings().id + "/" + std::string(login);
}

base::Result<json> job_of(storage::Reader& reader, std::string_view job) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "protocol_job", job));
  if (!item) return base::fail(base::ErrorCode::not_found, "there is no such protocol to enter");
  return json::parse(item->body);
}

bool has_entered(const json& job, std::string_view login) {
  return std::ranges::any_of(job.at("by"), [&](const json& one) { return one == login; });
}

/// The figures of one entry, from its sealed record.
base::Result<json> entry_body(OpenMission& mission, storage::Reader& reader, const json& record_id) {
  TRY_ASSIGN(const auto record, reader.find_record(record_id.get<std::string>()));
  if (!record) return base::fail(base::ErrorCode::corrupt, "an entry of this protocol is not in the store");
  TRY_ASSIGN(const std::string opened, mission.open_body(reader, *record));
  return json::parse(opened);
}

base::Result<Figures> figures_of(OpenMission& mission, storage::Reader& reader, const json& record_id,
                                 const char* which = "figures") {
  TRY_ASSIGN(const json body, entry_body(mission, reader, record_id));
  return body.at(which).get<Figures>();
}

base::Result<void> keep_entry(Desk& desk, std::string_view login, std::string_view job,
                              std::string_view round, const Figures& figures, std::string_view state,
                              const std::vector<std::string>& differing, const Figures* agreed,
                              std::string_view reason) {
  json body{{"job", job},         {"by", login},    {"round", round},
            {"figures", figures}, {"state", state}, {"differing", differing}};
  if (agreed != nullptr) body["agreed"] = *agreed;
  if (!reason.empty()) body["reason"] = reason;
  TRY(add_staff_record(desk, author_of(desk.mission, login), "protocol_entry", body.dump()));
  return {};
}

base::Result<void> enter(Desk& desk, std::string_view login, std::string_view job_id, const Figures& figures,
                         std::string& state) {
  TRY_ASSIGN(const json job, job_of(desk.store, job_id));
  if (job.at("state") != "first" && job.at("state") != "second")
    return base::fail(base::ErrorCode::conflict, "two people have entered this protocol already");
  if (has_entered(job, login))
    return base::fail(base::ErrorCode::forbidden, "you entered this protocol; the other entry is another's");
  if (job.at("state") == "first") {
    state = "second";
    return keep_entry(desk, login, job_id, "first", figures, state, {}, nullptr, "");
  }
  TRY_ASSIGN(const Figures first, figures_of(desk.mission, desk.store, job.at("entries").at(0)));
  const std::vector<std::string> differing = observation::differing_lines(first, figures);
  state = differing.empty() ? "agreed" : "differs";
  Figures agreed;
  if (differing.empty()) {
    TRY_ASSIGN(agreed, observation::resolve(first, {}, {}));
  }
  return keep_entry(desk, login, job_id, "second", figures, state, differing,
                    differing.empty() ? &agreed : nullptr, "");
}

/// The job as the third person may see it.
base::Result<json> job_to_resolve(storage::Reader& reader, std::string_view login, std::string_view job_id) {
  TRY_ASSIGN(json job, job_of(reader, job_id));
  if (job.at("state") != "differs")
    return base::fail(base::ErrorCode::conflict, "nothing is to be resolved here");
  if (has_entered(job, login))
    return base::fail(base::ErrorCode::forbidden, "a third person resolves what two entered differently");
  return job;
}

}  // namespace

base::Result<std::string> open_protocol_job(OpenMission& mission, std::string_view author,
                                            std::string_view station, std::string_view report,
                                            std::string_view sheet) {
  std::string number;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto place, desk.store.find(Shelf::view, "station", station));
    if (!place) return base::fail(base::ErrorCode::not_found, "there is no such station");
    if (!report.empty()) {
      TRY_ASSIGN(const auto brought, desk.store.find_record(report));
      if (!brought) return base::fail(base::ErrorCode::not_found, "there is no such report");
    }
    TRY_ASSIGN(const std::int64_t before, desk.store.count(Shelf::view, "protocol_job", {}));
    number = fmt::format("P-{:06}", before + 1);
    const json body{{"job", number}, {"station", station}, {"report", report}, {"sheet", sheet}};
    TRY(add_staff_record(desk, author, "protocol_job", body.dump()));
    return {};
  });
  if (!written) return base::fail(written.error());
  return number;
}

base::Result<std::optional<std::string>> next_protocol_job(OpenMission& mission, std::string_view login) {
  return mission.read([&](storage::Reader& reader) -> base::Result<std::optional<std::string>> {
    // Jobs that somebody has entered come first, so that they are finished.
    for (const char* state : {"second", "first"}) {
      TRY_ASSIGN(const auto items, reader.list(Shelf::view, "protocol_job", {.a = state, .limit = 10'000}));
      for (const storage::Item& item : items) {
        const json job = json::parse(item.body);
        if (has_entered(job, login)) continue;
        return std::optional<std::string>(json{
            {"job", job.at("job")},
            {"station", job.at("station")},
            {"report", job.at("report")}}.dump());
      }
    }
    return std::optional<std::string>();
  });
}

base::Result<std::string> enter_protocol(OpenMission& mission, std::string_view login, std::string_view job,
                                         const Figures& figures) {
  TRY(observation::check_figures(figures));
  std::string state;
  TRY(mission.write_now([&](Desk& desk) { return enter(desk, login, job, figures, state); }));
  return state;
}

base::Result<std::vector<DifferingLine>> differing_of(OpenMission& mission, std::string_view login,
                                                      std::string_view job_id) {
  return mission.read([&](storage::Reader& reader) -> base::Result<std::vector<DifferingLine>> {
    TRY_ASSIGN(const json job, job_to_resolve(reader, login, job_id));
    TRY_ASSIGN(const Figures first, figures_of(mission, reader, job.at("entries").at(0)));
    TRY_ASSIGN(const Figures second, figures_of(mission, reader, job.at("entries").at(1)));
    const auto figure = [](const Figures& figures, const std::string& line) {
      const auto found = figures.find(line);
      return found == figures.end() ? std::string() : observation::plain_figure(found->second);
    };
    std::vector<DifferingLine> lines;
    for (const std::string& line : observation::differing_lines(first, second))
      lines.push_back({line, figure(first, line), figure(second, line)});
    return lines;
  });
}

base::Result<void> resolve_protocol(OpenMission& mission, std::string_view login, std::string_view job_id,
                                    const Figures& figures, std::string_view reason) {
  TRY(observation::check_figures(figures));
  if (reason.empty()) return base::fail(base::ErrorCode::invalid_input, "a resolution needs a reason");
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const json job, job_to_resolve(desk.store, login, job_id));
    TRY_ASSIGN(const Figures first, figures_of(desk.mission, desk.store, job.at("entries").at(0)));
    TRY_ASSIGN(const Figures agreed,
               observation::resolve(first, job.at("differing").get<std::vector<std::string>>(), figures));
    return keep_entry(desk, login, job_id, "resolution", figures, "agreed",
                      job.at("differing").get<std::vector<std::string>>(), &agreed, reason);
  });
}

base::Result<Figures> agreed_figures(OpenMission& mission, storage::Reader& reader, std::string_view job_id) {
  TRY_ASSIGN(const json job, job_of(reader, job_id));
  if (job.at("state") != "agreed")
    return base::fail(base::ErrorCode::conflict, "this protocol is not agreed yet");
  return figures_of(mission, reader, job.at("entries").back(), "agreed");
}

}  // namespace tallyward::journeys
