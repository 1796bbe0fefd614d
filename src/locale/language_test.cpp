#include "locale/language.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "locale/plural.h"
#include "paths.h"

namespace tallyward::locale {
namespace {

using testing::ElementsAreArray;

const Language& language(std::string_view code) {
  return *find_language(code).value();
}

/// What ICU says (testdata/locale/golden.json, made by tools/make-locale-data); the browser must give the
/// same.
nlohmann::json golden() {
  return nlohmann::json::parse(base::read_file(tests::testdata() / "locale/golden.json").value());
}

TEST(Language, WritesNumbersAsCldrDoes) {
  const nlohmann::json languages = golden()["languages"];
  for (const auto& [code, expected] : languages.items()) {
    const Language& here = language(code);
    for (const auto& row : expected["integers"]) {
      EXPECT_EQ(here.integer(row[0]), row[1]) << code;
      const std::string plain = std::to_string(row[0].get<std::int64_t>());
      EXPECT_EQ(to_text(plural_of(code, plain)), row[2]) << code << " " << plain;
    }
    for (const auto& row : expected["signed"]) EXPECT_EQ(here.signed_integer(row[0]), row[1]) << code;
    for (const auto& row : expected["decimals"]) {
      EXPECT_EQ(here.decimal(row[0].get<std::string>()), row[1]) << code;
      EXPECT_EQ(to_text(plural_of(code, row[0].get<std::string>())), row[2]) << code << " " << row[0];
    }
    for (const auto& row : expected["percents"])
      EXPECT_EQ(here.percent(row[0].get<std::string>()), row[1]) << code;
  }
}

TEST(Language, WritesDatesAndListsAsCldrDoes) {
  const nlohmann::json languages = golden()["languages"];
  for (const auto& [code, expected] : languages.items()) {
    const Language& here = language(code);
    for (const auto& row : expected["dates"]) {
      const base::Time time = base::parse_time(row[0].get<std::string>()).value();
      EXPECT_EQ(here.long_date(time), row[1]);
      EXPECT_EQ(here.short_date(time), row[2]);
      EXPECT_EQ(here.clock_time(time), row[3]);
    }
    for (const auto& row : expected["lists"])
      EXPECT_EQ(here.list(row[0].get<std::vector<std::string>>()), row[1]) << code;
  }
}

TEST(Language, ShowsTheTimeOfThePlace) {
  const base::Time closing = base::parse_time("2021-01-10T20:30:00Z").value();
  EXPECT_EQ(language("kk").long_date(closing, 6 * 60), "2021\u202fж. 11 қаңтар");
  EXPECT_EQ(language("kk").clock_time(closing, 6 * 60), "02:30");
}

TEST(Language, SortsAsTheAlphabetDoes) {
  const nlohmann::json languages = golden()["languages"];
  for (const auto& [code, expected] : languages.items()) {
    std::vector<std::string> words = expected["sorted"];
    const std::vector<std::string> right = words;
    std::sort(words.begin(), words.end());
    std::stable_sort(words.begin(), words.end(), [&](const std::string& a, const std::string& b) {
      return language(code).order().less(a, b);
    });
    EXPECT_THAT(words, ElementsAreArray(right)) << code;
  }
}

TEST(Language, SortsDecomposedAndForeignLettersToo) {
  const SortOrder& russian = language("ru").order();
  EXPECT_FALSE(russian.less("Йод", "Ижевск"));
  EXPECT_TRUE(russian.less("И\u0306од", "Калуга")) << "и with a combining breve is й";
  EXPECT_TRUE(russian.less("Яя", "日本")) << "what the table lacks comes last";
  EXPECT_TRUE(russian.less("участок 9", "участок 10"));
  EXPECT_NE(russian.key("\xff"), russian.key("\xfe")) << "ill-formed bytes are still told apart";
}

TEST(Language, UnknownOneNamesThoseThatThereAre) {
  const auto missing = find_language("de");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::not_found);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("en, kk, ru"));
}

std::set<std::string> branches_of(std::string_view code) {
  std::set<std::string> found;
  for (int n = 0; n <= 200; ++n) found.insert(std::string(to_text(plural_of(code, std::to_string(n)))));
  if (code == "ru") found.insert("other");  // Decimals.
  return found;
}

std::string topic_of(std::string_view key) {
  return std::string(key.substr(0, key.find('.')));
}

void expect_complete(const std::string& code, const std::string& key, const std::string& pattern) {
  const Language& here = language(code);
  if (!here.has(key)) {
    ADD_FAILURE() << "locales/" << code << " lacks " << key;
    return;
  }
  const std::string& translated = here.messages().find(key)->second;
  const auto original_places = places_of(pattern);
  const auto places = places_of(translated);
  ASSERT_TRUE(original_places) << key << ": " << original_places.error().message;
  ASSERT_TRUE(places) << code << " " << key << ": " << places.error().message;
  std::set<std::string> original_names;
  std::set<std::string> names;
  std::set<std::string> plural_names;
  for (const auto& place : *original_places) original_names.insert(place.substr(0, place.find('.')));
  for (const auto& place : *places) names.insert(place.substr(0, place.find('.')));
  EXPECT_EQ(names, original_names) << code << " " << key;
  for (const auto& place : *original_places) {
    if (place.ends_with(".one")) plural_names.insert(place.substr(0, place.find('.')));
  }
  for (const std::string& name : plural_names) {
    for (const std::string& branch : branches_of(code))
      EXPECT_TRUE(places->contains(name + "." + branch)) << code << " " << key << " lacks " << branch;
  }
}

/// A language that has a topic has the whole of it: same keys, same places, all its plural forms.
TEST(Catalogue, IsCompleteInEveryLanguage) {
  EXPECT_THAT(spoken_languages(), testing::IsSupersetOf({"en", "ru", "kk"}));
  EXPECT_THAT(languages_with("portal"), testing::UnorderedElementsAre("en", "ru", "kk", "fr", "ar"));
  for (const auto& [key, pattern] : english().messages()) {
    for (const std::string& code : languages_with(topic_of(key))) expect_complete(code, key, pattern);
  }
  for (const std::string code : {"ru", "kk", "fr", "ar"}) {
    for (const auto& [key, pattern] : language(code).messages())
      EXPECT_TRUE(english().has(key)) << "locales/" << code << " has " << key << ", which English lacks";
  }
}

}  // namespace
}  // namespace tallyward::locale
