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

/// One levelling seat for each district, to the highest quotients. False: undecided.
bool place_levelling_seats(Proceedings& proceedings, std::vector<Seats> levelling, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  const std::vector<Claim> order = claims(contest, levelling, allocation.district_seats);
  std::vector<std::uint8_t> full(contest.districts.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const Claim& claim = order[k];
    if (full[claim.district] != 0 || levelling[claim.list].value == 0) continue;
    // An equal claim that this one would shut out is a tie that no figure decides.
    for (std::size_t other = k + 1;
         other < order.size() && compare(order[other].quotient, claim.quotient) == 0; ++other) {
      const bool rival = order[other].district == claim.district ||
                         (order[other].list == claim.list && levelling[claim.list].value == 1);
      if (!rival || full[order[other].district] != 0 || levelling[order[other].list].value == 0) continue;
      proceedings.set_district(contest.districts[claim.district].name);
      proceedings.leave_open("levelling_place", {claim.list, order[other].list}, 1, "");
      return false;
    }
    full[claim.district] = 1;
    --levelling[claim.list].value;
    ++allocation.district_seats[claim.district][claim.list].value;
    ++allocation.seats[claim.list].value;
    proceedings.set_district(contest.districts[claim.district].name);
    proceedings.step("levelling.place", {{"list", proceedings.name(claim.list)},
                                         {"district", contest.districts[claim.district].name},
                                         {"quotient", to_decimal(claim.quotient, 6)}});
  }
  proceedings.set_district("");
  return true;
}

}  // namespace

base::Result<void> allocate_with_levelling(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  TRY_ASSIGN(const std::int64_t house, seats_of_the_house(proceedings.law(), contest));
  allocation.house = Seats(house);
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
  place_levelling_seats(proceedings, *levelling, allocation);
  return {};
}

}  // namespace tallyward::seats
