#include "forensics/integer_percentages.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace tallyward::forensics {

namespace {

/// log(i!) for i up to the largest denominator met so far.
class LogFactorials {
 public:
  double operator[](std::int64_t i) {
    while (static_cast<std::int64_t>(values_.size()) <= i) {
      values_.push_back(values_.back() + std::log(static_cast<double>(values_.size())));
    }
    return values_[static_cast<std::size_t>(i)];
  }

 private:
  std::vector<double> values_{0.0};
};

std::int64_t ceil_divide(std::int64_t a, std::int64_t b) {
  return a >= 0 ? (a + b - 1) / b : -(-a / b);
}
std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/// The numerators whose percentage lies within 0.05 of j: 2000 x in [(20 j - 1) n, (20 j + 1) n].
struct Numerators {
  std::int64_t first;
  std::int64_t last;
};
Numerators numerators_near(std::int64_t j, std::int64_t n, bool inclusive) {
  const std::int64_t low = (20 * j - 1) * n;
  const std::int64_t high = (20 * j + 1) * n;
  if (inclusive) return {ceil_divide(low, 2000), floor_divide(high, 2000)};
  return {floor_divide(low, 2000) + 1, ceil_divide(high, 2000) - 1};
}

/// C1 of the method's page: terms further than 8.5 standard deviations from k add less than 1e-15.
double chance(LogFactorials& log_factorial, std::int64_t k, std::int64_t n, bool inclusive) {
  if (k == 0 || k == n) return 1;
  const double size = static_cast<double>(n);
  const double p = static_cast<double>(k) / size;
  const double log_p = std::log(p);
  const double log_miss = std::log1p(-p);
  const auto reach = static_cast<std::int64_t>(8.5 * std::sqrt(size * p * (1 - p)) + 5);
  const std::int64_t low = std::max<std::int64_t>(0, k - reach);
  const std::int64_t high = std::min(n, k + reach);
  const double odds = p / (1 - p);
  const double log_n = log_factorial[n];
  double sum = 0;
  for (std::int64_t j = 100 * low / n; j <= ceil_divide(100 * high, n); ++j) {
    const Numerators near = numerators_near(j, n, inclusive);
    const std::int64_t first = std::max(low, near.first);
    const std::int64_t last = std::min(high, near.last);
    if (first > last) continue;
    double term = std::exp(log_n - log_factorial[first] - log_factorial[n - first] +
                           static_cast<double>(first) * log_p + static_cast<double>(n - first) * log_miss);
    for (std::int64_t x = first;; ++x) {
      sum += term;
      if (x == last) break;
      term *= static_cast<double>(n - x) / static_cast<double>(x + 1) * odds;
    }
  }
  return sum;
}

LogFactorials& shared_table() {
  thread_local LogFactorials table;
  return table;
}

}  // namespace

bool is_whole_percent(std::int64_t k, std::int64_t n, bool inclusive) {
  const std::int64_t remainder = (100 * k) % n;
  const std::int64_t distance = std::min(remainder, n - remainder);
  return inclusive ? 20 * distance <= n : 20 * distance < n;
}

double whole_percent_chance(std::int64_t k, std::int64_t n, bool inclusive) {
  return chance(shared_table(), k, n, inclusive);
}

double whole_percent_lattice(std::int64_t k, std::int64_t n) {
  // Numerators x with |100 x - 100 k| <= n; the two that meet the bound exactly count half.
  const std::int64_t low = std::max<std::int64_t>(0, ceil_divide(100 * k - n, 100));
  const std::int64_t high = std::min(n, floor_divide(100 * k + n, 100));
  double whole = 0;
  double all = 0;
  for (std::int64_t x = low; x <= high; ++x) {
    const std::int64_t distance = 100 * (x > k ? x - k : k - x);
    const double weight = distance == n ? 0.5 : 1;
    all += weight;
    if (is_whole_percent(x, n)) whole += weight;
  }
  return whole / all;
}

bool passes_published_filter(const Stations& stations, std::size_t i) {
  const std::int64_t n = stations.registered[i];
  const std::int64_t r = stations.counted[i];
  return r > 0 && n >= 100 && 100 * std::int64_t{stations.given[i]} <= 99 * n &&
         100 * std::int64_t{stations.votes[i]} <= 99 * r && stations.given[i] >= 0 && stations.votes[i] >= 0;
}

WholePercentages whole_percentages(const Stations& stations, bool inclusive) {
  WholePercentages result;
  std::array<std::array<double, 4>, 3> variance{};
  LogFactorials& log_factorial = shared_table();
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!passes_published_filter(stations, i)) continue;
    ++result.stations_used;
    const double share = chance(log_factorial, stations.votes[i], stations.counted[i], inclusive);
    const double turnout = chance(log_factorial, stations.given[i], stations.registered[i], inclusive);
    const bool share_whole = is_whole_percent(stations.votes[i], stations.counted[i], inclusive);
    const bool turnout_whole = is_whole_percent(stations.given[i], stations.registered[i], inclusive);
    const double chances[] = {share + turnout - share * turnout, share, turnout};
    const bool whole[] = {share_whole || turnout_whole, share_whole, turnout_whole};
    const double weights[] = {1, static_cast<double>(stations.registered[i]),
                              static_cast<double>(stations.given[i]), static_cast<double>(stations.votes[i])};
    for (std::size_t s = 0; s < 3; ++s) {
      for (std::size_t w = 0; w < 4; ++w) {
        Departure& cell = result.table[s][w];
        if (whole[s]) cell.observed += weights[w];
        cell.expected += weights[w] * chances[s];
        variance[s][w] += weights[w] * weights[w] * chances[s] * (1 - chances[s]);
      }
    }
  }
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t w = 0; w < 4; ++w) result.table[s][w].sd = std::sqrt(variance[s][w]);
  }
  return result;
}

LatticeResult lattice_test(std::span<const Figure> numerators, std::span<const Figure> denominators,
                           const RoundFigures& figures) {
  LatticeResult result;
  double variance = 0;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    const std::int64_t k = numerators[i];
    const std::int64_t n = denominators[i];
    if (n < 100 || 20 * k < n || 20 * k > 19 * n) continue;
    const double q = figures.chance(k, n);
    result.chances.push_back(q);
    result.departure.expected += q;
    variance += q * (1 - q);
    if (figures.is_round(k, n)) result.departure.observed += 1;
  }
  result.stations_used = result.chances.size();
  result.departure.sd = std::sqrt(variance);
  return result;
}

LatticeResult lattice_test(std::span<const Figure> numerators, std::span<const Figure> denominators) {
  return lattice_test(numerators, denominators, {whole_percent_lattice, [](std::int64_t k, std::int64_t n) {
                                                   return is_whole_percent(k, n);
                                                 }});
}

double detectable_fraction(const LatticeResult& result, double z_threshold) {
  // A rounded station adds 1 - q on average: fraction * sum(1 - q) = z * sd.
  const double room = static_cast<double>(result.stations_used) - result.departure.expected;
  if (room <= 0) return 1;
  return std::min(1.0, z_threshold * result.departure.sd / room);
}

}  // namespace tallyward::forensics
