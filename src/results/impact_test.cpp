#include "results/impact.h"

#include <bit>
#include <numeric>

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "results/reaching_set.h"
#include "results/smallest_cover.h"

namespace tallyward::results {
namespace {

using internal::Gain;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

using Votes = std::vector<std::int64_t>;
using Outcome = std::optional<Votes>;  ///< Nothing when a lot would decide.

OpenItem discrepancy(Votes low, Votes high) {
  return {OpenItemKind::discrepancy, 0, std::move(low), std::move(high), {}, 0};
}
OpenItem missing(std::int64_t voters, std::size_t slots) {
  return {OpenItemKind::missing, 0, {}, {}, Votes(slots, 0), voters};
}

/// Ann 500, Bob 450, Cid 50; 20 ballots for nobody.
OpenResult small_result() {
  return {.contestants = {"Ann", "Bob", "Cid"},
          .votes = {500, 450, 50, 20},
          .items = {},
          .stations = 10,
          .compared = 8};
}

TEST(Impact, a_discrepancy_moves_at_most_its_signed_difference) {
  OpenResult open = small_result();
  open.items = {discrepancy({-20, 0, 0, 0}, {0, 10, 0, 0}), discrepancy({-30, 0, 0, 0}, {0, 0, 40, 0})};
  const ImpactVerdict verdict = impact_on_winner(open);
  EXPECT_EQ(verdict.status, ImpactStatus::exact);
  EXPECT_EQ(verdict.least, 2u);
  EXPECT_EQ(verdict.contestant, 1u);
  EXPECT_THAT(verdict.items, ElementsAre(0, 1));
  open.items.pop_back();
  EXPECT_EQ(impact_on_winner(open).status, ImpactStatus::impossible);
}

TEST(Impact, a_missing_protocol_may_hold_all_its_registered_voters) {
  OpenResult open = small_result();
  open.items = {missing(20, 4), missing(49, 4), missing(1, 4)};
  EXPECT_EQ(impact_on_winner(open).least, 2u)
      << "49 and 1 (or 20) make an exact tie, which a lot would decide";
  open.items = {missing(49, 4)};
  EXPECT_EQ(impact_on_winner(open).status, ImpactStatus::impossible);
}

TEST(Impact, a_protocol_that_was_never_compared_may_lose_what_it_has) {
  OpenResult open = small_result();
  open.items = {{OpenItemKind::never_compared, 0, {}, {}, {40, 5, 0, 0}, 60}};
  // Bob could have 60 of its voters and Ann none: 460 against 505.
  EXPECT_EQ(impact_on_winner(open).least, 1u);
}

TEST(Impact, threshold_from_both_sides) {
  OpenResult open = small_result();
  open.items = {missing(30, 4)};
  const auto verdicts = impact_on_threshold(open, {.numerator = 5, .denominator = 100});
  ASSERT_THAT(verdicts, SizeIs(3));
  EXPECT_EQ(verdicts[0].status, ImpactStatus::impossible);
  EXPECT_EQ(verdicts[2].least, 1u)
      << "Cid has exactly five per cent; one more vote for another takes it below";
  const auto took_part =
      impact_on_threshold(open, {.numerator = 5, .denominator = 100, .base_is_took_part = true});
  EXPECT_EQ(took_part[2].least, 1u) << "50 of 1020 is below; two votes of the missing protocol take it above";
}

TEST(Impact, the_sentence_starts_with_coverage_and_confirms_nothing) {
  OpenResult open = small_result();
  EXPECT_THAT(coverage_sentence(open), testing::StartsWith("Of 10 polling stations, 8 were compared; "));
  const std::string sentence = verdict_sentence(open, impact_on_winner(open));
  EXPECT_THAT(sentence, HasSubstr("within their ranges"));
  EXPECT_THAT(sentence, HasSubstr("says nothing of figures on which the sources agree"));
  for (const std::string_view word : {"confirm", "correct", "valid", "legitimate", "safe"})
    EXPECT_THAT(sentence, Not(HasSubstr(std::string(word))));
  open.without_registered = 2;
  EXPECT_THAT(verdict_sentence(open, impact_on_winner(open)), HasSubstr("cannot be assessed"));
  EXPECT_THAT(coverage_sentence(OpenResult{}), HasSubstr("cannot be assessed"));
}

TEST(Impact, with_one_source_it_cannot_be_assessed) {
  OpenResult open = small_result();
  open.sources = 1;
  open.compared = 0;
  open.one_source_only = 10;
  EXPECT_THAT(coverage_sentence(open),
              testing::StartsWith("Of 10 polling stations, none was compared: only one source printed"));
  const ImpactVerdict verdict = impact_on_winner(open);
  EXPECT_EQ(verdict.status, ImpactStatus::cannot_be_assessed);
  EXPECT_THAT(verdict_sentence(open, verdict), HasSubstr("cannot be assessed: only one source"));
  open.items = {missing(49, 4)};
  EXPECT_EQ(impact_on_winner(open).status, ImpactStatus::cannot_be_assessed)
      << "the missing protocol is not enough, but that says nothing of the stations nobody compared";
  open.items = {missing(50, 4)};
  EXPECT_EQ(impact_on_winner(open).status, ImpactStatus::exact);
}

// --- Brute force
// -----------------------------------------------------------------------------------------------

/// All changes that an item's range allows.
std::vector<Votes> all_changes(const OpenItem& item, std::size_t slots) {
  std::vector<Votes> changes{{}};
  const std::int64_t counted = std::accumulate(item.counted.begin(), item.counted.end(), std::int64_t{0});
  for (std::size_t slot = 0; slot < slots; ++slot) {
    std::vector<Votes> longer;
    for (const Votes& start : changes) {
      const bool box = item.kind == OpenItemKind::discrepancy;
      const std::int64_t low = box ? item.low[slot] : 0;
      const std::int64_t used = box ? 0 : std::accumulate(start.begin(), start.end(), std::int64_t{0});
      const std::int64_t high = box ? item.high[slot] : std::max(item.voters, counted) - used;
      for (std::int64_t value = low; value <= high; ++value) {
        longer.push_back(start);
        longer.back().push_back(value);
      }
    }
    changes = std::move(longer);
  }
  if (item.kind != OpenItemKind::discrepancy) {
    for (Votes& change : changes)
      for (std::size_t slot = 0; slot < slots; ++slot) change[slot] -= item.counted[slot];
  }
  return changes;
}

/// The size of the smallest set of items with a change of the outcome; nothing if there is none.
template <typename Decide>
std::optional<std::size_t> brute_force(const OpenResult& open, const Decide& decide) {
  const auto before = decide(open.votes);
  std::vector<std::vector<Votes>> changes;
  for (const OpenItem& item : open.items) changes.push_back(all_changes(item, open.votes.size()));
  std::optional<std::size_t> best;
  const auto visit = [&](const auto& self, std::size_t item, std::size_t used, const Votes& votes) -> void {
    if (best && used >= *best) return;
    if (item == open.items.size()) {
      const auto after = decide(votes);
      if (!after || after != before) best = used;
      return;
    }
    self(self, item + 1, used, votes);
    for (const Votes& change : changes[item]) {
      Votes moved = votes;
      for (std::size_t slot = 0; slot < votes.size(); ++slot) moved[slot] += change[slot];
      self(self, item + 1, used + 1, moved);
    }
  };
  visit(visit, 0, 0, open.votes);
  return best;
}

OpenResult random_result(int contestants, int items) {
  OpenResult open;
  open.stations = 1;
  for (int i = 0; i < contestants; ++i)
    open.contestants.push_back(std::string(1, static_cast<char>('A' + i)));
  for (int i = 0; i <= contestants; ++i) open.votes.push_back(*rc::gen::inRange(9, 30));
  const auto slots = open.votes.size();
  for (int i = 0; i < items; ++i) {
    if (*rc::gen::arbitrary<bool>()) {
      Votes low(slots, 0);
      Votes high(slots, 0);
      // Two cells differ.
      for (int cell = 0; cell < 2; ++cell) {
        const int difference = *rc::gen::inRange(-2, 3);
        auto& side = difference < 0 ? low : high;
        side[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(slots)))] = difference;
      }
      open.items.push_back(discrepancy(low, high));
    } else {
      OpenItem item = missing(*rc::gen::inRange(0, 3), slots);
      if (*rc::gen::arbitrary<bool>()) {
        item.kind = OpenItemKind::quarantined;
        item.counted[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(slots)))] =
            *rc::gen::inRange(0, 3);
      }
      open.items.push_back(item);
    }
  }
  return open;
}

