#include "seats/seats.h"

#include <fmt/format.h>

#include "seats/systems.h"

namespace tallyward::seats {
namespace {

using System1 = base::Result<void> (*)(Proceedings&, Allocation&);

System1 procedure(System system) {
  switch (system) {
    case System::list:
      return allocate_by_list;
    default:
      return nullptr;
  }
}

}  // namespace

base::Result<std::int64_t> seats_of_the_house(const AllocationLaw& law, const election::Contest& contest) {
  const std::int64_t seats = contest.seats.value > 0 ? contest.seats.value : law.seats.value;
  if (seats > 0) return seats;
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("neither the contest nor '{}' says how many seats there are", law.id));
}

base::Result<Allocation> allocate_seats(const AllocationLaw& law, const election::Contest& contest,
                                        std::span<const RecordedLot> lots, bool explain) {
  TRY(election::check_contest(contest));
  Proceedings proceedings(law, contest, lots, explain);
  Allocation allocation;
  allocation.seats.assign(contest.contestants.size(), Seats{});
  TRY(base::while_doing(procedure(law.system)(proceedings, allocation),
                        fmt::format("allocating seats by '{}'", law.id)));
  std::string total;
  for (std::size_t i = 0; i < allocation.seats.size(); ++i) {
    if (allocation.seats[i].value == 0) continue;
    if (!total.empty()) total += ", ";
    total += fmt::format("{} {}", proceedings.name(i), allocation.seats[i].value);
  }
  if (total.empty()) total = "none";
  proceedings.step("total", {{"lists", total}});
  return std::move(proceedings).finish(std::move(allocation));
}

}  // namespace tallyward::seats
