// Lists in one constituency: thresholds, then a quota with largest remainders or highest averages.
#include <algorithm>

#include <fmt/format.h>

#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

using election::Contest;

/// Kazakhstan, art. 97(2) and (3) in the text seen: when one list alone passes, the next in votes is
/// admitted beside it, its quotient multiplied by the correction index.
base::Result<bool> admit_second(Proceedings& proceedings, std::size_t first, std::vector<Votes>& admitted,
                                Allocation& allocation, std::int64_t seats) {
  const AllocationLaw& law = proceedings.law();
  const Contest& contest = proceedings.contest();
  std::int64_t most = 0;
  std::vector<std::size_t> next;
  for (std::size_t i = 0; i < contest.votes.size(); ++i) {
    if (i == first || receives_no_seats(contest.contestants[i]) || contest.votes[i].value == 0) continue;
    if (contest.votes[i].value > most) next.clear();
    most = std::max(most, contest.votes[i].value);
    if (contest.votes[i].value == most) next.push_back(i);
  }
  if (next.empty()) {
    allocation.seats[first] = Seats(seats);
    proceedings.step("second_list.none",
                     {{"list", proceedings.name(first)}, {"seats", std::to_string(seats)}});
    return true;
  }
  TRY_ASSIGN(const auto chosen, proceedings.choose("second_list", next, 1));
  if (!chosen) return false;
  const std::size_t second = chosen->front();
  admitted[second] = contest.votes[second];
  proceedings.step("second_list.admitted", {{"list", proceedings.name(first)},
                                            {"second", proceedings.name(second)},
                                            {"index", fmt::format("0.{}", law.second_list_tenths)}});
  QuotaRule rule{law.formula.quota, std::vector<std::int32_t>(admitted.size(), 10)};
  rule.tenths[second] = law.second_list_tenths;
  TRY_ASSIGN(const bool decided, allot_by_quota(proceedings, rule, admitted, seats, allocation.seats));
  const std::int64_t least = std::min(law.second_list_least.value, seats);
  if (decided && allocation.seats[second].value < least) {
    proceedings.step("second_list.least",
                     {{"second", proceedings.name(second)}, {"least", std::to_string(least)}});
    allocation.seats[second] = Seats(least);
    allocation.seats[first] = Seats(seats - least);
  }
  return decided;
}

/// Lists that have joined (blocs): the bloc's seats are shared out among its lists by the law's second
/// formula.
base::Result<void> share_within_blocs(Proceedings& proceedings, std::span<const Votes> admitted,
                                      std::span<const std::size_t> leader, std::vector<Seats>& seats) {
  const std::vector<Seats> of_bloc = seats;
  for (std::size_t head = 0; head < leader.size(); ++head) {
    if (leader[head] != head) continue;
    std::vector<Votes> own(admitted.size());
    std::size_t members = 0;
    for (std::size_t i = 0; i < leader.size(); ++i) {
      if (leader[i] != head || admitted[i].value == 0) continue;
      own[i] = admitted[i];
      ++members;
    }
    if (members < 2) continue;
    std::vector<Seats> shared(seats.size());
    proceedings.step("bloc", {{"bloc", proceedings.contest().contestants[head].bloc},
                              {"seats", std::to_string(of_bloc[head].value)}});
    TRY(allot(proceedings, proceedings.law().blocs, own, of_bloc[head].value, shared));
    for (std::size_t i = 0; i < leader.size(); ++i) {
      if (leader[i] == head) seats[i] = shared[i];
    }
  }
  return {};
}

/// For each list the first admitted list of its bloc; itself without a bloc.
std::vector<std::size_t> bloc_leaders(const Contest& contest, std::span<const Votes> admitted) {
  std::vector<std::size_t> leader(admitted.size());
  for (std::size_t i = 0; i < leader.size(); ++i) {
    leader[i] = i;
    const std::string& bloc = contest.contestants[i].bloc;
    if (bloc.empty() || admitted[i].value == 0) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (contest.contestants[j].bloc == bloc && admitted[j].value > 0) {
        leader[i] = j;
        break;
      }
    }
  }
  return leader;
}

}  // namespace

base::Result<void> allocate_by_list(Proceedings& proceedings, Allocation& allocation) {
  const AllocationLaw& law = proceedings.law();
  TRY_ASSIGN(const std::int64_t seats, seats_of_the_house(law, proceedings.contest()));
  allocation.house = Seats(seats);
  TRY_ASSIGN(std::vector<Votes> admitted, apply_threshold(proceedings));
  const auto passed = std::count_if(admitted.begin(), admitted.end(), [](Votes v) { return v.value > 0; });
  if (passed == 0) {
    proceedings.leave_open("threshold", seats, "open.no_list");
    return {};
  }
  if (law.admit_second_list && passed == 1) {
    const auto first = std::find_if(admitted.begin(), admitted.end(), [](Votes v) { return v.value > 0; });
    TRY(admit_second(proceedings, static_cast<std::size_t>(first - admitted.begin()), admitted, allocation,
                     seats));
    return {};
  }
  const std::vector<std::size_t> leader = bloc_leaders(proceedings.contest(), admitted);
  std::vector<Votes> joined(admitted.size());
  for (std::size_t i = 0; i < admitted.size(); ++i) joined[leader[i]] += admitted[i];
  TRY_ASSIGN(const bool decided, allot(proceedings, law.formula, joined, seats, allocation.seats));
  if (!decided) return {};
  return share_within_blocs(proceedings, admitted, leader, allocation.seats);
}

}  // namespace tallyward::seats
