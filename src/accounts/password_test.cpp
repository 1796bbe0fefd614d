#include "accounts/password.h"

#include <gtest/gtest.h>

#include "crypto/random.h"

namespace tallyward::accounts {
namespace {

constexpr PasswordCost kCheap{1, 8192 * 8};

TEST(Password, IsAcceptedOnlyWhole) {
  const auto stored = hash_password("correct horse battery staple", kCheap);
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->starts_with("$argon2id$"));
  EXPECT_TRUE(verify_password(*stored, "correct horse battery staple"));
  EXPECT_FALSE(verify_password(*stored, "correct horse battery stapl"));
  EXPECT_FALSE(verify_password("", "anything at all", kCheap));
}

TEST(Password, ShortCommonOrNamedAfterItsOwnerIsRefused) {
  EXPECT_FALSE(check_password("short", "anna"));
  EXPECT_FALSE(check_password("PasswordPassword", "anna"));
  EXPECT_FALSE(check_password("anna-anna-anna", "anna"));
  EXPECT_FALSE(check_password("aaaaaaaaaaaaaaaa", "anna"));
  EXPECT_TRUE(check_password("семь зелёных лодок", "anna"));
  EXPECT_TRUE(check_password(std::string(128, 'x') + "y", "anna"));
}

TEST(Totp, GivesTheCodesOfRfc6238) {
  // Appendix B, SHA-1, the last six of its eight digits; the secret is "12345678901234567890".
  const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  EXPECT_EQ(totp_code(secret, 59 / 30).value(), "287082");
  EXPECT_EQ(totp_code(secret, 1111111109 / 30).value(), "081804");
  EXPECT_EQ(totp_code(secret, 2000000000 / 30).value(), "279037");
}

TEST(Totp, ACodeWorksOnceAndOnlyNearItsTime) {
  const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const base::Time now{std::chrono::seconds(1111111109)};
  const auto step = accept_totp(secret, "081804", now, 0);
  ASSERT_TRUE(step);
  EXPECT_FALSE(accept_totp(secret, "081804", now, *step));
  EXPECT_FALSE(accept_totp(secret, "081804", now + std::chrono::minutes(2), 0));
  EXPECT_FALSE(accept_totp(secret, "000000", now, 0));
}

TEST(Tokens, AreLongAndReadableHoweverTyped) {
  crypto::SystemRandomness randomness;
  EXPECT_EQ(new_token(randomness, 256).size(), 52U);
  EXPECT_NE(new_token(randomness), new_token(randomness));
  EXPECT_EQ(new_recovery_codes(randomness).size(), 10U);
  EXPECT_EQ(normal_code(" K7M3-OIL9 "), "k7m30119");
}

}  // namespace
}  // namespace tallyward::accounts
