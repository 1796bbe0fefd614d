#include "journeys/watch_teams.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "journeys/staff_records.h"
#include "mission/deployment.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr std::int64_t kMost = 500'000;

std::int64_t seconds(base::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

struct Signs {
  std::map<std::string, std::int64_t> of_team;                       ///< Last sign, Unix seconds.
  std::map<std::pair<std::string, std::string>, std::int64_t> seen;  ///< (team, station) -> last report.
  std::set<std::string> checks_open;
};

void note_sign(std::int64_t& last, std::int64_t at) {
  last = std::max(last, at);
}

base::Result<Signs> signs_of(storage::Reader& reader) {
  Signs signs;
  std::map<std::string, std::string> team;
  TRY_ASSIGN(const auto observers, reader.list(Shelf::view, "observer", {.limit = kMost}));
  for (const storage::Item& observer : observers) team[observer.key] = observer.a;
  TRY_ASSIGN(const auto visits, reader.list(Shelf::view, "visit", {.limit = kMost}));
  for (const storage::Item& item : visits) {
    const auto found = team.find(item.c);
    if (found == team.end()) continue;
    const std::int64_t at = json::parse(item.body).value("received", std::int64_t{0});
    note_sign(signs.of_team[found->second], at);
    note_sign(signs.seen[{found->second, item.a}], at);
  }
  TRY_ASSIGN(const auto attempts, reader.list(Shelf::view, "attempt", {.limit = kMost}));
  for (const storage::Item& item : attempts) {
    const json attempt = json::parse(item.body);
    const std::string outcome = attempt.value("outcome", "");
    if (outcome == "reached" || outcome == "safe")
      note_sign(signs.of_team[item.a], attempt.value("at", std::int64_t{0}));
  }
  TRY_ASSIGN(const auto checks, reader.list(Shelf::view, "welfare", {.limit = kMost}));
  for (const storage::Item& item : checks) {
    if (item.a == "open") {
      signs.checks_open.insert(item.b);
    } else {
      note_sign(signs.of_team[item.b], json::parse(item.body).value("closed", std::int64_t{0}));
    }
  }
  return signs;
}

struct Planned {
  std::string team;
  std::string station;
  std::string region;
  std::vector<std::string> phases;
  std::optional<base::Time> from;
  std::optional<base::Time> due;
  std::string due_text;
};

base::Result<std::vector<Planned>> planned_visits(OpenMission& mission, storage::Reader& reader) {
  std::vector<Planned> all;
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "assignment", {.limit = kMost}));
  for (const storage::Item& item : items) {
    const json body = json::parse(item.body);
    TRY_ASSIGN(const auto station, reader.find(Shelf::view, "station", item.b));
    std::string zone = mission.settings().time_zone;
    if (station) {
      const std::string own = json::parse(station->body).value("time_zone", "");
      if (!own.empty()) zone = own;
    }
    Planned one{item.a, item.b, station ? station->a : "", body.value("phases", std::vector<std::string>()),
                {},     {},     body.value("due", "")};
    if (const auto from = mission::instant_of(body.value("from", ""), zone)) one.from = *from;
    if (const auto to = mission::instant_of(body.value("to", ""), zone))
      one.due = *to + std::chrono::minutes(mission::kGraceMinutes);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

base::Result<std::vector<LateVisit>> late_visits(OpenMission& mission, storage::Reader& reader,
                                                 base::Time now) {
  TRY_ASSIGN(const Signs signs, signs_of(reader));
  TRY_ASSIGN(const std::vector<Planned> planned, planned_visits(mission, reader));
  std::vector<LateVisit> late;
  for (const Planned& one : planned) {
    if (!one.due || *one.due >= now) continue;
    const auto seen = signs.seen.find({one.team, one.station});
    // Times of receipt are rounded down to the bucket, so the beginning of the visit is as well.
    const std::int64_t from = one.from ? seconds(*one.from) - mission.settings().bucket_seconds : 0;
    if (seen != signs.seen.end() && seen->second >= from) continue;
    const auto last = signs.of_team.find(one.team);
    late.push_back({one.team, one.station, one.region, one.phases, one.due_text,
                    static_cast<int>(std::chrono::floor<std::chrono::minutes>(now - *one.due).count()),
                    last == signs.of_team.end() ? 0 : last->second, signs.checks_open.contains(one.team)});
  }
  std::ranges::sort(late, [](const LateVisit& a, const LateVisit& b) {
    return std::tuple(-a.minutes_late, a.team, a.station) < std::tuple(-b.minutes_late, b.team, b.station);
  });
  return late;
}

base::Result<int> watch_teams(OpenMission& mission) {
  const std::int64_t limit = std::int64_t{60} * mission.settings().silent_minutes;
  int raised = 0;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const Signs signs, signs_of(desk.store));
    TRY_ASSIGN(const std::vector<Planned> planned, planned_visits(mission, desk.store));
    std::map<std::string, std::int64_t> out_since;
    for (const Planned& one : planned) {
      // Only the day of the visit: a plan of last week raises no alarm now.
      if (!one.from || *one.from > desk.now || desk.now - *one.from > std::chrono::hours(24)) continue;
      const auto since = out_since.emplace(one.team, seconds(*one.from)).first;
      since->second = std::min(since->second, seconds(*one.from));
    }
    TRY_ASSIGN(std::int64_t number, desk.store.count(Shelf::view, "welfare", {}));
    for (const auto& [team, begun] : out_since) {
      const auto last = signs.of_team.find(team);
      const std::int64_t sign = last == signs.of_team.end() ? begun : std::max(begun, last->second);
      if (signs.checks_open.contains(team) || seconds(desk.now) - sign <= limit) continue;
      const json body{{"check", fmt::format("W-{:06}", ++number)},
                      {"team", team},
                      {"since", sign},
                      {"silent_minutes", (seconds(desk.now) - sign) / 60},
                      {"state", "open"}};
      TRY(add_staff_record(desk, mission.keys().server.name, "welfare", body.dump()));
      ++raised;
    }
    return {};
  });
  if (!written) return base::fail(written.error());
  return raised;
}

