// Named after the rows of the founding article (docs/traceability.md).
#include <gtest/gtest.h>

#include "findings/quantity.h"
#include "findings/quote_check.h"
#include "findings/recommendation.h"
#include "mission/access.h"
#include "mission/event.h"

namespace tallyward::findings {
namespace {

TEST(Quantity, AQualifierIsPartOfTheNumber) {
  for (const char* text : {"more than 90", "nearly 90", "about 30", "at least 12", "71.09", "90"})
    EXPECT_EQ(to_text(*parse_quantity(text)), text);
  EXPECT_EQ(to_text(*parse_quantity("12+")), "at least 12");
  EXPECT_EQ(to_text(*parse_quantity("some 11,900,000")), "about 11900000");
  for (const char* text : {"", "many", "1.", ".5", "1,2", "12a", "--3"})
    EXPECT_FALSE(parse_quantity(text).has_value()) << text;
}

TEST(T18, MoreThanNinetyOf10061StationsIsMoreThan089PerCent) {
  const auto share = percent_of(*parse_quantity("more than 90"), *parse_quantity("10,061"));
  ASSERT_TRUE(share.has_value());
  EXPECT_EQ(to_text(*share), "more than 0.89");
  EXPECT_FALSE(percent_of(*parse_quantity("90"), *parse_quantity("about 10,061")).has_value());
}

TEST(T09, Share7109IsComputedExactly) {
  EXPECT_EQ(to_text(*percent_of(*parse_quantity("5,148,074"), *parse_quantity("7,241,562"))), "71.09");
}

Recommendation recommendation(std::string id, FollowUp status, Assessor assessor,
                              std::string theme = "media") {
  Recommendation r;
  r.id = std::move(id);
  r.theme = std::move(theme);
  r.status = status;
  r.assessor = assessor;
  return r;
}

TEST(T13, TenRecommendationsOfAFixtureInWords) {
  std::vector<Recommendation> ten;
  for (int i = 0; i < 10; ++i) {
    ten.push_back(recommendation(std::to_string(i),
                                 i < 6   ? FollowUp::not_addressed
                                 : i < 9 ? FollowUp::partially
                                         : FollowUp::fully,
                                 Assessor::mission));
  }
  EXPECT_EQ(
      to_sentence(count_shares(ten)),
      "4 of 10 addressed; 3 of 4 only partially: most not addressed; of those addressed most only partially");
}

TEST(T12, OurOwnReadingsAreNeverAddedUp) {
  const Recommendation ours[] = {recommendation("a", FollowUp::partially, Assessor::tallyward_reading),
                                 recommendation("b", FollowUp::not_assessed, Assessor::none)};
  EXPECT_EQ(to_sentence(count_shares(ours)),
            "No share is given: of 2 recommendations none has a status that a mission assessed (1 have a "
            "Tallyward reading, theme level, incomplete list).");
  const Matrix matrix = make_matrix(ours);
  EXPECT_EQ(matrix.cells[0][static_cast<std::size_t>(FollowUp::not_assessed)].recommendations,
            (std::vector<std::string>{"b"}));
  EXPECT_FALSE(parse_follow_up("mostly not").has_value());
}

TEST(T15, PriorityOnesComeFirst) {
  std::vector<Recommendation> list{recommendation("a", FollowUp::fully, Assessor::mission),
                                   recommendation("b", FollowUp::fully, Assessor::mission)};
  list[1].priority = true;
  sort_by_priority(list);
  EXPECT_EQ(list[0].id, "b");
}

TEST(T24, AFixtureOf2000PlannedAnd200EffectiveIs90PerCent) {
  mission::ObserverGroup group{.organisation = "two organisations together",
                               .kind = "citizen",
                               .counts = {2000, {}, {}, {}, 200},
                               .losses = {},
                               .effective = "",
                               .quotation = "",
                               .sources = {}};
  EXPECT_FALSE(percent_not_reaching(group, mission::AccessStep::reported).has_value())
      << "\"effective\" must be defined";
  group.effective = "fixture: sent a report";
  EXPECT_EQ(*percent_not_reaching(group, mission::AccessStep::reported), 90);
  EXPECT_EQ(percent_not_reaching(group, mission::AccessStep::deployed).error().code,
            base::ErrorCode::not_found);
  group.counts[4] = 2100;
  EXPECT_EQ(mission::check_group(group).size(), 1u);
}

TEST(T22, ResolutionOf29DecemberGaveTwelveDaysNotice) {
  const auto rule = *mission::parse_partial_date("2020-12-29");
  const auto day = *mission::parse_partial_date("2021-01-10");
  EXPECT_EQ(*mission::days_between(rule, day), 12);
  EXPECT_EQ(*mission::days_between(rule, *mission::parse_partial_date("2021-01-03")), 5);
  EXPECT_FALSE(mission::days_between(*mission::parse_partial_date("2020-12"), day).has_value());
  for (const char* text : {"2021-02-30", "2021-13", "21-01-01", "2021-1-1", "x"})
    EXPECT_FALSE(mission::parse_partial_date(text).has_value()) << text;
}

TEST(T21, RulesOfTheLastThirtyDaysAreLate) {
  mission::Event event;
  event.type = "health measure";
  event.date = *mission::parse_partial_date("2020-12-29");
  const auto day = *mission::parse_partial_date("2021-01-10");
  EXPECT_TRUE(is_late_rule(event, day));
  event.date = *mission::parse_partial_date("2020-10-01");
  EXPECT_FALSE(is_late_rule(event, day));
}

TEST(T43, FourteenOfSeventeenIsRejectedWhereTheDataSayThirteen) {
  const QuotableFigure figures[] = {{*parse_quantity("2000"), std::nullopt, "observers", "F08"},
                                    {*parse_quantity("nearly 90"), std::nullopt, "per cent", "F09"},
                                    {*parse_quantity("13"), *parse_quantity("17"), "regions", "F02"}};
  const auto good = check_quotes(
      "Nearly 90 per cent of 2,000 planned observers could not deploy on 10 January 2021; teams saw 13 of "
      "17 regions.",
      figures);
  ASSERT_EQ(good.size(), 3u);
  for (const QuotedNumber& number : good) EXPECT_EQ(number.state, QuoteState::traced) << number.text;
  const auto wrong =
      check_quotes("Teams saw 14 of 17 regions, and 90 per cent could not deploy; 77 were fined.", figures);
  ASSERT_EQ(wrong.size(), 3u);
  EXPECT_EQ(wrong[0].state, QuoteState::differs);
  EXPECT_EQ(wrong[0].expected, "13 of 17");
  EXPECT_EQ(wrong[1].state, QuoteState::differs) << "the qualifier was dropped";
  EXPECT_EQ(wrong[2].state, QuoteState::untraced);
}

}  // namespace
}  // namespace tallyward::findings
