// A figure with its qualifier: "more than 90" is not 90, and stays "more than" through every computation.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/fraction.h"

namespace tallyward::findings {

enum class Qualifier { exact, about, nearly, at_least, more_than, at_most, less_than };

/// The English words: "", "about", "nearly", "at least", "more than", "at most", "less than".
std::string_view to_text(Qualifier qualifier);

/// The words that sources use: "some" and "several" are about; "12+" is at least 12; "> 90" is more than 90.
/// Error: invalid_input for a word that is none of them (planned, generally, many: those qualify no number).
base::Result<Qualifier> parse_qualifier(std::string_view word);

struct Quantity {
  base::Fraction value;
  Qualifier qualifier = Qualifier::exact;
  bool operator==(const Quantity&) const = default;
};

/// "more than 90", "0.89", with at most `decimals` digits behind the point, none that are 0 at the end.
std::string to_text(const Quantity& quantity, int decimals = 2);

/// "more than 90", "nearly 90", "12+", "> 90", "11,919,241", "71.09". Error: invalid_input.
base::Result<Quantity> parse_quantity(std::string_view text);

/// The share of a whole, in per cent: more than 90 of 10,061 is more than 0.89 (rounded down, so that it
/// stays true); an upper bound is rounded up. A whole that is itself qualified gives no share, as its
/// direction is not known. Error: invalid_input when the whole is not exact or not above 0.
base::Result<Quantity> percent_of(const Quantity& part, const Quantity& whole, int decimals = 2);

}  // namespace tallyward::findings
