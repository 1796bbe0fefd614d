// Mixed-member systems: single-member districts count against the lists' share of the house.
#include <algorithm>

#include <fmt/format.h>

#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

/// Direct seats of those who take no part in the list allocation leave the house before it is shared out.
std::int64_t direct_seats_outside(const election::Contest& contest, std::span<const Votes> admitted) {
  std::int64_t outside = 0;
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    if (admitted[i].value == 0) outside += contest.contestants[i].direct_seats.value;
  }
  return outside;
}

/// Germany 2013, section 6(2): seats to the Länder by inhabitants, and in each Land to the lists. Result:
/// what each list is sure of in each Land, the larger of that share and its direct seats. None: undecided.
base::Result<std::optional<std::vector<std::vector<Seats>>>> minimum_seats(Proceedings& proceedings,
                                                                           std::span<const Votes> admitted,
                                                                           std::int64_t house) {
  const auto& districts = proceedings.contest().districts;
  std::vector<Votes> inhabitants;
  for (const election::District& own : districts) inhabitants.emplace_back(own.inhabitants);
  std::vector<Seats> of_land(districts.size());
  const Open open = highest_averages(Divisors::sainte_lague, inhabitants, house, of_land);
  if (open != Open{}) {
    proceedings.leave_open("land_seats", {}, open.seats,
                           "undetermined: the figures of inhabitants do not decide the seats of the Länder");
    return std::nullopt;
  }
  std::vector<std::vector<Seats>> least(districts.size(), std::vector<Seats>(admitted.size()));
  bool decided = true;
  for (std::size_t d = 0; d < districts.size(); ++d) {
    proceedings.set_district(districts[d].name);
    proceedings.step("mixed.land",
                     {{"land", districts[d].name}, {"seats", std::to_string(of_land[d].value)}});
    const std::vector<Votes> votes = votes_in_district(proceedings.law(), districts[d], admitted);
    TRY_ASSIGN(const bool own,
               allot(proceedings, proceedings.law().formula, votes, of_land[d].value, least[d]));
    decided = decided && own;
    for (std::size_t i = 0; i < admitted.size() && !districts[d].direct_seats.empty(); ++i) {
      if (admitted[i].value > 0) least[d][i] = std::max(least[d][i], districts[d].direct_seats[i]);
    }
  }
  proceedings.set_district("");
  if (!decided) return std::nullopt;
  return least;
}

/// Section 6(6): a list's seats go to its Länder by votes, but never fewer than the direct seats there.
base::Result<bool> seats_in_laender(Proceedings& proceedings, std::size_t list, Allocation& allocation) {
  const auto& districts = proceedings.contest().districts;
  std::vector<Votes> votes;
  std::vector<Seats> held;
  for (const election::District& own : districts) {
    votes.push_back(own.votes[list]);
    held.push_back(own.direct_seats.empty() ? Seats{} : own.direct_seats[list]);
  }
  // Averages decide from nothing held; a Land whose direct seats exceed its turn keeps them and is passed
  // over until its turn has come. So: the smallest house of the list at which the larger of both sums up.
  for (std::int64_t turn = 0; turn <= allocation.seats[list].value; ++turn) {
    std::vector<Seats> share(districts.size());
    // Equals that wait for the next turn are no hindrance: a divisor just above theirs gives this share.
    (void)highest_averages(Divisors::sainte_lague, votes, turn, share);
    std::int64_t sum = 0;
    for (std::size_t d = 0; d < districts.size(); ++d) sum += std::max(share[d], held[d]).value;
    if (sum < allocation.seats[list].value) continue;
    if (sum > allocation.seats[list].value) break;
    for (std::size_t d = 0; d < districts.size(); ++d)
      allocation.district_seats[d][list] = std::max(share[d], held[d]);
    return true;
  }
  proceedings.leave_open(
      fmt::format("laender:{}", proceedings.contest().contestants[list].id.text), {list}, 1,
      fmt::format("undetermined: equal averages of Länder for the last seats of {}", proceedings.name(list)));
  return false;
}

}  // namespace

