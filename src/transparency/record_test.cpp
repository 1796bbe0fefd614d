// What a leaf says and what it hides.
#include "transparency/record.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "paths.h"

namespace tallyward::transparency {
namespace {

crypto::PrivateKey key_of(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return crypto::PrivateKey::from_seed(seed);
}

crypto::ReportKey report_key() {
  crypto::ReportKey key;
  for (std::uint8_t i = 0; i < 32; ++i) key.bytes[i] = i;
  return key;
}

const std::vector<Field> kFields = {{"@form", "closing 3"}, {"@kind", "visit"},
                                    {"@station", "12-034"}, {"@time", "2026-10-04T20:15:00+05:00"},
                                    {"registered", "807"},  {"voted", "307"}};

TEST(Record, AReportReadsBackAndItsFieldsOpenOneByOne) {
  const auto text = report_text({"kz2026", 0, std::nullopt}, kFields, report_key());
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->commitments.size(), 32U);
  const SignerKey observer{"kz2026/k7m3qv9xw2ta", KeyType::ed25519, key_of(1)};
  const std::string entry = sign_record(*text, observer);
  const Record record = read_record(entry);
  EXPECT_EQ(record.standing, Standing::known) << record.trouble;
  EXPECT_EQ(record.text, *text);
  EXPECT_EQ(record.signer(), observer.name);
  EXPECT_TRUE(verify_signed_by(record.note, observer.verifier()));
  EXPECT_TRUE(check_fields(record.text, kFields, report_key()));
  // Every subset of the fields can be opened; here each one alone.
  for (const Field& field : kFields) {
    auto opened = open_field(field, report_key());
    EXPECT_TRUE(check_opened(record.text, opened));
    opened.value += "0";
    EXPECT_EQ(check_opened(record.text, opened).error().code, base::ErrorCode::not_found);
  }
}

TEST(Record, SentFieldsMustBeTheSignedOnes) {
  const auto text = report_text({"kz2026", 0, std::nullopt}, kFields, report_key()).value();
  auto fields = kFields;
  fields.back().value = "308";
  EXPECT_FALSE(check_fields(text, fields, report_key()));
  fields = kFields;
  fields.pop_back();
  EXPECT_FALSE(check_fields(text, fields, report_key())) << "a withheld field";
  fields = kFields;
  fields.push_back({"spoilt", "3"});
  EXPECT_FALSE(check_fields(text, fields, report_key())) << "an invented field";
  fields = kFields;
  fields.push_back(fields[0]);
  EXPECT_FALSE(check_fields(text, fields, report_key())) << "a field twice";
}

TEST(Record, NothingOfAReportStandsThereInClear) {
  const auto text = report_text({"kz2026", 0, std::nullopt}, kFields, report_key()).value();
  const std::string bytes = format_record(text);
  for (const char* secret :
       {"closing", "visit", "12-034", "2026-10", "registered", "voted", "807", "307", "@"}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
  // Two reports of different forms have the same shape, to the byte count.
  const std::vector<Field> incident = {{"@kind", "incident"}, {"text", std::string(3000, 'x')}};
  const auto other = report_text({"kz2026", 0, std::nullopt}, incident, report_key()).value();
  EXPECT_EQ(format_record(other).size(), bytes.size());
}

TEST(Record, DestroyingTheKeyLeavesNothingToGuess) {
  // Whoever has the leaf but not the key tries all 2,001 numbers of voters under the salts he can invent:
  // none fits.
  const auto text = report_text({"kz2026", 0, std::nullopt}, kFields, report_key()).value();
  for (int voted = 0; voted <= 2000; ++voted) {
    EXPECT_FALSE(check_opened(text, {"voted", std::to_string(voted), crypto::Salt{}}));
  }
}

TEST(Record, RefusesASecondSpellingOfOneReport) {
  const auto text = report_text({"kz2026", 0, std::nullopt}, kFields, report_key()).value();
  const SignerKey observer{"kz2026/k7m3qv9xw2ta", KeyType::ed25519, key_of(1)};
  const auto standing_of = [&](std::string bytes) {
    return read_record(format_note(sign_note(std::move(bytes), observer))).standing;
  };
  const std::string good = format_record(text);
  EXPECT_EQ(standing_of(good), Standing::known);
  std::string bytes = good;
  bytes.replace(bytes.find("seq 0"), 5, "seq 00");
  EXPECT_EQ(standing_of(bytes), Standing::malformed);
  bytes = good;
  bytes.replace(bytes.find("prev -\n"), 7, "prev  -\n");
  EXPECT_EQ(standing_of(bytes), Standing::malformed);
  bytes = good;
  bytes.replace(bytes.find("seq 0"), 5, "seq 1");  // a second report without a predecessor
  EXPECT_EQ(standing_of(bytes), Standing::malformed);
  const std::size_t first = good.find("field ");
  bytes =
      good.substr(0, first) + good.substr(first + 51, 51) + good.substr(first, 51) + good.substr(first + 102);
  EXPECT_EQ(standing_of(bytes), Standing::malformed) << "fields out of order";
  bytes = good.substr(0, good.size() - 51);
  EXPECT_EQ(standing_of(bytes), Standing::malformed) << "31 fields";
  EXPECT_EQ(standing_of(good + "site 12\n"), Standing::malformed) << "a clear line behind the fields";
}

TEST(Record, UnknownAndNewerTypesAreKeptAndTheirSignaturesHold) {
  const SignerKey author{"kz2026/server", KeyType::ed25519, key_of(2)};
  const auto unknown =
      read_record(sign_record({"weather", 1, {{"mission", "kz2026"}, {"sky", "grey"}}, {}}, author));
  EXPECT_EQ(unknown.standing, Standing::unknown);
  EXPECT_TRUE(verify_signed_by(unknown.note, author.verifier()));
  const auto newer =
      read_record(sign_record({"report", 2, {{"mission", "kz2026"}, {"new", "line"}}, {}}, author));
  EXPECT_EQ(newer.standing, Standing::newer);
  EXPECT_TRUE(verify_signed_by(newer.note, author.verifier()));
}

TEST(Record, EveryKnownTypeCanBeWrittenAndRead) {
  const SignerKey author{"kz2026/server", KeyType::ed25519, key_of(2)};
  const std::string hash = crypto::to_base64(crypto::sha256("x"));
  for (const std::string_view type : known_record_types()) {
    RecordText text{std::string(type), 1, {}, {}};
    for (const std::string_view name : lines_of(type)) {
      std::string value = hash;
      if (name == "mission" || name == "class" || name == "reason" || name == "code") value = "kz2026";
      if (name == "seq" || name == "count" || name == "bytes" || name == "size" || name == "stations")
        value = "0";
      if (name == "prev" || name == "corrects" || name == "about") value = "-";
      if (name == "author" || name == "origin") value = author.name;
      if (name == "signed") value = "server";
      if (name == "key") value = to_text(author.verifier());
      if (name == "role") value = "clerk";
      if (name == "storage") value = "unknown";
      if (name == "codes") value = "per-station";
      if (name == "record") value = "complaint 1";
      text.lines.push_back({std::string(name), value});
    }
    if (type == "report") text.commitments = commit_fields({}, report_key()).value();
    const Record record = read_record(sign_record(text, author));
    EXPECT_EQ(record.standing, Standing::known) << type << ": " << record.trouble;
    text.lines.pop_back();
    EXPECT_EQ(read_record(sign_record(text, author)).standing, Standing::malformed) << type;
  }
}

TEST(Record, TheWorkedExampleOfTheDocumentation) {
  // docs/formats/record.md prints these; the browser's tests read the same file.
  const auto example =
      nlohmann::json::parse(base::read_file(tests::testdata() / "vectors/record-example.json").value());
  std::vector<Field> fields;
  for (const auto& field : example.at("fields")) fields.push_back({field.at("name"), field.at("value")});
  const auto key =
      crypto::report_key_from_bytes(crypto::from_hex(example.at("report_key_hex").get<std::string>()).value())
          .value();
  const auto seed = crypto::from_hex(example.at("observer_seed_hex").get<std::string>()).value();
  std::array<std::uint8_t, 32> bytes{};
  std::ranges::copy(seed, bytes.begin());
  const SignerKey observer{example.at("observer_code"), KeyType::ed25519,
                           crypto::PrivateKey::from_seed(bytes)};
  EXPECT_EQ(to_text(observer.verifier()), example.at("observer_vkey"));
  const auto text = report_text({example.at("mission"), 0, std::nullopt}, fields, key).value();
  const std::string entry = sign_record(text, observer);
  EXPECT_EQ(entry, example.at("entry"));
  EXPECT_EQ(crypto::to_base64(leaf_hash(entry)), example.at("leaf_hash"));
  for (const auto& field : example.at("fields")) {
    EXPECT_EQ(crypto::hex(crypto::salt_for(key, field.at("name").get<std::string>()).view()),
              field.at("salt_hex"));
  }
}

}  // namespace
}  // namespace tallyward::transparency
