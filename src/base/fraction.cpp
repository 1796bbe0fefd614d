#include "base/fraction.h"

namespace tallyward::base {

std::string to_text(const Fraction& value) {
  return value.str();
}

std::string to_decimal(const Fraction& value, int decimals) {
  Integer scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const Integer numerator = abs(boost::multiprecision::numerator(value));
  const Integer denominator = boost::multiprecision::denominator(value);
  const Integer rounded = (2 * numerator * scale + denominator) / (2 * denominator);
  std::string digits = rounded.str();
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - places, 1, '.');
  return (value < 0 && rounded != 0 ? "-" : "") + digits;
}

}  // namespace tallyward::base
