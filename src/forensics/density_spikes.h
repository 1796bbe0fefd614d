// Spikes in the density of shares that smooth variation does not make (Rozenas, Political Analysis 25(1),
// 2017: the resampled kernel density).
//
// Turnout and share are fitted by mixtures of beta-binomials, elections are resampled from the fit with the
// stations' own denominators, and the observed density at whole tenths of a per cent is held against an
// envelope of the resampled ones. The published method takes the largest of the resamples as the envelope,
// which grows with their number; here it is a fixed quantile.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forensics/stations.h"
#include "stats/beta_binomial.h"
#include "stats/intervals.h"

namespace tallyward::forensics {

struct MixturePart {
  double weight = 1;
  stats::BetaShape shape;
};

/// A mixture fitted by expectation and maximisation from quantile groups: parts are added until the fitted
/// density stops changing (correlation above 0.99), up to `most_parts`. Deterministic.
/// REQUIRES some n > 0.
std::vector<MixturePart> fit_mixture(std::span<const Figure> k, std::span<const Figure> n,
                                     std::size_t most_parts = 5);

struct SpikeOptions {
  std::size_t resamples = 200;  ///< Half of them make the envelope, the other half show what chance gives.
  double quantile = 0.98;       ///< Of the envelope's resamples, at each grid point.
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< The bytes do not depend on it.
};

struct DensitySpikes {
  bool estimable = false;
  std::string refusal;  ///< Why not; empty when estimable.
  std::size_t stations_used = 0;
  /// Stations above what the resamples have on average, at grid points where the density leaves the envelope,
  /// in per cent of the stations used.
  double excess_share = 0;
  /// The same of resamples that had no part in the envelope: what chance alone gives, middle and upper 95 per
  /// cent.
  double chance_median = 0;
  double chance_high = 0;
  std::vector<double>
      observed;  ///< Stations at each of 1,001 points 0, 0.1, ... 100 per cent, kernel-weighted.
  std::vector<double> envelope;
  std::vector<double> mean;
};

/// Of share = votes / given. Refused under 1,000 usable stations (registered >= 20, 0 < given <= registered,
/// votes <= given).
DensitySpikes density_spikes(const Stations& stations, const SpikeOptions& options);

}  // namespace tallyward::forensics
