#include "crypto/sha256.h"

#include <new>

#include <sodium.h>

#include "crypto/encoding.h"

namespace tallyward::crypto {

namespace {
/// Lets libsodium choose its fastest code for this processor, once, before main().
[[maybe_unused]] const int kLibraryReady = sodium_init();

crypto_hash_sha256_state* state_of(std::array<std::byte, 128>& room) {
  return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(room.data()));
}
}  // namespace

Hash sha256(std::string_view bytes) {
  Hash hash;
  crypto_hash_sha256(hash.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return hash;
}

Sha256::Sha256() : state_{} {
  static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(state_));
  new (state_.data()) crypto_hash_sha256_state;
  crypto_hash_sha256_init(state_of(state_));
}

Sha256& Sha256::update(std::string_view bytes) {
  crypto_hash_sha256_update(state_of(state_), reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  return *this;
}

Hash Sha256::finish() {
  Hash hash;
  crypto_hash_sha256_final(state_of(state_), hash.bytes.data());
  return hash;
}

std::string to_hex(const Hash& hash) {
  return hex(hash.view());
}

base::Result<Hash> hash_from_hex(std::string_view text) {
  TRY_ASSIGN(const std::string bytes, from_hex(text));
  return hash_from_bytes(bytes);
}

std::string to_base64(const Hash& hash) {
  return base64(hash.view());
}

base::Result<Hash> hash_from_base64(std::string_view text) {
  TRY_ASSIGN(const std::string bytes, from_base64(text));
  return hash_from_bytes(bytes);
}

base::Result<Hash> hash_from_bytes(std::string_view bytes) {
  if (bytes.size() != 32) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a SHA-256 hash has 32 bytes, found " + std::to_string(bytes.size()));
  }
  Hash hash;
  std::memcpy(hash.bytes.data(), bytes.data(), 32);
  return hash;
}

}  // namespace tallyward::crypto
