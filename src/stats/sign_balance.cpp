#include "stats/sign_balance.h"

#include <algorithm>

#include <boost/math/distributions/binomial.hpp>

namespace tallyward::stats {

double sign_test(std::int64_t k, std::int64_t n) {
  if (n <= 0) return 1;
  const boost::math::binomial_distribution<> fair(static_cast<double>(n), 0.5);
  return std::min(1.0, 2 * boost::math::cdf(fair, static_cast<double>(std::min(k, n - k))));
}

}  // namespace tallyward::stats
