// Theorems about apportionment methods, on random elections. Where a method or
// a law breaks a theorem, the test shows an election where it does.
#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "seats/allot.h"
#include "seats/seats.h"

namespace tallyward::seats {
namespace {

constexpr std::array kAllDivisors{
    Divisors::dhondt,    Divisors::sainte_lague,   Divisors::modified_sainte_lague,
    Divisors::imperiali, Divisors::danish,         Divisors::adams,
    Divisors::dean,      Divisors::huntington_hill};

std::vector<Votes> random_votes() {
  std::vector<Votes> votes;
  for (int i = *rc::gen::inRange(1, 9); i > 0; --i) votes.emplace_back(*rc::gen::inRange(0, 5000));
  votes[0].value += 1;
  return votes;
}

struct Given {
  std::vector<Seats> seats;
  Open open;
};
Given by_averages(Divisors divisors, const std::vector<Votes>& votes, std::int64_t count) {
  Given given{std::vector<Seats>(votes.size()), {}};
  given.open = highest_averages(divisors, votes, count, given.seats);
  return given;
}
Given by_quota(Quota quota, const std::vector<Votes>& votes, std::int64_t count) {
  Given given{std::vector<Seats>(votes.size()), {}};
  given.open = largest_remainders(quota, votes, count, given.seats);
  return given;
}
std::int64_t total(std::span<const Seats> seats) {
  return std::accumulate(seats.begin(), seats.end(), std::int64_t{0},
                         [](std::int64_t sum, Seats own) { return sum + own.value; });
}
std::int64_t total(std::span<const Votes> votes) {
  return std::accumulate(votes.begin(), votes.end(), std::int64_t{0},
                         [](std::int64_t sum, Votes own) { return sum + own.value; });
}
AllocationLaw law_with(Formula formula) {
  AllocationLaw law;
  law.id = "test";
  law.formula = formula;
  return law;
}
election::Contest contest_of(const std::vector<Votes>& votes, std::int64_t count) {
  election::Contest contest;
  contest.seats = Seats(count);
  contest.votes = votes;
  for (std::size_t i = 0; i < votes.size(); ++i)
    contest.contestants.emplace_back().id.text = std::string(1, static_cast<char>('A' + i));
  return contest;
}

RC_GTEST_PROP(HighestAverages, HandOutEverySeatOrSayWhatIsOpen, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  for (const Divisors divisors : kAllDivisors) {
    const Given given = by_averages(divisors, votes, count);
    RC_ASSERT(total(given.seats) + given.open.seats == count);
    RC_ASSERT(given.open.seats == 0 || given.open.among > given.open.seats);
  }
}

RC_GTEST_PROP(HighestAverages, AreAnonymous, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  const std::vector<Votes> reversed(votes.rbegin(), votes.rend());
  for (const Divisors divisors : kAllDivisors) {
    Given given = by_averages(divisors, votes, count);
    const Given other = by_averages(divisors, reversed, count);
    std::reverse(given.seats.begin(), given.seats.end());
    RC_ASSERT(given.seats == other.seats);
    RC_ASSERT(given.open == other.open);
  }
}

RC_GTEST_PROP(HighestAverages, AreHouseMonotone, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  for (const Divisors divisors : kAllDivisors) {
    const Given smaller = by_averages(divisors, votes, count);
    const Given larger = by_averages(divisors, votes, count + 1);
    for (std::size_t i = 0; i < votes.size(); ++i) RC_ASSERT(larger.seats[i] >= smaller.seats[i]);
  }
}

RC_GTEST_PROP(HighestAverages, ArePopulationMonotone, ()) {
  // With more votes for one list and the others as they were, the list loses no
  // seat.
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  auto more = votes;
  const auto who = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(votes.size())));
  more[who].value += *rc::gen::inRange(1, 2000);
  for (const Divisors divisors : kAllDivisors) {
    const Given before = by_averages(divisors, votes, count);
    const Given after = by_averages(divisors, more, count);
    RC_ASSERT(after.seats[who] >= before.seats[who]);
  }
}

RC_GTEST_PROP(HighestAverages, OfDHondtKeepTheLowerQuota, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  // Seat by seat, so that the start from lower quotas is tested and not
  // assumed.
  std::vector<Seats> seats(votes.size());
  (void)continue_highest_averages(Divisors::dhondt, votes, count, seats);
  RC_ASSERT(seats == by_averages(Divisors::dhondt, votes, count).seats);
  const std::int64_t all = total(votes);
  if (by_averages(Divisors::dhondt, votes, count).open.seats > 0) return;
  for (std::size_t i = 0; i < votes.size(); ++i) RC_ASSERT(seats[i].value >= votes[i].value * count / all);
}

