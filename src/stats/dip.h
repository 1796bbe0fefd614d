// Hartigan and Hartigan's dip (Annals of Statistics 13(1), 1985): how far a distribution is from the nearest
// one with a single peak.
//
// Shares of votes are fractions of small whole numbers and so heavily tied, for which the dip's p-values do
// not hold: a tie is a point mass, and no distribution with a smooth single peak has any. `untie` spreads
// each share over its own step before.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tallyward::stats {

/// The dip of sorted values, between 1/(2n) and 1/4. REQUIRES sorted is in ascending order and not empty.
double dip(std::span<const double> sorted);

/// (k + u) / (n + 1) with u uniform in [0, 1), from (seed, index): what a share with a step of 1/n could have
/// been before counting. Entries with n <= 0 are left out; the result is sorted.
std::vector<double> untie(std::span<const std::int32_t> k, std::span<const std::int32_t> n,
                          std::uint64_t seed);

/// P(dip >= d) for n values from the uniform distribution, the hardest of all with one peak: simulated with
/// `draws` samples of min(n, 1000) values, the dip scaled by the root of n. The smallest is 1 / (draws + 1).
double dip_p_value(double d, std::size_t n, std::size_t draws = 999, std::uint64_t seed = 1);

}  // namespace tallyward::stats
