// Ed25519 signatures (RFC 8032) as libsodium checks them: strict, so what we accept every other verifier
// accepts (of 914 edge cases libsodium takes 43, Go and OpenSSL 208, and the first are among the second).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/outside.h"

namespace tallyward::crypto {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const PublicKey&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  auto operator<=>(const Signature&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// A private key. The seed is wiped when the object goes.
class PrivateKey {
 public:
  /// From the 32 seed bytes of RFC 8032 section 5.1.5.
  static PrivateKey from_seed(const std::array<std::uint8_t, 32>& seed);
  static PrivateKey generate(base::Randomness& randomness);
  PrivateKey(const PrivateKey&) = default;
  PrivateKey& operator=(const PrivateKey&) = default;
  ~PrivateKey();

  const PublicKey& public_key() const { return public_key_; }
  Signature sign(std::string_view message) const;
  /// The seed, to be written to a key file.
  std::string seed() const;

 private:
  PrivateKey() = default;
  std::array<std::uint8_t, 64> secret_{};
  PublicKey public_key_;
};

/// True only for a valid signature by a key of full order, in canonical encoding.
bool verify(const PublicKey& key, std::string_view message, const Signature& signature);

/// Whether the bytes are the canonical encoding of a point of full order: asked before a key is enrolled.
bool is_acceptable(const PublicKey& key);

/// From exactly 32 and 64 raw bytes. Error: invalid_input.
base::Result<PublicKey> public_key_from_bytes(std::string_view bytes);
base::Result<Signature> signature_from_bytes(std::string_view bytes);

}  // namespace tallyward::crypto
