// Middle, scatter and lines that a few extreme stations cannot move; and correlation by ranks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tallyward::stats {

/// The median; of an even number the mean of the two in the middle. REQUIRES values is not empty.
double median(std::vector<double> values);
/// 1.4826 times the median absolute deviation from `centre`: a normal sample's standard deviation.
double scaled_mad(std::span<const double> values, double centre);

/// y = intercept + slope x, and the residuals' scale.
struct RobustLine {
  double intercept = 0;
  double slope = 0;
  double scale = 0;
};

/// Least squares; scale with n - 2 degrees of freedom. REQUIRES x has two different values.
RobustLine least_squares(std::span<const double> x, std::span<const double> y);

/// M estimators by reweighted least squares from least squares, scale by the residuals' median (k = 1.345 of
/// Huber, c = 4.685 of Tukey), as MASS::rlm does when its iteration is carried to its end.
enum class Psi { huber, bisquare };
RobustLine m_estimate(std::span<const double> x, std::span<const double> y, Psi psi);

/// Yohai's MM estimate: an S estimate (Tukey, c = 1.54764, breakdown one half) from `starts` seeded pairs of
/// points, then an M estimate at that scale (c = 4.685061). Up to half of the points may lie anywhere.
RobustLine mm_estimate(std::span<const double> x, std::span<const double> y, std::size_t starts = 500,
                       std::uint64_t seed = 1);

double pearson(std::span<const double> x, std::span<const double> y);
/// Pearson of the ranks; ties share their mean rank.
double spearman(std::span<const double> x, std::span<const double> y);
/// Kendall's tau-b (ties as in R's cor), in n log n.
double kendall(std::span<const double> x, std::span<const double> y);

}  // namespace tallyward::stats
