#include "observation/incident.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tallyward::observation {

namespace {

using enum IncidentState;

constexpr std::array<std::string_view, kIncidentStates> kStates = {
    "new",          "verified", "invalidated", "advice_requested", "advice_provided", "action_pending",
    "action_taken", "closed",   "reopened"};
constexpr std::array<std::string_view, 13> kSteps = {
    "assign",         "comment",        "corroborate", "merge",           "verify", "invalidate", "escalate",
    "request_advice", "provide_advice", "refer",       "complete_action", "close",  "reopen"};

bool is_one_of(IncidentState state, std::initializer_list<IncidentState> states) {
  return std::ranges::find(states, state) != states.end();
}

}  // namespace

std::string_view to_text(IncidentState state) {
  return kStates[static_cast<std::size_t>(state)];
}

std::optional<IncidentState> incident_state_from_text(std::string_view text) {
  const auto found = std::ranges::find(kStates, text);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<IncidentState>(found - kStates.begin());
}

std::optional<IncidentStep> incident_step_from_text(std::string_view text) {
  const auto found = std::ranges::find(kSteps, text);
  if (found == kSteps.end()) return std::nullopt;
  return static_cast<IncidentStep>(found - kSteps.begin());
}

base::Result<IncidentState> take_step(const IncidentFacts& facts, IncidentStep step, std::string_view who) {
  const IncidentState now = facts.state;
  const auto refuse = [&](std::string_view why) {
    return base::fail(base::ErrorCode::conflict,
                      fmt::format("{} is not possible while the incident is {}: {}",
                                  kSteps[static_cast<std::size_t>(step)], to_text(now), why));
  };
  switch (step) {
    case IncidentStep::assign:
    case IncidentStep::corroborate:
    case IncidentStep::merge:
      if (now == closed) return refuse("reopen it first");
      return now;
    case IncidentStep::comment:
      return now;
    case IncidentStep::verify:
      if (!is_one_of(now, {fresh, reopened})) return refuse("only new and reopened ones are verified");
      if (facts.assignee.empty() || facts.assignee != who) {
        return base::fail(base::ErrorCode::forbidden, "only the person in charge verifies an incident");
      }
      return verified;
    case IncidentStep::invalidate:
      if (!is_one_of(now, {fresh, reopened})) return refuse("only new and reopened ones are invalidated");
      return invalidated;
    case IncidentStep::escalate:
      if (is_one_of(now, {fresh, reopened, action_pending, advice_requested, closed})) {
        return refuse("verify it first, or wait for what was asked");
      }
      return now;
    case IncidentStep::request_advice:
      if (is_one_of(now, {advice_requested, closed}))
        return refuse("advice is awaited already, or it is closed");
      return advice_requested;
    case IncidentStep::provide_advice:
      if (now != advice_requested) return refuse("nobody asked for advice");
      if (facts.adviser != who)
        return base::fail(base::ErrorCode::forbidden, "only the person asked gives advice");
      return advice_provided;
    case IncidentStep::refer:
      if (now == closed) return refuse("reopen it first");
      return action_pending;
    case IncidentStep::complete_action:
      if (now != action_pending) return refuse("no action is awaited");
      return action_taken;
    case IncidentStep::close:
      if (is_one_of(now, {advice_requested, action_pending, closed}))
        return refuse("something is still awaited");
      if (!facts.has_outcome) return refuse("write down the outcome first");
      return closed;
    case IncidentStep::reopen:
      if (now != closed) return refuse("it is open");
      return reopened;
  }
  return refuse("unknown step");
}

bool is_independent(std::string_view team, const std::vector<std::string>& teams_so_far) {
  return !team.empty() && std::ranges::find(teams_so_far, team) == teams_so_far.end();
}

int minutes_to_act(int severity) {
  if (severity >= 4) return 15;
  if (severity == 3) return 60;
  return severity == 2 ? 4 * 60 : 24 * 60;
}

bool must_escalate(IncidentState state, std::int64_t due_seconds, std::int64_t now_seconds) {
  return !is_one_of(state, {closed, invalidated, action_pending, action_taken, advice_requested}) &&
         due_seconds < now_seconds;
}

}  // namespace tallyward::observation
