// The number of successes in independent trials that each have a chance of their own.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tallyward::stats {

/// P(S = s) for s = 0..n, exactly but for rounding: only positive numbers are added and multiplied, so that
/// even tiny probabilities keep about 12 digits. Work n^2/2.
std::vector<double> poisson_binomial(std::span<const double> chances);

/// P(S >= observed) from the same. `observed` above n gives 0.
double poisson_binomial_upper_tail(std::span<const double> chances, std::size_t observed);

/// P(S >= observed) by Lugannani and Rice's saddlepoint formula with continuity correction: for tens of
/// thousands of trials, where n^2 is too much. Relative error below 1 per cent for variance above 100
/// (tested).
double poisson_binomial_saddlepoint(std::span<const double> chances, std::size_t observed);

}  // namespace tallyward::stats
