// Other people's vectors for the primitives (testdata/vectors/README.md).
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "crypto/canonical_json.h"
#include "crypto/commitment.h"
#include "crypto/ed25519.h"
#include "crypto/encoding.h"
#include "crypto/hkdf.h"
#include "crypto/random.h"
#include "paths.h"

namespace tallyward::crypto {
namespace {

using nlohmann::json;

json read_json(const std::string& name) {
  return json::parse(base::read_file(tests::testdata() / "vectors" / name).value());
}

bool verifies(const std::string& key, const std::string& message, const std::string& signature) {
  const auto public_key = public_key_from_bytes(from_hex(key).value());
  const auto bytes = signature_from_bytes(from_hex(signature).value());
  return public_key && bytes && verify(*public_key, message, *bytes);
}

TEST(Vectors, WycheproofEd25519) {
  std::size_t count = 0;
  const json file = read_json("wycheproof/ed25519_test.json");
  for (const json& group : file.at("testGroups")) {
    for (const json& test : group.at("tests")) {
      const bool expected = test.at("result") == "valid";
      EXPECT_EQ(verifies(group.at("publicKey").at("pk"), from_hex(test.at("msg").get<std::string>()).value(),
                         test.at("sig")),
                expected)
          << test.dump();
      ++count;
    }
  }
  EXPECT_EQ(count, 151U);
}

TEST(Vectors, OfTheEdgeCasesOfEd25519WeAcceptTheStrictFortyThree) {
  std::size_t accepted = 0;
  const json cases = read_json("cctv-ed25519/ed25519vectors.json");
  for (const json& test : cases) accepted += verifies(test.at("key"), test.at("msg"), test.at("sig"));
  EXPECT_EQ(cases.size(), 914U);
  EXPECT_EQ(accepted, 43U);
}

TEST(Vectors, WycheproofHmacSha256) {
  const json file = read_json("wycheproof/hmac_sha256_test.json");
  for (const json& group : file.at("testGroups")) {
    for (const json& test : group.at("tests")) {
      const Hash mac = hmac_sha256(from_hex(test.at("key").get<std::string>()).value(),
                                   from_hex(test.at("msg").get<std::string>()).value());
      const std::string tag = test.at("tag");
      EXPECT_EQ(to_hex(mac).substr(0, tag.size()) == tag, test.at("result") == "valid") << test.dump();
    }
  }
}

TEST(Vectors, HkdfOfRfc5869) {
  // Appendix A.1.
  const std::string key(22, '\x0b');
  const std::string salt = from_hex("000102030405060708090a0b0c").value();
  const std::string info = from_hex("f0f1f2f3f4f5f6f7f8f9").value();
  EXPECT_EQ(hex(hkdf_sha256(key, info, 42, salt)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Vectors, CanonicalJsonOfRfc8785) {
  for (const char* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    const auto folder = tests::testdata() / "vectors/jcs";
    const auto input = base::read_file(folder / "input" / (std::string(name) + ".json")).value();
    const auto output = base::read_file(folder / "output" / (std::string(name) + ".json")).value();
    EXPECT_EQ(canonical_json(input).value(), output) << name;
    EXPECT_EQ(canonical_json(output).value(), output) << name;
  }
}

TEST(Vectors, NumbersOfRfc8785AppendixB) {
  const std::vector<std::pair<std::uint64_t, std::string>> numbers = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"}};
  for (const auto& [bits, text] : numbers) EXPECT_EQ(ecmascript_number(std::bit_cast<double>(bits)), text);
}

TEST(Vectors, FieldCommitmentsAndSalts) {
  const json file = read_json("field-commitments.json");
  for (const json& test : file.at("vectors")) {
    const Salt salt = salt_from_bytes(from_hex(test.at("salt_hex").get<std::string>()).value()).value();
    const auto commitment =
        field_commitment(test.at("name").get<std::string>(), test.at("value").get<std::string>(), salt,
                         "scrutineer/field/v1\n");
    EXPECT_EQ(to_base64(commitment.value()), test.at("commitment_b64"));
  }
  for (const json& test : file.at("hkdf_sha256_salts")) {
    const auto key =
        report_key_from_bytes(from_hex(test.at("report_key_hex").get<std::string>()).value()).value();
    const std::string info = test.at("info");
    const std::string prefix = "scrutineer/salt/v1\n";
    EXPECT_EQ(hex(salt_for(key, info.substr(prefix.size()), prefix).view()), test.at("salt_hex"));
  }
}

TEST(CanonicalJson, RefusesWhatHasTwoReadings) {
  EXPECT_FALSE(canonical_json(R"({"a":1,"a":2})"));
  EXPECT_FALSE(canonical_json(R"({"a":1e999})"));
  EXPECT_FALSE(canonical_json("[1,]"));
  EXPECT_FALSE(canonical_json("\"\xff\""));
  EXPECT_FALSE(canonical_json(std::string(100, '[') + std::string(100, ']')));
  EXPECT_FALSE(canonical_json(""));
}

TEST(Commitment, ASealedBodyOpensWithItsKeyOnly) {
  SystemRandomness randomness;
  const ReportKey key = new_report_key(randomness);
  const ReportKey other = new_report_key(randomness);
  std::string sealed = seal_with(key, "the comment", randomness);
  EXPECT_EQ(sealed.find("comment"), std::string::npos);
  EXPECT_EQ(open_with(key, sealed).value(), "the comment");
  EXPECT_EQ(open_with(other, sealed).error().code, base::ErrorCode::corrupt);
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  EXPECT_FALSE(open_with(key, sealed));
}

TEST(Encoding, RefusesASecondSpelling) {
  EXPECT_TRUE(from_base64("AA=="));
  EXPECT_FALSE(from_base64("AB=="));  // trailing bits
  EXPECT_FALSE(from_base64("AA"));    // no padding
  EXPECT_FALSE(from_base64("AA==\n"));
  EXPECT_FALSE(from_base64("\306\213AA"));  // libsodium 1.0.18 alone takes these bytes for digits
  EXPECT_FALSE(from_hex("AB"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_TRUE(is_utf8("наблюдатель 🗳"));
}

TEST(Ed25519, KeysOfLowOrderAreNotEnrolled) {
  PublicKey zero;
  EXPECT_FALSE(is_acceptable(zero));
  zero.bytes[0] = 1;  // the neutral element
  EXPECT_FALSE(is_acceptable(zero));
  SystemRandomness randomness;
  EXPECT_TRUE(is_acceptable(PrivateKey::generate(randomness).public_key()));
}

}  // namespace
}  // namespace tallyward::crypto
