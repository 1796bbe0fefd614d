#include "forensics/through_the_day.h"

#include <algorithm>
#include <set>

namespace tallyward::forensics {

std::vector<DayPeriod> through_the_day(int opens, std::span<const TurnoutReading> readings, double rate) {
  std::vector<DayPeriod> periods;
  for (std::size_t r = 0; r < readings.size(); ++r) {
    DayPeriod period;
    period.from = r == 0 ? "" : readings[r - 1].line;
    period.to = readings[r].line;
    period.minutes = readings[r].minutes - (r == 0 ? opens : readings[r - 1].minutes);
    for (std::uint32_t i = 0; i < readings[r].up_to.size(); ++i) {
      const Figure before = r == 0 ? 0 : readings[r - 1].up_to[i];
      const Figure after = readings[r].up_to[i];
      if (before == kNotRead || after == kNotRead) continue;
      ++period.stations;
      if (after < before) {
        period.falls.push_back(i);
        continue;
      }
      if (period.minutes <= 0) continue;
      const double here = static_cast<double>(after - before) / period.minutes;
      period.highest_rate = std::max(period.highest_rate, here);
      if (here > rate) period.fast.push_back(i);
    }
    periods.push_back(std::move(period));
  }
  return periods;
}

std::size_t stations_with_falls(std::span<const DayPeriod> periods) {
  std::set<std::uint32_t> stations;
  for (const DayPeriod& period : periods) stations.insert(period.falls.begin(), period.falls.end());
  return stations.size();
}

}  // namespace tallyward::forensics
