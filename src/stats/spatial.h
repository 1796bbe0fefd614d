// Whether neighbours are alike: nearest neighbours and the usual statistics of spatial autocorrelation, as
// spdep defines them (row-standardised weights).
//
// Votes follow geography everywhere, so levels are autocorrelated in every election; a test is meaningful on
// residuals only (docs/methods/spatial-outliers.md).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tallyward::stats {

struct Place {
  double x = 0;
  double y = 0;
};

/// For each place the indices of its k nearest others, nearest first; at equal distance the smaller index.
/// Euclidean on the figures given. REQUIRES k < places.size().
std::vector<std::uint32_t> nearest_neighbours(std::span<const Place> places, std::size_t k);

struct MoranTest {
  double statistic = 0;
  double expected = 0;
  double variance = 0;  ///< Under randomisation.
  double z() const;
};
/// Moran's I; `neighbours` holds k for each value, one after another, each with weight 1/k.
MoranTest moran(std::span<const double> values, std::span<const std::uint32_t> neighbours, std::size_t k);
/// Geary's C with the same weights; 1 where neighbours are as different as any two.
double geary(std::span<const double> values, std::span<const std::uint32_t> neighbours, std::size_t k);

/// Local Moran I and its z by Sokal's conditional moments, one for each place.
struct LocalMoran {
  double statistic = 0;
  double z = 0;
};
std::vector<LocalMoran> local_moran(std::span<const double> values, std::span<const std::uint32_t> neighbours,
                                    std::size_t k);
/// Getis and Ord's G*: the place itself counts as its own neighbour (weight 1/(k+1) each).
std::vector<double> getis_ord_star(std::span<const double> values, std::span<const std::uint32_t> neighbours,
                                   std::size_t k);

}  // namespace tallyward::stats
