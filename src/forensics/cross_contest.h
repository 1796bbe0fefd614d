// Two contests on one day at the same stations: voters who took part get both ballots, so the numbers of
// ballots should be equal up to voters with the right to one contest only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forensics/stations.h"

namespace tallyward::forensics {

struct CrossContest {
  std::size_t stations = 0;  ///< With a figure in both.
  std::size_t equal = 0;
  std::size_t first_more = 0;
  std::size_t second_more = 0;
  std::int64_t net = 0;  ///< First less second, in ballots.
  double p = 1;          ///< Sign test: is one of the two larger more often?
  /// Differences beyond `threshold` robust standard deviations (and at least 5 ballots): station and
  /// difference, the largest first.
  struct Difference {
    std::uint32_t station = 0;
    std::int64_t difference = 0;
    double z = 0;
  };
  std::vector<Difference> large;
};

/// Figures below 0 are blank. z is the difference divided by the root of the mean number of ballots, less its
/// median, in units of its robust scatter (at least 0.1).
CrossContest cross_contest(std::span<const Figure> first, std::span<const Figure> second,
                           double threshold = 3.5);

}  // namespace tallyward::forensics
