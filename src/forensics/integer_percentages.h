// More whole percentages than chance gives: figures that somebody rounded leave turnout or a share at 70,
// 75, 80.
//
// The count of stations whose turnout or share lies within 0.05 points of a whole per cent is compared with
// what it would be if figures were binomial around what was reported (Kobak, Shpilkin and Pshenichnikov,
// Annals of Applied Statistics 10(1), 2016). Their Monte Carlo is replaced by the exact expectation and
// variance. A second null, the lattice null, counts admissible numerators around the reported one and stays
// calibrated on clean elections, where the binomial null does not (docs/methods/integer-percentages.md).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "forensics/stations.h"

namespace tallyward::forensics {

/// Whether 100 k / n lies within 0.05 of a whole number, in integers: the boundary belongs to it when
/// inclusive.
bool is_whole_percent(std::int64_t k, std::int64_t n, bool inclusive = true);

/// P(Bin(n, k/n) is within 0.05 points of a whole per cent). 1 for k = 0 and k = n. REQUIRES 0 <= k <= n, n >
/// 0.
double whole_percent_chance(std::int64_t k, std::int64_t n, bool inclusive = true);

/// The share of numerators within one point of k whose percentage is whole: half weight at the exact ends,
/// clipped to [0, n]. REQUIRES 0 <= k <= n, n > 0.
double whole_percent_lattice(std::int64_t k, std::int64_t n);

/// Observed against expected, for one statistic and one weight.
struct Departure {
  double observed = 0;
  double expected = 0;
  double sd = 0;
  double anomaly() const { return observed - expected; }
  double z() const { return sd > 0 ? (observed - expected) / sd : 0; }
};

enum class Statistic { either, share, turnout };
enum class Weight { stations, registered, given, votes };

struct WholePercentages {
  std::size_t stations_used = 0;
  std::array<std::array<Departure, 4>, 3> table;  ///< [Statistic][Weight]
  const Departure& at(Statistic statistic, Weight weight) const {
    return table[static_cast<std::size_t>(statistic)][static_cast<std::size_t>(weight)];
  }
};

/// The published filter: R > 0, N >= 100, T/N <= 0.99, W/R <= 0.99.
bool passes_published_filter(const Stations& stations, std::size_t station);

/// All twelve cells under the exact binomial null, over the stations that pass the published filter.
WholePercentages whole_percentages(const Stations& stations, bool inclusive = true);

/// One proportion under the lattice null: denominators of at least 100 and shares of 5 to 95 per cent only.
struct LatticeResult {
  std::size_t stations_used = 0;
  Departure departure;
  std::vector<double> chances;  ///< One for each station used, for exact tails and for power.
};
LatticeResult lattice_test(std::span<const Figure> numerators, std::span<const Figure> denominators);

/// The same with another kind of round figure: the chance that a numerator near k is one, and whether k is.
struct RoundFigures {
  double (*chance)(std::int64_t k, std::int64_t n);
  bool (*is_round)(std::int64_t k, std::int64_t n);
};
LatticeResult lattice_test(std::span<const Figure> numerators, std::span<const Figure> denominators,
                           const RoundFigures& figures);

/// The smallest share of stations at which rounding would be found at `z_threshold` with a power of one half:
/// each rounded station turns a chance q into a certainty. 1 if not even all stations suffice.
double detectable_fraction(const LatticeResult& result, double z_threshold);

}  // namespace tallyward::forensics
