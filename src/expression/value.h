// What an expression is computed from and gives: a number, yes or no, a text, a group of numbers, or blank.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fraction.h"

namespace tallyward::expression {

/// Blank, or not known because something that it depends on is blank. Neither zero nor no.
struct Unknown {
  bool operator==(const Unknown&) const = default;
};

/// A number that may be blank.
using OptionalNumber = std::optional<base::Fraction>;

/// The lines of a repeated group, for example the votes of all contestants, in the order of the form.
using Group = std::vector<OptionalNumber>;

/// A multiple choice is a text: the selected choices with a space between them, as in XLSForm.
using Value = std::variant<Unknown, base::Fraction, bool, std::string, Group>;

inline bool is_unknown(const Value& value) {
  return std::holds_alternative<Unknown>(value);
}

/// "12", "7/3", "yes", "no", "'text'", "blank", "(3, blank, 4)".
std::string to_text(const Value& value);

/// "a number", "yes or no", "a text", "a group", "blank".
std::string_view kind_name(const Value& value);

}  // namespace tallyward::expression
