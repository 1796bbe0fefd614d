// A tie in every system: asked without a lot, settled by a recorded one, and the lot is in the answer.
#include <algorithm>

#include <gtest/gtest.h>

#include "seats/seats.h"

namespace tallyward::seats {
namespace {

using election::Contest;

Contest contest_of(const std::vector<std::int64_t>& votes, std::int64_t seats) {
  Contest contest;
  contest.seats = Seats(seats);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    contest.contestants.emplace_back().id.text = std::string(1, static_cast<char>('A' + i));
    contest.votes.emplace_back(votes[i]);
  }
  return contest;
}

void add_district(Contest& contest, const std::string& name, std::int64_t seats,
                  const std::vector<std::int64_t>& votes, const std::vector<std::int64_t>& direct = {}) {
  election::District own;
  own.name = name;
  own.seats = Seats(seats);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    own.votes.emplace_back(votes[i]);
    contest.votes[i].value += votes[i];
  }
  for (const std::int64_t won : direct) own.direct_seats.emplace_back(won);
  contest.districts.push_back(std::move(own));
}

void add_ballots(Contest& contest, std::vector<std::uint32_t> ranking, std::int64_t count) {
  contest.votes[ranking.front()].value += count;
  contest.ballots.push_back({std::move(ranking), election::Ballots(count)});
}

std::int64_t total(const Allocation& allocation) {
  std::int64_t sum = 0;
  for (const Seats own : allocation.seats) sum += own.value;
  return sum;
}

/// Asks, then answers each question with the last options it names, until nothing is open.
struct Settled {
  std::vector<LotQuestion> asked;
  Allocation allocation;
};
Settled settle(const AllocationLaw& law, const Contest& contest) {
  Settled settled;
  std::vector<RecordedLot> lots;
  while (true) {
    auto allocation = allocate_seats(law, contest, lots, true);
    EXPECT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
    if (!allocation) return settled;
    if (allocation->complete() || lots.size() > 20) {
      settled.allocation = std::move(*allocation);
      break;
    }
    for (const LotQuestion& question : allocation->undetermined) {
      settled.asked.push_back(question);
      EXPECT_GT(static_cast<std::int64_t>(question.options.size()), question.count) << question.text;
      RecordedLot lot{question.id, {}, "minutes of 1 June"};
      for (std::int64_t k = 0; k < question.count && !question.options.empty(); ++k)
        lot.drawn.push_back(question.options[question.options.size() - 1 - static_cast<std::size_t>(k)]);
      lots.push_back(std::move(lot));
    }
  }
  EXPECT_FALSE(settled.asked.empty()) << "there is no tie";
  EXPECT_EQ(settled.allocation.used_lots.size(), lots.size());
  for (const RecordedLot& lot : settled.allocation.used_lots) EXPECT_EQ(lot.drawn_on, "minutes of 1 June");
  EXPECT_EQ(std::count_if(settled.allocation.steps.begin(), settled.allocation.steps.end(),
                          [](const Step& step) { return step.key == "lot.drawn"; }),
            static_cast<std::ptrdiff_t>(lots.size()));
  return settled;
}
const AllocationLaw& law(std::string_view id) {
  return **find_law(id);
}

TEST(Ties, OfRemaindersAndOfQuotients) {
  for (const char* id : {"method-hare", "method-droop", "method-hagenbach-bischoff", "method-imperiali"}) {
    SCOPED_TRACE(id);
    const Settled settled = settle(law(id), contest_of({30, 30, 30}, 4));
    EXPECT_EQ(settled.asked[0].options, (std::vector<std::string>{"A", "B", "C"}));
    EXPECT_EQ(total(settled.allocation), 4);
  }
  for (const char* id :
       {"method-dhondt", "method-sainte-lague", "method-modified-sainte-lague", "method-imperiali-divisors",
        "method-danish", "method-adams", "method-dean", "method-huntington-hill", "method-quota"}) {
    SCOPED_TRACE(id);
    const Settled settled = settle(law(id), contest_of({50, 50}, 3));
    EXPECT_EQ(settled.allocation.seats[1].value, 2);
  }
}

