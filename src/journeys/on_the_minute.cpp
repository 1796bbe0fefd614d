#include "journeys/on_the_minute.h"

#include "journeys/approve.h"
#include "journeys/step_incident.h"
#include "journeys/watch_teams.h"

namespace tallyward::journeys {

MinuteResult on_the_minute(OpenMission& mission) {
  MinuteResult done;
  const auto count = [&](const base::Result<int>& result, int& into) {
    if (result) {
      into = *result;
    } else {
      done.troubles.push_back(result.error().message);
    }
  };
  count(escalate_overdue(mission), done.escalated);
  count(watch_teams(mission), done.welfare_checks);
  count(lapse_approvals(mission), done.lapsed);
  return done;
}

}  // namespace tallyward::journeys
