#include "findings/disruption.h"

#include <algorithm>

namespace tallyward::findings {

namespace {

bool compatible(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() || one == other;
}

bool overlaps(const Interval& one, const Interval& other) {
  return one.start < other.end && other.start < one.end;
}

}  // namespace

std::vector<std::string> independent_measurers(const Disruption& disruption, std::span<const Measurement> all,
                                               const Interval& day) {
  std::vector<std::string> measurers;
  const Interval when = disruption.interval.value_or(day);
  for (const Measurement& m : all) {
    if (m.signals == 0 || m.organisation == disruption.reported_by) continue;
    if (!overlaps(m.interval, when) || !compatible(m.network, disruption.network) ||
        !compatible(m.region, disruption.region))
      continue;
    const bool only_cites =
        !m.cites.empty() && std::all_of(m.cites.begin(), m.cites.end(),
                                        [&](const auto& c) { return c == disruption.reported_by; });
    if (only_cites) continue;
    if (std::find(measurers.begin(), measurers.end(), m.organisation) == measurers.end())
      measurers.push_back(m.organisation);
  }
  return measurers;
}

LateReports late_during(const Interval& interval, const std::string& region,
                        std::span<const Arrival> arrivals, int grace_minutes) {
  LateReports count;
  for (const Arrival& arrival : arrivals) {
    if (arrival.due < interval.start || arrival.due >= interval.end || !compatible(region, arrival.region))
      continue;
    ++count.due;
    if (!arrival.received) {
      ++count.not_received;
    } else if (*arrival.received > arrival.due + std::chrono::minutes(grace_minutes)) {
      ++count.late;
    }
  }
  return count;
}

}  // namespace tallyward::findings
