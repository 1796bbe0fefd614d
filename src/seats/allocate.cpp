#include "seats/allocate.h"

#include <algorithm>
#include <array>

namespace tallyward::seats {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::array<std::string_view, 9> kDivisorNames{
    "dhondt", "sainte_lague", "modified_sainte_lague", "imperiali",     "danish",
    "adams",  "dean",         "huntington_hill",       "balinski_young"};
constexpr std::array<std::string_view, 5> kQuotaNames{"hare", "droop", "hagenbach_bischoff",
                                                      "hagenbach_bischoff_rounded", "imperiali"};

/// votes / divisor as a pair of integers; below == 0 stands for "before everyone who holds a seat".
template <typename T>
struct Average {
  T above{};
  T below{1};
};

/// -1, 0, 1. Two infinite averages compare by votes.
template <typename T>
int compare(const Average<T>& a, const Average<T>& b) {
  const T left = a.below == 0 && b.below == 0 ? a.above : a.above * b.below;
  const T right = a.below == 0 && b.below == 0 ? b.above : b.above * a.below;
  return left < right ? -1 : left > right ? 1 : 0;
}

// Linear divisors stay within 64 bits: 10^12 votes times 5 * (2 * 10^5 + 1) is below 2^63.
struct Linear {
  using Integer = std::uint64_t;
  std::uint64_t first, offset, step;
  Average<Integer> operator()(std::int64_t votes, std::int64_t held) const {
    const auto s = static_cast<std::uint64_t>(held);
    return {static_cast<std::uint64_t>(votes), s == 0 ? first : offset + step * s};
  }
};

struct Dean {
  using Integer = Wide;
  Average<Wide> operator()(std::int64_t votes, std::int64_t held) const {
    const auto s = static_cast<Wide>(held);
    return {static_cast<Wide>(votes) * (2 * s + 1), 2 * s * (s + 1)};
  }
};

struct HuntingtonHill {
  using Integer = Wide;
  Average<Wide> operator()(std::int64_t votes, std::int64_t held) const {
    const auto s = static_cast<Wide>(held);
    return {static_cast<Wide>(votes) * static_cast<Wide>(votes), s * (s + 1)};
  }
};

/// Gives a seat (or takes one, with `change` -1) to the `count` of the tied who have precedence. What stays
/// equal is Open. `is_tied(i)` may look at seats[i]: it is asked before seats[i] changes.
template <typename IsTied>
Open settle(std::size_t n, std::int64_t count, std::int64_t change, std::span<Seats> seats,
            std::span<const std::int32_t> precedence, std::span<std::uint8_t> tied, const IsTied& is_tied) {
  // The place in the order of precedence at which the seats run out.
  std::int64_t before = 0;
  std::int64_t equal = 0;
  std::int32_t limit = 0;
  if (precedence.empty()) {
    for (std::size_t i = 0; i < n; ++i) equal += is_tied(i) ? 1 : 0;
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      if (!is_tied(i)) continue;
      std::int64_t smaller = 0;
      std::int64_t same = 0;
      for (std::size_t j = 0; j < n; ++j) {
        if (!is_tied(j)) continue;
        smaller += precedence[j] < precedence[i] ? 1 : 0;
        same += precedence[j] == precedence[i] ? 1 : 0;
      }
      if (smaller < count && count <= smaller + same) {
        before = smaller;
        equal = same;
        limit = precedence[i];
        break;
      }
    }
  }
  const bool open = before + equal > count;
  for (std::size_t i = 0; i < n; ++i) {
    if (!tied.empty()) tied[i] = 0;
    if (!is_tied(i)) continue;
    const bool first = !precedence.empty() && precedence[i] < limit;
    const bool level = precedence.empty() || precedence[i] == limit;
    if (first || (level && !open)) {
      seats[i].value += change;
    } else if (level && !tied.empty()) {
      tied[i] = 1;
    }
  }
  return open ? Open{count - before, equal, change < 0} : Open{};
}