base::Result<bool> welfare_is_open(storage::Reader& reader, std::string_view team) {
  TRY_ASSIGN(const std::int64_t open,
             reader.count(Shelf::view, "welfare", {.a = "open", .b = std::string(team)}));
  return open > 0;
}

base::Result<void> close_welfare_check(OpenMission& mission, std::string_view login, std::string_view check,
                                       std::string_view outcome, std::string_view note) {
  if (outcome != "safe" && outcome != "help_sent")
    return base::fail(base::ErrorCode::invalid_input, "a welfare check ends with safe or help_sent");
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto item, desk.store.find(Shelf::view, "welfare", check));
    if (!item) return base::fail(base::ErrorCode::not_found, "there is no such check");
    if (item->a != "open") return base::fail(base::ErrorCode::conflict, "this check is closed");
    json body = json::parse(item->body);
    body["state"] = "closed";
    body["outcome"] = outcome;
    body["closed"] = seconds(desk.now);
    body["note"] = note;
    TRY(add_staff_record(desk, mission.settings().id + "/" + std::string(login), "welfare", body.dump()));
    return {};
  });
}

base::Result<void> note_attempt(OpenMission& mission, const CallAttempt& attempt) {
  static constexpr std::array<std::string_view, 4> kOutcomes = {"reached", "no_answer", "safe",
                                                                "help_needed"};
  if (attempt.team.empty() || (attempt.purpose != "welfare" && attempt.purpose != "report") ||
      std::ranges::find(kOutcomes, attempt.outcome) == kOutcomes.end()) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a call has a team, a purpose (welfare, report) and an outcome (reached, no_answer, "
                      "safe, help_needed)");
  }
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const bool open, welfare_is_open(desk.store, attempt.team));
    if (open && attempt.purpose == "report") {
      return base::fail(base::ErrorCode::conflict,
                        "this team is silent: ask whether it is well, and let security close the welfare "
                        "check, before you ask for a report");
    }
    const json body{{"team", attempt.team},       {"station", attempt.station}, {"purpose", attempt.purpose},
                    {"outcome", attempt.outcome}, {"note", attempt.note},       {"at", seconds(desk.now)}};
    TRY(add_staff_record(desk, mission.settings().id + "/" + attempt.login, "attempt", body.dump()));
    return {};
  });
}

}  // namespace tallyward::journeys
