#include "journeys/sample_mission.h"

#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {
using nlohmann::json;

constexpr std::array<std::string_view, 4> kRegions = {"Northshire", "Southmark", "Eastfold", "Westreach"};
constexpr std::array<std::string_view, 6> kPlaces = {"School",      "Library",     "Culture House",
                                                     "Sports Hall", "Town Office", "Clinic"};
}  // namespace

mission::MissionSettings sample_settings() {
  mission::MissionSettings settings;
  settings.id = "demo-2026";
  settings.name = "Demonstration mission (SYNTHETIC)";
  settings.synthetic = true;
  settings.languages = {"en", "ru", "kk"};
  settings.time_zone = "Asia/Almaty";
  settings.election_day = "2026-11-29";
  settings.origin = "demo.invalid/demo-2026";
  settings.last_closing = base::parse_time("2026-11-29T15:00:00Z").value_or(base::Time{});
  settings.same_code_everywhere = true;
  return settings;
}

SampleMission make_sample(std::uint64_t seed, int stations) {
  // mt19937_64 is specified to the bit; the distributions of <random> are not, so only its raw output is
  // used.
  std::mt19937_64 random(seed);
  SampleMission sample;
  for (int i = 0; i < stations; ++i) {
    mission::Station station;
    station.id = std::to_string(1001 + i);
    station.region = kRegions[static_cast<std::size_t>(i) % kRegions.size()];
    station.name = fmt::format("{} {} (SYNTHETIC)", kPlaces[random() % kPlaces.size()], 1 + random() % 90);
    station.address = fmt::format("Example Street {}", 1 + random() % 200);
    sample.stations.push_back(std::move(station));
  }
  constexpr std::array<std::string_view, 3> kFrom = {"06:30", "11:00", "19:30"};
  constexpr std::array<std::string_view, 3> kTo = {"08:00", "12:30", "23:30"};
  constexpr std::array<std::string_view, 3> kPhase = {"opening", "voting", "closing"};
  for (int team = 0; team * 3 < stations; ++team) {
    sample.teams.push_back(fmt::format("team-{:02}", team + 1));
    for (int k = 0; k < 3 && team * 3 + k < stations; ++k) {
      const auto slot = static_cast<std::size_t>(k);
      sample.assignments.push_back({sample.teams.back(),
                                    "",
                                    sample.stations[static_cast<std::size_t>(team * 3 + k)].id,
                                    {std::string(kPhase[slot])},
                                    fmt::format("2026-11-29T{}", kFrom[slot]),
                                    fmt::format("2026-11-29T{}", kTo[slot])});
    }
  }
  return sample;
}

base::Result<void> load_sample(OpenMission& mission, const SampleMission& sample) {
  json stations = json::array();
  for (const mission::Station& station : sample.stations) {
    stations.push_back({{"station", station.id},
                        {"region", station.region},
                        {"name", station.name},
                        {"address", station.address},
                        {"synthetic", true}});
  }
  json assignments = json::array();
  for (const mission::Assignment& planned : sample.assignments) {
    const auto end = mission::instant_of(planned.to, mission.settings().time_zone);
    std::string due;
    if (end) {
      due = mission::local_text(*end + std::chrono::minutes(mission::kGraceMinutes),
                                mission.settings().time_zone)
                .value_or("");
    }
    assignments.push_back({{"team", planned.team},
                           {"station", planned.station},
                           {"phases", planned.phases},
                           {"from", planned.from},
                           {"to", planned.to},
                           {"due", due}});
  }
  const std::string& author = mission.keys().server.name;
  TRY_ASSIGN(const Submission places,
             staff_record(mission, author, "stations", json{{"stations", stations}}.dump()));
  TRY_ASSIGN(const Submission plans,
             staff_record(mission, author, "assignments", json{{"assignments", assignments}}.dump()));
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY(desk.add(places));
    TRY(desk.add(plans));
    return {};
  });
}

}  // namespace tallyward::journeys
