// Turnout through the day: cumulative figures may not fall, and there is a limit to how fast a station can
// hand out ballots. Categorical: a list of stations to look at, no test.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forensics/stations.h"

namespace tallyward::forensics {

/// Votes handed out up to a time of day.
struct TurnoutReading {
  std::string line;               ///< "voted_by_12"
  int minutes = 0;                ///< Minutes after midnight, local time.
  std::span<const Figure> up_to;  ///< One for each station; kNotRead where the figure is blank.
};
inline constexpr Figure kNotRead = -1;

struct DayPeriod {
  std::string from, to;  ///< The lines; from is "" at opening.
  int minutes = 0;
  std::size_t stations = 0;          ///< With both figures.
  std::vector<std::uint32_t> falls;  ///< Stations whose later figure is smaller.
  std::vector<std::uint32_t> fast;   ///< Stations above the rate.
  double highest_rate = 0;           ///< Votes a minute.
};

/// One period for each reading, the first from `opens`. `rate` is in votes a minute. REQUIRES readings in the
/// order of time, all of one length.
std::vector<DayPeriod> through_the_day(int opens, std::span<const TurnoutReading> readings, double rate);

/// Stations with a fall in any period.
std::size_t stations_with_falls(std::span<const DayPeriod> periods);

}  // namespace tallyward::forensics
