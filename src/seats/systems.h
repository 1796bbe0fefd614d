// One function for each System, in a file of its own. Each fills `allocation` as far as figures, law and
// lots decide it; what is undecided stands as a question in the proceedings.
#pragma once

#include "seats/proceedings.h"

namespace tallyward::seats {

base::Result<void> allocate_by_list(Proceedings& proceedings, Allocation& allocation);

/// The seats of the whole house: the contest's own figure, or the law's. Error invalid_input: neither has
/// one.
base::Result<std::int64_t> seats_of_the_house(const AllocationLaw& law, const election::Contest& contest);

}  // namespace tallyward::seats