/// Who may receive the next seat: those with votes, and under the quota method only those who stay at or
/// below their quota, rounded up, of a house one seat larger.
struct Eligible {
  std::span<const Votes> votes;
  std::span<const Seats> held;
  std::uint64_t next_house = 0;  ///< 0: no cap.
  std::uint64_t all_votes = 0;
  bool operator()(std::size_t i) const {
    const auto own = static_cast<std::uint64_t>(votes[i].value);
    return own > 0 &&
           (next_house == 0 || own * next_house > static_cast<std::uint64_t>(held[i].value) * all_votes);
  }
};

Eligible eligible(std::span<const Votes> votes, std::span<const Seats> held, bool capped) {
  Eligible may{votes, held, 0, 0};
  if (!capped) return may;
  may.next_house = 1;
  for (const Seats own : held) may.next_house += static_cast<std::uint64_t>(own.value);
  for (const Votes own : votes) may.all_votes += static_cast<std::uint64_t>(own.value);
  return may;
}

template <typename Method>
Open award(const Method& method, std::span<const Votes> votes, std::int64_t count, std::span<Seats> held,
           std::span<const std::int32_t> precedence, std::span<std::uint8_t> tied, bool capped = false) {
  using Integer = typename Method::Integer;
  const std::size_t n = votes.size();
  while (count > 0) {
    const Eligible may = eligible(votes, held, capped);
    Average<Integer> best{0, 1};
    std::int64_t equal = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (!may(i)) continue;
      const Average<Integer> own = method(votes[i].value, held[i].value);
      const int order = equal == 0 ? 1 : compare(own, best);
      if (order > 0) {
        best = own;
        equal = 1;
      } else if (order == 0) {
        ++equal;
      }
    }
    if (equal == 0) return {count, 0, false};
    const auto is_tied = [&](std::size_t i) {
      return may(i) && compare(method(votes[i].value, held[i].value), best) == 0;
    };
    if (equal > count) return settle(n, count, 1, held, precedence, tied, is_tied);
    for (std::size_t i = 0; i < n; ++i) {
      if (is_tied(i)) ++held[i].value;
    }
    count -= equal;
  }
  return {};
}

}  // namespace

std::string_view to_text(Divisors divisors) {
  return kDivisorNames[static_cast<std::size_t>(divisors)];
}
std::string_view to_text(Quota quota) {
  return kQuotaNames[static_cast<std::size_t>(quota)];
}
std::optional<Divisors> divisors_named(std::string_view name) {
  const auto* found = std::find(kDivisorNames.begin(), kDivisorNames.end(), name);
  if (found == kDivisorNames.end()) return std::nullopt;
  return static_cast<Divisors>(found - kDivisorNames.begin());
}
std::optional<Quota> quota_named(std::string_view name) {
  const auto* found = std::find(kQuotaNames.begin(), kQuotaNames.end(), name);
  if (found == kQuotaNames.end()) return std::nullopt;
  return static_cast<Quota>(found - kQuotaNames.begin());
}

Open continue_highest_averages(Divisors divisors, std::span<const Votes> votes, std::int64_t count,
                               std::span<Seats> held, std::span<const std::int32_t> precedence,
                               std::span<std::uint8_t> tied) {
  if (!tied.empty()) std::fill(tied.begin(), tied.end(), std::uint8_t{0});
  switch (divisors) {
    case Divisors::dhondt:
      return award(Linear{1, 1, 1}, votes, count, held, precedence, tied);
    case Divisors::sainte_lague:
      return award(Linear{1, 1, 2}, votes, count, held, precedence, tied);
    case Divisors::modified_sainte_lague:
      return award(Linear{7, 5, 10}, votes, count, held, precedence, tied);
    case Divisors::imperiali:
      return award(Linear{2, 2, 1}, votes, count, held, precedence, tied);
    case Divisors::danish:
      return award(Linear{1, 1, 3}, votes, count, held, precedence, tied);
    case Divisors::adams:
      return award(Linear{0, 0, 1}, votes, count, held, precedence, tied);
    case Divisors::dean:
      return award(Dean{}, votes, count, held, precedence, tied);
    case Divisors::huntington_hill:
      return award(HuntingtonHill{}, votes, count, held, precedence, tied);
    case Divisors::balinski_young:
      return award(Linear{1, 1, 1}, votes, count, held, precedence, tied, true);
  }
  return {};
}