TEST(Ties, ForTheListAdmittedBesideOneAlone) {
  Contest contest = contest_of({9000, 300, 300}, 98);
  contest.took_part = election::Voters(9600);
  const Settled settled = settle(law("kz-2021"), contest);
  EXPECT_EQ(settled.asked[0].id, "second_list");
  EXPECT_EQ(settled.asked[0].options, (std::vector<std::string>{"B", "C"}));
  EXPECT_GT(settled.allocation.seats[2].value, 0);
  EXPECT_EQ(settled.allocation.seats[1].value, 0);
}

TEST(Ties, WithinOneDistrictAndBetweenDistricts) {
  Contest contest = contest_of({0, 0}, 3);
  add_district(contest, "North", 0, {60, 40});
  add_district(contest, "South", 0, {60, 40});
  AllocationLaw czech = law("cz-chamber-2017");
  const Settled settled = settle(czech, contest);
  EXPECT_EQ(settled.asked[0].id, "district_seats");
  EXPECT_EQ(settled.asked[0].options, (std::vector<std::string>{"North", "South"}));
  EXPECT_EQ(total(settled.allocation), 3);
  Contest even = contest_of({0, 0}, 1);
  add_district(even, "North", 0, {50, 50});
  EXPECT_EQ(settle(czech, even).asked[0].id, "North/averages:1");
}

TEST(Ties, OfTheCzechSecondScrutinyBetweenListsAndBetweenRegions) {
  // Electoral number 8 in each region: nine seats of ten, and four lists with the same remainder of 7.
  Contest contest = contest_of({0, 0, 0, 0, 0}, 20);
  add_district(contest, "North", 0, {23, 23, 23, 23, 8});
  add_district(contest, "South", 0, {23, 23, 23, 23, 8});
  const Settled settled = settle(law("cz-chamber-2021"), contest);
  EXPECT_EQ(settled.asked[0].id, "second_scrutiny");
  EXPECT_EQ(total(settled.allocation), 20);
  bool between_regions = false;
  for (const LotQuestion& question : settled.asked)
    between_regions = between_regions || question.options == std::vector<std::string>{"North", "South"};
  EXPECT_TRUE(between_regions);
  std::int64_t placed = 0;
  for (const auto& district : settled.allocation.district_seats) {
    for (const Seats own : district) placed += own.value;
  }
  EXPECT_EQ(placed, 20);
}

TEST(Ties, ForTheDistrictOfALevellingSeat) {
  Contest contest = contest_of({0, 0, 0}, 8);
  add_district(contest, "North", 3, {60, 30, 10});
  add_district(contest, "South", 3, {60, 30, 10});
  AllocationLaw norway = law("no-storting");
  norway.threshold.share = {0, 1};
  const Settled settled = settle(norway, contest);
  EXPECT_EQ(total(settled.allocation), 8);
  bool place = false;
  for (const LotQuestion& question : settled.asked)
    place = place || question.id.starts_with("levelling_place:");
  EXPECT_TRUE(place);
}

TEST(Ties, InMixedSystems) {
  Contest overhang = contest_of({50, 50}, 3);
  EXPECT_EQ(total(settle(law("nz-parliament"), overhang).allocation), 3);
  // Two Länder with equal inhabitants and three seats; then equal Länder for a list's last seat.
  Contest levelling = contest_of({0, 0}, 3);
  add_district(levelling, "East", 0, {60, 40}, {1, 0});
  add_district(levelling, "West", 0, {60, 40}, {0, 0});
  for (election::District& own : levelling.districts) own.inhabitants = 1000;
  const Settled settled = settle(law("de-bundestag-2013"), levelling);
  EXPECT_EQ(settled.asked[0].id, "land_seats");
  EXPECT_EQ(settled.asked[0].options, (std::vector<std::string>{"East", "West"}));
  EXPECT_EQ(total(settled.allocation), settled.allocation.house.value);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(settled.allocation.district_seats[0][i].value + settled.allocation.district_seats[1][i].value,
              settled.allocation.seats[i].value);
  }
}

