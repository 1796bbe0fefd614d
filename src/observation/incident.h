// An incident goes through nine states. The table of steps is the one that a commission's own system uses
// (reference: peers study 1.6), with its faults mended: escalation takes the overdue ones, and it does
// happen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::observation {

enum class IncidentState : std::uint8_t {
  fresh,  ///< "new": nobody has looked yet.
  verified,
  invalidated,  ///< Not confirmed.
  advice_requested,
  advice_provided,
  action_pending,  ///< Referred to somebody outside.
  action_taken,
  closed,
  reopened
};
inline constexpr int kIncidentStates = 9;
std::string_view to_text(IncidentState state);
std::optional<IncidentState> incident_state_from_text(std::string_view text);

enum class IncidentStep : std::uint8_t {
  assign,       ///< State kept; somebody is in charge.
  comment,      ///< State kept.
  corroborate,  ///< State kept; another source.
  merge,        ///< State kept; names the incident of which it is a duplicate.
  verify,       ///< new, reopened -> verified; by the assignee only.
  invalidate,   ///< new, reopened -> invalidated.
  escalate,  ///< State kept; the next above takes it. Not from new, reopened, pending or waiting for advice.
  request_advice,   ///< -> advice_requested, unless it waits already.
  provide_advice,   ///< advice_requested -> advice_provided; by the adviser only.
  refer,            ///< -> action_pending, from any state but closed.
  complete_action,  ///< action_pending -> action_taken.
  close,  ///< -> closed; not while advice or action is awaited, and only with an outcome written down.
  reopen  ///< closed -> reopened.
};
std::optional<IncidentStep> incident_step_from_text(std::string_view text);

/// What the step needs to know.
struct IncidentFacts {
  IncidentState state = IncidentState::fresh;
  std::string assignee;      ///< "" when nobody.
  std::string adviser;       ///< Asked for advice.
  bool has_outcome = false;  ///< A comment marked as the outcome.
  std::string reporter;      ///< Code of the observer.
  std::string team;          ///< Of the reporter.
};

/// The state after the step. Error: conflict, in words, when the step is not allowed now; forbidden when
/// `who` is not the one who may take it.
base::Result<IncidentState> take_step(const IncidentFacts& facts, IncidentStep step, std::string_view who);

/// A source corroborates only when it is independent: another team than every source so far.
bool is_independent(std::string_view team, const std::vector<std::string>& teams_so_far);

/// When somebody must have acted: 15 minutes for danger to people (severity 4), then 1, 4 and 24 hours.
int minutes_to_act(int severity);
/// Open, with nobody outside awaited, and past its due time: it escalates.
bool must_escalate(IncidentState state, std::int64_t due_seconds, std::int64_t now_seconds);

}  // namespace tallyward::observation
