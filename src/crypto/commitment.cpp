#include "crypto/commitment.h"

#include <algorithm>
#include <cstring>
#include <span>

#include <sodium.h>

#include "crypto/hkdf.h"

namespace tallyward::crypto {

namespace {

void append_u16be(std::string& bytes, std::size_t number) {
  bytes += static_cast<char>(number >> 8 & 0xFF);
  bytes += static_cast<char>(number & 0xFF);
}

std::string body_key(const ReportKey& key) {
  return hkdf_sha256(key.view(), "tallyward/body/v1\n", crypto_secretbox_KEYBYTES);
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

ReportKey::~ReportKey() {
  sodium_memzero(bytes.data(), bytes.size());
}

ReportKey new_report_key(base::Randomness& randomness) {
  ReportKey key;
  randomness.fill(std::as_writable_bytes(std::span(key.bytes)));
  return key;
}

base::Result<ReportKey> report_key_from_bytes(std::string_view bytes) {
  if (bytes.size() != 32) return base::fail(base::ErrorCode::invalid_input, "a report key has 32 bytes");
  ReportKey key;
  std::memcpy(key.bytes.data(), bytes.data(), 32);
  return key;
}

base::Result<Salt> salt_from_bytes(std::string_view bytes) {
  if (bytes.size() != 16) return base::fail(base::ErrorCode::invalid_input, "a salt has 16 bytes");
  Salt salt;
  std::memcpy(salt.bytes.data(), bytes.data(), 16);
  return salt;
}

base::Result<Hash> field_commitment(std::string_view name, std::string_view value, const Salt& salt,
                                    std::string_view prefix) {
  if (name.size() > 0xFFFF || value.size() > 0xFFFF) {
    return base::fail(base::ErrorCode::too_large,
                      "a committed field's name and value have at most 65,535 bytes each");
  }
  std::string bytes(prefix);
  bytes.reserve(prefix.size() + 4 + name.size() + 16 + value.size());
  append_u16be(bytes, name.size());
  append_u16be(bytes, value.size());
  bytes.append(name).append(salt.view()).append(value);
  return sha256(bytes);
}

Salt salt_for(const ReportKey& key, std::string_view name, std::string_view prefix) {
  const std::string bytes = hkdf_sha256(key.view(), std::string(prefix).append(name), 16);
  Salt salt;
  std::memcpy(salt.bytes.data(), bytes.data(), 16);
  return salt;
}

Hash decoy_commitment(const ReportKey& key, std::uint32_t number) {
  const std::string bytes = hkdf_sha256(key.view(), std::string(kDecoyPrefix) + std::to_string(number), 32);
  Hash hash;
  std::memcpy(hash.bytes.data(), bytes.data(), 32);
  return hash;
}

std::string seal_with(const ReportKey& key, std::string_view bytes, base::Randomness& randomness) {
  std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + bytes.size(), '\0');
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  randomness.fill(std::as_writable_bytes(std::span(out, crypto_secretbox_NONCEBYTES)));
  std::string secret = body_key(key);
  crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, raw(bytes), bytes.size(), out, raw(secret));
  sodium_memzero(secret.data(), secret.size());
  return sealed;
}

base::Result<std::string> open_with(const ReportKey& key, std::string_view sealed) {
  constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < overhead) return base::fail(base::ErrorCode::corrupt, "the sealed body is too short");
  std::string bytes(sealed.size() - overhead, '\0');
  std::string secret = body_key(key);
  const int failed = crypto_secretbox_open_easy(
      reinterpret_cast<unsigned char*>(bytes.data()), raw(sealed) + crypto_secretbox_NONCEBYTES,
      sealed.size() - crypto_secretbox_NONCEBYTES, raw(sealed), raw(secret));
  sodium_memzero(secret.data(), secret.size());
  if (failed != 0)
    return base::fail(base::ErrorCode::corrupt, "the sealed body does not open with this report's key");
  return bytes;
}

}  // namespace tallyward::crypto
