// Bytes as text: hexadecimal and base64. Strict both ways, so that one value has one spelling.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace tallyward::crypto {

/// Lower-case hexadecimal. from_hex accepts lower case only. Error: invalid_input.
std::string hex(std::string_view bytes);
base::Result<std::string> from_hex(std::string_view text);

/// Base64, RFC 4648 section 4: standard alphabet, padded. from_base64 refuses line ends, missing padding and
/// trailing bits that are not 0. Error: invalid_input.
std::string base64(std::string_view bytes);
base::Result<std::string> from_base64(std::string_view text);

/// Whether two texts of equal length are equal, in time that depends on the length only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Whether `bytes` is well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

}  // namespace tallyward::crypto
