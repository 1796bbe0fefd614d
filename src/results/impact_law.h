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

struct ImpactQuestions {
  const seats::AllocationLaw* law = nullptr;  ///< None: the winner, and the threshold if there is one.
  std::int64_t seats = 0;                     ///< 0: as the law says.
  std::optional<ThresholdRule> threshold;     ///< Instead of the law's.
};

/// Every verdict that can be asked for: who has most votes; then, under a law, the threshold for each list
/// and the seats, or the places, or the second round. Errors: those of seat_question.
base::Result<std::vector<ImpactVerdict>> impact_verdicts(const OpenResult& open,
                                                         const ImpactQuestions& questions);

}  // namespace tallyward::results