void expect_same(const ImpactVerdict& verdict, std::optional<std::size_t> brute) {
  RC_ASSERT(verdict.status == ImpactStatus::exact || verdict.status == ImpactStatus::impossible);
  RC_ASSERT(brute.has_value() == (verdict.status == ImpactStatus::exact));
  if (brute) RC_ASSERT(verdict.least == *brute);
}

TEST(ImpactAgainstBruteForce, winner) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 4), *rc::gen::inRange(0, 5));
    const auto winner = [&](const Votes& votes) -> std::optional<std::size_t> {
      std::optional<std::size_t> best = 0;
      const std::size_t n = open.contestants.size();
      for (std::size_t i = 1; i < n; ++i)
        if (votes[i] > votes[*best]) best = i;
      for (std::size_t i = 0; i < n; ++i)
        if (i != *best && votes[i] == votes[*best]) return std::nullopt;
      return best;
    };
    if (!winner(open.votes)) return;
    expect_same(impact_on_winner(open), brute_force(open, winner));
  }));
}

TEST(ImpactAgainstBruteForce, first_places) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 5), *rc::gen::inRange(0, 4));
    const auto places = *rc::gen::inRange<std::size_t>(1, 3);
    /// Who stands there; nothing when a lot would decide.
    const auto elected = [&](const Votes& votes) -> std::optional<std::vector<bool>> {
      std::vector<bool> in;
      for (std::size_t i = 0; i < open.contestants.size(); ++i) {
        const auto above =
            std::count_if(votes.begin(), votes.end() - 1, [&](auto v) { return v > votes[i]; });
        const auto level = std::count(votes.begin(), votes.end() - 1, votes[i]);
        const auto left = static_cast<std::ptrdiff_t>(places) - above;
        if (left > 0 && level > left) return std::nullopt;
        in.push_back(left > 0);
      }
      return in;
    };
    if (!elected(open.votes)) return;
    expect_same(impact_on_places(open, places), brute_force(open, elected));
  }));
}

