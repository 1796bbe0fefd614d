// The Dutch Electoral Act (Kieswet), sections P 5 to P 10: quota, residual seats (one way for 19 seats and
// more, another below), absolute majority, exhausted lists.
#include <algorithm>

#include <fmt/format.h>

#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

constexpr std::int64_t kLargeCouncil = 19;

/// Where the allocation of residual seats stands; sections P 7 and P 8 go on from it, also after P 10.
class Residual {
 public:
  /// `votes`: of the lists that take part; `all`: of every list, for the quota.
  Residual(Proceedings& proceedings, std::vector<Votes> votes, std::int64_t all, std::int64_t council)
      : proceedings_(proceedings),
        votes_(std::move(votes)),
        council_(council),
        all_(all),
        seats_(votes_.size()),
        by_remainder_(votes_.size()),
        by_average_(votes_.size()),
        exhausted_(votes_.size()) {}

  std::vector<Seats>& seats() { return seats_; }
  const std::vector<Votes>& votes() const { return votes_; }
  /// Those who received the last residual seat at the same figure.
  const std::vector<std::size_t>& last() const { return last_; }
  void exhaust(std::size_t list) { exhausted_[list] = 1; }

  /// P 5 and P 6: a seat for each whole quota. Returns how many seats are left.
  std::int64_t whole_quotas() {
    for (std::size_t i = 0; i < votes_.size(); ++i) seats_[i] = Seats(whole_part(quotient(i)));
    proceedings_.step("nl.quota",
                      {{"votes", std::to_string(all_)},
                       {"seats", std::to_string(council_)},
                       {"quota", to_decimal({all_, council_}, 6)},
                       {"given", std::to_string(sum_of(seats_))}},
                      standings(votes_, {}, [&](std::size_t i) { return quotient(i); }));
    return council_ - sum_of(seats_);
  }

  /// One or more residual seats at the next figure, by P 7 or P 8. Returns how many were given: 0 when the
  /// next is undecided.
  base::Result<std::int64_t> next(std::int64_t left) {
    if (council_ < kLargeCouncil) {
      TRY_ASSIGN(const std::int64_t given,
                 give(
                     left, "nl.remainder", [&](std::size_t i) { return may_by_remainder(i); },
                     [&](std::size_t i) { return remainder(i); }, by_remainder_));
      if (given != kNobody) return given;
      TRY_ASSIGN(
          const std::int64_t once,
          give(
              left, "nl.average_once", [&](std::size_t i) { return may(i) && by_average_[i] == 0; },
              [&](std::size_t i) { return average(Divisors::dhondt, votes_[i], seats_[i]); }, by_average_));
      if (once != kNobody) return once;
    }
    std::vector<std::uint8_t> ignored(votes_.size());
    TRY_ASSIGN(const std::int64_t given,
               give(
                   left, "nl.average", [&](std::size_t i) { return may(i); },
                   [&](std::size_t i) { return average(Divisors::dhondt, votes_[i], seats_[i]); }, ignored));
    if (given != kNobody) return given;
    proceedings_.leave_open(fmt::format("residual:{}", ++number_), left, "open.no_taker");
    return 0;
  }

 private:
  static constexpr std::int64_t kNobody = -1;

  Ratio quotient(std::size_t i) const {
    return {Integer128{votes_[i].value} * council_, std::max<std::int64_t>(all_, 1)};
  }
  Ratio remainder(std::size_t i) const { return fractional_part(quotient(i)); }
  bool may(std::size_t i) const { return votes_[i].value > 0 && exhausted_[i] == 0; }
  /// P 8: lists below three quarters of the quota have no part in the remainders.
  bool may_by_remainder(std::size_t i) const {
    return may(i) && by_remainder_[i] == 0 && compare(quotient(i), {3, 4}) >= 0;
  }

  template <typename May, typename Figure>
  base::Result<std::int64_t> give(std::int64_t left, std::string_view key, const May& may_take,
                                  const Figure& figure, std::vector<std::uint8_t>& used) {
    std::vector<std::size_t> best;
    std::vector<Standing> before;
    for (std::size_t i = 0; i < votes_.size(); ++i) {
      if (!may_take(i)) continue;
      before.push_back({i, seats_[i].value, figure(i)});
      const int order = best.empty() ? 1 : compare(figure(i), figure(best[0]));
      if (order > 0) best.clear();
      if (order >= 0) best.push_back(i);
    }
    if (best.empty()) return kNobody;
    const std::string shown = to_decimal(figure(best[0]), 6);
    ++number_;
    TRY_ASSIGN(const auto chosen, proceedings_.choose(fmt::format("residual:{}", number_), best, left));
    if (!chosen) return 0;
    number_ += static_cast<std::int64_t>(chosen->size()) - 1;
    for (const std::size_t i : *chosen) {
      ++seats_[i].value;
      used[i] = 1;
    }
    proceedings_.step(key, {{"lists", proceedings_.names(*chosen)}, {"figure", shown}}, std::move(before));
    last_ = *chosen;
    return static_cast<std::int64_t>(chosen->size());
  }

