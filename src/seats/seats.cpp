#include "seats/seats.h"

#include <fmt/format.h>

#include "seats/systems.h"

namespace tallyward::seats {
namespace {

base::Result<void> proceed(Proceedings& proceedings, Allocation& allocation) {
  switch (proceedings.law().system) {
    case System::list:
      return allocate_by_list(proceedings, allocation);
    case System::list_by_district:
      return allocate_by_district(proceedings, allocation);
    case System::list_national_remainders:
      return allocate_national_remainders(proceedings, allocation);
    case System::list_with_levelling:
      return allocate_with_levelling(proceedings, allocation);
    case System::mixed_overhang:
      return allocate_mixed_overhang(proceedings, allocation);
    case System::mixed_levelling:
      return allocate_mixed_levelling(proceedings, allocation);
    case System::biproportional:
      return allocate_biproportionally(proceedings, allocation);
    case System::dutch:
      return allocate_dutch(proceedings, allocation);
    case System::plurality:
      return allocate_by_plurality(proceedings, allocation);
    case System::two_round:
      return allocate_in_two_rounds(proceedings, allocation);
    case System::single_transferable_vote:
      return allocate_by_transferable_vote(proceedings, allocation);
    case System::instant_runoff:
      return allocate_by_instant_runoff(proceedings, allocation);
  }
  return {};
}

}  // namespace

std::int64_t sum_of(std::span<const Votes> votes) {
  std::int64_t sum = 0;
  for (const Votes& own : votes) sum += own.value;
  return sum;
}

std::int64_t sum_of(std::span<const Seats> seats) {
  std::int64_t sum = 0;
  for (const Seats& own : seats) sum += own.value;
  return sum;
}

base::Result<std::int64_t> seats_of_the_house(const AllocationLaw& law, const election::Contest& contest) {
  const std::int64_t seats = contest.seats.value > 0 ? contest.seats.value : law.seats.value;
  if (seats > 0) return seats;
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("neither the contest nor '{}' says how many seats there are", law.id));
}

base::Result<Allocation> allocate_seats(const AllocationLaw& law, const election::Contest& contest,
                                        std::span<const RecordedLot> lots, bool explain,
                                        std::string_view language) {
  TRY(election::check_contest(contest));
  Proceedings proceedings(law, contest, lots, explain, language);
  Allocation allocation;
  allocation.seats.assign(contest.contestants.size(), Seats{});
  TRY(base::while_doing(proceed(proceedings, allocation), fmt::format("allocating seats by '{}'", law.id)));
  proceedings.set_district("");
  std::string total;
  for (std::size_t i = 0; i < allocation.seats.size(); ++i) {
    if (allocation.seats[i].value == 0) continue;
    if (!total.empty()) total += ", ";
    total += fmt::format("{} {}", proceedings.name(i), allocation.seats[i].value);
  }
  if (total.empty()) total = proceedings.word("none");
  proceedings.step("total", {{"lists", total}});
  return std::move(proceedings).finish(std::move(allocation));
}

}  // namespace tallyward::seats