TEST(ImpactAgainstBruteForce, two_rounds) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 5), *rc::gen::inRange(0, 4));
    const ThresholdRule half{
        .numerator = 1, .denominator = 2, .base_is_took_part = *rc::gen::arbitrary<bool>()};
    /// Who is elected, or the two of the second round.
    const auto outcome = [&](const Votes& votes) -> std::optional<std::vector<bool>> {
      std::int64_t base = std::accumulate(votes.begin(), votes.end(), std::int64_t{0});
      if (!half.base_is_took_part) base -= votes.back();
      const std::size_t n = open.contestants.size();
      std::vector<bool> in(n, false);
      for (std::size_t i = 0; i < n; ++i)
        if (2 * votes[i] > base) {
          in[i] = true;
          in.push_back(true);  // Elected at once is not the same as standing alone in a second round.
          return in;
        }
      for (std::size_t i = 0; i < n; ++i) {
        const auto above =
            std::count_if(votes.begin(), votes.end() - 1, [&](auto v) { return v > votes[i]; });
        const auto level = std::count(votes.begin(), votes.end() - 1, votes[i]);
        if (above < 2 && level > 2 - above) return std::nullopt;
        in[i] = above < 2;
      }
      return in;
    };
    if (!outcome(open.votes)) return;
    expect_same(impact_on_two_rounds(open, half), brute_force(open, outcome));
  }));
}

