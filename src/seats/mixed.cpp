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
  TRY_ASSIGN(const bool lands_decided,
             allot_to_districts(proceedings, "land_seats", {false, Quota::hare, Divisors::sainte_lague},
                                inhabitants, house, of_land));
  if (!lands_decided) return std::nullopt;
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
base::Result<void> seats_in_laender(Proceedings& proceedings, std::size_t list, Allocation& allocation) {
  const auto& districts = proceedings.contest().districts;
  std::vector<Votes> votes;
  std::vector<Seats> held;
  for (const election::District& own : districts) {
    votes.push_back(own.votes[list]);
    held.push_back(own.direct_seats.empty() ? Seats{} : own.direct_seats[list]);
  }
  // With the direct seats held from the start, a Land receives more only when its turn comes beyond them.
  const std::string question = fmt::format("laender:{}", proceedings.contest().contestants[list].id.text);
  TRY_ASSIGN(const bool decided,
             allot_to_districts(proceedings, question, {false, Quota::hare, Divisors::sainte_lague}, votes,
                                allocation.seats[list].value - sum_of(held), held));
  std::vector<std::string> lands;
  for (std::size_t d = 0; d < districts.size(); ++d) {
    allocation.district_seats[d][list] = held[d];
    if (held[d].value > 0) lands.push_back(fmt::format("{} {}", districts[d].name, held[d].value));
  }
  if (decided)
    proceedings.step("mixed.laender", {{"list", proceedings.name(list)},
                                       {"seats", std::to_string(allocation.seats[list].value)},
                                       {"lands", proceedings.joined(lands)}});
  return {};
}

/// Section 6(5): the house grows until every list has its minimum; a tie for its last seats is drawn by lot
/// where the lot could complete every minimum. None: undecided. Averages only ever add, so a house too small
/// for its certain seats plus the tied ones is passed over without asking.
base::Result<std::optional<std::vector<Seats>>> levelled(Proceedings& proceedings,
                                                         std::span<const Votes> admitted,
                                                         std::span<const Seats> minimum, std::int64_t outside,
                                                         std::int64_t& house) {
  std::vector<std::uint8_t> tied(admitted.size());
  const auto missing = [&](std::span<const Seats> seats, bool with_tied) {
    for (std::size_t i = 0; i < seats.size(); ++i) {
      const std::int64_t could = with_tied && tied[i] != 0 ? 1 : 0;
      if (seats[i].value + could < minimum[i].value) return true;
    }
    return false;
  };
  for (; house - outside < election::kLargestSeats; ++house) {
    std::vector<Seats> seats(admitted.size());
    const Open open =
        highest_averages(proceedings.law().formula.divisors, admitted, house - outside, seats, {}, tied);
    if (missing(seats, open != Open{})) continue;
    if (open == Open{}) return seats;
    std::vector<std::size_t> between;
    std::int64_t needed = 0;
    for (std::size_t i = 0; i < tied.size(); ++i) {
      if (tied[i] == 0) continue;
      between.push_back(i);
      needed += seats[i] < minimum[i] ? 1 : 0;
    }
    if (between.empty()) {
      proceedings.leave_open("averages", open.seats, "open.unassigned");
      return std::nullopt;
    }
    if (needed > open.seats) continue;
    TRY_ASSIGN(const auto chosen, proceedings.choose(fmt::format("house:{}", house), between, open.seats));
    if (!chosen) return std::nullopt;
    for (const std::size_t i : *chosen) ++seats[i].value;
    std::fill(tied.begin(), tied.end(), std::uint8_t{0});
    if (!missing(seats, false)) return seats;
  }
  return base::fail(base::ErrorCode::invalid_input, "no house is large enough to level all direct seats");
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
  TRY_ASSIGN(const auto grown, levelled(proceedings, admitted, minimum, outside, house));
  if (!grown) return {};
  const std::vector<Seats>& seats = *grown;
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
