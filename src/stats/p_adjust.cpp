#include "stats/p_adjust.h"

#include <algorithm>
#include <numeric>

namespace tallyward::stats {

std::vector<double> p_adjust(std::span<const double> p, Correction correction) {
  const std::size_t n = p.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  const double size = static_cast<double>(n);
  double harmonic = 0;
  for (std::size_t i = 1; i <= n; ++i) harmonic += 1 / static_cast<double>(i);
  std::vector<double> adjusted(n);
  if (correction == Correction::bonferroni || correction == Correction::holm) {
    double so_far = 0;  // Step down: never below an earlier one.
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = correction == Correction::holm ? size - static_cast<double>(i) : size;
      so_far = correction == Correction::holm ? std::max(so_far, factor * p[order[i]]) : factor * p[order[i]];
      adjusted[order[i]] = std::min(1.0, so_far);
    }
    return adjusted;
  }
  double so_far = 1;  // Step up: never above a later one.
  for (std::size_t i = n; i-- > 0;) {
    const double rank = static_cast<double>(i + 1);
    double factor = size / rank;
    if (correction == Correction::benjamini_yekutieli) factor *= harmonic;
    if (correction == Correction::hochberg) factor = size - rank + 1;
    so_far = std::min(so_far, factor * p[order[i]]);
    adjusted[order[i]] = std::min(1.0, so_far);
  }
  return adjusted;
}

}  // namespace tallyward::stats
