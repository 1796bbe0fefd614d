#include "stats/robust.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "stats/philox.h"

namespace tallyward::stats {

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end());
  const double upper = values[half];
  if (values.size() % 2 != 0) return upper;
  return (*std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half)) + upper) / 2;
}

double scaled_mad(std::span<const double> values, double centre) {
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) deviations.push_back(std::abs(value - centre));
  return 1.4826 * median(std::move(deviations));
}

namespace {

RobustLine weighted_line(std::span<const double> x, std::span<const double> y, std::span<const double> w) {
  double sw = 0, sx = 0, sy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sw += w[i], sx += w[i] * x[i], sy += w[i] * y[i];
  const double mx = sx / sw, my = sy / sw;
  double xx = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += w[i] * (x[i] - mx) * (x[i] - mx);
    xy += w[i] * (x[i] - mx) * (y[i] - my);
  }
  const double slope = xx > 0 ? xy / xx : 0;
  return {my - slope * mx, slope, 0};
}

std::vector<double> residuals(std::span<const double> x, std::span<const double> y, const RobustLine& line) {
  std::vector<double> left(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) left[i] = y[i] - line.intercept - line.slope * x[i];
  return left;
}

double bisquare_weight(double u, double c) {
  const double t = u / c;
  return std::abs(t) >= 1 ? 0 : (1 - t * t) * (1 - t * t);
}

/// Tukey's rho scaled to a maximum of 1.
double bisquare_rho(double u, double c) {
  const double t = u * u / (c * c);
  return t >= 1 ? 1 : 1 - (1 - t) * (1 - t) * (1 - t);
}

constexpr double kBreakdownHalf = 1.54764;
constexpr double kEfficient = 4.685061;

/// The scale s with mean rho(r / s) = 1/2 (n - 2 degrees of freedom).
double s_scale(std::span<const double> left, double start, int steps) {
  double scale = start;
  const double room = static_cast<double>(left.size()) - 2;
  for (int step = 0; step < steps; ++step) {
    double sum = 0;
    for (const double r : left) sum += bisquare_rho(r / scale, kBreakdownHalf);
    const double next = scale * std::sqrt(2 * sum / room);
    const bool done = std::abs(next - scale) <= 1e-10 * scale;
    scale = next;
    if (done || scale <= 0) break;
  }
  return scale;
}

}  // namespace

RobustLine least_squares(std::span<const double> x, std::span<const double> y) {
  RobustLine line = weighted_line(x, y, std::vector<double>(x.size(), 1.0));
  double squares = 0;
  for (const double r : residuals(x, y, line)) squares += r * r;
  line.scale = x.size() > 2 ? std::sqrt(squares / (static_cast<double>(x.size()) - 2)) : 0;
  return line;
}

RobustLine m_estimate(std::span<const double> x, std::span<const double> y, Psi psi) {
  RobustLine line = least_squares(x, y);
  std::vector<double> left = residuals(x, y, line);
  std::vector<double> weight(x.size());
  for (int step = 0; step < 200; ++step) {
    // MASS divides by 0.6745 rather than multiply by 1.4826.
    const double scale = scaled_mad(left, 0) / 1.4826 / 0.6745;
    line.scale = scale;
    if (scale <= 0) return line;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double u = left[i] / scale;
      weight[i] = psi == Psi::huber ? std::min(1.0, 1.345 / std::abs(u)) : bisquare_weight(u, 4.685);
    }
    line = weighted_line(x, y, weight);
    line.scale = scale;
    std::vector<double> next = residuals(x, y, line);
    double moved = 0, size = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
      moved += (left[i] - next[i]) * (left[i] - next[i]);
      size += left[i] * left[i];
    }
    left = std::move(next);
    if (std::sqrt(moved / std::max(1e-20, size)) <= 1e-12) break;
  }
  return line;
}

