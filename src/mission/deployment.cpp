#include "mission/deployment.h"

#include <array>
#include <map>
#include <sstream>

#include <date/tz.h>

namespace tallyward::mission {

std::span<const std::string_view> phases() {
  static constexpr std::array<std::string_view, 4> kPhases = {"opening", "voting", "closing", "tabulation"};
  return kPhases;
}

base::Result<base::Time> instant_of(std::string_view local_time, std::string_view time_zone) {
  std::istringstream in{std::string(local_time)};
  date::local_time<std::chrono::milliseconds> local;
  in >> date::parse("%Y-%m-%dT%H:%M", local);
  if (in.fail()) {
    return base::fail(base::ErrorCode::invalid_input, "found \"" + std::string(local_time) +
                                                          "\", expected a local time like 2026-11-29T06:30");
  }
  try {
    const auto zoned = date::make_zoned(std::string(time_zone), local);
    return base::Time(zoned.get_sys_time().time_since_epoch());
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, error.what());
  }
}

base::Result<std::string> local_text(base::Time time, std::string_view time_zone) {
  try {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return date::format("%Y-%m-%dT%H:%M%Ez", date::make_zoned(std::string(time_zone),
                                                              date::sys_seconds(seconds.time_since_epoch())));
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, error.what());
  }
}

Difference compare_stations(std::span<const Station> before, std::span<const Station> after) {
  std::map<std::string_view, const Station*> old;
  for (const Station& station : before) old.emplace(station.id, &station);
  Difference difference;
  for (const Station& station : after) {
    const auto found = old.find(station.id);
    if (found == old.end()) {
      difference.added.push_back(station.id);
    } else {
      if (*found->second == station) {
        ++difference.same;
      } else {
        difference.changed.push_back(station.id);
      }
      old.erase(found);
    }
  }
  for (const auto& [id, station] : old) difference.missing.emplace_back(id);
  return difference;
}

}  // namespace tallyward::mission
