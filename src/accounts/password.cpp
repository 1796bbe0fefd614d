#include "accounts/password.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "crypto/encoding.h"
#include "crypto/sha256.h"

namespace tallyward::accounts {

namespace {

constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Whole words and patterns that stand at the head of every list of broken passwords with 12 characters or
/// more.
constexpr std::array<std::string_view, 20> kCommon = {
    "123456789012", "1234567890123", "12345678901234", "123456123456",     "passwordpassword",
    "password1234", "password12345", "qwertyuiop12",   "qwertyuiop123",    "qwertyqwerty",
    "1q2w3e4r5t6y", "1qaz2wsx3edc",  "administrator",  "changemechangeme", "letmeinletmein",
    "iloveyou1234", "election2024",  "election2025",   "election2026",     "observer1234"};

std::string base32(std::string_view bytes, std::string_view alphabet, int bits) {
  std::string text;
  unsigned buffer = 0;
  int have = 0;
  std::size_t next = 0;
  for (int done = 0; done < bits; done += 5) {
    if (have < 5) {
      buffer = (buffer << 8) | (next < bytes.size() ? static_cast<unsigned char>(bytes[next]) : 0U);
      ++next;
      have += 8;
    }
    text += alphabet[(buffer >> (have - 5)) & 31U];
    have -= 5;
  }
  return text;
}

/// HMAC-SHA-1 (RFC 2104), which every authenticator app speaks. libsodium has no SHA-1; OpenSSL has.
std::string hmac_sha1(std::string_view key, std::string_view message) {
  std::array<unsigned char, 20> mac{};
  unsigned size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac.data(), &size);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

std::string random_bytes(base::Randomness& randomness, std::size_t size) {
  std::string bytes(size, '\0');
  randomness.fill(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

}  // namespace

base::Result<void> check_password(std::string_view password, std::string_view login) {
  if (password.size() < 12) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a password has at least 12 characters; any are allowed");
  }
  if (password.size() > 1024)
    return base::fail(base::ErrorCode::invalid_input, "a password has at most 1,024 bytes");
  std::string lower(password);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool one_letter = std::ranges::all_of(lower, [&](char c) { return c == lower[0]; });
  if (one_letter || std::ranges::find(kCommon, lower) != kCommon.end() ||
      (!login.empty() && lower.find(login) != std::string::npos)) {
    return base::fail(base::ErrorCode::invalid_input,
                      "this password is among the first that are tried; choose another");
  }
  return {};
}

base::Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (sodium_init() < 0 || crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                                                 cost.bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return base::fail(base::ErrorCode::unavailable, "no memory to hash a password");
  }
  return std::string(text.data());
}

bool verify_password(std::string_view stored, std::string_view password, PasswordCost cost) {
  if (stored.empty()) {
    (void)hash_password(password, cost);  // As much work as for a login that exists (ASVS 6.3.8).
    return false;
  }
  if (sodium_init() < 0) return false;
  const std::string text(stored);
  return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

std::string new_totp_secret(base::Randomness& randomness) {
  return base32(random_bytes(randomness, 20), kBase32, 160);
}

std::string totp_address(std::string_view secret, std::string_view login, std::string_view issuer) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", issuer, login, secret, issuer);
}

base::Result<std::string> totp_code(std::string_view secret, std::int64_t step) {
  std::string key;
  unsigned buffer = 0;
  int have = 0;
  for (const char c : secret) {
    const std::size_t digit = kBase32.find(c);
    if (digit == std::string_view::npos)
      return base::fail(base::ErrorCode::invalid_input, "the secret is no base32");
    buffer = (buffer << 5) | static_cast<unsigned>(digit);
    have += 5;
    if (have >= 8) {
      key += static_cast<char>((buffer >> (have - 8)) & 0xffU);
      have -= 8;
    }
  }
  std::string message(8, '\0');
  for (int i = 0; i < 8; ++i)
    message[static_cast<std::size_t>(7 - i)] = static_cast<char>((step >> (8 * i)) & 0xff);
  const std::string mac = hmac_sha1(key, message);
  const auto offset = static_cast<std::size_t>(mac[19] & 0x0f);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | static_cast<unsigned char>(mac[offset + i]);
  return fmt::format("{:06}", (number & 0x7fffffffU) % 1'000'000U);
}

std::optional<std::int64_t> accept_totp(std::string_view secret, std::string_view code, base::Time now,
                                        std::int64_t last_used) {
  const std::int64_t current = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / 30;
  std::optional<std::int64_t> accepted;
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    const auto right = totp_code(secret, step);
    if (right && crypto::equal_in_constant_time(*right, code) && step > last_used) accepted = step;
  }
  return accepted;
}

std::string token_hash(std::string_view token) {
  return crypto::to_hex(crypto::sha256(token));
}

std::string new_token(base::Randomness& randomness, int bits) {
  return base32(random_bytes(randomness, static_cast<std::size_t>(bits + 7) / 8), kCrockford, bits);
}

std::vector<std::string> new_recovery_codes(base::Randomness& randomness) {
  std::vector<std::string> codes;
  for (int i = 0; i < 10; ++i) {
    const std::string code = new_token(randomness, 80);
    codes.push_back(
        fmt::format("{}-{}-{}-{}", code.substr(0, 4), code.substr(4, 4), code.substr(8, 4), code.substr(12)));
  }
  return codes;
}

std::string normal_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == 'o') c = '0';
    if (c == 'i' || c == 'l') c = '1';
    if (c != '-' && c != ' ' && c != '\t' && c != '\n' && c != '\r') code += c;
  }
  return code;
}

}  // namespace tallyward::accounts
