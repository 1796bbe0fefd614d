// Most votes wins, and two rounds.
#include <algorithm>

#include <fmt/format.h>

#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

/// The `count` with the most votes; a lot decides between equals at the end. None: undecided.
base::Result<std::optional<std::vector<std::size_t>>> most_votes(Proceedings& proceedings,
                                                                 std::string_view question,
                                                                 std::int64_t count) {
  const auto& contest = proceedings.contest();
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < contest.votes.size(); ++i) {
    if (contest.votes[i].value > 0 && !receives_no_seats(contest.contestants[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return contest.votes[a] > contest.votes[b]; });
  if (static_cast<std::int64_t>(order.size()) <= count) return order;
  const Votes last = contest.votes[order[static_cast<std::size_t>(count) - 1]];
  std::vector<std::size_t> sure;
  std::vector<std::size_t> tied;
  for (const std::size_t i : order) {
    if (contest.votes[i] > last) sure.push_back(i);
    if (contest.votes[i] == last) tied.push_back(i);
  }
  TRY_ASSIGN(const auto chosen,
             proceedings.choose(std::string(question), tied, count - static_cast<std::int64_t>(sure.size())));
  if (!chosen) return std::nullopt;
  sure.insert(sure.end(), chosen->begin(), chosen->end());
  return sure;
}

std::vector<Standing> by_votes(const election::Contest& contest) {
  std::vector<Standing> all;
  for (std::size_t i = 0; i < contest.votes.size(); ++i) all.push_back({i, 0, {contest.votes[i].value, 1}});
  return all;
}

}  // namespace

base::Result<void> allocate_by_plurality(Proceedings& proceedings, Allocation& allocation) {
  TRY_ASSIGN(const std::int64_t seats, seats_of_the_house(proceedings.law(), proceedings.contest()));
  allocation.house = Seats(seats);
  TRY_ASSIGN(const auto elected, most_votes(proceedings, "plurality", seats));
  if (!elected) return {};
  for (const std::size_t i : *elected) allocation.seats[i] = Seats(1);
  proceedings.step("plurality", {{"seats", std::to_string(seats)}, {"lists", proceedings.names(*elected)}},
                   by_votes(proceedings.contest()));
  if (static_cast<std::int64_t>(elected->size()) < seats) {
    proceedings.leave_open("plurality", seats - static_cast<std::int64_t>(elected->size()), "open.fewer");
  }
  return {};
}

base::Result<void> allocate_in_two_rounds(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  allocation.house = Seats(1);
  TRY_ASSIGN(const std::int64_t base, threshold_base(proceedings.law(), contest));
  for (std::size_t i = 0; i < contest.votes.size(); ++i) {
    if (receives_no_seats(contest.contestants[i]) || !reaches(contest.votes[i], base, {1, 2}, true)) continue;
    allocation.seats[i] = Seats(1);
    proceedings.step("two_round.elected",
                     {{"list", proceedings.name(i)},
                      {"votes", std::to_string(contest.votes[i].value)},
                      {"base", std::to_string(base)}},
                     by_votes(contest));
    return {};
  }
  proceedings.step("two_round.nobody", {{"base", std::to_string(base)}}, by_votes(contest));
  TRY_ASSIGN(const auto second, most_votes(proceedings, "second_round", 2));
  if (!second) return {};
  allocation.second_round = *second;
  proceedings.step("two_round.second", {{"lists", proceedings.names(*second)}});
  return {};
}

}  // namespace tallyward::seats
