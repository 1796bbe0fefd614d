#include "seats/law.h"

#include <gtest/gtest.h>

#include "embedded/laws.h"
#include "seats/messages.h"

namespace tallyward::seats {
namespace {

TEST(Laws, EveryLawInsideTheProgramCanBeRead) {
  for (const base::EmbeddedFile& file : embedded::laws()) {
    const auto law = read_law(file.bytes, file.path);
    ASSERT_TRUE(law.has_value()) << base::to_text(law.error());
    EXPECT_EQ(law->id + ".toml", file.path);
    EXPECT_FALSE(law->title.at("en").empty());
  }
  EXPECT_EQ(laws().size(), embedded::laws().size());
}

TEST(Laws, ArticlesAreOfStepsThatExist) {
  for (const AllocationLaw& law : laws()) {
    for (const auto& [key, step] : law.steps) {
      bool exists = false;
      for (const Message& message : messages()) {
        exists = exists || message.key == key || message.key.starts_with(key + ".");
      }
      EXPECT_TRUE(exists) << law.id << " has an article for the unknown step " << key;
    }
  }
}

TEST(Laws, MessagesAreSortedByKey) {
  for (std::size_t i = 1; i < messages().size(); ++i) EXPECT_LT(messages()[i - 1].key, messages()[i].key);
}

TEST(Laws, AnUnknownNameAsksWhatWasMeant) {
  EXPECT_EQ(find_law("kz-2022").error().message.find("no allocation law named 'kz-2022'; did you mean 'kz-"),
            0U);
  EXPECT_NE(find_law("kz-1999").error().message.find("did you mean 'kz-20"), std::string::npos);
  EXPECT_EQ(find_law("completely-else").error().message, "no allocation law named 'completely-else'");
}

TEST(Laws, MistakesNameLineAndColumn) {
  const auto message = [](std::string_view toml) { return read_law(toml, "my.toml").error().message; };
  EXPECT_EQ(message("id = \"x\"\ntitle.en = \"x\"\n[threshold]\nshare = 0.07\n"),
            "my.toml:4:9: found no text, expected a share in quotes for 'threshold.share', such as \"7 %\"");
  EXPECT_EQ(message("id = \"x\"\ntitle.en = \"x\"\n[formula]\nquota = \"har\"\n")
                .find("my.toml:4:9: found 'har', expected for 'formula.quota' one of: hare"),
            0U);
  EXPECT_EQ(message("id = \"x\"\ntitle.en = \"x\"\nseat = 5\n"),
            "my.toml:3:1: found the key 'seat', expected 'seats'");
  EXPECT_EQ(message("id = ").find("my.toml:1:"), 0U);
}

TEST(Shares, AreExact) {
  EXPECT_EQ(*parse_share("7 %"), (Share{7, 100}));
  EXPECT_EQ(*parse_share("3.25 %"), (Share{325, 10000}));
  EXPECT_EQ(*parse_share(" 1/3 "), (Share{1, 3}));
  EXPECT_EQ(*parse_share("0.07"), (Share{7, 100}));
  for (const char* bad : {"", "%", "7%%", "101 %", "1/0", "-1 %", "1.", "0.12345", "1e2", "7 per cent"}) {
    EXPECT_FALSE(parse_share(bad).has_value()) << bad;
  }
  EXPECT_EQ(to_text(Share{325, 10000}), "3.25 %");
  EXPECT_EQ(to_text(Share{7, 100}), "7 %");
  EXPECT_EQ(to_text(Share{1, 3}), "1/3");
}

}  // namespace
}  // namespace tallyward::seats
