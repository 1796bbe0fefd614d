// Every number in an outside text, held against the findings: a text that says "14 of 17" where the data say
// 13 is rejected, with the place.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "findings/quantity.h"

namespace tallyward::findings {

/// A figure that may be quoted, and where it stands.
struct QuotableFigure {
  Quantity value;
  std::optional<Quantity> of;  ///< "13 of 17": both must agree.
  std::string unit;
  std::string finding;  ///< Its id.
};

enum class QuoteState { traced, differs, untraced };
std::string_view to_text(QuoteState state);

/// A number of the text. `differs`: a figure with the same base, or the same value with another qualifier,
/// says otherwise.
struct QuotedNumber {
  std::size_t offset = 0;  ///< In bytes, of the number's first digit.
  std::string text;        ///< "nearly 90 per cent", "14 of 17"
  QuoteState state = QuoteState::untraced;
  std::string finding;   ///< That it was traced to, or that differs.
  std::string expected;  ///< What that says.
};

/// Numbers in the order of the text. Years (1900 to 2099 standing alone) and ordinal dates ("10 January") are
/// passed over. A qualifier in front of a number is part of it: "nearly 90" does not trace to 90, and 90 not
/// to "nearly 90".
std::vector<QuotedNumber> check_quotes(std::string_view text, std::span<const QuotableFigure> figures);

}  // namespace tallyward::findings
