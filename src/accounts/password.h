// Passwords and second factors. Argon2id with 64 MiB and 3 passes (about 90 ms of one core); TOTP of RFC 6238
// with SHA-1, 30 seconds, 6 digits, each code used once; ten recovery codes of 80 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"

namespace tallyward::accounts {

/// What one hash costs. Tests may ask for less; what is stored says what it cost.
struct PasswordCost {
  std::uint64_t passes = 3;
  std::size_t bytes = std::size_t{64} << 20;
};

/// 12 to 1,024 bytes, any characters, not among the most common ones. Error: invalid_input.
base::Result<void> check_password(std::string_view password, std::string_view login);

/// The string form with parameters and salt ("$argon2id$..."). Error: unavailable when there is no memory for
/// it.
base::Result<std::string> hash_password(std::string_view password, PasswordCost cost = {});
/// False for a wrong password. With an empty `stored` (unknown login) it works as long and returns false.
bool verify_password(std::string_view stored, std::string_view password, PasswordCost cost = {});

/// 20 random bytes as base32, and the otpauth:// address for a QR code.
std::string new_totp_secret(base::Randomness& randomness);
std::string totp_address(std::string_view secret, std::string_view login, std::string_view issuer);
/// The six digits of a time step (seconds / 30). Error: invalid_input for a secret that is no base32.
base::Result<std::string> totp_code(std::string_view secret, std::int64_t step);
/// The step whose code was given, at most one step away from now and later than `last_used`; none otherwise.
std::optional<std::int64_t> accept_totp(std::string_view secret, std::string_view code, base::Time now,
                                        std::int64_t last_used);

/// Ten codes like "k7m3-qv9x-w2ta-b4hn" (80 bits) for paper; only their hashes are stored.
std::vector<std::string> new_recovery_codes(base::Randomness& randomness);
/// What is stored of a token or a recovery code: SHA-256 in hexadecimal (they are random, no slow hash is
/// needed).
std::string token_hash(std::string_view token);
/// `bits` random bits in Crockford's base32, lower case.
std::string new_token(base::Randomness& randomness, int bits = 256);
/// Lower case, without dashes and spaces; o is 0, i and l are 1 (Crockford).
std::string normal_code(std::string_view typed);

}  // namespace tallyward::accounts
