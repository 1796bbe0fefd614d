#include <fmt/format.h>

#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/log_in.h"
#include "journeys/open_mission.h"

namespace tallyward::cli {

namespace {

int run_init(const Arguments& arguments) {
  mission::MissionSettings settings;
  settings.id = arguments.value_or("--id", "mission");
  settings.name = arguments.value_or("--name", settings.id);
  settings.origin = arguments.value_or("--origin", "localhost/" + settings.id);
  settings.time_zone = arguments.value_or("--time-zone", "UTC");
  settings.election_day = arguments.value_or("--election-day", "");
  settings.practice = arguments.has("--practice");
  settings.last_closing = base::Time(std::chrono::hours(24 * 365 * 130));
  const auto format = mission::format_from_text(arguments.value_or("--format", "leom"));
  if (!format)
    return report_failure({base::ErrorCode::invalid_input, "--format is leom, eom or citizen", {}});
  settings.format = *format;
  const journeys::MissionFolder folder{arguments.operands()[0]};
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  if (const auto made = journeys::make_mission_folder(folder, settings, randomness); !made) {
    return report_failure(made.error());
  }
  const auto mission = journeys::OpenMission::open(folder, clock, randomness);
  if (!mission) return report_failure(mission.error());
  // No default account: the first one gets a password that nobody else has (ASVS 6.3.2).
  const std::string password = accounts::new_token(randomness, 100);
  journeys::Account head;
  head.login = "head";
  head.name = "Head of mission";
  head.roles = {accounts::Role::head_of_mission};
  const auto added = journeys::add_account(**mission, (*mission)->keys().server.name, head, password);
  if (!added) return report_failure(added.error());
  if (arguments.has("--json")) {
    fmt::print("{{\"mission\":\"{}\",\"log_vkey\":\"{}\",\"login\":\"head\",\"password\":\"{}\"}}\n",
               settings.id, (*mission)->log_vkey(), password);
  } else {
    fmt::print(
        "mission {} is in {}\nlog key   {}\nlogin     head\npassword  {}  (shown once; set up a second "
        "factor at the first login)\n",
        settings.id, folder.path.string(), (*mission)->log_vkey(), password);
  }
  return kGood;
}

}  // namespace

extern const Command mission_init_command;
const Command mission_init_command{
    .noun = "mission",
    .verb = "init",
    .summary = "Make a new mission in a folder",
    .description =
        "Makes the folder with settings, keys and an empty log, and the first account. Keep keys/ safe: who "
        "has "
        "them can sign in the mission's name. Edit mission.json before the first report arrives.",
    .operands = {{"DIR", "The folder; it must hold no mission yet."}},
    .options = {{"--id", "ID", "Short id, stands in every record (default: mission)."},
                {"--name", "NAME", "Name for people."},
                {"--origin", "ORIGIN", "Origin of the log, a name you own: example.org/mission."},
                {"--format", "FORMAT", "leom (limited), eom (full) or citizen."},
                {"--time-zone", "ZONE", "IANA time zone of the mission, for example Asia/Almaty."},
                {"--election-day", "DATE", "The day, as 2026-11-29."},
                {"--practice", "", "A rehearsal: its own key and log, marked PRACTICE everywhere."}},
    .examples = {"tallyward mission init ./mission --id kz2026 --origin log.example.org/kz2026"},
    .run = run_init,
};

}  // namespace tallyward::cli
