#include "crypto/ed25519.h"

#include <cstring>
#include <span>

#include <sodium.h>

namespace tallyward::crypto {

PrivateKey PrivateKey::from_seed(const std::array<std::uint8_t, 32>& seed) {
  PrivateKey key;
  crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.data(), seed.data());
  return key;
}

PrivateKey PrivateKey::generate(base::Randomness& randomness) {
  std::array<std::uint8_t, 32> seed{};
  randomness.fill(std::as_writable_bytes(std::span(seed)));
  PrivateKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

PrivateKey::~PrivateKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

Signature PrivateKey::sign(std::string_view message) const {
  Signature signature;
  crypto_sign_detached(signature.bytes.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                       secret_.data());
  return signature;
}

std::string PrivateKey::seed() const {
  return {reinterpret_cast<const char*>(secret_.data()), 32};
}

bool verify(const PublicKey& key, std::string_view message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.bytes.data(),
                                     reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                                     key.bytes.data()) == 0;
}

bool is_acceptable(const PublicKey& key) {
  // Checks canonical encoding, the curve equation, the main subgroup and small order.
  return crypto_core_ed25519_is_valid_point(key.bytes.data()) == 1;
}

base::Result<PublicKey> public_key_from_bytes(std::string_view bytes) {
  if (bytes.size() != 32) {
    return base::fail(base::ErrorCode::invalid_input,
                      "an Ed25519 public key has 32 bytes, found " + std::to_string(bytes.size()));
  }
  PublicKey key;
  std::memcpy(key.bytes.data(), bytes.data(), 32);
  return key;
}

base::Result<Signature> signature_from_bytes(std::string_view bytes) {
  if (bytes.size() != 64) {
    return base::fail(base::ErrorCode::invalid_input,
                      "an Ed25519 signature has 64 bytes, found " + std::to_string(bytes.size()));
  }
  Signature signature;
  std::memcpy(signature.bytes.data(), bytes.data(), 64);
  return signature;
}

}  // namespace tallyward::crypto
