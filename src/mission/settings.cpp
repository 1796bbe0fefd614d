#include "mission/settings.h"

#include <algorithm>

#include "mission/deployment.h"

namespace tallyward::mission {

std::string_view to_text(MissionFormat format) {
  switch (format) {
    case MissionFormat::limited:
      return "leom";
    case MissionFormat::full:
      return "eom";
    case MissionFormat::citizen:
      return "citizen";
  }
  return "leom";
}

std::optional<MissionFormat> format_from_text(std::string_view text) {
  for (const MissionFormat format : {MissionFormat::limited, MissionFormat::full, MissionFormat::citizen}) {
    if (to_text(format) == text) return format;
  }
  return std::nullopt;
}

base::Result<void> check_settings(const MissionSettings& settings) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/' || c == '_';
  };
  if (settings.id.empty() || settings.id.size() > 64 || !std::ranges::all_of(settings.id, good)) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a mission's id has 1 to 64 lower-case letters, digits, '-', '_', '.', '/'; found \"" +
                          settings.id + "\"");
  }
  if (settings.origin.empty())
    return base::fail(base::ErrorCode::invalid_input, "the mission's log needs an origin");
  if (settings.bucket_seconds < 1)
    return base::fail(base::ErrorCode::invalid_input, "the time bucket must be positive");
  return {};
}

base::Time embargo_ends(const MissionSettings& settings) {
  return settings.last_closing + std::chrono::minutes(settings.legal_silence_minutes);
}

base::Result<base::Time> embargo_ends(const MissionSettings& settings,
                                      const std::vector<std::string>& zones) {
  base::Time last = settings.last_closing;
  if (!settings.closing_time.empty() && !settings.election_day.empty()) {
    for (const std::string& zone : zones) {
      TRY_ASSIGN(const base::Time closes,
                 instant_of(settings.election_day + "T" + settings.closing_time, zone));
      last = std::max(last, closes);
    }
  }
  return last + std::chrono::minutes(settings.legal_silence_minutes);
}

}  // namespace tallyward::mission
