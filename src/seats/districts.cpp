// Lists in districts: each district for itself, or with what is left over shared out nationally.
#include <algorithm>

#include <fmt/format.h>

#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

/// The districts' seats: as the contest states them, or by the law's formula from all their votes. None:
/// undecided.
base::Result<std::optional<std::vector<Seats>>> seats_of_districts(Proceedings& proceedings,
                                                                   std::int64_t house) {
  const AllocationLaw& law = proceedings.law();
  const auto& districts = proceedings.contest().districts;
  std::vector<Seats> seats;
  std::vector<Votes> votes;
  for (const election::District& own : districts) {
    seats.push_back(own.seats);
    votes.emplace_back(sum_of(own.votes));
  }
  if (!law.district_seats) return seats;
  std::fill(seats.begin(), seats.end(), Seats{});
  TRY_ASSIGN(const bool decided,
             allot_to_districts(proceedings, "district_seats", *law.district_seats, votes, house, seats));
  if (!decided) return std::nullopt;
  for (std::size_t d = 0; d < districts.size(); ++d) {
    proceedings.step("districts.seats", {{"district", districts[d].name},
                                         {"votes", std::to_string(votes[d].value)},
                                         {"seats", std::to_string(seats[d].value)}});
  }
  return seats;
}

/// What the first scrutiny of one region gives and leaves.
struct Region {
  std::vector<Seats> seats;
  std::vector<Votes> remainders;
  std::int64_t left = 0;
  std::int64_t number = 0;  ///< The region's electoral number.
};

/// Votes divided by seats plus `more`, rounded to a whole number, half upwards.
std::int64_t electoral_number(std::int64_t votes, std::int64_t seats, std::int64_t more) {
  return (2 * votes + seats + more) / (2 * (seats + more));
}

/// Whole electoral numbers; should they exceed the seats, the smallest remainders give back. False:
/// undecided.
base::Result<bool> whole_numbers(Proceedings& proceedings, std::span<const Votes> votes, std::int64_t number,
                                 std::int64_t count, Region& region) {
  region.seats.assign(votes.size(), Seats{});
  region.remainders.assign(votes.size(), Votes{});
  region.number = number;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < votes.size() && number > 0; ++i) {
    region.seats[i] = Seats(votes[i].value / number);
    region.remainders[i] = Votes(votes[i].value % number);
    given += region.seats[i].value;
  }
  const auto figure = [&](std::size_t i) { return Ratio{votes[i].value, std::max<std::int64_t>(number, 1)}; };
  proceedings.step("regions.first",
                   {{"number", std::to_string(number)},
                    {"given", std::to_string(given)},
                    {"seats", std::to_string(count)}},
                   standings(votes, {}, figure));
  while (given > count) {
    std::vector<std::size_t> smallest;
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if (region.seats[i].value == 0) continue;
      if (!smallest.empty() && region.remainders[i] < region.remainders[smallest[0]]) smallest.clear();
      if (smallest.empty() || region.remainders[i] == region.remainders[smallest[0]]) smallest.push_back(i);
    }
    TRY_ASSIGN(const auto chosen,
               proceedings.choose(
                   "taken_back", smallest,
                   std::min<std::int64_t>(given - count, static_cast<std::int64_t>(smallest.size())), true));
    if (!chosen) return false;
    for (const std::size_t i : *chosen) {
      --region.seats[i].value;
      region.remainders[i].value += number;
      --given;
      proceedings.step("regions.taken_back", {{"list", proceedings.name(i)}});
    }
  }
  region.left = count - given;
  return true;
}

/// The seats of the second scrutiny go to the regions where the list's remainder is the largest part of the
/// region's number, one each; equals are drawn by lot.
base::Result<void> place_in_regions(Proceedings& proceedings, std::size_t list, std::int64_t count,
                                    std::span<const Region> regions, Allocation& allocation) {
  const auto& districts = proceedings.contest().districts;
  const auto figure = [&](std::size_t d) {
    return Ratio{regions[d].remainders[list].value, std::max<std::int64_t>(regions[d].number, 1)};
  };
  const std::string question =
      fmt::format("second_scrutiny_region:{}", proceedings.contest().contestants[list].id.text);
  std::vector<std::size_t> order;
  for (std::size_t d = 0; d < regions.size(); ++d) {
    if (regions[d].remainders[list].value > 0) order.push_back(d);
  }
  if (static_cast<std::int64_t>(order.size()) < count) {
    proceedings.leave_open(question, count - static_cast<std::int64_t>(order.size()), "open.unassigned");
    return {};
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return compare(figure(a), figure(b)) > 0; });
  const Ratio last = figure(order[static_cast<std::size_t>(count) - 1]);
  std::vector<std::size_t> receive;
  std::vector<std::size_t> tied;
  std::vector<std::string> tied_names;
  for (const std::size_t d : order) {
    const int against_last = compare(figure(d), last);
    if (against_last > 0) receive.push_back(d);
    if (against_last != 0) continue;
    tied.push_back(d);
    tied_names.push_back(districts[d].name);
  }
  TRY_ASSIGN(const auto chosen,
             proceedings.choose_of(question, tied_names, count - static_cast<std::int64_t>(receive.size())));
  if (!chosen) return {};
  for (const std::size_t place : *chosen) receive.push_back(tied[place]);
  std::vector<std::string> names;
  for (const std::size_t d : receive) {
    ++allocation.district_seats[d][list].value;
    names.push_back(fmt::format("{} ({})", districts[d].name, to_decimal(figure(d), 6)));
  }
  proceedings.step("regions.placed",
                   {{"list", proceedings.name(list)}, {"regions", proceedings.joined(names)}});
  return {};
}

}  // namespace

