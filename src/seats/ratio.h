// Exact fractions of figures that one contest can produce, for comparing and for showing. 128 bits suffice
// within the limits of election/contest.h; nothing here is a double.
#pragma once

#include <cstdint>
#include <string>

namespace tallyward::seats {

__extension__ using Integer128 = __int128;

/// REQUIRES: denominator > 0.
struct Ratio {
  Integer128 numerator = 0;
  Integer128 denominator = 1;
};

/// -1, 0 or 1. REQUIRES: |numerator * other denominator| < 2^127.
int compare(const Ratio& a, const Ratio& b);

/// The largest integer that is not above. REQUIRES: numerator >= 0.
inline std::int64_t whole_part(const Ratio& ratio) {
  return static_cast<std::int64_t>(ratio.numerator / ratio.denominator);
}

/// What is left above the whole part.
inline Ratio fractional_part(const Ratio& ratio) {
  return {ratio.numerator % ratio.denominator, ratio.denominator};
}

/// Lowest terms: "329959/4900", "76", "-1/2".
std::string to_text(const Ratio& ratio);

/// Decimal notation cut (not rounded) after `decimals` digits: 2/3 with 3 is "0.666". Exact to the last digit
/// shown, so that two unequal figures never swap their order by rounding.
std::string to_decimal(const Ratio& ratio, int decimals);

}  // namespace tallyward::seats