TEST(Ties, OfBiproportionalSumsAndTables) {
  Contest sums = contest_of({0, 0}, 0);
  add_district(sums, "North", 3, {50, 50});
  EXPECT_EQ(settle(law("ch-uri"), sums).asked[0].id, "upper:3");
  Contest tables = contest_of({0, 0}, 0);
  add_district(tables, "North", 1, {50, 50});
  add_district(tables, "South", 1, {50, 50});
  const Settled settled = settle(law("ch-uri"), tables);
  EXPECT_EQ(settled.asked[0].options.size(), 2U);
  EXPECT_NE(settled.asked[0].id.find("table:1"), std::string::npos);
  const auto& seats = settled.allocation.district_seats;
  EXPECT_EQ(settled.allocation.seats, (std::vector<Seats>{Seats(1), Seats(1)}));
  EXPECT_EQ(seats[0][0].value + seats[1][0].value, 1);
  EXPECT_EQ(seats[0][0].value + seats[0][1].value, 1);
  // The other answer gives the other table.
  const std::string first = settled.asked[0].options[0];
  const std::vector<RecordedLot> lots{{settled.asked[0].id, {first}, ""}};
  const auto other = allocate_seats(law("ch-uri"), tables, lots, true);
  ASSERT_TRUE(other->complete());
  EXPECT_NE(other->district_seats, seats);
}

TEST(Ties, OfTheDutchAct) {
  EXPECT_EQ(total(settle(law("nl-council"), contest_of({100, 100}, 21)).allocation), 21);
  EXPECT_EQ(total(settle(law("nl-council"), contest_of({100, 100}, 11)).allocation), 11);
  EXPECT_EQ(total(settle(law("nl-house"), contest_of({100, 100}, 151)).allocation), 151);
}

TEST(Ties, OfPluralityAndOfTheSecondRound) {
  const Settled first = settle(law("mx-president"), contest_of({40, 40, 20}, 1));
  EXPECT_EQ(first.asked[0].id, "plurality");
  EXPECT_EQ(first.allocation.seats[1].value, 1);
  const Settled second = settle(law("cz-senate"), contest_of({40, 30, 30}, 1));
  EXPECT_EQ(second.asked[0].id, "second_round");
  EXPECT_EQ(second.allocation.second_round, (std::vector<std::size_t>{0, 2}));
}

TEST(Ties, OfExclusionsInRankedCounts) {
  for (const char* id : {"sct-council", "ie-president", "us-burlington"}) {
    SCOPED_TRACE(id);
    Contest contest = contest_of({0, 0, 0}, 1);
    add_ballots(contest, {0, 1}, 40);
    add_ballots(contest, {1, 0}, 30);
    add_ballots(contest, {2, 1}, 30);
    const Settled settled = settle(law(id), contest);
    EXPECT_EQ(settled.asked[0].id, "stage:1");
    EXPECT_EQ(settled.asked[0].options, (std::vector<std::string>{"B", "C"}));
    EXPECT_EQ(total(settled.allocation), 1);
  }
}

TEST(Ties, SeatsThatNobodyCanTakeAreAQuestionToo) {
  // Two candidates for five seats; and a region with so few votes that its electoral number is 0.
  Contest ranked = contest_of({0, 0}, 5);
  add_ballots(ranked, {0, 1}, 40);
  const auto vacant = allocate_seats(law("sct-council"), ranked, {}, true);
  ASSERT_EQ(vacant->undetermined.size(), 1U);
  EXPECT_EQ(vacant->undetermined[0].count, 3);
  EXPECT_TRUE(vacant->undetermined[0].options.empty());
  Contest few = contest_of({0, 0}, 0);
  add_district(few, "North", 0, {20, 20});
  EXPECT_FALSE(allocate_seats(law("cz-chamber-2021"), few, {}, true)->complete());
}

TEST(Ties, ARecordThatDoesNotAnswerIsRefused) {
  const auto contest = contest_of({50, 50}, 3);
  const std::vector<RecordedLot> lots{{"averages:3", {"C"}, ""}};
  const auto refused = allocate_seats(law("method-dhondt"), contest, lots, false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("names 'C', expected 1 of: A and B"), std::string::npos);
}

}  // namespace
}  // namespace tallyward::seats
