// What each type of staff record changes in the views: one table for each side of a mission. A type that
// stands in none of them is kept and listed as an event.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "journeys/open_mission.h"
#include "storage/store.h"

namespace tallyward::journeys {

/// `body` is the record's opened content. JSON exceptions are caught by apply_staff_record.
using ApplyBody = base::Result<void> (*)(Desk& desk, const storage::Record& record,
                                         const nlohmann::json& body);

struct BodyView {
  std::string_view type;
  ApplyBody apply;
};

/// Stations, teams, seats, assignments, observers.
std::span<const BodyView> deployment_views();
/// Messages, decisions, incidents, entries from paper, calls, welfare checks.
std::span<const BodyView> quality_views();
/// Approvals by two people, the portal, releases and what the gate asks for.
std::span<const BodyView> release_views();

/// Edits one item of a collection; does nothing when it is not there (a record about something that this
/// store does not have: kept, nothing to show).
base::Result<void> change_view(storage::Store& store, std::string_view collection, std::string_view key,
                               const std::function<void(nlohmann::json&, storage::Item&)>& edit);

}  // namespace tallyward::journeys