  Proceedings& proceedings_;
  std::vector<Votes> votes_;
  std::int64_t council_;
  std::int64_t all_;
  std::vector<Seats> seats_;
  std::vector<std::uint8_t> by_remainder_;
  std::vector<std::uint8_t> by_average_;
  std::vector<std::uint8_t> exhausted_;
  std::vector<std::size_t> last_;
  std::int64_t number_ = 0;
};

/// P 7 or P 8 until no seat is left. False: undecided.
base::Result<bool> all_residual(Residual& residual, std::int64_t left) {
  while (left > 0) {
    TRY_ASSIGN(const std::int64_t given, residual.next(left));
    if (given == 0) return false;
    left -= given;
  }
  return true;
}

/// P 9: a list with more than half the votes and no more than half the seats takes the last residual seat.
base::Result<bool> absolute_majority(Proceedings& proceedings, Residual& residual, std::int64_t council) {
  const std::int64_t all = sum_of(proceedings.contest().votes);
  for (std::size_t i = 0; i < residual.votes().size(); ++i) {
    if (2 * residual.votes()[i].value <= all || 2 * residual.seats()[i].value > council) continue;
    std::vector<std::size_t> losers = residual.last();
    std::erase(losers, i);
    if (losers.empty()) return true;
    TRY_ASSIGN(const auto loser, proceedings.choose("majority", losers, 1, true));
    if (!loser) return false;
    --residual.seats()[loser->front()].value;
    ++residual.seats()[i].value;
    proceedings.step("nl.majority",
                     {{"list", proceedings.name(i)}, {"loser", proceedings.name(loser->front())}});
  }
  return true;
}

/// How many of the list can take a seat: as stated, or the living among its persons.
std::optional<std::int64_t> candidates_of(const election::Contestant& list) {
  const auto living = std::count_if(list.persons.begin(), list.persons.end(),
                                    [](const election::Person& person) { return !person.died; });
  if (list.persons.empty()) return list.candidates;
  return list.candidates ? std::min<std::int64_t>(*list.candidates, living) : living;
}

/// P 10: seats beyond a list's candidates go to the others, by going on with P 7 or P 8. False: undecided.
base::Result<bool> exhausted_lists(Proceedings& proceedings, Residual& residual) {
  const auto& contestants = proceedings.contest().contestants;
  while (true) {
    std::int64_t freed = 0;
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const auto candidates = candidates_of(contestants[i]);
      if (!candidates || residual.seats()[i].value < *candidates) continue;
      residual.exhaust(i);
      const std::int64_t excess = residual.seats()[i].value - *candidates;
      if (excess == 0) continue;
      residual.seats()[i].value -= excess;
      freed += excess;
      proceedings.step("nl.exhausted", {{"list", proceedings.name(i)},
                                        {"candidates", std::to_string(*candidates)},
                                        {"seats", std::to_string(excess)}});
    }
    if (freed == 0) return true;
    // One figure at a time: a list may be exhausted by what it now receives.
    TRY_ASSIGN(const std::int64_t given, residual.next(freed));
    if (given == 0) return false;
    for (std::int64_t left = freed - given; left > 0;) {
      for (std::size_t i = 0; i < contestants.size(); ++i) {
        const auto candidates = candidates_of(contestants[i]);
        if (candidates && residual.seats()[i].value >= *candidates) residual.exhaust(i);
      }
      TRY_ASSIGN(const std::int64_t more, residual.next(left));
      if (more == 0) return false;
      left -= more;
    }
  }
}

}  // namespace

base::Result<void> allocate_dutch(Proceedings& proceedings, Allocation& allocation) {
  TRY_ASSIGN(const std::int64_t council, seats_of_the_house(proceedings.law(), proceedings.contest()));
  allocation.house = Seats(council);
  TRY_ASSIGN(std::vector<Votes> votes, apply_threshold(proceedings));
  if (sum_of(votes) == 0) {
    proceedings.leave_open("residual:1", council, "open.no_votes");
    return {};
  }
  const std::int64_t all = sum_of(proceedings.contest().votes);
  Residual residual(proceedings, std::move(votes), all, council);
  const std::int64_t left = residual.whole_quotas();
  TRY_ASSIGN(bool decided, all_residual(residual, left));
  if (decided) {
    TRY_ASSIGN(decided, absolute_majority(proceedings, residual, council));
  }
  if (decided) {
    TRY_ASSIGN(decided, exhausted_lists(proceedings, residual));
  }
  allocation.seats = residual.seats();
  return decided ? elect_persons(proceedings, council, allocation) : base::Result<void>{};
}

}  // namespace tallyward::seats
