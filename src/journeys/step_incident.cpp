#include "journeys/step_incident.h"

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "journeys/staff_records.h"
#include "observation/incident.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using observation::IncidentStep;
using storage::Shelf;

/// Who acts when a due time has passed.
constexpr std::string_view kClock = "clock";

std::string text_of(const json& body, const char* name) {
  const auto found = body.find(name);
  return found == body.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

std::string team_of(storage::Reader& reader, const std::string& observer) {
  const auto item = reader.find(Shelf::view, "observer", observer);
  return item && *item ? (*item)->a : std::string();
}

std::int64_t seconds(base::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// What changes in the view, beside the state.
base::Result<json> changes(Desk& desk, const json& incident, IncidentStep step,
                           const IncidentRequest& request) {
  json set = json::object();
  const std::int64_t due =
      seconds(desk.now) + 60 * observation::minutes_to_act(incident.value("severity", 1));
  if (step == IncidentStep::assign) {
    if (request.other.empty()) return base::fail(base::ErrorCode::invalid_input, "name the person in charge");
    set["assignee"] = request.other;
    set["due"] = due;
  }
  if (step == IncidentStep::request_advice) set["adviser"] = request.other;
  // Nobody acted in time: the next above looks, and the time begins anew. One that is not verified yet cannot
  // be escalated by the table of steps; the clock's remark does the same for it.
  const bool overdue = step == IncidentStep::comment && request.who == kClock;
  if (step == IncidentStep::escalate || overdue) {
    const int escalations = incident.value("escalations", 0) + 1;
    set["escalations"] = escalations;
    set["escalated_to"] = escalations == 1 ? "regional_coordinator" : "head_of_mission";
    set["due"] = due;
    if (request.who == kClock) {
      desk.happened({"alert", json{{"what", "incident_overdue"}, {"incident", request.incident}}.dump(), ""});
    }
  }
  if (step == IncidentStep::merge) {
    if (request.other == request.incident)
      return base::fail(base::ErrorCode::invalid_input, "an incident is no duplicate of itself");
    set["duplicate_of"] = request.other;
  }
  if (step == IncidentStep::comment && request.outcome) set["outcome"] = request.note;
  if (step == IncidentStep::corroborate) {
    TRY_ASSIGN(const auto record, desk.store.find_record(request.other));
    if (!record) return base::fail(base::ErrorCode::not_found, "there is no such report");
    std::vector<std::string> teams = {team_of(desk.store, text_of(incident, "observer"))};
    for (const json& one : incident.at("corroborations")) teams.push_back(text_of(one, "team"));
    const std::string team = team_of(desk.store, record->author);
    if (!observation::is_independent(team, teams)) {
      return base::fail(base::ErrorCode::conflict,
                        "this report is by a team that is a source already; it does not corroborate");
    }
    json list = incident.at("corroborations");
    list.push_back({{"record", request.other}, {"team", team}});
    set["corroborations"] = list;
  }
  return set;
}

base::Result<void> take(Desk& desk, const IncidentRequest& request, std::string& answer) {
  const auto step = observation::incident_step_from_text(request.step);
  if (!step) return base::fail(base::ErrorCode::invalid_input, "there is no such step: " + request.step);
  TRY_ASSIGN(const auto item, desk.store.find(Shelf::view, "incident", request.incident));
  if (!item) return base::fail(base::ErrorCode::not_found, "there is no such incident");
  const json incident = json::parse(item->body);
  const auto state = observation::incident_state_from_text(text_of(incident, "state"));
  const observation::IncidentFacts facts{state.value_or(observation::IncidentState::fresh),
                                         text_of(incident, "assignee"),
                                         text_of(incident, "adviser"),
                                         !text_of(incident, "outcome").empty(),
                                         "",
                                         ""};
  TRY_ASSIGN(const observation::IncidentState after, observation::take_step(facts, *step, request.who));
  TRY_ASSIGN(const json set, changes(desk, incident, *step, request));
  const json body{{"incident", request.incident},
                  {"state", observation::to_text(after)},
                  {"severity", incident.value("severity", 1)},
                  {"set", set},
                  {"step",
                   {{"step", request.step},
                    {"who", request.who},
                    {"at", base::to_text(desk.now)},
                    {"note", request.note}}}};
  TRY_ASSIGN(const Submission record,
             staff_record(desk.mission, desk.mission.settings().id + "/" + request.who, "incident_step",
                          body.dump()));
  TRY(desk.add(record));
  TRY_ASSIGN(const auto changed, desk.store.find(Shelf::view, "incident", request.incident));
  answer = changed->body;
  return {};
}

}  // namespace

base::Result<std::string> step_incident(OpenMission& mission, const IncidentRequest& request) {
  std::string answer;
  TRY(mission.write_now([&](Desk& desk) { return take(desk, request, answer); }));
  return answer;
}

base::Result<int> escalate_overdue(OpenMission& mission) {
  TRY_ASSIGN(const auto items, mission.read([](storage::Reader& reader) {
    return reader.list(Shelf::view, "incident", {.limit = 50'000});
  }));
  int escalated = 0;
  for (const storage::Item& item : items) {
    const json incident = json::parse(item.body);
    const auto state = observation::incident_state_from_text(item.a);
    if (!state || !incident.contains("due") || incident["due"].is_null()) continue;
    if (!observation::must_escalate(*state, incident["due"].get<std::int64_t>(),
                                    seconds(mission.clock().now())))
      continue;
    // Not verified in time: somebody above looks; the state stays what it is.
    const auto done = step_incident(mission, {item.key,
                                              *state == observation::IncidentState::fresh ||
                                                      *state == observation::IncidentState::reopened
                                                  ? "comment"
                                                  : "escalate",
                                              std::string(kClock), "overdue", "", false});
    if (done) ++escalated;
  }
  return escalated;
}

}  // namespace tallyward::journeys
