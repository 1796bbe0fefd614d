// One spelling for one JSON value: the JSON Canonicalization Scheme, RFC 8785 (JCS). Bodies of staff records
// and the manifest of a dataset are committed to in this form.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace tallyward::crypto {

/// The canonical bytes of a JSON text: no blanks, names sorted by UTF-16 code units, numbers as ECMAScript
/// prints them, the shortest escapes. Errors (invalid_input): not JSON, not UTF-8, a name twice in one
/// object, a number outside the range of a double, more than 64 levels.
base::Result<std::string> canonical_json(std::string_view json);

/// A number as ECMAScript's Number::toString prints it (RFC 8785 section 3.2.2.3). `value` is finite.
std::string ecmascript_number(double value);

/// `text` with its quotes, escaped as RFC 8785 section 3.2.2.2 says. `text` is UTF-8.
std::string json_string(std::string_view text);

}  // namespace tallyward::crypto
