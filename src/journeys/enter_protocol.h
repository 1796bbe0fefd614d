// Protocols are entered twice, blind, by two people; a third resolves only the cells that differ, with the
// photo beside. Then they are checked by the rules and compared with the official figures.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"
#include "observation/entry.h"

namespace tallyward::journeys {

/// A new job; its number, "P-000001". `report` is the record that brought the photo, or "". Errors:
/// not_found (station, report).
base::Result<std::string> open_protocol_job(OpenMission& mission, std::string_view author,
                                            std::string_view station, std::string_view report,
                                            std::string_view sheet);

/// The oldest job that this person may enter blind (JSON, without anybody's figures), or none.
base::Result<std::optional<std::string>> next_protocol_job(OpenMission& mission, std::string_view login);

/// The first or second entry; the job's state after it: second, differs, agreed. Errors: not_found, conflict
/// (entered by two already), forbidden (by this person already), invalid_input.
base::Result<std::string> enter_protocol(OpenMission& mission, std::string_view login, std::string_view job,
                                         const observation::Figures& figures);

struct DifferingLine {
  std::string line;
  std::string first;
  std::string second;
};
/// What the third person sees. Errors: not_found, conflict (nothing differs), forbidden (one of the two).
base::Result<std::vector<DifferingLine>> differing_of(OpenMission& mission, std::string_view login,
                                                      std::string_view job);
/// Errors: those of differing_of; invalid_input unless exactly the differing lines are given and a reason.
base::Result<void> resolve_protocol(OpenMission& mission, std::string_view login, std::string_view job,
                                    const observation::Figures& figures, std::string_view reason);

/// The agreed figures of a job. Errors: not_found, conflict (not agreed yet).
base::Result<observation::Figures> agreed_figures(OpenMission& mission, storage::Reader& reader,
                                                  std::string_view job);

}  // namespace tallyward::journeys
