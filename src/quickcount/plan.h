// How many stations to observe, and how many in each stratum.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "quickcount/frame.h"

namespace tallyward::quickcount {

enum class Allocation {
  proportional,  ///< In proportion to stations.
  neyman,        ///< In proportion to stations times the standard deviation expected in the stratum.
  power          ///< In proportion to registered voters to a power between 0 (equal) and 1 (proportional).
};

/// What is asked of the sample. Figures are shares: 0.01 is one point.
struct Precision {
  double margin = 0.01;  ///< Half width of the interval of the share.
  double alpha = 0.05;   ///< 1 less confidence.
  double station_sd =
      0.15;             ///< Standard deviation of the share between stations; it, not the voter, is the unit.
  double response = 1;  ///< The share of the sampled stations that will report.
};

/// The smallest number of stations to draw for `precision`, with finite population correction and
/// non-response. Error: invalid_input if a figure lies outside its range.
base::Result<std::int64_t> stations_for(const Frame& frame, const Precision& precision);

/// The margin that n stations give under the same assumptions.
base::Result<double> margin_for(const Frame& frame, std::int64_t n, const Precision& precision);

struct AllocationOptions {
  Allocation rule = Allocation::proportional;
  std::int64_t minimum = 2;             ///< In each stratum, or all its stations if it has fewer.
  double power = 0.5;                   ///< For Allocation::power.
  std::vector<double> stratum_sd = {};  ///< For Allocation::neyman: one for each stratum of the frame.
};

/// Stations to draw in each stratum of the frame, in its order; they add up to n unless the minimum asks for
/// more. Rounded by largest remainder, the earlier stratum first on a tie. Errors: invalid_input for n below
/// 1 or above the frame, a power outside [0, 1], or a missing or negative standard deviation.
base::Result<std::vector<std::int64_t>> allocate(const Frame& frame, std::int64_t n,
                                                 const AllocationOptions& options);

}  // namespace tallyward::quickcount
