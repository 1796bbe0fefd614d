#include "locale/plural.h"

#include <algorithm>

namespace tallyward::locale {

namespace {

/// The operands of CLDR's rules: n is a whole number if v == 0 or f == 0; i is the integer part, v the count
/// of visible decimals, f the decimals as a number. Only the last six digits of i matter to any rule here.
struct Operands {
  std::int64_t i = 0;
  std::int64_t v = 0;
  std::int64_t f = 0;
  bool whole() const { return f == 0; }
};

Operands operands_of(std::string_view number) {
  if (!number.empty() && (number[0] == '-' || number[0] == '+')) number.remove_prefix(1);
  const std::size_t point = std::min(number.find('.'), number.size());
  Operands operands;
  constexpr std::int64_t kKept = 1'000'000'000'000;  // Keeps i exact below it, and its remainder above it.
  for (const char c : number.substr(0, point)) operands.i = (operands.i * 10 + (c - '0')) % kKept;
  if (point < number.size()) {
    for (const char c : number.substr(point + 1)) {
      operands.f = (operands.f * 10 + (c - '0')) % kKept;
      ++operands.v;
    }
  }
  return operands;
}

bool between(std::int64_t value, std::int64_t low, std::int64_t high) {
  return low <= value && value <= high;
}

Plural russian(const Operands& o) {
  if (o.v != 0) return Plural::other;
  if (o.i % 10 == 1 && o.i % 100 != 11) return Plural::one;
  if (between(o.i % 10, 2, 4) && !between(o.i % 100, 12, 14)) return Plural::few;
  return Plural::many;
}

Plural arabic(const Operands& o) {
  if (!o.whole()) return Plural::other;
  if (o.i <= 2) return o.i == 0 ? Plural::zero : o.i == 1 ? Plural::one : Plural::two;
  if (between(o.i % 100, 3, 10)) return Plural::few;
  if (between(o.i % 100, 11, 99)) return Plural::many;
  return Plural::other;
}

Plural french(const Operands& o) {
  if (o.i <= 1) return Plural::one;
  return o.i % 1'000'000 == 0 && o.v == 0 ? Plural::many : Plural::other;
}

}  // namespace

std::string_view to_text(Plural category) {
  constexpr std::string_view kNames[] = {"zero", "one", "two", "few", "many", "other"};
  return kNames[static_cast<std::size_t>(category)];
}

Plural plural_of(std::string_view language, std::string_view plain_number) {
  const Operands operands = operands_of(plain_number);
  if (language == "ru") return russian(operands);
  if (language == "ar") return arabic(operands);
  if (language == "fr") return french(operands);
  if (language == "en") return operands.i == 1 && operands.v == 0 ? Plural::one : Plural::other;
  if (language == "kk") return operands.i == 1 && operands.whole() ? Plural::one : Plural::other;
  return Plural::other;
}

}  // namespace tallyward::locale
