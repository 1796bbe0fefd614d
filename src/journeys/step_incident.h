// One step of an incident, recorded as what staff did.
#pragma once

#include <string>
#include <string_view>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct IncidentRequest {
  std::string incident;  ///< "I-000007"
  std::string step;      ///< A name of observation::IncidentStep.
  std::string who;       ///< Login of the one who takes it.
  std::string note;      ///< Comment, reason or outcome.
  std::string other;     ///< Assignee, adviser, incident merged into, or record that corroborates.
  bool outcome = false;  ///< The comment is the outcome.
};

/// The incident after the step, as JSON. Errors: not_found, invalid_input, conflict (not possible now),
/// forbidden (not by this person).
base::Result<std::string> step_incident(OpenMission& mission, const IncidentRequest& request);

/// Escalates every incident that is past its due time; returns how many. The server asks once a minute.
base::Result<int> escalate_overdue(OpenMission& mission);

}  // namespace tallyward::journeys
