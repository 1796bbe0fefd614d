// Who takes part in the allocation: thresholds by party, alliance size, kind and region, of the base that
// the law names.
#pragma once

#include "seats/proceedings.h"

namespace tallyward::seats {

/// The figure of which the law's thresholds are a share. Error invalid_input: the contest does not state it
/// ("the law takes its threshold of voters who took part, and the figures do not state them").
base::Result<std::int64_t> threshold_base(const AllocationLaw& law, const election::Contest& contest);

/// The share that this contestant needs.
Share threshold_of(const Threshold& threshold, const election::Contestant& contestant);

/// Lines that never receive seats.
bool receives_no_seats(const election::Contestant& contestant);

/// The votes of those that pass, 0 for the others; explained. Errors: as threshold_base.
base::Result<std::vector<Votes>> apply_threshold(Proceedings& proceedings);

/// The votes of a district, of those admitted nationally, that also pass the district's own threshold.
std::vector<Votes> votes_in_district(const AllocationLaw& law, const election::District& district,
                                     std::span<const Votes> admitted);

}  // namespace tallyward::seats
