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
  PortalFrame open = frame("kk");
  open.parts = {.coverage = true, .stations = true};
  const std::string page = portal_home(open, {.coverage = PortalCoverage{1204, 10061, at}});
  EXPECT_THAT(page, HasSubstr("lang=\"kk\""));
  EXPECT_THAT(page, HasSubstr("10 061 хаттаманың 1 204 бақыланды"));
  EXPECT_THAT(page, HasSubstr("role=\"search\""));
}

TEST(PortalPages, HaveNoScriptInThemNoStyleAndNoForeignHost) {
  PortalResults results{.present = true, .covered = 40, .of = 48, .attributions = {"<b>"}};
  results.totals = {{.label = "Valid", .sum = 100, .published = 107}};
  results.waterfalls = {{"Valid",
                         {.line = "valid",
                          .from = "protocol",
                          .start = 100,
                          .steps = {{"region: not accounted for", "remaining", 7, 1}},
                          .to = "protocol",
                          .end = 107}}};
  PortalProtocol protocol{.station = "1042", .record = std::string(64, 'a'), .copy = "posted"};
  protocol.versions = {{.source = "<script>", .version = 2, .changed = 2}};
  PortalFrame open = frame();
  open.parts = {true, true, true, true, true};
  for (const std::string& page :
       {portal_home(open, {}), portal_proof(open, "k", "<script>", "x"),
        portal_stations(open, "\"><script>", {}), portal_protocol(open, protocol),
        portal_results(open, results), portal_downloads(open, {}), portal_methods(open),
        portal_legal(open, "<script>"), portal_closed(open, "part_results", "<script>")}) {
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, Not(testing::ContainsRegex("(src|href)=\"(https?:)?//")));
  }
}

TEST(PortalPages, AreWrittenInFiveLanguagesAndArabicFromTheRight) {
  for (const std::string code : {"en", "ru", "kk", "fr", "ar"}) {
    const std::string page = portal_results(frame(code), {});
    EXPECT_THAT(page, HasSubstr("<html lang=\"" + code + "\" dir=\"" + (code == "ar" ? "rtl" : "ltr")));
    EXPECT_EQ(page.find("No official results") == std::string::npos, code != "en") << code;
  }
}

TEST(PortalClosed, HoldsNoFigureAndSaysWhyItWasWithdrawn) {
  const std::string page = portal_closed(frame(), "part_results", "A figure was mistyped.");
  EXPECT_THAT(page, HasSubstr("not open yet"));
  EXPECT_THAT(page, HasSubstr("A figure was mistyped."));
  EXPECT_THAT(page, Not(HasSubstr("/portal/results")));
}

TEST(PortalProtocol, SaysInOneSentenceWhatAgrees) {
  PortalProtocol protocol{
      .station = "1042",
      .record = std::string(64, '0'),
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
  protocol.sums = {{.text = "6 + 5 = 4", .difference = -1}, {.text = "7.1 + 7.2 = 6", .difference = {}}};
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("does not add up, by"));
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("cannot be reckoned"));
  protocol.figures.clear();
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("no published figures"));
  protocol.record.clear();
  EXPECT_THAT(portal_protocol(frame(), protocol), HasSubstr("says nothing about the station"));
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
