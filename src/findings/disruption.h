// Interruptions of the Internet: how many independent sources there are for one, and which reports were late
// while it lasted. No cause is claimed: a report may be late for other reasons.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/outside.h"

namespace tallyward::findings {

struct Interval {
  base::Time start{};
  base::Time end{};
};

struct Disruption {
  std::string id;
  std::string service;
  std::string network;
  std::string region;
  std::optional<Interval> interval;  ///< Absent: not known.
  std::string reported_by;
};

struct Measurement {
  std::string organisation;
  std::string service;
  std::string network;
  std::string region;
  Interval interval;
  std::int64_t signals = 0;
  std::int64_t of = 0;
  std::vector<std::string> cites;  ///< Organisations whose word it rests on.
};

/// The organisations that measured a disturbance at a place and time that does not exclude the disruption:
/// a blank service, network or region excludes nothing, nor does an interval that is not known when the day
/// is the same (`day`, UTC). Those that only cite the reporter are left out.
std::vector<std::string> independent_measurers(const Disruption& disruption, std::span<const Measurement> all,
                                               const Interval& day);

struct Arrival {
  std::string region;
  base::Time due{};
  std::optional<base::Time> received;
};

/// Reports due while the interruption lasted, in its region if it has one.
struct LateReports {
  std::size_t due = 0;
  std::size_t late = 0;          ///< Came after their time.
  std::size_t not_received = 0;  ///< Did not come until the cut-off.
};
LateReports late_during(const Interval& interval, const std::string& region,
                        std::span<const Arrival> arrivals, int grace_minutes);

}  // namespace tallyward::findings