base::Result<void> needs_districts(const AllocationLaw& law, const election::Contest& contest) {
  if (!contest.districts.empty()) return {};
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("'{}' allocates by district, and the contest has no districts", law.id));
}

base::Result<void> allocate_by_district(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  std::int64_t house = 0;
  if (proceedings.law().district_seats) {
    TRY_ASSIGN(house, seats_of_the_house(proceedings.law(), contest));
  }
  TRY_ASSIGN(const std::vector<Votes> admitted, apply_threshold(proceedings));
  TRY_ASSIGN(const auto seats, seats_of_districts(proceedings, house));
  if (!seats) return {};
  allocation.house = Seats(sum_of(*seats));
  for (std::size_t d = 0; d < contest.districts.size(); ++d) {
    proceedings.set_district(contest.districts[d].name);
    std::vector<Seats> own(admitted.size());
    TRY(allot(proceedings, proceedings.law().formula,
              votes_in_district(proceedings.law(), contest.districts[d], admitted), (*seats)[d].value, own));
    for (std::size_t i = 0; i < own.size(); ++i) allocation.seats[i] += own[i];
    allocation.district_seats.push_back(std::move(own));
  }
  proceedings.set_district("");
  return {};
}

base::Result<void> allocate_national_remainders(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  TRY_ASSIGN(const std::int64_t house, seats_of_the_house(proceedings.law(), contest));
  allocation.house = Seats(house);
  TRY_ASSIGN(const std::vector<Votes> admitted, apply_threshold(proceedings));
  TRY_ASSIGN(const auto seats, seats_of_districts(proceedings, house));
  if (!seats) return {};
  std::vector<Region> regions(contest.districts.size());
  std::vector<Votes> remainders(admitted.size());
  std::int64_t left = 0;
  bool decided = true;
  for (std::size_t d = 0; d < regions.size(); ++d) {
    proceedings.set_district(contest.districts[d].name);
    const std::vector<Votes> votes = votes_in_district(proceedings.law(), contest.districts[d], admitted);
    const std::int64_t number = electoral_number(sum_of(votes), (*seats)[d].value, 2);
    TRY_ASSIGN(const bool own, whole_numbers(proceedings, votes, number, (*seats)[d].value, regions[d]));
    decided = decided && own;
    left += regions[d].left;
    for (std::size_t i = 0; i < admitted.size(); ++i) {
      remainders[i] += regions[d].remainders[i];
      allocation.seats[i] += regions[d].seats[i];
    }
    allocation.district_seats.push_back(regions[d].seats);
  }
  proceedings.set_district("");
  if (!decided || left == 0) return {};
  const std::int64_t number = electoral_number(sum_of(remainders), left, 1);
  proceedings.step("regions.second", {{"seats", std::to_string(left)},
                                      {"votes", std::to_string(sum_of(remainders))},
                                      {"number", std::to_string(number)}});
  const std::vector<std::int32_t> equal_weights;
  std::vector<Seats> second(admitted.size());
  std::vector<std::uint8_t> tied(admitted.size());
  const Open open = largest_remainders({number, 1}, remainders, equal_weights, 1, left, second, {}, tied);
  if (open != Open{}) {
    std::vector<std::size_t> between;
    for (std::size_t i = 0; i < tied.size(); ++i) {
      if (tied[i] != 0) between.push_back(i);
    }
    if (between.empty()) {
      proceedings.leave_open("second_scrutiny", open.seats, "open.unassigned");
      return {};
    }
    TRY_ASSIGN(const auto chosen,
               proceedings.choose("second_scrutiny", between, open.seats, open.taken_back));
    if (!chosen) return {};
    for (const std::size_t i : *chosen) second[i].value += open.taken_back ? -1 : 1;
  }
  const auto figure = [&](std::size_t i) {
    return Ratio{remainders[i].value, std::max<std::int64_t>(number, 1)};
  };
  for (std::size_t i = 0; i < second.size(); ++i) {
    if (second[i].value == 0) continue;
    proceedings.step("regions.national",
                     {{"list", proceedings.name(i)}, {"seats", std::to_string(second[i].value)}},
                     standings(remainders, allocation.seats, figure));
    allocation.seats[i] += second[i];
  }
  for (std::size_t i = 0; i < second.size(); ++i) {
    if (second[i].value > 0) TRY(place_in_regions(proceedings, i, second[i].value, regions, allocation));
  }
  return {};
}

}  // namespace tallyward::seats
