#include "locale/message.h"

#include <gmock/gmock.h>

namespace tallyward::locale {
namespace {

const MessageStyle kRussian{"ru", [](std::int64_t number) { return std::to_string(number); }, false};

std::string russian(std::string_view pattern, std::vector<Argument> arguments) {
  const auto message = format_message(pattern, arguments, kRussian);
  return message ? *message : "! " + message.error().message;
}

TEST(Message, FillsPlacesAndChoosesBranches) {
  constexpr auto kStations =
      "{n, plural, one {# участок} few {# участка} many {# участков} other {# участка}}";
  EXPECT_EQ(russian(kStations, {{"n", 1}}), "1 участок");
  EXPECT_EQ(russian(kStations, {{"n", 22}}), "22 участка");
  EXPECT_EQ(russian(kStations, {{"n", 11}}), "11 участков");
  EXPECT_EQ(russian("{n, plural, =0 {нет} one {#} few {#} many {# шт.} other {#}}", {{"n", 0}}), "нет");
  EXPECT_EQ(russian("{who} в {where}", {{"who", "Комиссия"}, {"where", "Алматы"}}), "Комиссия в Алматы");
  EXPECT_EQ(russian("{state, select, open {открыт} other {закрыт}}", {{"state", "open"}}), "открыт");
  EXPECT_EQ(russian("{a, select, x {{b} раз} other {-}}", {{"a", "x"}, {"b", 5}}), "5 раз");
  EXPECT_EQ(russian("'{так'}", {}), "{так}");
}

TEST(Message, LeavesAMissingValueVisible) {
  EXPECT_EQ(russian("в {where}", {}), "в {where}");
}

TEST(Message, KeepsATextsOwnDirectionInRightToLeft) {
  const MessageStyle arabic{"ar", kRussian.integer, true};
  EXPECT_EQ(format_message("{a}", std::vector<Argument>{{"a", "PS 12"}}, arabic).value(),
            "\u2068PS 12\u2069");
}

TEST(Message, RefusesIllFormedPatterns) {
  for (const auto* pattern :
       {"{a", "a}", "{n, plural, one {#}}", "{n, plural, one {#", "{n, date, x {a}}", "{n, plural}"})
    EXPECT_FALSE(format_message(pattern, {}, kRussian)) << pattern;
}

TEST(Message, TellsItsPlaces) {
  EXPECT_THAT(places_of("{n, plural, one {# in {r}} other {#}}").value(),
              testing::UnorderedElementsAre("n", "n.one", "n.other", "r"));
}

}  // namespace
}  // namespace tallyward::locale
