// The building blocks of every law, explained: seats by averages, seats by quota and remainders. Each gives
// what seats/allocate.h gives, and writes its steps down.
#pragma once

#include <string>

#include "seats/proceedings.h"

namespace tallyward::seats {

/// Whether the seats could be handed out completely. When not, a question stands in the proceedings and
/// `seats` holds what is certain.
using Decided = base::Result<bool>;

/// `count` seats by highest averages on top of `seats`. Questions are named "LABEL:seat number".
Decided allot_by_averages(Proceedings& proceedings, Divisors divisors, std::span<const Votes> votes,
                          std::int64_t count, std::span<Seats> seats, std::string_view label = "averages");

/// A quota with weights in tenths: what largest_remainders() takes.
struct QuotaRule {
  Quota kind = Quota::hare;
  std::vector<std::int32_t> tenths;  ///< Empty: all are 10.
};

/// `count` seats by whole quotas and largest remainders, from nothing held.
Decided allot_by_quota(Proceedings& proceedings, const QuotaRule& rule, std::span<const Votes> votes,
                       std::int64_t count, std::span<Seats> seats, std::string_view label = "remainders");

/// One of the two, as the formula says.
Decided allot(Proceedings& proceedings, const Formula& formula, std::span<const Votes> votes,
              std::int64_t count, std::span<Seats> seats);

/// `count` seats by the formula to districts by name; equals are drawn by the lot `question`. `figures` are
/// their votes or inhabitants; `seats` are continued (averages) or set (quota).
Decided allot_to_districts(Proceedings& proceedings, const std::string& question, const Formula& formula,
                           std::span<const Votes> figures, std::int64_t count, std::span<Seats> seats);

/// How contestants with votes stand: seats held, and figure(i).
template <typename Figure>
std::vector<Standing> standings(std::span<const Votes> votes, std::span<const Seats> seats,
                                const Figure& figure) {
  std::vector<Standing> all;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (votes[i].value > 0) all.push_back({i, seats.empty() ? 0 : seats[i].value, figure(i)});
  }
  return all;
}

/// votes / divisor; Huntington-Hill's is squared. With 0 seats under divisors that start at 0: the votes.
Ratio average(Divisors divisors, Votes votes, Seats held);

}  // namespace tallyward::seats
