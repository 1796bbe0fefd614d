// Where observers go: stations, teams, planned visits, and when a visit's report is late. Deadlines run in
// the station's own time of that date.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"

namespace tallyward::mission {

struct Station {
  std::string id;  ///< The number on the door.
  std::string region;
  std::string name;
  std::string address;
  std::string time_zone;    ///< IANA name; "" is the mission's.
  std::string replaced_by;  ///< Merged into this station, "" when it stands alone.
  bool operator==(const Station&) const = default;
};

/// One planned visit.
struct Assignment {
  std::string team;
  std::string observer;  ///< Pseudonym; "" when any of the team goes.
  std::string station;
  std::vector<std::string> phases;  ///< opening, voting, closing, tabulation
  std::string from;                 ///< Local time of the station: "2026-11-29T06:30".
  std::string to;
  bool operator==(const Assignment&) const = default;
};

/// The phases of a day, in order.
std::span<const std::string_view> phases();

/// Minutes behind the planned end in which a report is still on time.
inline constexpr int kGraceMinutes = 60;

/// The instant of a local time ("2026-11-29T06:30") in a zone with the offset that held there on that date.
/// Error: invalid_input (not a time, unknown zone, a time that the clock skipped).
base::Result<base::Time> instant_of(std::string_view local_time, std::string_view time_zone);
/// The local time with its offset: "2026-11-29T07:02+05:00". Error: invalid_input for an unknown zone.
base::Result<std::string> local_text(base::Time time, std::string_view time_zone);

/// How a second import differs from what stands.
struct Difference {
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> missing;  ///< Stand in the mission, not in the file; they are kept.
  std::size_t same = 0;
};
Difference compare_stations(std::span<const Station> before, std::span<const Station> after);

}  // namespace tallyward::mission