Open highest_averages(Divisors divisors, std::span<const Votes> votes, std::int64_t count,
                      std::span<Seats> seats, std::span<const std::int32_t> precedence,
                      std::span<std::uint8_t> tied) {
  std::fill(seats.begin(), seats.end(), Seats{});
  if (divisors == Divisors::dhondt) {
    // D'Hondt keeps the lower quota (Balinski and Young 1982, proposition 6.4): nobody ends below the
    // integer part of votes * seats / all votes, so the count may start there. At most n - 1 seats are left.
    std::int64_t sum = 0;
    for (const Votes& own : votes) sum += own.value;
    std::int64_t given = 0;
    for (std::size_t i = 0; sum > 0 && i < votes.size(); ++i) {
      seats[i].value = votes[i].value * count / sum;
      given += seats[i].value;
    }
    count -= given;
  }
  return continue_highest_averages(divisors, votes, count, seats, precedence, tied);
}

QuotaFigure quota_of(Quota quota, std::int64_t votes, std::int64_t seats) {
  switch (quota) {
    case Quota::hare:
      return {votes, std::max<std::int64_t>(seats, 1)};
    case Quota::droop:
      return {votes == 0 ? 0 : votes / (seats + 1) + 1, 1};
    case Quota::hagenbach_bischoff:
      return {votes, seats + 1};
    case Quota::hagenbach_bischoff_rounded:
      return {(2 * votes + seats + 1) / (2 * (seats + 1)), 1};
    case Quota::imperiali:
      return {votes, seats + 2};
  }
  return {};
}

Open largest_remainders(Quota quota, std::span<const Votes> votes, std::int64_t count, std::span<Seats> seats,
                        std::span<const std::int32_t> precedence, std::span<std::uint8_t> tied) {
  std::int64_t sum = 0;
  for (const Votes& own : votes) sum += own.value;
  return largest_remainders(quota_of(quota, sum, count), votes, {}, 1, count, seats, precedence, tied);
}

Open largest_remainders(QuotaFigure quota, std::span<const Votes> votes,
                        std::span<const std::int32_t> weights, std::int32_t scale, std::int64_t count,
                        std::span<Seats> seats, std::span<const std::int32_t> precedence,
                        std::span<std::uint8_t> tied) {
  if (!tied.empty()) std::fill(tied.begin(), tied.end(), std::uint8_t{0});
  std::fill(seats.begin(), seats.end(), Seats{});
  if (quota.numerator == 0) return {count, 0, false};
  const std::size_t n = votes.size();
  const auto divisor = static_cast<Wide>(quota.numerator) * static_cast<Wide>(scale);
  const auto weighted = [&](std::size_t i) {
    const std::int32_t weight = weights.empty() ? scale : weights[i];
    return static_cast<Wide>(votes[i].value) * static_cast<Wide>(weight) *
           static_cast<Wide>(quota.denominator);
  };
  std::int64_t given = 0;
  for (std::size_t i = 0; i < n; ++i) {
    seats[i].value = static_cast<std::int64_t>(weighted(i) / divisor);
    given += seats[i].value;
  }
  const bool taking = given > count;
  std::int64_t left = taking ? given - count : count - given;
  // One each, group by group of equal remainders, largest first (or smallest first, when taking back).
  bool any = false;
  Wide last = 0;
  while (left > 0) {
    Wide next = 0;
    std::int64_t equal = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Wide remainder = weighted(i) % divisor;
      if (votes[i].value <= 0 || (taking && weighted(i) < divisor)) continue;
      if (any && (taking ? remainder <= last : remainder >= last)) continue;
      if (equal == 0 || (taking ? remainder < next : remainder > next)) {
        next = remainder;
        equal = 1;
      } else if (remainder == next) {
        ++equal;
      }
    }
    if (equal == 0) return {left, 0, taking};
    const auto is_tied = [&](std::size_t i) {
      return votes[i].value > 0 && !(taking && weighted(i) < divisor) && weighted(i) % divisor == next;
    };
    if (equal > left) return settle(n, left, taking ? -1 : 1, seats, precedence, tied, is_tied);
    for (std::size_t i = 0; i < n; ++i) {
      if (is_tied(i)) seats[i].value += taking ? -1 : 1;
    }
    left -= equal;
    last = next;
    any = true;
  }
  return {};
}

