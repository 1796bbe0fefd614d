// An allocation law as impact sees it.
#pragma once

#include "base/error.h"
#include "results/impact.h"
#include "seats/law.h"

namespace tallyward::results {

/// The law's threshold for a party on its own.
ThresholdRule threshold_rule(const seats::AllocationLaw& law);

/// The question of seats under a law, with the allocation of the result as it stands. `seats` 0: as the law
/// says. Laws of one list constituency with whole-number divisors or the Hare quota are taken; every other
/// law gives the family `other`, for which impact is not decided. Errors: invalid_input when there is no
/// number of seats; conflict when the result as it stands needs a lot.
base::Result<SeatQuestion> seat_question(const seats::AllocationLaw& law, std::int64_t seats,
                                         const OpenResult& open);

}  // namespace tallyward::results