RobustLine mm_estimate(std::span<const double> x, std::span<const double> y, std::size_t starts,
                       std::uint64_t seed) {
  const Philox random(seed, 0x4D4D);
  RobustLine best = least_squares(x, y);
  best.scale = s_scale(residuals(x, y, best), std::max(1e-12, best.scale), 100);
  std::vector<double> weight(x.size());
  const auto refine = [&](RobustLine line, int steps) {
    double scale = scaled_mad(residuals(x, y, line), 0);
    for (int step = 0; step < steps && scale > 0; ++step) {
      const std::vector<double> left = residuals(x, y, line);
      scale = s_scale(left, scale, steps > 5 ? 200 : 1);
      for (std::size_t i = 0; i < x.size(); ++i) weight[i] = bisquare_weight(left[i] / scale, kBreakdownHalf);
      line = weighted_line(x, y, weight);
    }
    line.scale = scale;
    return line;
  };
  for (std::size_t start = 0; start < starts; ++start) {
    const std::uint64_t i = random.below(2 * start, x.size());
    const std::uint64_t j = random.below(2 * start + 1, x.size());
    if (x[i] == x[j]) continue;
    const double slope = (y[j] - y[i]) / (x[j] - x[i]);
    const RobustLine line = refine({y[i] - slope * x[i], slope, 0}, 2);
    if (!(line.scale > 0)) continue;
    // Only a start that could win is brought to its end.
    double sum = 0;
    for (const double r : residuals(x, y, line)) sum += bisquare_rho(r / best.scale, kBreakdownHalf);
    if (sum >= (static_cast<double>(x.size()) - 2) / 2) continue;
    RobustLine final_line = refine(line, 100);
    final_line.scale = s_scale(residuals(x, y, final_line), final_line.scale, 200);
    if (final_line.scale < best.scale) best = final_line;
  }
  for (int step = 0; step < 200; ++step) {
    const std::vector<double> left = residuals(x, y, best);
    for (std::size_t i = 0; i < x.size(); ++i) weight[i] = bisquare_weight(left[i] / best.scale, kEfficient);
    RobustLine next = weighted_line(x, y, weight);
    next.scale = best.scale;
    const double moved = std::abs(next.intercept - best.intercept) + std::abs(next.slope - best.slope);
    best = next;
    if (moved < 1e-12) break;
  }
  return best;
}

double pearson(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size());
  const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx), yy += (y[i] - my) * (y[i] - my), xy += (x[i] - mx) * (y[i] - my);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

namespace {

std::vector<std::size_t> order_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
  return order;
}

std::vector<double> ranks(std::span<const double> values) {
  const std::vector<std::size_t> order = order_of(values);
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    for (std::size_t t = i; t < j; ++t) rank[order[t]] = static_cast<double>(i + j + 1) / 2;
    i = j;
  }
  return rank;
}

/// Pairs that are out of order, counted while merging.
std::int64_t inversions(std::vector<double>& values, std::vector<double>& spare, std::size_t first,
                        std::size_t last) {
  if (last - first < 2) return 0;
  const std::size_t middle = first + (last - first) / 2;
  std::int64_t count = inversions(values, spare, first, middle) + inversions(values, spare, middle, last);
  std::size_t a = first, b = middle, out = first;
  while (a < middle || b < last) {
    if (b == last || (a < middle && values[a] <= values[b])) {
      spare[out++] = values[a++];
    } else {
      count += static_cast<std::int64_t>(middle - a);
      spare[out++] = values[b++];
    }
  }
  std::copy(spare.begin() + static_cast<std::ptrdiff_t>(first),
            spare.begin() + static_cast<std::ptrdiff_t>(last),
            values.begin() + static_cast<std::ptrdiff_t>(first));
  return count;
}

/// Pairs that are equal, over a sorted range.
template <typename Equal>
double tied_pairs(std::size_t n, const Equal& equal) {
  double pairs = 0;
  for (std::size_t i = 0; i < n;) {
    std::size_t j = i + 1;
    while (j < n && equal(i, j)) ++j;
    pairs += static_cast<double>(j - i) * static_cast<double>(j - i - 1) / 2;
    i = j;
  }
  return pairs;
}

}  // namespace

double spearman(std::span<const double> x, std::span<const double> y) {
  return pearson(ranks(x), ranks(y));
}

double kendall(std::span<const double> x, std::span<const double> y) {
  const std::size_t n = x.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return x[a] != x[b] ? x[a] < x[b] : (y[a] != y[b] ? y[a] < y[b] : a < b);
  });
  const double all = static_cast<double>(n) * (static_cast<double>(n) - 1) / 2;
  const double tied_x = tied_pairs(n, [&](auto i, auto j) { return x[order[i]] == x[order[j]]; });
  const double tied_both =
      tied_pairs(n, [&](auto i, auto j) { return x[order[i]] == x[order[j]] && y[order[i]] == y[order[j]]; });
  std::vector<double> sorted(n), spare(n);
  for (std::size_t i = 0; i < n; ++i) sorted[i] = y[order[i]];
  const auto discordant = static_cast<double>(inversions(sorted, spare, 0, n));
  const double tied_y = tied_pairs(n, [&](auto i, auto j) { return sorted[i] == sorted[j]; });
  const double concordant_less = all - tied_x - tied_y + tied_both - 2 * discordant;
  const double scale = std::sqrt((all - tied_x) * (all - tied_y));
  return scale > 0 ? concordant_less / scale : 0;
}

}  // namespace tallyward::stats
