#include "forensics/late_count.h"

#include <algorithm>
#include <cmath>

namespace tallyward::forensics {

LateCount late_count(std::span<const CountedStation> stations) {
  struct Area {
    double registered = 0, early_registered = 0;
    double base = 0, margin = 0;              // Of the early stations, later weighted up.
    double final_base = 0, final_margin = 0;  // Of all.
  };
  std::vector<Area> areas;
  LateCount result;
  double early_margin = 0, early_base = 0, late_margin = 0, late_base = 0, registered = 0;
  for (const CountedStation& s : stations) {
    if (s.area >= areas.size()) areas.resize(s.area + 1);
    Area& area = areas[s.area];
    area.registered += static_cast<double>(s.registered);
    registered += static_cast<double>(s.registered);
    const auto base = static_cast<double>(s.base), margin = static_cast<double>(s.margin);
    area.final_base += base, area.final_margin += margin;
    if (s.early) {
      ++result.early_stations;
      area.early_registered += static_cast<double>(s.registered);
      area.base += base, area.margin += margin;
      early_base += base, early_margin += margin;
    } else {
      ++result.late_stations;
      late_base += base, late_margin += margin;
    }
  }
  double above = 0, below = 0, covered = 0, used = 0;
  for (Area& area : areas) {
    if (area.early_registered <= 0) {
      area = {};
      continue;
    }
    const double weight = area.registered / area.early_registered;
    area.margin *= weight, area.base *= weight;
    above += area.margin, below += area.base, covered += area.registered, used += 1;
  }
  const auto share = [](double y, double x) { return x > 0 ? y / x : 0; };
  result.early_margin = share(early_margin, early_base);
  result.late_margin = share(late_margin, late_base);
  result.final_margin = share(early_margin + late_margin, early_base + late_base);
  result.projected_margin = share(above, below);
  result.registered_covered = share(covered, registered);
  double all_margin = 0, all_base = 0;
  for (const Area& area : areas) all_margin += area.final_margin, all_base += area.final_base;
  result.final_margin_covered = share(all_margin, all_base);
  // Leaving an area out of both figures: what varies is the late stations' departure from their own area, not
  // how areas differ.
  double squares = 0;
  for (const Area& area : areas) {
    if (area.base <= 0) continue;
    const double without = share(all_margin - area.final_margin, all_base - area.final_base) -
                           share(above - area.margin, below - area.base);
    squares += (without - result.departure()) * (without - result.departure());
  }
  result.se = used > 1 ? std::sqrt((used - 1) / used * squares) : 0;
  return result;
}

bool departs_at_two_levels(const LateCount& coarse, const LateCount& fine) {
  return (coarse.z() > 3 && fine.z() > 3) || (coarse.z() < -3 && fine.z() < -3);
}

}  // namespace tallyward::forensics
