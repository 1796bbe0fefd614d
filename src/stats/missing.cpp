#include "stats/missing.h"

namespace tallyward::stats {

Interval manski_bounds(std::int64_t positive, std::int64_t observed, std::int64_t missing) {
  const double all = static_cast<double>(observed + missing);
  return {static_cast<double>(positive) / all, static_cast<double>(positive + missing) / all};
}

double rate_at_odds_ratio(std::int64_t positive, std::int64_t observed, std::int64_t missing,
                          double odds_ratio) {
  const double p = static_cast<double>(positive) / static_cast<double>(observed);
  const double among_missing = odds_ratio * p / (1 - p + odds_ratio * p);
  return (static_cast<double>(positive) + static_cast<double>(missing) * among_missing) /
         static_cast<double>(observed + missing);
}

std::optional<double> tipping_point(std::int64_t positive, std::int64_t observed, std::int64_t missing,
                                    double threshold) {
  if (missing == 0 || positive == 0 || positive == observed) return std::nullopt;
  const double needed =
      (threshold * static_cast<double>(observed + missing) - static_cast<double>(positive)) /
      static_cast<double>(missing);
  if (needed <= 0 || needed >= 1) return std::nullopt;
  const double p = static_cast<double>(positive) / static_cast<double>(observed);
  return (needed / (1 - needed)) / (p / (1 - p));
}

}  // namespace tallyward::stats
