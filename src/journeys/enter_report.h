// Reports that come on paper or by telephone: a clerk enters them. The report is signed with the clerk's key
// on behalf of the observer and says so; it is never shown as signed by the observer.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct EntryRequest {
  std::string login;                          ///< The clerk's.
  std::string channel;                        ///< paper, telephone
  std::string observer;                       ///< An observer's code, or the id of her card.
  std::string caller_code;                    ///< Of her card; needed by telephone.
  std::string source;                         ///< What the sheet is, or who took the call.
  std::vector<std::string> read_back;         ///< Fields that were read back to the caller.
  std::map<std::string, std::string> values;  ///< As in a report: "@form", "q.VO01", "p.valid".
};

struct EntryResult {
  std::string record;                ///< Leaf hash; "" when something is missing.
  std::vector<std::string> missing;  ///< Fields to read back first.
  bool too_many = false;             ///< Three wrong caller codes; try again in ten minutes.
};

/// The clerk's key is made at the first entry, enrolled with the role clerk, and kept by the server, sealed;
/// the enrolment says that it is extractable. Errors: invalid_input, not_found (no such observer or card),
/// forbidden (wrong caller code).
base::Result<EntryResult> enter_report(OpenMission& mission, const EntryRequest& request);

/// The scan of a sheet that was entered, by its hash, attached later. Errors: not_found, conflict (not an
/// entry of a clerk), invalid_input.
base::Result<void> attach_scan(OpenMission& mission, std::string_view author, std::string_view record,
                               std::string_view sha256);

}  // namespace tallyward::journeys
