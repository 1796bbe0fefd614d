#include "stats/intervals.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace tallyward::stats {

namespace {

double beta_quantile(double a, double b, double p) {
  return boost::math::quantile(boost::math::beta_distribution<>(a, b), p);
}

double log_choose(std::int64_t n, std::int64_t k) {
  return std::lgamma(static_cast<double>(n + 1)) - std::lgamma(static_cast<double>(k + 1)) -
         std::lgamma(static_cast<double>(n - k + 1));
}

/// P(X <= k) (or P(X >= k) when `upper`) when `marked` of `population` are marked and n are drawn.
double hypergeometric_tail(std::int64_t k, std::int64_t n, std::int64_t marked, std::int64_t population,
                           bool upper) {
  const std::int64_t lowest = std::max<std::int64_t>(0, n - (population - marked));
  const std::int64_t highest = std::min(n, marked);
  double tail = 0;
  for (std::int64_t x = upper ? std::max(k, lowest) : lowest; x <= (upper ? highest : std::min(k, highest));
       ++x) {
    tail +=
        std::exp(log_choose(marked, x) + log_choose(population - marked, n - x) - log_choose(population, n));
  }
  return tail;
}

}  // namespace

double normal_quantile(double alpha) {
  return boost::math::quantile(boost::math::complement(boost::math::normal(), alpha / 2));
}

double student_quantile(double alpha, double df) {
  return boost::math::quantile(boost::math::complement(boost::math::students_t(df), alpha / 2));
}

double normal_upper_tail(double z) {
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

Interval wilson(std::int64_t k, std::int64_t n, double alpha) {
  const double z = normal_quantile(alpha);
  const double size = static_cast<double>(n);
  const double p = static_cast<double>(k) / size;
  const double centre = p + z * z / (2 * size);
  const double half = z * std::sqrt(p * (1 - p) / size + z * z / (4 * size * size));
  const double scale = 1 + z * z / size;
  return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

Interval agresti_coull(std::int64_t k, std::int64_t n, double alpha) {
  const double z = normal_quantile(alpha);
  const double size = static_cast<double>(n) + z * z;
  const double p = (static_cast<double>(k) + z * z / 2) / size;
  const double half = z * std::sqrt(p * (1 - p) / size);
  return {std::max(0.0, p - half), std::min(1.0, p + half)};
}

Interval jeffreys(std::int64_t k, std::int64_t n, double alpha) {
  const double a = static_cast<double>(k) + 0.5;
  const double b = static_cast<double>(n - k) + 0.5;
  return {beta_quantile(a, b, alpha / 2), beta_quantile(a, b, 1 - alpha / 2)};
}

Interval clopper_pearson_real(double p, double n, double alpha) {
  const double k = p * n;
  const double lower = k <= 0 ? 0 : beta_quantile(k, n - k + 1, alpha / 2);
  const double upper = k >= n ? 1 : beta_quantile(k + 1, n - k, 1 - alpha / 2);
  return {lower, upper};
}

Interval clopper_pearson(std::int64_t k, std::int64_t n, double alpha) {
  const double a = static_cast<double>(k);
  const double b = static_cast<double>(n - k);
  return {k == 0 ? 0 : beta_quantile(a, b + 1, alpha / 2),
          k == n ? 1 : beta_quantile(a + 1, b, 1 - alpha / 2)};
}

Interval hypergeometric(std::int64_t k, std::int64_t n, std::int64_t population, double alpha) {
  // Both tails are monotone in the number of marked units, so each bound is found by bisection.
  const std::int64_t least = k;
  const std::int64_t most = population - (n - k);
  std::int64_t low = least;
  for (std::int64_t step_high = most; low < step_high;) {
    const std::int64_t middle = low + (step_high - low) / 2;
    if (hypergeometric_tail(k, n, middle, population, true) > alpha / 2)
      step_high = middle;
    else
      low = middle + 1;
  }
  std::int64_t high = most;
  for (std::int64_t step_low = least; step_low < high;) {
    const std::int64_t middle = high - (high - step_low) / 2;
    if (hypergeometric_tail(k, n, middle, population, false) > alpha / 2)
      step_low = middle;
    else
      high = middle - 1;
  }
  const double size = static_cast<double>(population);
  return {static_cast<double>(low) / size, static_cast<double>(high) / size};
}

Interval korn_graubard(double p, double variance, std::int64_t n, double df, double alpha) {
  const double size = static_cast<double>(n);
  // At 0 and 1 the variance says nothing: the sample size itself is used.
  const double effective = variance > 0 ? p * (1 - p) / variance : size;
  const double ratio = df > 0 ? student_quantile(alpha, size - 1) / student_quantile(alpha, df) : 1;
  return clopper_pearson_real(p, effective * ratio * ratio, alpha);
}

Interval logit_interval(double p, double variance, double df, double alpha) {
  if (p <= 0 || p >= 1 || variance <= 0) return {p, p};
  const double quantile = df > 0 ? student_quantile(alpha, df) : normal_quantile(alpha);
  const double centre = std::log(p / (1 - p));
  const double half = quantile * std::sqrt(variance) / (p * (1 - p));
  const auto back = [](double logit) { return 1 / (1 + std::exp(-logit)); };
  return {back(centre - half), back(centre + half)};
}

Interval likelihood_interval(double p, double variance, std::int64_t n, double df, double alpha) {
  if (p <= 0 || p >= 1 || variance <= 0 || n < 2) return {p, p};
  const double size = static_cast<double>(n);
  const double quantile = df > 0 ? student_quantile(alpha, df) : normal_quantile(alpha);
  const double limit = quantile * quantile * variance / (p * (1 - p)) * size * size / (size - 1) / 2;
  const auto distance = [&](double q) {
    return size * (p * std::log(p / q) + (1 - p) * std::log((1 - p) / (1 - q)));
  };
  const auto solve = [&](double inside, double outside) {
    for (int step = 0; step < 200; ++step) {
      const double middle = (inside + outside) / 2;
      (distance(middle) < limit ? inside : outside) = middle;
    }
    return inside;
  };
  return {solve(p, 0), solve(p, 1)};
}

}  // namespace tallyward::stats
