// How many to draw for a precision, and what precision a number gives (simple random sampling of a
// proportion).
#pragma once

#include <cstdint>

namespace tallyward::stats {

/// n0 = z^2 p (1 - p) / e^2: with replacement, not rounded.
double sample_size_infinite(double p, double margin, double alpha);

/// The smallest n drawn without replacement from `population` whose margin is at most `margin`, multiplied by
/// the design effect and divided by the response expected. REQUIRES population > 1, deff > 0, 0 < response
/// <= 1.
std::int64_t sample_size(std::int64_t population, double p, double margin, double alpha, double deff = 1,
                         double response = 1);

/// The margin of error that n of `population` give.
double margin_of_error(std::int64_t n, std::int64_t population, double p, double alpha, double deff = 1);

}  // namespace tallyward::stats
