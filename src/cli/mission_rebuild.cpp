#include <fmt/format.h>

#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/check_mission.h"

namespace tallyward::cli {

namespace {

int run_rebuild(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto same = (*mission)->rebuild_views();
  if (!same) return report_failure(same.error());
  if (arguments.has("--json")) {
    fmt::print("{{\"same\":{}}}\n", *same);
  } else {
    fmt::print("{}\n", *same ? "every view follows from the records"
                             : "views differed from the records; they are rebuilt");
  }
  return *same ? kGood : kDifferencesFound;
}

int run_fsck(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto found = journeys::check_mission(**mission);
  if (!found) return report_failure(found.error());
  if (arguments.has("--json")) {
    fmt::print("{{\"records\":{},\"log_size\":{},\"unopened\":{},\"faults\":{}}}\n", found->records,
               (*mission)->log_size(), found->unopened, found->faults.size());
  } else {
    fmt::print("{} records, log of {}, {} without content (erased or none)\n", found->records,
               (*mission)->log_size(), found->unopened);
  }
  for (const std::string& fault : found->faults) fmt::print(stderr, "fault: {}\n", fault);
  return found->faults.empty() ? kGood : kDifferencesFound;
}

int run_backup(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto done = journeys::back_up_mission(**mission, arguments.operands()[1]);
  if (!done) return report_failure(done.error());
  fmt::print(
      fmt::runtime(arguments.has("--json") ? "{{\"records\":{}}}\n" : "{} records copied and read back\n"),
      *done);
  return kGood;
}

}  // namespace

extern const Command mission_rebuild_command;
const Command mission_rebuild_command{
    .noun = "mission",
    .verb = "rebuild",
    .summary = "Derive every view again from the records",
    .description =
        "Throws all views away, derives them from the records, and says whether anything was different.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}},
    .options = {},
    .examples = {"tallyward mission rebuild ./mission"},
    .run = run_rebuild,
};

extern const Command mission_fsck_command;
const Command mission_fsck_command{
    .noun = "mission",
    .verb = "fsck",
    .summary = "Check a mission's store, log and sealed contents",
    .description =
        "Checks the store's integrity, recomputes the log's root from every entry, every record's identity, "
        "and "
        "that every sealed content opens to what its record committed to.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}},
    .options = {},
    .examples = {"tallyward mission fsck ./mission"},
    .run = run_fsck,
};

extern const Command mission_backup_command;
const Command mission_backup_command{
    .noun = "mission",
    .verb = "backup",
    .summary = "Copy a mission's records to a file and read the copy back",
    .description =
        "Writes a consistent copy of the store, syncs it, opens it and compares its log with the original. "
        "The "
        "contents in it stay sealed under the keys of the mission, which are not in the copy; keep those "
        "apart.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."},
                 {"FILE", "The copy; it must not exist."}},
    .options = {},
    .examples = {"tallyward mission backup ./mission /media/usb/records-1130.sqlite"},
    .run = run_backup,
};

}  // namespace tallyward::cli
