// What the mission publishes of its own observation, part by part: tables in which nothing points at a team
// (observation/suppression.h), made only when the do-no-harm gate is open.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"
#include "observation/suppression.h"

namespace tallyward::journeys {

/// One thing that still stands against a release.
struct GateItem {
  std::string what;   ///< embargo, risk_note, consent, photo_review
  std::string about;  ///< Record, incident, hash of a photo.
  std::string text;   ///< For people.
};
struct ReleaseGate {
  std::vector<GateItem> missing;
  std::size_t cells = 0;
  std::size_t suppressed = 0;
};

/// What is missing now: the embargo must be over; a risk note for this part must be newer than its last
/// release; for incidents, the consent of each source (and of each victim, where people are at risk), and a
/// review of each photo.
base::Result<ReleaseGate> release_gate(OpenMission& mission, storage::Reader& reader, std::string_view part,
                                       base::Time now);

/// Makes the tables of a part and keeps them as a record; its number, "R-000001". The gate was asked before.
base::Result<std::string> add_release(Desk& desk, std::string_view author, std::string_view part);

/// The last release of a part as outsiders may have it (JSON); none when there is none.
base::Result<std::optional<std::string>> last_release(storage::Reader& reader, std::string_view part);

/// One table of a release, before suppression: group and answer are the labels of its rows and columns.
struct ReleaseTable {
  std::string id;  ///< "VO/VO58", "coverage", "incidents".
  std::vector<std::string> groups;
  std::vector<std::string> answers;
  std::vector<std::string> left_out;  ///< Groups on which fewer than three teams stand.
  observation::FigureTable figures;   ///< Keys "GROUP\x1f ANSWER"; "*" is the sum over one of them.
};
/// The tables of a part from the views: no votes, no turnout; quarantined and overtaken forms are left out.
base::Result<std::vector<ReleaseTable>> release_tables(OpenMission& mission, storage::Reader& reader,
                                                       std::string_view part);
/// The key of a figure in a release table.
std::string figure_key(std::string_view group, std::string_view answer);

}  // namespace tallyward::journeys
