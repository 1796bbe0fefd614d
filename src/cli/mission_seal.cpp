// tallyward mission redact and mission seal: forgetting what must be forgotten, and the end.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/redact_records.h"

namespace tallyward::cli {

namespace {

base::Result<int> redact(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  TRY_ASSIGN(const auto mission, journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness));
  journeys::Redaction redaction{arguments.value_or("--author", mission->keys().server.name),
                                arguments.value("--record"), std::nullopt};
  if (const auto before = arguments.value("--before")) {
    TRY_ASSIGN(redaction.before, base::parse_time(*before));
  }
  TRY_ASSIGN(const std::uint64_t erased, journeys::redact_records(*mission, redaction));
  fmt::print(
      fmt::runtime(arguments.has("--json")
                       ? "{{\"erased\":{}}}\n"
                       : "{} reports erased for ever; their entries and proofs stay valid. Copies that were "
                         "published or backed up before are not erased by this.\n"),
      erased);
  return kGood;
}

base::Result<int> seal(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  TRY_ASSIGN(const auto mission, journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness));
  TRY_ASSIGN(const auto counts,
             journeys::seal_mission(*mission, arguments.value_or("--author", mission->keys().server.name)));
  if (arguments.has("--json")) {
    fmt::print("{}\n", nlohmann::json{{"counts", counts}, {"log_size", mission->log_size()}}.dump());
    return kGood;
  }
  for (const auto& [kind, count] : counts) fmt::print("{:<20} {:>8}\n", kind, count);
  fmt::print("sealed: the log has {} entries; the last is the seal\n", mission->log_size());
  return kGood;
}

}  // namespace

extern const Command mission_redact_command;
const Command mission_redact_command{
    .noun = "mission",
    .verb = "redact",
    .summary = "Erase personal fields by destroying their keys",
    .description =
        "Destroys the key and the sealed content of one record, or of every report received before a time "
        "(retention), "
        "and logs a tombstone. The log, the signatures and the proofs stay valid; the fields can never be "
        "opened "
        "again. Published copies and earlier backups cannot be recalled.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}},
    .options = {{"--record", "HASH", "Leaf hash of one record, in hexadecimal."},
                {"--before", "TIME", "Every report received before this time (2027-01-01T00:00:00Z)."},
                {"--author", "PSEUDONYM", "Who decided; stands in the log."}},
    .examples = {"tallyward mission redact ./mission --before 2027-01-01T00:00:00Z"},
    .run =
        [](const Arguments& arguments) {
          const auto code = redact(arguments);
          return code ? *code : report_failure(code.error());
        },
};

extern const Command mission_seal_command;
const Command mission_seal_command{
    .noun = "mission",
    .verb = "seal",
    .summary = "Log the end of the mission with its final counts",
    .description = "Counts the records of every kind and logs them as the mission's seal, once.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}},
    .options = {{"--author", "PSEUDONYM", "Who seals; stands in the log."}},
    .examples = {"tallyward mission seal ./mission"},
    .run =
        [](const Arguments& arguments) {
          const auto code = seal(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
