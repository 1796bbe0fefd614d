// HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869). Debian's libsodium has the first; the second is
// written here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crypto/sha256.h"

namespace tallyward::crypto {

Hash hmac_sha256(std::string_view key, std::string_view message);

/// `length` bytes (at most 255 * 32) for `info` from the secret `key`; an empty salt is 32 zero bytes, as RFC
/// 5869 says.
std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t length,
                        std::string_view salt = {});

}  // namespace tallyward::crypto
