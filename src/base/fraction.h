// Exact numbers of any size. Votes, seats, quotas and control equations never pass through a double.
#pragma once

#include <string>

#include <boost/multiprecision/cpp_int.hpp>

namespace tallyward::base {

using Integer = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

/// "7", "-3/4": lowest terms, sign in front, no spaces.
std::string to_text(const Fraction& value);

/// Decimal notation with exactly `decimals` digits, rounded half away from zero: 2/3 with 3 is "0.667".
std::string to_decimal(const Fraction& value, int decimals);

}  // namespace tallyward::base
