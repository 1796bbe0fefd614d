// Persons of a list, Electoral Act P 15 to P 19a, by a municipal council of 2022 whose seats and votes are
// public.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "seats/seats.h"

namespace tallyward::seats {
namespace {

election::Contest council(std::int64_t seats, const std::vector<std::vector<std::int64_t>>& lists) {
  election::Contest contest;
  contest.seats = Seats(seats);
  for (const auto& votes : lists) {
    auto& list = contest.contestants.emplace_back();
    list.id.text = fmt::format("L{}", contest.contestants.size());
    std::int64_t sum = 0;
    for (const std::int64_t own : votes) {
      list.persons.push_back({fmt::format("P{}", list.persons.size() + 1), Votes(own), false});
      sum += own;
    }
    contest.votes.emplace_back(sum);
  }
  return contest;
}

const std::vector<std::vector<std::int64_t>> kCouncilOf2022{
    {1069, 303, 321, 210, 36, 101, 79, 121, 150, 149, 15, 17},
    {452, 39, 81, 76, 35, 109, 29, 25, 17, 6, 18, 9, 25, 30, 5, 18, 3},
    {229, 63, 65, 9, 10, 58, 29, 50, 6, 11, 37},
    {347, 33, 14, 82, 30, 30},
    {266, 36, 39, 36, 38, 38}};

using Places = std::vector<std::size_t>;

TEST(Persons, OfTheCouncilOf2022AreElectedByVotesAndThenByTheList) {
  const auto allocation = allocate_seats(**find_law("nl-council"), council(15, kCouncilOf2022), {}, true);
  ASSERT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
  EXPECT_EQ(allocation->seats, (std::vector<Seats>{Seats(8), Seats(3), Seats(2), Seats(1), Seats(1)}));
  // Half the quota of 5104 / 15 is 170.13 votes: four of the first list reach it, the third before the
  // second.
  EXPECT_EQ(allocation->elected[0], (Places{0, 2, 1, 3, 4, 5, 6, 7}));
  EXPECT_EQ(allocation->elected[1], (Places{0, 1, 2}));
  EXPECT_EQ(allocation->elected[2], (Places{0, 1}));
  EXPECT_EQ(allocation->elected[3], (Places{0}));
  EXPECT_EQ(allocation->elected[4], (Places{0}));
  bool ranking = false;
  for (const Step& step : allocation->steps) ranking = ranking || step.key == "persons.ranking";
  EXPECT_TRUE(ranking);
}

TEST(Persons, WhoDiedArePassedOverAndDoNotCountForTheLengthOfTheList) {
  auto contest = council(15, kCouncilOf2022);
  contest.contestants[0].persons[2].died = true;
  const auto allocation = allocate_seats(**find_law("nl-council"), contest, {}, true);
  EXPECT_EQ(allocation->elected[0], (Places{0, 1, 3, 4, 5, 6, 7, 8}));
  // Seven living candidates for eight seats: one goes on to another list (P 10).
  for (std::size_t p = 8; p < contest.contestants[0].persons.size(); ++p)
    contest.contestants[0].persons[p].died = true;
  const auto exhausted = allocate_seats(**find_law("nl-council"), contest, {}, true);
  EXPECT_EQ(exhausted->seats[0].value, 7);
  EXPECT_EQ(exhausted->elected[0].size(), 7U);
}

TEST(Persons, ReachTheBarExactlyOrDoNot) {
  // 100 votes, 10 seats: half the quota is 5 votes.
  const auto at = allocate_seats(**find_law("nl-council"),
                                 council(10, {{90, 0, 5, 0, 0, 0, 0, 0, 0, 0}, {5, 0}}), {}, true);
  EXPECT_EQ(at->elected[0][1], 2U);
  const auto under = allocate_seats(**find_law("nl-council"),
                                    council(10, {{91, 0, 4, 0, 0, 0, 0, 0, 0, 0}, {5, 0}}), {}, true);
  EXPECT_EQ(under->elected[0][1], 1U);
}

TEST(Persons, WithEqualVotesForTheLastSeatAreDrawn) {
  const auto contest = council(4, {{10, 20, 20, 20}, {70, 0}});
  const auto open = allocate_seats(**find_law("nl-council"), contest, {}, true);
  ASSERT_EQ(open->seats[0].value, 2);
  ASSERT_EQ(open->undetermined.size(), 1U);
  EXPECT_EQ(open->undetermined[0].options, (std::vector<std::string>{"2. P2", "3. P3", "4. P4"}));
  const std::vector<RecordedLot> lots{{open->undetermined[0].id, {"4. P4", "2. P2"}, "minutes"}};
  const auto drawn = allocate_seats(**find_law("nl-council"), contest, lots, true);
  ASSERT_TRUE(drawn->complete());
  EXPECT_EQ(drawn->elected[0], (Places{3, 1}));
}

}  // namespace
}  // namespace tallyward::seats