bool reaches(Votes votes, std::int64_t base, Share share, bool above) {
  const auto own = static_cast<Wide>(votes.value) * static_cast<Wide>(share.denominator);
  const auto bar = static_cast<Wide>(base) * static_cast<Wide>(share.numerator);
  return above ? own > bar : own >= bar;
}

ListOutcome allocate_list(const ListRule& rule, const ListVotes& votes, std::span<Seats> seats,
                          std::span<Votes> scratch, std::span<std::uint8_t> tied) {
  const std::size_t n = votes.votes.size();
  std::fill(seats.begin(), seats.end(), Seats{});
  std::int64_t base = votes.base;
  if (base == 0) {
    for (const Votes& own : votes.votes) base += own.value;
  }
  ListOutcome outcome;
  std::size_t first = n;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Share share = votes.thresholds.empty() ? rule.threshold : votes.thresholds[i];
    const bool may = (votes.no_seats.empty() || votes.no_seats[i] == 0) && votes.votes[i].value > 0;
    const bool passes = may && reaches(votes.votes[i], base, share, rule.above);
    scratch[i] = passes ? votes.votes[i] : Votes{};
    if (!passes) continue;
    ++outcome.passed;
    first = i;
    sum += votes.votes[i].value;
  }
  outcome.admitted = outcome.passed;
  if (outcome.passed == 0) {
    outcome.open = {rule.seats, 0, false};
    return outcome;
  }
  if (!rule.by_quota || outcome.passed > 1 || !rule.admit_second) {
    outcome.open = rule.by_quota
                       ? largest_remainders(rule.quota, scratch, rule.seats, seats, votes.precedence, tied)
                       : highest_averages(rule.divisors, scratch, rule.seats, seats, votes.precedence, tied);
    return outcome;
  }
  // One list alone has passed: the next largest is admitted beside it, with its own weight.
  std::size_t second = n;
  std::int64_t equal = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i == first || votes.votes[i].value <= 0 || (!votes.no_seats.empty() && votes.no_seats[i] != 0))
      continue;
    const std::int64_t own = votes.votes[i].value;
    const std::int64_t best = second == n ? 0 : votes.votes[second].value;
    const bool ahead =
        own == best && !votes.precedence.empty() && votes.precedence[i] != votes.precedence[second];
    if (own > best || (ahead && votes.precedence[i] < votes.precedence[second])) {
      second = i;
      equal = 1;
    } else if (own == best && !ahead) {
      ++equal;
    }
  }
  if (equal > 1) {
    outcome.open = {rule.seats, equal, false};
    for (std::size_t i = 0; !tied.empty() && i < n; ++i) {
      tied[i] = i != first && votes.votes[i] == votes.votes[second] ? 1 : 0;
    }
    return outcome;
  }
  if (second == n) {
    seats[first].value = rule.seats;
    return outcome;
  }
  outcome.admitted = 2;
  scratch[second] = votes.votes[second];
  const std::array<Votes, 2> pair{votes.votes[first], votes.votes[second]};
  const std::array<std::int32_t, 2> weights{10, rule.second_weight};
  std::array<std::int32_t, 2> order{};
  if (!votes.precedence.empty()) order = {votes.precedence[first], votes.precedence[second]};
  std::array<Seats, 2> given;
  std::array<std::uint8_t, 2> equal_pair{};
  outcome.open = largest_remainders(
      quota_of(rule.quota, sum + pair[1].value, rule.seats), pair, weights, 10, rule.seats, given,
      votes.precedence.empty() ? std::span<const std::int32_t>{} : std::span<const std::int32_t>(order),
      equal_pair);
  if (given[1].value < rule.second_least && outcome.open == Open{}) {
    const std::int64_t least = std::min(rule.second_least, rule.seats);
    given = {Seats(rule.seats - least), Seats(least)};
  }
  seats[first] = given[0];
  seats[second] = given[1];
  if (!tied.empty()) {
    std::fill(tied.begin(), tied.end(), std::uint8_t{0});
    tied[first] = equal_pair[0];
    tied[second] = equal_pair[1];
  }
  return outcome;
}

}  // namespace tallyward::seats