base::Result<void> allocate_mixed_overhang(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY_ASSIGN(std::int64_t house, seats_of_the_house(proceedings.law(), contest));
  TRY_ASSIGN(const std::vector<Votes> admitted, apply_threshold(proceedings));
  const std::int64_t outside = direct_seats_outside(contest, admitted);
  if (outside > 0)
    proceedings.step("mixed.outside",
                     {{"seats", std::to_string(outside)}, {"left", std::to_string(house - outside)}});
  if (outside > house)
    return base::fail(base::ErrorCode::invalid_input, "more direct seats than the house has");
  std::vector<Seats> entitled(admitted.size());
  TRY_ASSIGN(const bool decided,
             allot(proceedings, proceedings.law().formula, admitted, house - outside, entitled));
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    const Seats direct = contest.contestants[i].direct_seats;
    allocation.seats[i] = std::max(entitled[i], direct);
    if (admitted[i].value > 0 && direct > entitled[i] && decided) {
      house += direct.value - entitled[i].value;
      proceedings.step("mixed.overhang", {{"list", proceedings.name(i)},
                                          {"direct", std::to_string(direct.value)},
                                          {"entitled", std::to_string(entitled[i].value)},
                                          {"house", std::to_string(house)}});
    }
  }
  allocation.house = Seats(house);
  return {};
}

base::Result<void> allocate_mixed_levelling(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  TRY_ASSIGN(std::int64_t house, seats_of_the_house(proceedings.law(), contest));
  TRY_ASSIGN(const std::vector<Votes> admitted, apply_threshold(proceedings));
  std::int64_t outside = 0;
  std::vector<Seats> direct(admitted.size());
  for (const election::District& own : contest.districts) {
    for (std::size_t i = 0; i < admitted.size() && !own.direct_seats.empty(); ++i) {
      direct[i] += own.direct_seats[i];
      if (admitted[i].value == 0) outside += own.direct_seats[i].value;
    }
  }
  TRY_ASSIGN(const auto least, minimum_seats(proceedings, admitted, house - outside));
  if (!least) return {};
  std::vector<Seats> minimum(admitted.size());
  for (const std::vector<Seats>& land : *least) {
    for (std::size_t i = 0; i < land.size(); ++i) minimum[i] += land[i];
  }
  const auto figure = [&](std::size_t i) { return Ratio{minimum[i].value, 1}; };
  proceedings.step("mixed.minimum", {{"seats", std::to_string(sum_of(minimum))}},
                   standings(admitted, minimum, figure));
  // Section 6(5): the house grows until every list has its minimum. Averages only ever add, so one seat at a
  // time.
  std::vector<Seats> seats(admitted.size());
  std::vector<std::uint8_t> tied(admitted.size());
  Open open =
      highest_averages(proceedings.law().formula.divisors, admitted, house - outside, seats, {}, tied);
  const auto short_of_it = [&] {
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (seats[i] < minimum[i]) return true;
    }
    return false;
  };
  while (open != Open{} || short_of_it()) {
    if (house - outside >= election::kLargestSeats) {
      return base::fail(base::ErrorCode::invalid_input, "no house is large enough to level all direct seats");
    }
    ++house;
    open = highest_averages(proceedings.law().formula.divisors, admitted, house - outside, seats, {}, tied);
  }
  allocation.house = Seats(house);
  allocation.seats = seats;
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    if (admitted[i].value == 0) allocation.seats[i] = direct[i];
  }
  proceedings.step("mixed.house", {{"house", std::to_string(house)}}, standings(admitted, seats, figure));
  allocation.district_seats.assign(contest.districts.size(), std::vector<Seats>(admitted.size()));
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    if (admitted[i].value == 0) continue;
    TRY(seats_in_laender(proceedings, i, allocation));
  }
  return {};
}

}  // namespace tallyward::seats
