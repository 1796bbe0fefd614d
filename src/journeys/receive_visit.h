// An observer's report arrives.
#pragma once

#include <functional>
#include <string>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct Received {
  std::string record;  ///< Leaf hash, hex.
  bool known = false;  ///< It had arrived before: the answer is the same.
};

/// Checks a report and hands it to the writer: signature by an enrolled key, fields open to exactly the
/// commitments of the note, mission. Then one transaction {record, views, place in the log}. `done` comes
/// once it is durable. Errors: invalid_input (the note or its fields), forbidden (unknown or revoked key,
/// another mission), and the store's. What an observer answered is never a reason to refuse.
void receive_visit(OpenMission& mission, Submission submission,
                   std::function<void(base::Result<Received>)> done);

}  // namespace tallyward::journeys
