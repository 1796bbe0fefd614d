// tallyward mission publish: the redacted, signed, static dataset.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/publish_dataset.h"

namespace tallyward::cli {

namespace {

base::Result<int> publish(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  TRY_ASSIGN(const auto mission, journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness));
  TRY_ASSIGN(const journeys::Published published,
             journeys::publish_dataset(*mission, {arguments.operands()[1],
                                                  arguments.value_or("--author", mission->keys().server.name),
                                                  arguments.value_or("--title", "")}));
  if (arguments.has("--json")) {
    fmt::print("{}\n", nlohmann::json{{"files", published.manifest.files.size()},
                                      {"log_size", published.manifest.size},
                                      {"reports", published.reports},
                                      {"opened_fields", published.opened_fields},
                                      {"withheld_cells", published.withheld_cells},
                                      {"linked_reports", published.linked_reports},
                                      {"results", published.with_results},
                                      {"key", mission->log_vkey()}}
                           .dump());
    return kGood;
  }
  fmt::print(
      "{}{} files; {} reports with {} opened fields; {} counts withheld; log of {} entries\n"
      "Published copies cannot be recalled. Check it: tallyward-verify {} --key '{}'\n",
      published.manifest.synthetic ? "SYNTHETIC: invented data. " : "", published.manifest.files.size(),
      published.reports, published.opened_fields, published.withheld_cells, published.manifest.size,
      arguments.operands()[1], mission->log_vkey());
  return kGood;
}

}  // namespace

extern const Command mission_publish_command;
const Command mission_publish_command{
    .noun = "mission",
    .verb = "publish",
    .summary = "Write the redacted, signed dataset that anybody can verify",
    .description =
        "Writes a folder of static files: the log's checkpoint and hash tiles, the released reports with "
        "their "
        "receipts, the opened fields, counts with small cells withheld, official results with their control "
        "equations, a Frictionless descriptor, pages in every language, a manifest and its signature; then "
        "logs a "
        "snapshot. Refused while the embargo holds or the portal's part 'downloads' is closed. Published "
        "copies "
        "cannot be recalled.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."},
                 {"OUT", "The folder to write; it must not exist."}},
    .options = {{"--author", "PSEUDONYM",
                 "Who publishes; stands in the log (default: the server's key name)."},
                {"--title", "TITLE", "Title of the dataset (default: the mission's name)."}},
    .examples = {"tallyward mission publish ./mission ./published-2026-12-03"},
    .run =
        [](const Arguments& arguments) {
          const auto code = publish(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
