// What two people decide: opening a part of the portal, a release, a new account, who may see vote figures.
// One asks, another confirms within 24 hours; nothing happens before. Only withdrawing is different: one
// closes at once, with a reason, and a second confirms it afterwards.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct ApprovalRequest {
  std::string login;    ///< Who asks.
  std::string action;   ///< portal_open, portal_close, release, account, figure_viewer
  std::string subject;  ///< Part of the portal, or login.
  std::string reason;
  std::string details;  ///< JSON object that the action needs; "" for none.
};

/// The approval's number, "A-000001". A portal_close takes effect at once. Errors: invalid_input (no reason,
/// no such action or part), conflict (what the action needs is not there, in words; the embargo).
base::Result<std::string> ask_approval(OpenMission& mission, const ApprovalRequest& request);

/// What the action gave, as JSON ("{}" or, for an account, its one-time token). Errors: not_found, forbidden
/// (the same person), conflict (not pending, too late, or what the action needs is not there any more).
base::Result<std::string> confirm_approval(OpenMission& mission, std::string_view login,
                                           std::string_view approval);
base::Result<void> refuse_approval(OpenMission& mission, std::string_view login, std::string_view approval,
                                   std::string_view reason);

/// Marks what nobody confirmed in time; a withdrawal stays withdrawn and raises an alert. How many.
base::Result<int> lapse_approvals(OpenMission& mission);

/// When figures may leave: the last closing in every time zone that has a station, and of the settings,
/// plus the mission's legal time.
base::Result<base::Time> embargo_end(const mission::MissionSettings& settings, storage::Reader& reader);

/// stations, coverage, observation, incidents, results, estimates, statements.
bool is_portal_part(std::string_view part);
base::Result<bool> is_open(storage::Reader& reader, std::string_view part);

}  // namespace tallyward::journeys
