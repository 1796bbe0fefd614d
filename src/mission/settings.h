// What a mission is: its name, its format, its languages and the times that bind it. The manifest record
// carries the same values; a running server reads them once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"

namespace tallyward::mission {

/// The mission's format decides what may be said: a limited mission reports "n of the N observed" only.
enum class MissionFormat : std::uint8_t { limited, full, citizen };
std::string_view to_text(MissionFormat format);
std::optional<MissionFormat> format_from_text(std::string_view text);

struct MissionSettings {
  std::string id;    ///< Stands in every record: "demo-2026". Lower-case letters, digits, '-', '.', '/'.
  std::string name;  ///< For people.
  MissionFormat format = MissionFormat::limited;
  bool synthetic = false;  ///< Invented data: every output says so.
  bool practice = false;   ///< A rehearsal, under a key and a log of its own.
  std::vector<std::string> languages{"en"};
  std::string time_zone = "UTC";    ///< IANA name, for stations that have none of their own.
  std::string election_day;         ///< "2026-11-29"
  std::string origin;               ///< Of the log.
  std::vector<std::string> intake;  ///< Addresses that phones try in turn.
  base::Time last_closing{};        ///< When the last station closes, in every time zone.
  std::string closing_time;  ///< "20:00": when stations close by their own clocks; "" asks last_closing only.
  int legal_silence_minutes = 0;  ///< Nothing leaves before last_closing plus this.
  int bucket_seconds = 900;       ///< Times of receipt are rounded down to this.
  int silent_minutes = 180;       ///< A team silent for longer raises a welfare check.
  bool same_code_everywhere =
      false;  ///< Policy: publish one observer code for all stations (default: fresh ones).
  bool release_stations = false;  ///< Policy: a release says at which station a report was made.
};

/// That id, origin and times can be used. Error: invalid_input.
base::Result<void> check_settings(const MissionSettings& settings);

/// The first instant at which figures on votes, turnout and coverage may leave, if they are opened.
base::Time embargo_ends(const MissionSettings& settings);
/// The same when stations stand in these time zones (IANA names): not before the last of them closes.
/// Error: invalid_input for an unknown zone or a closing time that is none.
base::Result<base::Time> embargo_ends(const MissionSettings& settings, const std::vector<std::string>& zones);

}  // namespace tallyward::mission
