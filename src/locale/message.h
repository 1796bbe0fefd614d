// Messages with places for values, in the part of ICU's MessageFormat that translators know:
//   "{n, plural, one {# station} other {# stations}} in {region}"
//   "{state, select, open {open} other {closed}}"
// A quote ' before { or } makes it literal. No text is ever put together from pieces in code.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"

namespace tallyward::locale {

/// A value for a place: a whole number, which is written as the language writes it, or a text, which is not
/// touched.
struct Argument {
  Argument(std::string_view place, std::integral auto number)
      : name(place), value(static_cast<std::int64_t>(number)) {}
  Argument(std::string_view place, std::string_view text) : name(place), value(std::string(text)) {}

  std::string_view name;
  std::variant<std::int64_t, std::string> value;
};

/// How a language writes what a message needs.
struct MessageStyle {
  std::string_view language;
  std::function<std::string(std::int64_t)> integer;
  bool isolate =
      false;  ///< Right-to-left: texts are wrapped in FSI and PDI so that they keep their own direction.
};

/// The message with its places filled. A place without a value stays visible as "{name}". Error:
/// invalid_input when the pattern is ill-formed.
base::Result<std::string> format_message(std::string_view pattern, std::span<const Argument> arguments,
                                         const MessageStyle& style);

/// What a pattern asks for: names of places ("n", "region"), and "n.one", "state.open" for its branches. For
/// tests that hold a translation against its original.
base::Result<std::set<std::string>> places_of(std::string_view pattern);

}  // namespace tallyward::locale
