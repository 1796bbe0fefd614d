// District seats, then levelling seats that bring the whole nearer to proportion: Norway's Election Act 2023
// (earlier 2002) chapter 11. Each district has one levelling seat.
#include <algorithm>

#include <fmt/format.h>

#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

/// How many levelling seats each list has. A list that already holds more district seats than its share of
/// the whole leaves the calculation with its seats, which is then made again. None: undecided.
base::Result<std::optional<std::vector<Seats>>> levelling_by_list(Proceedings& proceedings,
                                                                  std::span<const Votes> national,
                                                                  std::span<const Seats> district,
                                                                  std::int64_t house) {
  std::vector<Votes> taking_part(national.begin(), national.end());
  while (true) {
    std::int64_t outside = 0;
    for (std::size_t i = 0; i < taking_part.size(); ++i) {
      if (taking_part[i].value == 0) outside += district[i].value;
    }
    if (outside > house)
      return base::fail(base::ErrorCode::invalid_input, "more district seats than the house has");
    proceedings.step("levelling.share",
                     {{"house", std::to_string(house)}, {"seats", std::to_string(house - outside)}});
    std::vector<Seats> share(taking_part.size());
    TRY_ASSIGN(const bool decided, allot_by_averages(proceedings, proceedings.law().formula.divisors,
                                                     taking_part, house - outside, share, "levelling"));
    if (!decided) return std::nullopt;
    bool again = false;
    for (std::size_t i = 0; i < share.size(); ++i) {
      if (taking_part[i].value == 0 || share[i] >= district[i]) continue;
      proceedings.step("levelling.more", {{"list", proceedings.name(i)},
                                          {"held", std::to_string(district[i].value)},
                                          {"share", std::to_string(share[i].value)}});
      taking_part[i] = Votes{};
      again = true;
    }
    if (again) continue;
    for (std::size_t i = 0; i < share.size(); ++i)
      share[i] = taking_part[i].value > 0 ? share[i] - district[i] : Seats{};
    return share;
  }
}

struct Claim {
  std::size_t district;
  std::size_t list;
  Ratio quotient;
};

/// A list's votes divided by twice its district seats plus one, in proportion to the votes behind one
/// district seat of the district; largest first.
std::vector<Claim> claims(const election::Contest& contest, std::span<const Seats> levelling,
                          const std::vector<std::vector<Seats>>& district_seats) {
  std::vector<Claim> all;
  for (std::size_t d = 0; d < contest.districts.size(); ++d) {
    const std::int64_t votes = sum_of(contest.districts[d].votes);
    for (std::size_t i = 0; i < levelling.size(); ++i) {
      const std::int64_t own = contest.districts[d].votes[i].value;
      if (levelling[i].value == 0 || own == 0) continue;
      const std::int64_t divisor = 2 * district_seats[d][i].value + 1;
      all.push_back(
          {d, i, {Integer128{own} * contest.districts[d].seats.value, Integer128{divisor} * votes}});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Claim& a, const Claim& b) { return compare(a.quotient, b.quotient) > 0; });
  return all;
}

/// Where levelling seats are still to be had.
struct Places {
  std::vector<std::uint8_t> full;  ///< By district.
  std::vector<Seats> levelling;    ///< By list: still to be placed.
  bool open(const Claim& claim) const { return full[claim.district] == 0 && levelling[claim.list].value > 0; }
};

/// Those of the claims equal to `order[first]` that it would shut out, or that would shut each other out: the
/// same district, or the last seat of the same list. One alone: no tie.
std::vector<std::size_t> rivals(const std::vector<Claim>& order, std::size_t first, const Places& places) {
  std::vector<std::size_t> group{first};
  for (std::size_t other = first + 1;
       other < order.size() && compare(order[other].quotient, order[first].quotient) == 0; ++other) {
    if (!places.open(order[other])) continue;
    const bool rival = std::any_of(group.begin(), group.end(), [&](std::size_t member) {
      return order[other].district == order[member].district ||
             (order[other].list == order[member].list && places.levelling[order[member].list].value == 1);
    });
    if (rival) group.push_back(other);
  }
  return group;
}

/// One levelling seat for each district, to the highest quotients; equal claims of which not all can be met
/// are drawn by lot, one at a time.
base::Result<void> place_levelling_seats(Proceedings& proceedings, std::vector<Seats> levelling,
                                         Allocation& allocation) {
  const auto& contest = proceedings.contest();
  const std::vector<Claim> order = claims(contest, levelling, allocation.district_seats);
  Places places{std::vector<std::uint8_t>(contest.districts.size()), std::move(levelling)};
  std::int64_t number = 0;
  for (std::size_t k = 0; k < order.size();) {
    if (!places.open(order[k])) {
      ++k;
      continue;
    }
    ++number;
    const std::vector<std::size_t> group = rivals(order, k, places);
    std::vector<std::string> names;
    for (const std::size_t member : group) {
      names.push_back(fmt::format("{} @ {}", contest.contestants[order[member].list].id.text,
                                  contest.districts[order[member].district].name));
    }
    TRY_ASSIGN(const auto chosen, proceedings.choose_of(fmt::format("levelling_place:{}", number), names, 1));
    if (!chosen) return {};
    const Claim& claim = order[group[chosen->front()]];
    places.full[claim.district] = 1;
    --places.levelling[claim.list].value;
    ++allocation.district_seats[claim.district][claim.list].value;
    ++allocation.seats[claim.list].value;
    proceedings.set_district(contest.districts[claim.district].name);
    proceedings.step("levelling.place", {{"list", proceedings.name(claim.list)},
                                         {"district", contest.districts[claim.district].name},
                                         {"quotient", to_decimal(claim.quotient, 6)}});
    proceedings.set_district("");
  }
  if (const std::int64_t left = sum_of(places.levelling); left > 0)
    proceedings.leave_open("levelling_place", left, "open.unassigned");
  return {};
}

}  // namespace

base::Result<void> allocate_with_levelling(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  TRY_ASSIGN(const std::int64_t house, seats_of_the_house(proceedings.law(), contest));
  allocation.house = Seats(house);
  std::int64_t of_districts = 0;
  for (const election::District& district : contest.districts) of_districts += district.seats.value;
  if (of_districts > house)
    return base::fail(base::ErrorCode::invalid_input, "more district seats than the house has");
  bool decided = true;
  for (const election::District& district : contest.districts) {
    proceedings.set_district(district.name);
    std::vector<Seats> own(contest.votes.size());
    TRY_ASSIGN(const bool settled,
               allot(proceedings, proceedings.law().formula, district.votes, district.seats.value, own));
    decided = decided && settled;
    for (std::size_t i = 0; i < own.size(); ++i) allocation.seats[i] += own[i];
    allocation.district_seats.push_back(std::move(own));
  }
  proceedings.set_district("");
  if (!decided) return {};
  TRY_ASSIGN(const std::vector<Votes> national, apply_threshold(proceedings));
  TRY_ASSIGN(const auto levelling, levelling_by_list(proceedings, national, allocation.seats, house));
  if (!levelling) return {};
  return place_levelling_seats(proceedings, *levelling, allocation);
}

}  // namespace tallyward::seats
