#include "findings/quantity.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::findings {

namespace {

constexpr std::array<std::pair<std::string_view, Qualifier>, 15> kWords{{{"about", Qualifier::about},
                                                                         {"some", Qualifier::about},
                                                                         {"around", Qualifier::about},
                                                                         {"approximately", Qualifier::about},
                                                                         {"several", Qualifier::about},
                                                                         {"nearly", Qualifier::nearly},
                                                                         {"almost", Qualifier::nearly},
                                                                         {"at least", Qualifier::at_least},
                                                                         {"more than", Qualifier::more_than},
                                                                         {"over", Qualifier::more_than},
                                                                         {">", Qualifier::more_than},
                                                                         {"at most", Qualifier::at_most},
                                                                         {"up to", Qualifier::at_most},
                                                                         {"less than", Qualifier::less_than},
                                                                         {"<", Qualifier::less_than}}};

base::Integer power_of_ten(int exponent) {
  base::Integer power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// Rounds to `decimals` towards minus or plus infinity. REQUIRES value >= 0.
base::Fraction rounded(const base::Fraction& value, int decimals, bool up) {
  const base::Integer scale = power_of_ten(decimals);
  const base::Fraction scaled = value * base::Fraction(scale);
  base::Integer whole = numerator(scaled) / denominator(scaled);
  if (up && base::Fraction(whole) != scaled) whole += 1;
  return base::Fraction(whole, scale);
}

}  // namespace

std::string_view to_text(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::exact:
      return "";
    case Qualifier::about:
      return "about";
    case Qualifier::nearly:
      return "nearly";
    case Qualifier::at_least:
      return "at least";
    case Qualifier::more_than:
      return "more than";
    case Qualifier::at_most:
      return "at most";
    case Qualifier::less_than:
      return "less than";
  }
  return "";
}

base::Result<Qualifier> parse_qualifier(std::string_view word) {
  if (word.empty()) return Qualifier::exact;
  for (const auto& [text, qualifier] : kWords) {
    if (text == word) return qualifier;
  }
  return base::fail(
      base::ErrorCode::invalid_input,
      fmt::format("found '{}', expected a word that qualifies a number, such as 'more than'", word));
}

std::string to_text(const Quantity& quantity, int decimals) {
  std::string digits = base::to_decimal(quantity.value, decimals);
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
  }
  return quantity.qualifier == Qualifier::exact ? digits
                                                : fmt::format("{} {}", to_text(quantity.qualifier), digits);
}

base::Result<Quantity> parse_quantity(std::string_view text) {
  const std::string_view whole = base::trim(text);
  std::string_view rest = whole;
  Quantity quantity;
  for (const auto& [word, qualifier] : kWords) {
    if (rest.starts_with(word)) {
      quantity.qualifier = qualifier;
      rest = base::trim(rest.substr(word.size()));
      break;
    }
  }
  if (rest.ends_with('+') && quantity.qualifier == Qualifier::exact) {
    quantity.qualifier = Qualifier::at_least;
    rest.remove_suffix(1);
  }
  const auto refuse = [&] {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found '{}', expected a number such as 'more than 90'", whole));
  };
  base::Integer digits = 0;
  int decimals = -1;
  bool any = false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c >= '0' && c <= '9') {
      digits = digits * 10 + (c - '0');
      any = true;
      if (decimals >= 0) ++decimals;
    } else if (c == '.' && decimals < 0 && any) {
      decimals = 0;
    } else if (!(c == ',' && any && decimals < 0 && i + 3 < rest.size())) {  // A comma may part thousands.
      return refuse();
    }
  }
  if (!any || decimals == 0) return refuse();
  quantity.value = base::Fraction(digits, power_of_ten(std::max(decimals, 0)));
  return quantity;
}

base::Result<Quantity> percent_of(const Quantity& part, const Quantity& whole, int decimals) {
  if (whole.qualifier != Qualifier::exact || whole.value <= 0) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found the base '{}', expected an exact number above 0", to_text(whole)));
  }
  Quantity share{part.value * 100 / whole.value, part.qualifier};
  if (part.qualifier == Qualifier::more_than || part.qualifier == Qualifier::at_least)
    share.value = rounded(share.value, decimals, false);
  if (part.qualifier == Qualifier::less_than || part.qualifier == Qualifier::at_most)
    share.value = rounded(share.value, decimals, true);
  return share;
}

}  // namespace tallyward::findings
