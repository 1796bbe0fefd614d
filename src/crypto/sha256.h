// SHA-256 (FIPS 180-4), whole and in pieces. Every hash of the log, of a file and of a commitment is one of
// these.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace tallyward::crypto {

/// 32 bytes that came out of SHA-256.
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

Hash sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view bytes);
  Hash finish();

 private:
  alignas(16) std::array<std::byte, 128> state_;
};

/// 64 lower-case hexadecimal digits, and back. Error: invalid_input.
std::string to_hex(const Hash& hash);
base::Result<Hash> hash_from_hex(std::string_view text);

/// 44 characters of base64 (standard alphabet, padded), and back. Error: invalid_input.
std::string to_base64(const Hash& hash);
base::Result<Hash> hash_from_base64(std::string_view text);

/// A hash from exactly 32 raw bytes. Error: invalid_input.
base::Result<Hash> hash_from_bytes(std::string_view bytes);

}  // namespace tallyward::crypto

template <>
struct std::hash<tallyward::crypto::Hash> {
  std::size_t operator()(const tallyward::crypto::Hash& key) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, key.bytes.data(), sizeof value);
    return value;
  }
};
