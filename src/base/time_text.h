// Instants as text: RFC 3339 in UTC, to the second or the millisecond.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/outside.h"

namespace tallyward::base {

/// "2021-01-10T20:00:00Z"; with milliseconds only when they are not 0.
std::string to_text(Time time);

/// Reads what to_text writes, and offsets such as +06:00. Error: invalid_input.
Result<Time> parse_time(std::string_view text);

}  // namespace tallyward::base
