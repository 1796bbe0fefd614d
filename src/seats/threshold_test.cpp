// Every kind of threshold at its boundary: equal to the share, one vote under it, and the exact fraction.
#include "seats/threshold.h"

#include <gtest/gtest.h>

#include "seats/seats.h"

namespace tallyward::seats {
namespace {

using election::Contest;
using election::ContestantKind;

/// Two large lists and the one that is looked at, C, with `votes`; 1,000 votes in all.
Contest contest_with(std::int64_t votes) {
  Contest contest;
  contest.seats = Seats(100);
  for (const char* id : {"A", "B", "C"}) contest.contestants.emplace_back().id.text = id;
  contest.votes = {Votes(600), Votes(400 - votes), Votes(votes)};
  return contest;
}

bool c_takes_part(const Threshold& threshold, const Contest& contest) {
  AllocationLaw law;
  law.id = "test";
  law.threshold = threshold;
  Proceedings proceedings(law, contest, {}, false);
  const auto admitted = apply_threshold(proceedings);
  EXPECT_TRUE(admitted.has_value()) << base::to_text(admitted.error());
  return admitted && (*admitted)[2].value > 0;
}

TEST(Thresholds, OfTheVotesForContestants) {
  const Threshold five{.share = {5, 100}};
  EXPECT_TRUE(c_takes_part(five, contest_with(50)));
  EXPECT_FALSE(c_takes_part(five, contest_with(49)));
  const Threshold above{.share = {5, 100}, .above = true};
  EXPECT_FALSE(c_takes_part(above, contest_with(50)));
  EXPECT_TRUE(c_takes_part(above, contest_with(51)));
  // One third of 1,000 is no whole number: 334 are needed, and 333 are too few.
  const Threshold third{.share = {1, 3}};
  EXPECT_TRUE(c_takes_part(third, contest_with(334)));
  EXPECT_FALSE(c_takes_part(third, contest_with(333)));
}

TEST(Thresholds, OfValidVotesVotesCastAndVotersWhoTookPart) {
  Contest at = contest_with(70);
  Contest under = contest_with(69);
  for (Contest* contest : {&at, &under}) {
    contest->valid_votes = Votes(1000);
    contest->votes_cast = election::Ballots(1400);
    contest->took_part = election::Voters(1750);
  }
  const auto of = [](std::int64_t numerator, std::int64_t denominator, ThresholdBase base) {
    return Threshold{.share = {numerator, denominator}, .base = base};
  };
  EXPECT_TRUE(c_takes_part(of(7, 100, ThresholdBase::valid_votes), at));
  EXPECT_FALSE(c_takes_part(of(7, 100, ThresholdBase::valid_votes), under));
  EXPECT_TRUE(c_takes_part(of(5, 100, ThresholdBase::votes_cast), at));
  EXPECT_FALSE(c_takes_part(of(5, 100, ThresholdBase::votes_cast), under));
  EXPECT_TRUE(c_takes_part(of(4, 100, ThresholdBase::took_part), at));
  EXPECT_FALSE(c_takes_part(of(4, 100, ThresholdBase::took_part), under));
}

TEST(Thresholds, WithoutTheirBaseAreRefusedNotGuessed) {
  for (const ThresholdBase base : {ThresholdBase::votes_cast, ThresholdBase::took_part}) {
    AllocationLaw law;
    law.id = "test";
    law.threshold = {.share = {5, 100}, .base = base};
    const auto refused = allocate_seats(law, contest_with(50), {}, false);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(base::to_text(refused.error()).find(std::string(to_text(base))), std::string::npos);
  }
}

TEST(Thresholds, ByTheSizeOfAnAlliance) {
  const Threshold ladder{.share = {5, 100}, .alliances = {{2, {7, 100}}, {4, {10, 100}}}};
  const auto with = [&](int parties, std::int64_t votes) {
    Contest contest = contest_with(votes);
    contest.contestants[2].kind = ContestantKind::alliance;
    contest.contestants[2].member_parties = parties;
    return c_takes_part(ladder, contest);
  };
  EXPECT_TRUE(with(1, 50));
  EXPECT_FALSE(with(1, 49));
  EXPECT_TRUE(with(2, 70));
  EXPECT_FALSE(with(2, 69));
  EXPECT_TRUE(with(3, 70));
  EXPECT_FALSE(with(3, 69));
  EXPECT_TRUE(with(4, 100));
  EXPECT_FALSE(with(4, 99));
}

TEST(Thresholds, ByKind) {
  const Threshold moldova{
      .share = {5, 100},
      .kinds = {{ContestantKind::independent, {2, 100}}, {ContestantKind::alliance, {7, 100}}}};
  const auto with = [&](ContestantKind kind, std::int64_t votes) {
    Contest contest = contest_with(votes);
    contest.contestants[2].kind = kind;
    return c_takes_part(moldova, contest);
  };
  EXPECT_TRUE(with(ContestantKind::independent, 20));
  EXPECT_FALSE(with(ContestantKind::independent, 19));
  EXPECT_TRUE(with(ContestantKind::alliance, 70));
  EXPECT_FALSE(with(ContestantKind::alliance, 69));
  EXPECT_FALSE(with(ContestantKind::party, 49));
}

TEST(Thresholds, ByRegionAndByDirectSeats) {
  Contest contest = contest_with(10);
  const auto with_district = [&](std::int64_t votes) {
    contest.districts = {{.name = "North",
                          .seats = Seats(1),
                          .votes = {Votes(100), Votes(100 - votes), Votes(votes)},
                          .direct_seats = {}}};
    return contest;
  };
  const Threshold either{.share = {3, 100}, .any_district = Share{5, 100}};
  EXPECT_TRUE(c_takes_part(either, with_district(10)));  // 5 per cent of the district's 200.
  EXPECT_FALSE(c_takes_part(either, with_district(9)));
  // Needed in the district itself, after the whole.
  AllocationLaw law;
  law.threshold.each_district = Share{5, 100};
  const std::vector<Votes> admitted = contest.votes;
  EXPECT_EQ(votes_in_district(law, with_district(10).districts[0], admitted)[2].value, 10);
  EXPECT_EQ(votes_in_district(law, with_district(9).districts[0], admitted)[2].value, 0);
  const Threshold direct{.share = {5, 100}, .direct_seats = 3};
  contest = contest_with(10);
  contest.contestants[2].direct_seats = Seats(3);
  EXPECT_TRUE(c_takes_part(direct, contest));
  contest.contestants[2].direct_seats = Seats(2);
  EXPECT_FALSE(c_takes_part(direct, contest));
}

TEST(Thresholds, CountTheLineAgainstAllInTheBaseAndGiveItNoSeat) {
  Contest contest = contest_with(50);
  contest.contestants[1].kind = ContestantKind::against_all;
  EXPECT_TRUE(c_takes_part({.share = {5, 100}}, contest));
  AllocationLaw law;
  law.threshold.share = {5, 100};
  EXPECT_EQ(allocate_seats(law, contest, {}, false)->seats[1].value, 0);
}

TEST(Thresholds, DecideTheKazakhElectionOf2021ByOneVote) {
  // 7 per cent of 7,539,280 voters who took part are 527,749.6 votes.
  const AllocationLaw& law = **find_law("kz-2021");
  for (const auto& [votes, takes_part] : {std::pair{527'750, true}, {527'749, false}}) {
    Contest contest;
    for (const char* id : {"A", "B", "C"}) contest.contestants.emplace_back().id.text = id;
    contest.votes = {Votes(5'000'000), Votes(1'000'000), Votes(votes)};
    contest.took_part = election::Voters(7'539'280);
    EXPECT_EQ(allocate_seats(law, contest, {}, false)->seats[2].value > 0, takes_part);
  }
}

}  // namespace
}  // namespace tallyward::seats
