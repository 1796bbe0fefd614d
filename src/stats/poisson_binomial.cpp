#include "stats/poisson_binomial.h"

#include <algorithm>
#include <cmath>

#include "stats/intervals.h"

namespace tallyward::stats {

std::vector<double> poisson_binomial(std::span<const double> chances) {
  std::vector<double> pmf(chances.size() + 1, 0.0);
  pmf[0] = 1;
  // Only counts whose probability is above the smallest that is kept are carried along: the work is n times
  // the width of the distribution, not n squared.
  constexpr double kSmallest = 1e-120;
  std::size_t first = 0;
  std::size_t last = 0;
  for (const double chance : chances) {
    const double miss = 1 - chance;
    ++last;
    double* p = pmf.data();
    // Downwards, so that p[s - 1] still belongs to the trials before this one.
    for (std::size_t s = last; s > first; --s) p[s] = p[s] * miss + p[s - 1] * chance;
    p[first] *= miss;
    while (first < last && p[first] < kSmallest) p[first++] = 0;
    while (last > first && p[last] < kSmallest) p[last--] = 0;
  }
  return pmf;
}

double poisson_binomial_upper_tail(std::span<const double> chances, std::size_t observed) {
  if (observed > chances.size()) return 0;
  const std::vector<double> pmf = poisson_binomial(chances);
  double tail = 0;
  for (std::size_t s = pmf.size(); s-- > observed;) tail += pmf[s];  // Smallest first.
  return std::min(1.0, tail);
}

double poisson_binomial_saddlepoint(std::span<const double> chances, std::size_t observed) {
  double mean = 0;
  double sure = 0;
  for (const double q : chances) {
    mean += q;
    if (q >= 1) ++sure;
  }
  const double target = static_cast<double>(observed);
  if (observed == 0 || target <= sure) return 1;
  if (observed >= chances.size())
    return observed > chances.size() ? 0 : poisson_binomial_upper_tail(chances, observed);
  // K(u) = sum log(1 - q + q e^u); solve K'(u) = target by Newton, kept inside a bracket.
  double u = 0;
  double low = -50;
  double high = 50;
  double first = 0;
  double second = 0;
  double cumulant = 0;
  for (int round = 0; round < 200; ++round) {
    first = second = cumulant = 0;
    const double e = std::exp(u);
    for (const double q : chances) {
      const double denominator = 1 - q + q * e;
      const double share = q * e / denominator;
      cumulant += std::log(denominator);
      first += share;
      second += share * (1 - share);
    }
    const double gap = first - target;
    if (std::abs(gap) < 1e-11 * std::max(1.0, target)) break;
    (gap > 0 ? high : low) = u;
    const double step = u - gap / second;
    u = step > low && step < high ? step : (low + high) / 2;
  }
  if (std::abs(u) < 1e-6) {
    // At the mean the formula is 0/0; the normal approximation with continuity correction is exact enough
    // there.
    return normal_upper_tail((target - 0.5 - mean) / std::sqrt(second));
  }
  const double w = std::copysign(std::sqrt(2 * (u * target - cumulant)), u);
  const double v = (1 - std::exp(-u)) * std::sqrt(second);
  const double density = std::exp(-w * w / 2) / std::sqrt(2 * 3.14159265358979323846);
  return std::clamp(normal_upper_tail(w) + density * (1 / v - 1 / w), 0.0, 1.0);
}

}  // namespace tallyward::stats
