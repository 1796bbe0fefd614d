// What must be forgotten is erased by destroying its key: the entry, its signature and its proofs stay valid
// for ever, the fields can never be opened again. A tombstone in the log says that it was done, of what class
// and how many. And the end of the mission: a seal with the final counts of every kind of record.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/outside.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct Redaction {
  std::string author;                 ///< Pseudonym of the one who decides.
  std::optional<std::string> record;  ///< One record (hex) ...
  std::optional<base::Time> before;   ///< ... or every report received before this time (retention).
};

/// Destroys the keys and sealed contents, logs one tombstone, and derives every view again without them;
/// returns how many were erased. Those erased before are not counted. Errors: not_found (no such record, or
/// nothing to erase), invalid_input (neither or both of record and before), forbidden (the log may not sign).
base::Result<std::uint64_t> redact_records(OpenMission& mission, const Redaction& redaction);

/// Logs the seal: counts by kind of all records before it. Returns them. Error: conflict when there is a
/// seal.
base::Result<std::map<std::string, std::uint64_t>> seal_mission(OpenMission& mission,
                                                                std::string_view author);

}  // namespace tallyward::journeys
