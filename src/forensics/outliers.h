// Stations whose figure lies far from those of their own region.
//
// Each region's stations are taken as draws from one beta-binomial, fitted robustly, so that the region's own
// scatter is the yardstick (a hierarchy of two levels). Two-sided, every contestant, with the count of the
// other side printed beside: a list of one side only finds what it looks for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forensics/integer_percentages.h"
#include "forensics/stations.h"

namespace tallyward::forensics {

struct OutlyingStation {
  std::uint32_t station = 0;
  double p = 1;           ///< Mid-p, two-sided, under the region's beta-binomial.
  double p_adjusted = 1;  ///< Benjamini-Hochberg over all stations of this contestant.
  double robust_z = 0;    ///< (share - region's median) / (1.4826 MAD); 0 where the MAD is 0.
  bool high = false;
};

struct Outliers {
  std::size_t stations_used = 0;
  std::size_t regions_used = 0;
  std::size_t high = 0;        ///< p_adjusted below the level, above the region's middle,
  std::size_t low = 0;         ///< below it: the mirrored count.
  std::size_t tail_above = 0;  ///< Stations in the outer half per cent above, before correction,
  std::size_t tail_below = 0;  ///< and below.
  /// Stations in the outer one per cent (both sides) against one per cent of those used, in units of the
  /// binomial standard deviation: how well the null fits these data. Far above 0 it does not.
  Departure tail;
  std::vector<OutlyingStation> list;  ///< p_adjusted below the level; smallest p first.
};

/// Regions with fewer than `smallest_region` usable stations are left out; so are denominators below 20.
Outliers outliers(std::span<const Figure> numerators, std::span<const Figure> denominators,
                  std::span<const std::uint32_t> regions, double level = 0.01,
                  std::size_t smallest_region = 20);

}  // namespace tallyward::forensics
