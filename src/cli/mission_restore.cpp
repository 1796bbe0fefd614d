// tallyward mission restore: a backup becomes the store again.
#include <fmt/format.h>

#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/restore_mission.h"

namespace tallyward::cli {

namespace {

base::Result<int> restore(const Arguments& arguments) {
  const journeys::MissionFolder folder{arguments.operands()[0]};
  const bool json = arguments.has("--json");
  if (const auto newer = arguments.value("--take-back")) {
    crypto::SystemRandomness randomness;
    journeys::SystemClock clock;
    TRY_ASSIGN(const auto mission, journeys::OpenMission::open(folder, clock, randomness));
    TRY_ASSIGN(const std::uint64_t taken, journeys::take_back_from(*mission, *newer));
    fmt::print(
        fmt::runtime(json ? "{{\"taken_back\":{}}}\n" : "{} entries that this log had signed taken back\n"),
        taken);
    return kGood;
  }
  const auto backup = arguments.value("--backup");
  if (!backup) return base::fail(base::ErrorCode::invalid_input, "give --backup FILE or --take-back FILE");
  TRY_ASSIGN(const std::int64_t records, journeys::restore_mission(folder, *backup));
  if (json) {
    fmt::print("{{\"records\":{}}}\n", records);
  } else {
    fmt::print(
        "{} records restored. The log signs nothing before enough witnesses of {} have said that nobody saw "
        "more;\n"
        "until then reports are kept, and phones get a signed promise, never a receipt.\n",
        records, folder.policy_file().string());
  }
  return kGood;
}

}  // namespace

extern const Command mission_restore_command;
const Command mission_restore_command{
    .noun = "mission",
    .verb = "restore",
    .summary = "Put a backup in place of a mission's store",
    .description =
        "Replaces the store by a backup; the old store is put aside. A log restored from an old backup that "
        "signs "
        "again makes a fork and is destroyed for ever, so it signs nothing before the witnesses of the "
        "mission's "
        "policy were asked. When one saw more than the backup has, the missing entries must be taken back "
        "from a "
        "newer copy (--take-back); nothing else lets the log go on.",
    .operands = {{"DIR", "The mission's folder with mission.json and keys/; no server may have it open."}},
    .options = {{"--backup", "FILE", "A file of `mission backup`."},
                {"--take-back", "FILE",
                 "A newer copy of the store: takes the missing entries back from it."}},
    .examples = {"tallyward mission restore ./mission --backup /media/usb/records-1130.sqlite"},
    .run =
        [](const Arguments& arguments) {
          const auto code = restore(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