RC_GTEST_PROP(LargestRemainders, OfHareStayWithinTheQuota, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  const std::int64_t all = total(votes);
  const Given given = by_quota(Quota::hare, votes, count);
  RC_ASSERT(total(given.seats) + given.open.seats == count);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    RC_ASSERT(given.seats[i].value >= votes[i].value * count / all);
    RC_ASSERT(given.seats[i].value <= (votes[i].value * count + all - 1) / all);
  }
}

RC_GTEST_PROP(LargestRemainders, AreAnonymous, ()) {
  const auto votes = random_votes();
  const std::vector<Votes> reversed(votes.rbegin(), votes.rend());
  const std::int64_t count = *rc::gen::inRange(1, 120);
  for (const Quota quota : {Quota::hare, Quota::droop, Quota::hagenbach_bischoff,
                            Quota::hagenbach_bischoff_rounded, Quota::imperiali}) {
    Given given = by_quota(quota, votes, count);
    std::reverse(given.seats.begin(), given.seats.end());
    RC_ASSERT(given.seats == by_quota(quota, reversed, count).seats);
  }
}

TEST(LargestRemainders, AreNotHouseMonotone) {
  // The Alabama paradox: a larger house takes a seat from the third list.
  const std::vector<Votes> votes{Votes(6), Votes(6), Votes(2)};
  EXPECT_EQ(by_quota(Quota::hare, votes, 10).seats[2].value, 2);
  EXPECT_EQ(by_quota(Quota::hare, votes, 11).seats[2].value, 1);
}

RC_GTEST_PROP(Methods, DoNotSeeTheScale, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 120);
  auto larger = votes;
  const std::int64_t factor = *rc::gen::inRange(2, 1000);
  for (Votes& own : larger) own.value *= factor;
  for (const Divisors divisors : kAllDivisors) {
    RC_ASSERT(by_averages(divisors, votes, count).seats == by_averages(divisors, larger, count).seats);
  }
  // Droop and the rounded quota are whole numbers of votes, and so do see it.
  for (const Quota quota : {Quota::hare, Quota::hagenbach_bischoff, Quota::imperiali})
    RC_ASSERT(by_quota(quota, votes, count).seats == by_quota(quota, larger, count).seats);
}

RC_GTEST_PROP(Methods, ArePairwisePopulationMonotone, ()) {
  // Between two elections, of two lists of which one grew and the other shrank, the first never loses a seat
  // while the second gains one: the property that among all methods only those of averages have.
  const auto before = random_votes();
  auto after = before;
  for (Votes& own : after) own.value = *rc::gen::inRange<std::int64_t>(1, 5000);
  const std::int64_t count = *rc::gen::inRange(1, 120);
  for (const Divisors divisors : kAllDivisors) {
    const Given first = by_averages(divisors, before, count);
    const Given second = by_averages(divisors, after, count);
    if (first.open != Open{} || second.open != Open{}) continue;
    for (std::size_t i = 0; i < before.size(); ++i) {
      for (std::size_t j = 0; j < before.size(); ++j) {
        if (after[i].value <= before[i].value || after[j].value >= before[j].value) continue;
        RC_ASSERT(second.seats[i] >= first.seats[i] || second.seats[j] <= first.seats[j]);
      }
    }
  }
}

RC_GTEST_PROP(QuotaMethods, OfBalinskiAndYoungKeepTheQuotaAndTheHouse, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 60);
  const Given smaller = by_averages(Divisors::balinski_young, votes, count);
  const Given larger = by_averages(Divisors::balinski_young, votes, count + 1);
  const std::int64_t all = total(votes);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    RC_ASSERT(larger.seats[i] >= smaller.seats[i]);
    RC_ASSERT(smaller.seats[i].value <= (votes[i].value * count + all - 1) / all);
    if (smaller.open == Open{}) RC_ASSERT(smaller.seats[i].value >= votes[i].value * count / all);
  }
}

RC_GTEST_PROP(Methods, OfAdamsKeepTheUpperQuota, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(10, 120);  // At least one seat for each of the lists.
  const Given given = by_averages(Divisors::adams, votes, count);
  const std::int64_t all = total(votes);
  for (std::size_t i = 0; i < votes.size(); ++i)
    RC_ASSERT(given.seats[i].value <= (votes[i].value * count + all - 1) / all);
}

