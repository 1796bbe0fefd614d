// What stations that did not report could do to a rate: bounds that assume nothing, and how the rate moves
// with an assumption that is stated.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/intervals.h"

namespace tallyward::stats {

/// Manski's bounds: every missing station could be a no, or a yes. REQUIRES 0 <= positive <= observed,
/// observed > 0.
Interval manski_bounds(std::int64_t positive, std::int64_t observed, std::int64_t missing);

/// The rate over all stations if the odds among the missing are `odds_ratio` times those among the observed.
double rate_at_odds_ratio(std::int64_t positive, std::int64_t observed, std::int64_t missing,
                          double odds_ratio);

/// The odds ratio at which the overall rate reaches `threshold`: the tipping point. None if no ratio reaches
/// it (the threshold lies outside the Manski bounds) or nothing is missing.
std::optional<double> tipping_point(std::int64_t positive, std::int64_t observed, std::int64_t missing,
                                    double threshold);

}  // namespace tallyward::stats
