#include "forensics/multiples_of_five.h"

#include <algorithm>
#include <cstdlib>

namespace tallyward::forensics {

std::int64_t rounded_percent(std::int64_t k, std::int64_t n) {
  const std::int64_t twice = 200 * k + n;
  const std::int64_t down = twice / (2 * n);
  return twice % (2 * n) == 0 && down % 2 != 0 ? down - 1 : down;
}

double multiple_of_five_lattice(std::int64_t k, std::int64_t n) {
  // |40 x - 40 k| <= n; the exact ends count half.
  const std::int64_t low = std::max<std::int64_t>(0, k - n / 40);
  const std::int64_t high = std::min(n, k + n / 40);
  double multiples = 0;
  double all = 0;
  for (std::int64_t x = low; x <= high; ++x) {
    const double weight = 40 * std::abs(x - k) == n ? 0.5 : 1;
    all += weight;
    if (rounded_percent(x, n) % 5 == 0) multiples += weight;
  }
  return multiples / all;
}

double share_of_multiples_of_five(std::span<const Figure> numerators, std::span<const Figure> denominators) {
  std::int64_t multiples = 0;
  std::int64_t all = 0;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    if (denominators[i] <= 0) continue;
    ++all;
    if (rounded_percent(numerators[i], denominators[i]) % 5 == 0) ++multiples;
  }
  return all == 0 ? 0 : static_cast<double>(multiples) / static_cast<double>(all);
}

LatticeResult multiples_of_five_test(std::span<const Figure> numerators,
                                     std::span<const Figure> denominators) {
  return lattice_test(numerators, denominators,
                      {multiple_of_five_lattice,
                       [](std::int64_t k, std::int64_t n) { return rounded_percent(k, n) % 5 == 0; }});
}

}  // namespace tallyward::forensics