ThresholdRule random_threshold() {
  return {.numerator = *rc::gen::inRange(1, 7),
          .denominator = 20,
          .base_is_took_part = *rc::gen::arbitrary<bool>()};
}

std::vector<bool> passing(const Votes& votes, const ThresholdRule& rule) {
  std::int64_t base = std::accumulate(votes.begin(), votes.end(), std::int64_t{0});
  if (!rule.base_is_took_part) base -= votes.back();
  std::vector<bool> in;
  for (std::size_t i = 0; i + 1 < votes.size(); ++i)
    in.push_back(votes[i] * rule.denominator >= rule.numerator * base);
  return in;
}

TEST(ImpactAgainstBruteForce, threshold) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 4), *rc::gen::inRange(0, 5));
    const ThresholdRule rule = random_threshold();
    const auto verdicts = impact_on_threshold(open, rule);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      expect_same(verdicts[i], brute_force(open, [&](const Votes& votes) {
                    return std::optional<bool>(passing(votes, rule)[i]);
                  }));
    }
  }));
}

/// Highest averages, or largest remainders (Hare), over the lists past the threshold; nothing for a lot.
Outcome allocate(const Votes& votes, const SeatQuestion& question) {
  const std::size_t n = votes.size() - 1;
  const std::vector<bool> in =
      question.threshold.numerator > 0 ? passing(votes, question.threshold) : std::vector<bool>(n, true);
  Votes seats(n, 0);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < n; ++i) total += in[i] ? votes[i] : 0;
  if (total <= 0) return std::nullopt;
  std::int64_t left = question.seats;
  std::vector<std::int64_t> used(n, 0);
  if (question.family == SeatFamily::largest_remainder_hare) {
    for (std::size_t i = 0; i < n; ++i) {
      seats[i] = in[i] ? votes[i] * question.seats / total : 0;
      left -= seats[i];
    }
  }
  while (left > 0) {
    std::optional<std::size_t> best;
    std::int64_t rivals = 0;
    const auto compare = [&](std::size_t a, std::size_t b) {  // > 0: a goes first.
      if (question.family == SeatFamily::highest_averages)
        return votes[a] * question.divisor(seats[b] + 1) - votes[b] * question.divisor(seats[a] + 1);
      return votes[a] * question.seats % total - votes[b] * question.seats % total;
    };
    for (std::size_t i = 0; i < n; ++i) {
      if (!in[i] || used[i] != 0) continue;
      if (!best || compare(i, *best) > 0) {
        best = i;
        rivals = 1;
      } else if (compare(i, *best) == 0) {
        ++rivals;
      }
    }
    if (!best) return std::nullopt;
    if (rivals > left) return std::nullopt;
    ++seats[*best];
    --left;
    if (question.family == SeatFamily::largest_remainder_hare) used[*best] = 1;
  }
  return seats;
}

SeatQuestion random_question(SeatFamily family, bool with_threshold) {
  SeatQuestion question;
  question.family = family;
  question.seats = *rc::gen::inRange(1, 7);
  const int kind = *rc::gen::inRange(0, 3);
  question.divisor = [kind](std::int64_t n) {
    return kind == 0 ? n : kind == 1 ? 2 * n - 1 : n == 1 ? 14 : 10 * (2 * n - 1);
  };
  if (with_threshold) question.threshold = random_threshold();
  return question;
}

TEST(ImpactAgainstBruteForce, highest_averages_with_and_without_a_threshold) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 4), *rc::gen::inRange(0, 5));
    SeatQuestion question = random_question(SeatFamily::highest_averages, *rc::gen::arbitrary<bool>());
    const Outcome now = allocate(open.votes, question);
    if (!now) return;
    question.allocation = *now;
    expect_same(impact_on_seats(open, question),
                brute_force(open, [&](const Votes& votes) { return allocate(votes, question); }));
  }));
}

