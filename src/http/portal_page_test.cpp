#include "http/portal_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tallyward::http {
namespace {

using testing::HasSubstr;
using testing::Not;

PortalFrame frame(std::string language = "en") {
  return {.language = std::move(language), .path = "/", .mission_name = "Mission <2026>", .synthetic = true};
}

TEST(PortalHome, ClosedTellsOfTheLogAndNothingElse) {
  const std::string page = portal_home(frame(), {.log_key = "log.example+0+A", .log_size = 12});
  EXPECT_THAT(page, HasSubstr("Nothing is published yet"));
  EXPECT_THAT(page, HasSubstr("12 entries"));
  EXPECT_THAT(page, HasSubstr("/checkpoint"));
  EXPECT_THAT(page, HasSubstr("Mission &lt;2026&gt;"));
  EXPECT_THAT(page, HasSubstr("SYNTHETIC"));
  EXPECT_THAT(page, Not(HasSubstr("observed, as of")));
  EXPECT_THAT(page, Not(HasSubstr("role=\"search\"")));
  EXPECT_LE(page.size(), 14U * 1024);
}

TEST(PortalHome, OpenTellsHowManyOfHowManyAndWhen) {
  const base::Time at = base::Time(std::chrono::seconds(1'795'000'000));
  const std::string page =
      portal_home(frame("kk"), {.coverage = PortalCoverage{1204, 10061, at}, .stations_open = true});
  EXPECT_THAT(page, HasSubstr("lang=\"kk\""));
  EXPECT_THAT(page, HasSubstr("10 061 хаттаманың 1 204 бақыланды"));
  EXPECT_THAT(page, HasSubstr("role=\"search\""));
}

TEST(PortalPages, HaveNoScriptInThemNoStyleAndNoForeignHost) {
  for (const std::string& page :
       {portal_home(frame(), {}), portal_proof(frame(), "k"), portal_stations(frame(), "\"><script>", {}),
        portal_protocol(frame(), {})}) {
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, Not(HasSubstr("http")));
  }
}

TEST(PortalProtocol, SaysInOneSentenceWhatAgrees) {
  PortalProtocol protocol{
      .station = "1042",
      .figures = {{.letter = "1",
                   .label = "Registered",
                   .kind = PortalFigure::Kind::number,
                   .observed = 1200,
                   .published = 1200},
                  {.letter = "2",
                   .label = "Valid",
                   .kind = PortalFigure::Kind::number,
                   .observed = 411,
                   .published = 421},
                  {.letter = "3", .label = "Invalid", .kind = PortalFigure::Kind::blank, .published = 0},
                  {.letter = "4", .label = "Lost", .kind = PortalFigure::Kind::illegible}}};
  const std::string page = portal_protocol(frame(), protocol);
  EXPECT_THAT(page, HasSubstr("1 figure differs from the published ones, of 2 compared."));
  EXPECT_THAT(page, HasSubstr("+10"));
  EXPECT_THAT(page, HasSubstr("cannot be read"));
  protocol.figures[1].published = 411;
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("All 2 figures agree"));
  protocol.figures.clear();
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("no published figures"));
}

const std::vector<PortalStation> kStations = {{"1042", "School 12", "Aktau"},
                                              {"1043", "№ 7 орта мектеп", "Ақтөбе"},
                                              {"104", "Дом культуры", "Усть-Каменогорск"},
                                              {"2001", "Мәдениет үйі", "Өскемен"},
                                              {"2002", "Школа № 13", "Шымкент"}};

std::string first(std::string_view asked) {
  const auto found = find_stations(asked, kStations);
  return found.empty() ? "" : found.front().station;
}

TEST(FindStations, TakesNumbersWordsAndThreeAlphabets) {
  EXPECT_EQ(first("104"), "104");
  EXPECT_EQ(first("1043"), "1043");
  EXPECT_EQ(first("Aktobe"), "1043");
  EXPECT_EQ(first("Актобе"), "1043");
  EXPECT_EQ(first("АҚТӨБЕ мектеп"), "1043");
  EXPECT_EQ(first("aqtobe"), "1043");
  EXPECT_EQ(first("Oskemen"), "2001");
  EXPECT_EQ(first("Shymkent shkola 13"), "2002");
}

TEST(FindStations, ForgivesAWrongLetterButNoWrongDigit) {
  EXPECT_EQ(first("Shimkent"), "2002");
  EXPECT_EQ(first("Шымкнт"), "2002");
  EXPECT_EQ(first("Устькаменогрск"), "");
  EXPECT_EQ(first("каменогрск"), "104");
  EXPECT_EQ(first("1099"), "");
  EXPECT_EQ(first("школа 12"), "");
  EXPECT_EQ(first(""), "");
  EXPECT_EQ(first("\xff\xfe"), "");
}

}  // namespace
}  // namespace tallyward::http
