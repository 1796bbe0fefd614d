// The beta-binomial distribution: counts whose chance varies from station to station around a common mean.
//
// A region's stations do not share one chance; that they scatter more than coins would is no finding. Shapes
// a, b > 0 give mean a / (a + b) and intra-class correlation rho = 1 / (a + b + 1).
#pragma once

#include <cstdint>
#include <span>

namespace tallyward::stats {

struct BetaShape {
  double a = 1;
  double b = 1;
  double mean() const { return a / (a + b); }
  double rho() const { return 1 / (a + b + 1); }
};

/// log P(X = k). REQUIRES 0 <= k <= n.
double log_beta_binomial(std::int64_t k, std::int64_t n, const BetaShape& shape);

/// P(X < k) + P(X = k) / 2 and P(X > k) + P(X = k) / 2: discrete tails that are neither too small nor too
/// large on average (mid-p).
struct MidTails {
  double lower = 0;
  double upper = 0;
  /// min(1, 2 * the smaller tail).
  double two_sided() const;
};
MidTails beta_binomial_tails(std::int64_t k, std::int64_t n, const BetaShape& shape);

/// Shapes by moments: the mean is sum k / sum n; rho is what the scatter of the shares has above binomial
/// noise (Kleinman 1973, weights n), kept within [1e-6, 0.5]. REQUIRES 0 <= k <= n; at least two entries with
/// n > 0, else rho is 1e-6.
BetaShape fit_by_moments(std::span<const std::int32_t> k, std::span<const std::int32_t> n);

/// The same with a robust scatter: the middle of the scaled squared deviations, so that a few stations far
/// away neither hide themselves nor each other.
BetaShape fit_robustly(std::span<const std::int32_t> k, std::span<const std::int32_t> n);

}  // namespace tallyward::stats
