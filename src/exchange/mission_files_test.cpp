// The public facts of Kazakhstan 2021 (testdata/kz2021), named after the rows of the founding article.
#include "exchange/mission_files.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "paths.h"

namespace tallyward::exchange {
namespace {

std::filesystem::path kz2021() {
  return tests::testdata() / "kz2021";
}

TEST(T04, ObstaclesToObservationStandInDateOrderWithDaysToTheVote) {
  const auto events = read_events(kz2021());
  ASSERT_TRUE(events.has_value()) << base::to_text(events.error());
  std::vector<std::string> ids;
  for (const mission::Event& event : *events) {
    if (event.group == "Obstacles to observation") ids.push_back(event.id);
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"E04", "E09", "E13", "E27", "E19", "E26",
                                           "E28"}));  // E27 is known to the month only.
  const auto day = *mission::parse_partial_date("2021-01-10");
  for (const mission::Event& event : *events) {
    if (event.id == "E13") {
      EXPECT_EQ(*mission::days_between(day, event.date), -12);
    }
  }
}

TEST(T26, FinesAreShownWithTheirLatestOutcome) {
  const auto events = read_events(kz2021());
  std::int64_t tenge = 0;
  for (const mission::Event& event : *events) {
    if (event.id == "E26" || event.id == "E27" || event.id == "E28") {
      tenge += std::stoll(event.quantity);
      EXPECT_NE(event.latest_outcome.find("retracted"), std::string::npos) << event.id;
    }
  }
  EXPECT_EQ(tenge, 4'945'000);
}

TEST(T24, PlannedObserversOfTwoOrganisationsAreGivenJointlyAndTheRestIsAGap) {
  const auto groups = read_observers(kz2021());
  ASSERT_TRUE(groups.has_value()) << base::to_text(groups.error());
  std::int64_t international = 0;
  for (const mission::ObserverGroup& group : *groups) {
    if (group.counts[0]) {
      EXPECT_EQ(*group.counts[0], 2000);
      EXPECT_FALSE(group.counts[4].has_value());
      EXPECT_FALSE(mission::percent_not_reaching(group, mission::AccessStep::reported).has_value());
    }
    if (group.kind == "international" && group.counts[1]) international += *group.counts[1];
  }
  EXPECT_EQ(international, 398);
}

TEST(T12, EveryStatusIsOurReadingAndNoShareIsMade) {
  const auto recommendations = read_recommendations(kz2021());
  ASSERT_TRUE(recommendations.has_value()) << base::to_text(recommendations.error());
  EXPECT_EQ(recommendations->size(), 22u);
  EXPECT_TRUE(recommendations->front().priority);
  EXPECT_EQ(findings::count_shares(*recommendations).assessed, 0u);
}

TEST(T43, TheArticlesNumbersTraceAndAWrongOneDoesNot) {
  const auto rows = read_findings(kz2021());
  ASSERT_TRUE(rows.has_value()) << base::to_text(rows.error());
  const auto figures = quotable(*rows);
  const auto numbers = findings::check_quotes(
      "Nearly 90 per cent of the 2,000 planned observers; more than 90 polling stations in 13 of 17 regions; "
      "not 14 of 17.",
      figures);
  ASSERT_EQ(numbers.size(), 5u);
  EXPECT_EQ(numbers[0].state, findings::QuoteState::traced);
  EXPECT_EQ(numbers[2].state, findings::QuoteState::traced);
  EXPECT_EQ(numbers[3].state, findings::QuoteState::traced);
  EXPECT_EQ(numbers[4].state, findings::QuoteState::differs);
}

TEST(MissionFiles, AWrongCellIsNamed) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tallyward_mission_files";
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(
      base::write_file(folder / "events.csv", "event_id,date,type,title\nE1,2021-02-30,x,y\n").has_value());
  const auto events = read_events(folder);
  ASSERT_FALSE(events.has_value());
  EXPECT_NE(events.error().message.find("events.csv:2:2: found '2021-02-30'"), std::string::npos)
      << events.error().message;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tallyward::exchange
