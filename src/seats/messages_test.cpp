#include "seats/messages.h"

#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "seats/seats.h"

namespace tallyward::seats {
namespace {

std::set<std::string> names_in_braces(std::string_view text) {
  static const std::regex name("\\{[a-z_]+\\}");
  const std::string own(text);
  std::set<std::string> names;
  for (std::sregex_iterator found(own.begin(), own.end(), name), end; found != end; ++found)
    names.insert(found->str());
  return names;
}

TEST(StepMessages, EveryLanguageHasEverySentenceWithTheSameValues) {
  const auto english = messages("en");
  for (const std::string_view language : kStepLanguages) {
    const auto own = messages(language);
    ASSERT_EQ(own.size(), english.size()) << language;
    for (std::size_t i = 0; i < own.size(); ++i) {
      SCOPED_TRACE(std::string(language) + " " + std::string(own[i].key));
      EXPECT_EQ(own[i].key, english[i].key);
      EXPECT_EQ(names_in_braces(own[i].text), names_in_braces(english[i].text));
      const bool only_names = std::regex_replace(std::string(english[i].text), std::regex("\\{[a-z_]+\\}"),
                                                 "") == std::string(".");
      if (language != "en" && !only_names) {
        EXPECT_NE(own[i].text, english[i].text);
      }
    }
  }
}

TEST(StepMessages, WordsExistForEveryNameOfALawFile) {
  const auto exists = [](const std::string& key) { return sentence(key, {}, "en") != key; };
  for (int i = 0; i <= static_cast<int>(Divisors::balinski_young); ++i)
    EXPECT_TRUE(exists("word.divisor." + std::string(to_text(static_cast<Divisors>(i)))));
  for (int i = 0; i <= static_cast<int>(Quota::imperiali); ++i)
    EXPECT_TRUE(exists("word.quota." + std::string(to_text(static_cast<Quota>(i)))));
  for (int i = 0; i <= static_cast<int>(ThresholdBase::took_part); ++i)
    EXPECT_TRUE(exists("word.base." + std::string(to_text(static_cast<ThresholdBase>(i)))));
  for (int i = 0; i <= static_cast<int>(election::ContestantKind::against_all); ++i)
    EXPECT_TRUE(exists("word.reason." + std::string(to_text(static_cast<election::ContestantKind>(i)))));
}

TEST(StepMessages, TheKazakhActIsExplainedInThreeLanguages) {
  election::Contest contest;
  for (const char* id : {"Nur Otan", "Ak Zhol", "PPK", "Auyl", "Adal"})
    contest.contestants.emplace_back().id.text = id;
  for (const std::int64_t votes : {5'148'074, 792'828, 659'019, 383'023, 258'618})
    contest.votes.emplace_back(votes);
  contest.took_part = election::Voters(7'539'280);
  const AllocationLaw& law = **find_law("kz-2021");
  const auto english = allocate_seats(law, contest, {}, true, "en");
  for (const std::string_view language : {"ru", "kk"}) {
    const auto own = allocate_seats(law, contest, {}, true, language);
    ASSERT_TRUE(own.has_value());
    EXPECT_EQ(own->seats, english->seats);
    ASSERT_EQ(own->steps.size(), english->steps.size());
    for (std::size_t i = 0; i < own->steps.size(); ++i) {
      EXPECT_EQ(own->steps[i].key, english->steps[i].key);
      EXPECT_EQ(own->steps[i].article, english->steps[i].article);
      EXPECT_NE(own->steps[i].text, english->steps[i].text);
      EXPECT_EQ(own->steps[i].text.find('{'), std::string::npos) << own->steps[i].text;
    }
  }
  const auto russian = allocate_seats(law, contest, {}, true, "ru");
  EXPECT_NE(russian->steps.front().text.find("избиратели, принявшие участие"), std::string::npos);
}

TEST(StepMessages, CaveatsOfTheKazakhActAreInThreeLanguages) {
  for (const char* id : {"kz-2016", "kz-2021", "kz-2023"}) {
    for (const auto& [key, step] : (*find_law(id))->steps) {
      if (step.caveats.empty()) continue;
      for (const std::string_view language : kStepLanguages)
        EXPECT_TRUE(step.caveats.contains(std::string(language))) << id << " " << key << " " << language;
    }
  }
}

}  // namespace
}  // namespace tallyward::seats
