// Other encodings into UTF-8, one piece after another: what election commissions' exports come in.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "formats/byte_source.h"

namespace tallyward::formats {

enum class Encoding { utf_8, windows_1251, windows_1252, utf_16_le, utf_16_be, utf_16 };

/// "utf-8", "windows-1251", "windows-1252", "utf-16" (by its byte order mark, little-endian without one),
/// "utf-16le", "utf-16be". Error: invalid_input with the nearest name.
base::Result<Encoding> parse_encoding(std::string_view name);
std::string_view to_text(Encoding encoding);

/// The same text in UTF-8, without its byte order mark. What cannot be decoded becomes U+FFFD. UTF-8 passes
/// unchanged, so its validity is the caller's question (is_valid_utf8).
std::unique_ptr<ByteSource> decode(std::unique_ptr<ByteSource> bytes, Encoding encoding);

/// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

/// What the first bytes of a file look like: a byte order mark, valid UTF-8, zero bytes of UTF-16, else
/// windows-1251 when high bytes lie where it has Cyrillic letters, else windows-1252.
Encoding guess_encoding(std::string_view first_bytes);

}  // namespace tallyward::formats
