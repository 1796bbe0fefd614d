// What the questions of impact share, and the largest of them: largest remainders under the Hare quota.
#pragma once

#include "results/impact.h"
#include "results/reaching_set.h"

namespace tallyward::results {
namespace internal {

/// The contestant is at or above the threshold: denominator * votes - numerator * base >= 0.
Inequality at_or_above(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant);
/// The contestant is below it.
Inequality below(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant);

/// Where nothing bounds some stations, "no set can" would say more than is known.
ImpactVerdict judged(const OpenResult& open, ImpactVerdict verdict);

/// Exact, or a bound that is called one. With a threshold, the lists past it are part of the question: for
/// every set of lists that could stand past it, and every pair that could exchange a seat there, the fewest
/// items that bring about all of it at once (reaching_set.h).
ImpactVerdict impact_on_remainders(const OpenResult& open, const SeatQuestion& question);

}  // namespace internal
}  // namespace tallyward::results
