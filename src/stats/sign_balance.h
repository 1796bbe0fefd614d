// The exact sign test.
#pragma once

#include <cstdint>

namespace tallyward::stats {

/// P of a split at least as uneven as k of n if both sides are equally likely: two-sided, exact. 1 for n = 0.
/// REQUIRES 0 <= k <= n.
double sign_test(std::int64_t k, std::int64_t n);

}  // namespace tallyward::stats
