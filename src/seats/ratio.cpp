#include "seats/ratio.h"

#include <algorithm>

namespace tallyward::seats {
namespace {

std::string digits(Integer128 value) {
  const bool negative = value < 0;
  std::string text;
  do {
    const int digit = static_cast<int>(value % 10);
    text.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace

int compare(const Ratio& a, const Ratio& b) {
  const Integer128 left = a.numerator * b.denominator;
  const Integer128 right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

std::string to_text(const Ratio& ratio) {
  Integer128 a = ratio.numerator < 0 ? -ratio.numerator : ratio.numerator;
  Integer128 b = ratio.denominator;
  while (b != 0) {
    const Integer128 rest = a % b;
    a = b;
    b = rest;
  }
  if (ratio.denominator == a) return digits(ratio.numerator / a);
  return digits(ratio.numerator / a) + "/" + digits(ratio.denominator / a);
}

std::string to_decimal(const Ratio& ratio, int decimals) {
  const Integer128 magnitude = ratio.numerator < 0 ? -ratio.numerator : ratio.numerator;
  std::string text = ratio.numerator < 0 ? "-" : "";
  text += digits(magnitude / ratio.denominator);
  Integer128 rest = magnitude % ratio.denominator;
  if (decimals > 0) text += '.';
  for (int i = 0; i < decimals; ++i) {
    rest *= 10;
    text += digits(rest / ratio.denominator);
    rest %= ratio.denominator;
  }
  return text;
}

}  // namespace tallyward::seats