TEST(ImpactAgainstBruteForce, largest_remainders) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 4), *rc::gen::inRange(0, 5));
    SeatQuestion question = random_question(SeatFamily::largest_remainder_hare, false);
    const Outcome now = allocate(open.votes, question);
    if (!now) return;
    question.allocation = *now;
    expect_same(impact_on_seats(open, question),
                brute_force(open, [&](const Votes& votes) { return allocate(votes, question); }));
  }));
}

TEST(ImpactAgainstBruteForce, largest_remainders_with_a_threshold) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(*rc::gen::inRange(2, 5), *rc::gen::inRange(0, 4));
    SeatQuestion question = random_question(SeatFamily::largest_remainder_hare, true);
    const Outcome now = allocate(open.votes, question);
    if (!now) return;
    question.allocation = *now;
    expect_same(impact_on_seats(open, question),
                brute_force(open, [&](const Votes& votes) { return allocate(votes, question); }));
  }));
}

/// Whether whole votes exist is what trying all of them says.
TEST(ReachingSet, in_whole_votes_against_all_votes) {
  EXPECT_TRUE(rc::check([] {
    const OpenResult open = random_result(2, *rc::gen::inRange(0, 5));
    std::vector<internal::Inequality> needs(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
    for (internal::Inequality& need : needs) {
      for (std::size_t slot = 0; slot < open.votes.size(); ++slot)
        need.weights.push_back(*rc::gen::inRange(-7, 8));
      Gain now = 0;
      for (std::size_t slot = 0; slot < open.votes.size(); ++slot)
        now += static_cast<Gain>(need.weights[slot]) * open.votes[slot];
      need.bound = static_cast<std::int64_t>(now) + *rc::gen::inRange(-5, 25);
    }
    // "All hold" as an outcome that is not the one before: brute force looks for a change of it.
    const auto all_hold = [&](const Votes& votes) -> std::optional<bool> {
      return std::ranges::all_of(needs, [&](const internal::Inequality& need) {
        std::int64_t sum = 0;
        for (std::size_t slot = 0; slot < votes.size(); ++slot) sum += need.weights[slot] * votes[slot];
        return sum >= need.bound;
      });
    };
    const auto set = internal::smallest_reaching_set(open, needs, 1000);
    if (*all_hold(open.votes)) {
      RC_ASSERT(set.exact && set.items.empty());
      return;
    }
    const auto brute = brute_force(open, all_hold);
    RC_ASSERT(set.possible == brute.has_value() || !set.exact);
    if (brute) RC_ASSERT(set.exact && set.least == *brute);
  }));
}

TEST(SmallestCover, several_needs_against_brute_force) {
  EXPECT_TRUE(rc::check([] {
    const int n = *rc::gen::inRange(0, 10);
    std::vector<internal::Need> needs(static_cast<std::size_t>(*rc::gen::inRange(1, 5)));
    for (internal::Need& need : needs) {
      for (int i = 0; i < n; ++i) need.gains.push_back(*rc::gen::inRange(0, 20));
      need.need = *rc::gen::inRange(-5, 60);
    }
    std::optional<std::size_t> best;
    for (unsigned set = 0; set < (1u << n); ++set) {
      const bool reaches = std::ranges::all_of(needs, [&](const internal::Need& need) {
        internal::Gain sum = 0;
        for (int i = 0; i < n; ++i)
          if ((set >> i & 1u) != 0) sum += need.gains[static_cast<std::size_t>(i)];
        return sum >= need.need;
      });
      const auto size = static_cast<std::size_t>(std::popcount(set));
      if (reaches && (!best || size < *best)) best = size;
    }
    const auto cover = internal::smallest_common_cover(needs);
    RC_ASSERT(cover.possible == best.has_value());
    if (best) RC_ASSERT(cover.finished() && cover.least == *best);
  }));
}

}  // namespace
}  // namespace tallyward::results
