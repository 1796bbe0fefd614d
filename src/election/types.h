// Ids and counts of an election. Mixing two of them does not compile (tests/must_not_compile).
#pragma once

#include "base/strong.h"

namespace tallyward::election {

using Votes = base::Count<struct VotesTag>;      ///< Votes for a contestant, a list, or valid in all.
using Voters = base::Count<struct VotersTag>;    ///< People: registered, or who took part.
using Ballots = base::Count<struct BallotsTag>;  ///< Papers: received, issued, in the box, invalid.
using Seats = base::Count<struct SeatsTag>;

using PollingStationId = base::Id<struct PollingStationTag>;
using ContestantId = base::Id<struct ContestantTag>;
using ContestId = base::Id<struct ContestTag>;

}  // namespace tallyward::election
