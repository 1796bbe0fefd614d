// One function for each System, in a file of its own. Each fills `allocation` as far as figures, law and
// lots decide it; what is undecided stands as a question in the proceedings.
#pragma once

#include "seats/proceedings.h"

namespace tallyward::seats {

base::Result<void> allocate_by_list(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_by_district(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_national_remainders(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_with_levelling(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_mixed_overhang(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_mixed_levelling(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_biproportionally(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_dutch(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_by_plurality(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_in_two_rounds(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_by_transferable_vote(Proceedings& proceedings, Allocation& allocation);
base::Result<void> allocate_by_instant_runoff(Proceedings& proceedings, Allocation& allocation);

/// Who takes the lists' seats where persons are known (persons.cpp), for a council of so many seats.
base::Result<void> elect_persons(Proceedings& proceedings, std::int64_t council, Allocation& allocation);

/// The seats of the whole house: the contest's own figure, or the law's. Error invalid_input: neither has
/// one.
base::Result<std::int64_t> seats_of_the_house(const AllocationLaw& law, const election::Contest& contest);

/// Error invalid_input unless the contest has districts.
base::Result<void> needs_districts(const AllocationLaw& law, const election::Contest& contest);

std::int64_t sum_of(std::span<const Votes> votes);
std::int64_t sum_of(std::span<const Seats> seats);

}  // namespace tallyward::seats
