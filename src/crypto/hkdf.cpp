#include "crypto/hkdf.h"

#include <sodium.h>

namespace tallyward::crypto {

Hash hmac_sha256(std::string_view key, std::string_view message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(message.data()),
                                message.size());
  Hash hash;
  crypto_auth_hmacsha256_final(&state, hash.bytes.data());
  return hash;
}

std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t length,
                        std::string_view salt) {
  const std::string zeroes(32, '\0');
  // RFC 5869 section 2.2: PRK = HMAC(salt, IKM).
  const Hash extracted = hmac_sha256(salt.empty() ? std::string_view(zeroes) : salt, key);
  // Section 2.3: T(i) = HMAC(PRK, T(i-1) | info | i).
  std::string result;
  std::string block;
  for (unsigned char counter = 1; result.size() < length; ++counter) {
    block.append(info).push_back(static_cast<char>(counter));
    const Hash next = hmac_sha256(extracted.view(), block);
    block.assign(next.view());
    result += block;
  }
  result.resize(length);
  return result;
}

}  // namespace tallyward::crypto
