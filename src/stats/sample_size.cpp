#include "stats/sample_size.h"

#include <algorithm>
#include <cmath>

#include "stats/intervals.h"

namespace tallyward::stats {

double sample_size_infinite(double p, double margin, double alpha) {
  const double z = normal_quantile(alpha);
  return z * z * p * (1 - p) / (margin * margin);
}

std::int64_t sample_size(std::int64_t population, double p, double margin, double alpha, double deff,
                         double response) {
  const double all = static_cast<double>(population);
  const double n0 = sample_size_infinite(p, margin, alpha) * deff;
  const double n = n0 / (1 + (n0 - 1) / all);
  return std::min(population, static_cast<std::int64_t>(std::ceil(n / response)));
}

double margin_of_error(std::int64_t n, std::int64_t population, double p, double alpha, double deff) {
  const double size = static_cast<double>(n);
  const double all = static_cast<double>(population);
  return normal_quantile(alpha) * std::sqrt(deff * p * (1 - p) / size * (all - size) / (all - 1));
}

}  // namespace tallyward::stats
