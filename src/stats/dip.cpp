#include "stats/dip.h"

#include <algorithm>
#include <cmath>

#include "stats/philox.h"

namespace tallyward::stats {

namespace {

/// For each index, the previous vertex of the greatest convex minorant of the distribution function over
/// [0, i] (or, from the right, the next vertex of the least concave majorant over [i, n - 1]).
std::vector<std::size_t> minorant_links(std::span<const double> x) {
  std::vector<std::size_t> link(x.size(), 0);
  for (std::size_t j = 1; j < x.size(); ++j) {
    link[j] = j - 1;
    while (true) {
      const std::size_t a = link[j];
      const std::size_t b = link[a];
      if (a == 0 || (x[j] - x[a]) * static_cast<double>(a - b) < (x[a] - x[b]) * static_cast<double>(j - a))
        break;
      link[j] = b;
    }
  }
  return link;
}

std::vector<std::size_t> majorant_links(std::span<const double> x) {
  const std::size_t last = x.size() - 1;
  std::vector<std::size_t> link(x.size(), last);
  for (std::size_t k = last; k-- > 0;) {
    link[k] = k + 1;
    while (true) {
      const std::size_t a = link[k];
      const std::size_t b = link[a];
      if (a == last || (x[k] - x[a]) * (static_cast<double>(a) - static_cast<double>(b)) <
                           (x[a] - x[b]) * (static_cast<double>(k) - static_cast<double>(a)))
        break;
      link[k] = b;
    }
  }
  return link;
}

/// The largest gap between the steps of the distribution function and the straight piece from `from` to `to`;
/// `above` counts the upper corner of each step (for the minorant), else the lower one. In units of 1/n.
double widest(std::span<const double> x, std::size_t from, std::size_t to, bool above) {
  double gap = 1;
  if (to - from <= 1 || x[to] == x[from]) return gap;
  const double slope = static_cast<double>(to - from) / (x[to] - x[from]);
  for (std::size_t i = from; i <= to; ++i) {
    const double line = (x[i] - x[from]) * slope;
    const double steps = static_cast<double>(i) - static_cast<double>(from);
    gap = std::max(gap, above ? steps + 1 - line : line - (steps - 1));
  }
  return gap;
}

}  // namespace

// The algorithm of the 1985 companion paper (Applied Statistics 34, AS 217) in its steps: 1. minorant and
// majorant over the current modal interval; 2. the largest distance between them; 3. stop when it is not
// above the dip so far; 4. the dip outside the new interval; 5. shrink the interval and go on.
double dip(std::span<const double> sorted) {
  const std::size_t n = sorted.size();
  if (n < 2 || sorted[0] == sorted[n - 1]) return n < 2 ? 0.5 : 1.0 / (2.0 * static_cast<double>(n));
  const std::vector<std::size_t> below = minorant_links(sorted);
  const std::vector<std::size_t> over = majorant_links(sorted);
  std::size_t low = 0;
  std::size_t high = n - 1;
  double found = 1;
  while (true) {
    std::vector<std::size_t> minorant{high};  // From high down to low.
    while (minorant.back() > low) minorant.push_back(below[minorant.back()]);
    std::vector<std::size_t> majorant{low};  // From low up to high.
    while (majorant.back() < high) majorant.push_back(over[majorant.back()]);
    double distance = 0;
    std::size_t ig = minorant.size() - 1, ih = majorant.size() - 1;  // Vertices where the distance is met.
    if (minorant.size() == 2 && majorant.size() == 2) {
      distance = 1;
    } else {
      std::size_t ix = minorant.size() - 2;
      std::size_t iv = 1;
      while (true) {
        const std::size_t g = minorant[ix];
        const std::size_t h = majorant[iv];
        if (g > h) {
          const std::size_t before = minorant[ix + 1];
          const double gap =
              static_cast<double>(h) - static_cast<double>(before) + 1 -
              (sorted[h] - sorted[before]) * static_cast<double>(g - before) / (sorted[g] - sorted[before]);
          ++iv;
          if (gap >= distance) distance = gap, ig = ix + 1, ih = iv - 1;
        } else {
          const std::size_t before = majorant[iv - 1];
          const double gap =
              (sorted[g] - sorted[before]) * static_cast<double>(h - before) / (sorted[h] - sorted[before]) -
              (static_cast<double>(g) - static_cast<double>(before) - 1);
          if (gap >= distance) distance = gap, ig = ix, ih = iv;
          if (ix == 0) break;
          --ix;
        }
        if (iv > majorant.size() - 1) iv = majorant.size() - 1;
        if (minorant[ix] == majorant[iv]) break;
      }
    }
    if (distance < found) break;
    double dip_low = 0;
    for (std::size_t j = ig; j + 1 < minorant.size(); ++j)
      dip_low = std::max(dip_low, widest(sorted, minorant[j + 1], minorant[j], true));
    double dip_high = 0;
    for (std::size_t j = ih; j + 1 < majorant.size(); ++j)
      dip_high = std::max(dip_high, widest(sorted, majorant[j], majorant[j + 1], false));
    found = std::max({found, dip_low, dip_high});
    if (low == minorant[ig] && high == majorant[ih]) break;
    low = minorant[ig];
    high = majorant[ih];
  }
  return found / (2 * static_cast<double>(n));
}

std::vector<double> untie(std::span<const std::int32_t> k, std::span<const std::int32_t> n,
                          std::uint64_t seed) {
  const Philox random(seed, 0xD1B);
  std::vector<double> shares;
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (n[i] > 0) shares.push_back((k[i] + random.uniform(i)) / (n[i] + 1.0));
  }
  std::sort(shares.begin(), shares.end());
  return shares;
}

double dip_p_value(double d, std::size_t n, std::size_t draws, std::uint64_t seed) {
  const std::size_t size = std::min<std::size_t>(n, 1000);
  const double scaled = d * std::sqrt(static_cast<double>(n));
  std::size_t as_large = 0;
  std::vector<double> values(size);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const Philox random(seed, 0xD1B0000 + draw);
    for (std::size_t i = 0; i < size; ++i) values[i] = random.uniform(i);
    std::sort(values.begin(), values.end());
    if (dip(values) * std::sqrt(static_cast<double>(size)) >= scaled) ++as_large;
  }
  return static_cast<double>(as_large + 1) / static_cast<double>(draws + 1);
}

}  // namespace tallyward::stats