RC_GTEST_PROP(RankedCounts, DoNotSeeTheOrderOfTheBallotPaperNorOfThePiles, ()) {
  election::Contest contest = contest_of(std::vector<Votes>(4), 2);
  for (int pile = *rc::gen::inRange(1, 12); pile > 0; --pile) {
    std::vector<std::uint32_t> ranking{0, 1, 2, 3};
    for (std::size_t k = 3; k > 0; --k)
      std::swap(ranking[k], ranking[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(k) + 1))]);
    ranking.resize(static_cast<std::size_t>(*rc::gen::inRange(1, 5)));
    const std::int64_t count = *rc::gen::inRange(1, 200);
    contest.votes[ranking.front()].value += count;
    contest.ballots.push_back({ranking, election::Ballots(count)});
  }
  election::Contest other = contest;
  std::reverse(other.ballots.begin(), other.ballots.end());
  std::reverse(other.contestants.begin(), other.contestants.end());
  std::reverse(other.votes.begin(), other.votes.end());
  for (auto& pile : other.ballots) {
    for (std::uint32_t& place : pile.ranking) place = 3 - place;
  }
  for (const char* id : {"sct-council", "us-burlington"}) {
    const auto first = allocate_seats(**find_law(id), contest, {}, false);
    auto second = allocate_seats(**find_law(id), other, {}, false);
    RC_ASSERT(first.has_value() && second.has_value());
    RC_ASSERT(first->complete() == second->complete());
    if (!first->complete()) continue;
    std::reverse(second->seats.begin(), second->seats.end());
    RC_ASSERT(first->seats == second->seats);
    RC_ASSERT(total(first->seats) == first->house.value);
  }
}

TEST(QuotaMethods, SainteLagueBreaksTheUpperQuota) {
  // One large list and nine small ones, 11 seats: the large one's quota is 9.93 seats, and it gets all 11.
  std::vector<Votes> votes(10, Votes(60));
  votes[0] = Votes(5000);
  const std::int64_t count = 11;
  const Given given = by_averages(Divisors::sainte_lague, votes, count);
  const std::int64_t lower_quota = votes[0].value * count / total(votes);
  EXPECT_EQ(lower_quota, 9);
  EXPECT_EQ(given.open.seats, 0);
  EXPECT_EQ(given.seats[0].value, 11);
  EXPECT_GT(given.seats[0].value, lower_quota + 1);
}

RC_GTEST_PROP(Explained, AgreesWithTheFastKernels, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(1, 60);
  std::vector<Formula> formulas;
  for (const Divisors divisors : kAllDivisors) formulas.push_back({false, Quota::hare, divisors});
  for (const Quota quota : {Quota::hare, Quota::droop, Quota::hagenbach_bischoff, Quota::imperiali})
    formulas.push_back({true, quota, Divisors::dhondt});
  for (const Formula& formula : formulas) {
    const Given fast = formula.by_quota ? by_quota(formula.quota, votes, count)
                                        : by_averages(formula.divisors, votes, count);
    const auto law = law_with(formula);
    for (const bool explain : {false, true}) {
      const auto allocation = allocate_seats(law, contest_of(votes, count), {}, explain);
      RC_ASSERT(allocation.has_value());
      RC_ASSERT(allocation->seats == fast.seats);
      RC_ASSERT(allocation->complete() == (fast.open == Open{}));
      if (!allocation->complete()) RC_ASSERT(allocation->undetermined[0].count == fast.open.seats);
    }
  }
}

RC_GTEST_PROP(Explained, AgreesWithTheFastListLaw, ()) {
  const auto votes = random_votes();
  const std::int64_t count = *rc::gen::inRange(2, 60);
  AllocationLaw law = *find_law("kz-2021").value();
  law.threshold.base = ThresholdBase::contest_votes;
  law.threshold.share = {*rc::gen::inRange(0, 60), 100};
  ListRule rule;
  rule.by_quota = true;
  rule.seats = count;
  rule.threshold = law.threshold.share;
  rule.admit_second = true;
  rule.second_weight = 7;
  rule.second_least = 2;
  std::vector<Seats> seats(votes.size());
  std::vector<Votes> scratch(votes.size());
  const ListOutcome outcome = allocate_list(rule, {.votes = votes}, seats, scratch);
  const auto allocation = allocate_seats(law, contest_of(votes, count), {}, true);
  RC_ASSERT(allocation.has_value());
  RC_ASSERT(allocation->complete() == (outcome.open == Open{}));
  if (allocation->complete()) RC_ASSERT(allocation->seats == seats);
}

