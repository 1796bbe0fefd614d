// A protocol as observed, agreed by its entries, held against the rules of the form and against the official
// figures of the same station. Differences are discrepancies between two papers, nothing more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct CaseLine {
  std::string line;
  std::string observed;                    ///< "" is blank, "illegible" is that.
  std::string official;                    ///< "" when the official row has no such line.
  std::optional<std::int64_t> difference;  ///< Official minus observed; none when one is no number.
};
struct CaseCheck {
  std::string code;
  std::string verdict;   ///< fail, unknown
  std::string severity;  ///< E, W, X
  std::string left;
  std::string right;
};
struct VerificationCase {
  std::string job;
  std::string station;
  std::string state;  ///< matches, differs, no_official, checks_fail (also when nothing official is there)
  std::vector<CaseCheck> checks;
  std::vector<CaseLine> lines;
};

/// The case of one agreed protocol. `rules` is the name of a shipped rule set. Errors: those of
/// agreed_figures, not_found (no such rule set).
base::Result<VerificationCase> verification_case(OpenMission& mission, storage::Reader& reader,
                                                 std::string_view job, std::string_view rules = "generic");

/// Whether this person may see vote figures before they are public (named, never by role).
base::Result<bool> may_see_figures(storage::Reader& reader, std::string_view login);

}  // namespace tallyward::journeys
