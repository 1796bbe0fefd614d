// Whether the stations counted late differ from the early ones by more than where they lie explains.
//
// A margin that moves late is no sign by itself: remote stations report last and vote in their own way. The
// final margin is projected from the early stations, weighted up to each area's registered voters (Idrobo,
// Kronick and Rodriguez 2022 on Bolivia 2019); what is left is compared with its standard error.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tallyward::forensics {

/// One station of the final count. Figures are from the final count on both sides, so that a correction is
/// not taken for a late vote.
struct CountedStation {
  std::uint32_t area = 0;  ///< Numbered from 0.
  std::int64_t registered = 0;
  std::int64_t base = 0;    ///< Valid votes.
  std::int64_t margin = 0;  ///< First contestant's votes less the second's.
  bool early = false;
};

struct LateCount {
  std::size_t early_stations = 0;
  std::size_t late_stations = 0;
  double early_margin = 0;
  double late_margin = 0;
  double final_margin = 0;
  double projected_margin = 0;  ///< Of the whole, from the early stations.
  double final_margin_covered =
      0;  ///< Of the areas that have an early station: what the projection is held against.
  double registered_covered = 0;  ///< Registered voters in areas with an early station, as a share of all.
  double se = 0;                  ///< Of the departure, by leaving out one area at a time.
  double departure() const { return final_margin_covered - projected_margin; }
  double z() const { return se > 0 ? departure() / se : 0; }
};

/// Sum over areas of (registered in the area / registered at its early stations) times what those counted.
/// Areas without an early station are left out of the projection. REQUIRES some early station with a base.
LateCount late_count(std::span<const CountedStation> stations);

/// Flagged only when both levels depart by more than three standard errors on the same side: the rule of
/// docs/methods/late-count.md.
bool departs_at_two_levels(const LateCount& coarse, const LateCount& fine);

}  // namespace tallyward::forensics