RC_GTEST_PROP(Lots, DecideWhatWasOpenAndNothingElse, ()) {
  std::vector<Votes> votes(static_cast<std::size_t>(*rc::gen::inRange(2, 6)),
                           Votes(*rc::gen::inRange(1, 50)));
  votes.emplace_back(*rc::gen::inRange(0, 200));
  const std::int64_t count = *rc::gen::inRange(1, 20);
  const AllocationLaw law = law_with({*rc::gen::arbitrary<bool>(), Quota::hare, Divisors::sainte_lague});
  const auto contest = contest_of(votes, count);
  const auto open = allocate_seats(law, contest, {}, true);
  RC_ASSERT(open.has_value());
  if (open->complete() || open->undetermined[0].between.empty()) return;  // Nothing to draw.
  const LotQuestion& question = open->undetermined[0];
  RecordedLot lot{question.id, {}, "test"};
  for (std::size_t k = 0; k < static_cast<std::size_t>(question.count); ++k)
    lot.drawn.push_back(contest.contestants[question.between[k]].id.text);
  const std::vector<RecordedLot> lots{lot};
  const auto decided = allocate_seats(law, contest, lots, true);
  RC_ASSERT(decided.has_value());
  RC_ASSERT(decided->complete());
  RC_ASSERT(total(decided->seats) == count);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const bool drawn =
        std::find(lot.drawn.begin(), lot.drawn.end(), contest.contestants[i].id.text) != lot.drawn.end();
    RC_ASSERT(decided->seats[i].value == open->seats[i].value + (drawn ? 1 : 0));
  }
}

TEST(Lots, ThatDoNotAnswerAreRefused) {
  const AllocationLaw law = law_with({false, Quota::hare, Divisors::dhondt});
  const auto contest = contest_of({Votes(10), Votes(10), Votes(1)}, 3);
  const auto open = allocate_seats(law, contest, {}, true);
  ASSERT_FALSE(open->complete());
  EXPECT_EQ(open->undetermined[0].text, "undetermined: lot needed between A and B for 1 place");
  const auto with = [&](std::vector<std::string> drawn) {
    const std::vector<RecordedLot> lots{{open->undetermined[0].id, std::move(drawn), ""}};
    return allocate_seats(law, contest, lots, true);
  };
  EXPECT_TRUE(with({"B"})->complete());
  EXPECT_NE(with({"C"}).error().message.find("expected 1 of: A and B"), std::string::npos);
  EXPECT_FALSE(with({"A", "B"}).has_value());
}

TEST(Kazakhstan, TiesGoToTheListRegisteredEarlier) {
  AllocationLaw law = *find_law("kz-2021").value();
  law.threshold.base = ThresholdBase::contest_votes;
  auto contest = contest_of({Votes(100), Votes(50), Votes(50)}, 3);
  using namespace std::chrono_literals;
  // 1.5, 0.75 and 0.75 quotas: both equal remainders receive, then half a quota
  // is left for nobody.
  contest.seats = Seats(2);
  ASSERT_FALSE(allocate_seats(law, contest, {}, true)->complete());
  contest.contestants[0].list_registered = 2020y / 12 / 1;
  contest.contestants[1].list_registered = 2020y / 12 / 3;
  contest.contestants[2].list_registered = 2020y / 12 / 2;
  const auto allocation = allocate_seats(law, contest, {}, true);
  EXPECT_TRUE(allocation->complete());
  EXPECT_EQ(allocation->seats[2].value, 1);
  bool marked = false;
  for (const Step& step : allocation->steps) {
    marked = marked || (step.key == "ties.earlier_registered" &&
                        step.caveat == "edition in force in January 2021 not seen");
  }
  EXPECT_TRUE(marked);
  contest.contestants[2].list_registered = 2020y / 12 / 3;
  EXPECT_FALSE(allocate_seats(law, contest, {}, true)->complete());
}

TEST(Kazakhstan, NeverOneListAlone) {
  AllocationLaw law = *find_law("kz-2021").value();
  law.threshold.base = ThresholdBase::contest_votes;
  const auto allocation =
      allocate_seats(law, contest_of({Votes(9000), Votes(600), Votes(400)}, 98), {}, true);
  // 91.875 quotas, and 98 * 600 / 9600 * 0.7 = 4.2875: three seats are left for
  // two remainders, and the text seen names nobody for the third.
  EXPECT_EQ(allocation->seats[0].value, 92);
  EXPECT_EQ(allocation->seats[1].value, 5);
  ASSERT_EQ(allocation->undetermined.size(), 1U);
  EXPECT_EQ(allocation->undetermined[0].count, 1);
  const auto least = allocate_seats(law, contest_of({Votes(9900), Votes(60), Votes(40)}, 98), {}, true);
  EXPECT_EQ(least->seats[1].value, 2);
}

}  // namespace
}  // namespace tallyward::seats
