#include "stats/beta_binomial.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/robust.h"

namespace tallyward::stats {

namespace {

/// log Gamma(x + n) - log Gamma(x), without the cancellation of two large logarithms for small n.
double log_rising(double x, std::int64_t n) {
  if (n <= 16) {
    double product = 1;
    for (std::int64_t i = 0; i < n; ++i) product *= x + static_cast<double>(i);
    return std::log(product);
  }
  return std::lgamma(x + static_cast<double>(n)) - std::lgamma(x);
}

BetaShape shape_of(double mean, double rho) {
  // A mean of 0 or 1 leaves no shape: half a vote keeps it inside.
  mean = std::clamp(mean, 1e-6, 1 - 1e-6);
  rho = std::clamp(rho, 1e-6, 0.5);
  const double size = 1 / rho - 1;
  return {mean * size, (1 - mean) * size};
}

}  // namespace

double log_beta_binomial(std::int64_t k, std::int64_t n, const BetaShape& shape) {
  const auto log_factorial = [](std::int64_t i) { return std::lgamma(static_cast<double>(i + 1)); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k) + log_rising(shape.a, k) +
         log_rising(shape.b, n - k) - log_rising(shape.a + shape.b, n);
}

double MidTails::two_sided() const {
  return std::min(1.0, 2 * std::min(lower, upper));
}

MidTails beta_binomial_tails(std::int64_t k, std::int64_t n, const BetaShape& shape) {
  // Terms from k outwards by their ratio; a tail is done when what is left adds nothing.
  const auto ratio_up = [&](std::int64_t x) {  // P(x + 1) / P(x)
    const auto d = static_cast<double>(x);
    const auto size = static_cast<double>(n);
    return (size - d) / (d + 1) * (shape.a + d) / (shape.b + size - d - 1);
  };
  const double here = std::exp(log_beta_binomial(k, n, shape));
  double above = 0;
  double term = here;
  for (std::int64_t x = k; x < n; ++x) {
    term *= ratio_up(x);
    above += term;
    if (term < 1e-17 * (above + here) && ratio_up(x) < 1) break;
  }
  double below = 0;
  term = here;
  for (std::int64_t x = k; x > 0; --x) {
    term /= ratio_up(x - 1);
    below += term;
    if (term < 1e-17 * (below + here) && ratio_up(x - 1) > 1) break;
  }
  // Where k itself is out of reach of a double, the side it lies on decides.
  const double all = above + below + here;
  if (!(all > 0.5)) {
    const bool high = static_cast<double>(k) > shape.mean() * static_cast<double>(n);
    return high ? MidTails{1, above + here / 2} : MidTails{below + here / 2, 1};
  }
  return {std::min(1.0, below + here / 2), std::min(1.0, above + here / 2)};
}

BetaShape fit_by_moments(std::span<const std::int32_t> k, std::span<const std::int32_t> n) {
  double votes = 0, size = 0, squares = 0, groups = 0;
  for (std::size_t i = 0; i < k.size(); ++i) {
    votes += k[i], size += n[i];
    squares += static_cast<double>(n[i]) * n[i];
    groups += n[i] > 0 ? 1 : 0;
  }
  if (groups < 2 || size <= 0) return shape_of(size > 0 ? votes / size : 0.5, 0);
  const double mean = votes / size;
  double scatter = 0;
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (n[i] > 0) scatter += n[i] * std::pow(static_cast<double>(k[i]) / n[i] - mean, 2);
  }
  // E(scatter) = mean (1 - mean) [(groups - 1) (1 - rho) + rho (size - squares / size)], nearly.
  const double noise = mean * (1 - mean);
  const double room = (size - squares / size) - (groups - 1);
  return shape_of(mean, noise > 0 && room > 0 ? (scatter / noise - (groups - 1)) / room : 0);
}

BetaShape fit_robustly(std::span<const std::int32_t> k, std::span<const std::int32_t> n) {
  std::vector<double> shares;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (n[i] <= 0) continue;
    shares.push_back(static_cast<double>(k[i]) / n[i]);
    sizes.push_back(n[i]);
  }
  if (shares.size() < 2) return fit_by_moments(k, n);
  const double mean = median(shares);
  const double noise = mean * (1 - mean);
  if (noise <= 0) return fit_by_moments(k, n);
  std::vector<double> deviations;
  for (const double share : shares) deviations.push_back(std::abs(share - mean));
  const double sd = 1.4826 * median(deviations);
  double harmonic = 0;
  for (const double size : sizes) harmonic += 1 / size;
  harmonic = static_cast<double>(sizes.size()) / harmonic;
  // Var(share) = mean (1 - mean) (1 + (n - 1) rho) / n.
  return shape_of(mean, (sd * sd / noise * harmonic - 1) / std::max(1.0, harmonic - 1));
}

}  // namespace tallyward::stats
