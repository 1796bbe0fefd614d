// tallyward log checkpoint: what a checkpoint says, who signed it, and what it is worth under a policy.
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/command.h"
#include "cli/log_inputs.h"

namespace tallyward::cli {

namespace {

base::Result<int> show(const Arguments& arguments) {
  std::filesystem::path path = arguments.operands()[0];
  if (std::filesystem::is_directory(path)) path /= "checkpoint";
  TRY_ASSIGN(const std::string bytes, base::read_file(path, transparency::kLongestNote));
  TRY_ASSIGN(const transparency::Note note, transparency::parse_note(bytes));
  TRY_ASSIGN(const transparency::Policy policy, read_log_policy(arguments));
  TRY_ASSIGN(const auto standing, transparency::open_with_policy(note, policy));
  const auto& checkpoint = standing.checkpoint;
  if (arguments.has("--json")) {
    nlohmann::json witnesses = nlohmann::json::array();
    for (const auto& one : standing.cosignatures) {
      witnesses.push_back({{"witness", one.witness}, {"posix_seconds", one.posix_seconds}});
    }
    fmt::print("{}\n", nlohmann::json{{"origin", checkpoint.origin},
                                      {"size", checkpoint.size},
                                      {"root", crypto::to_base64(checkpoint.root)},
                                      {"quorum", standing.quorum},
                                      {"cosignatures", witnesses}}
                           .dump());
  } else {
    fmt::print("origin {}\nsize {}\nroot {}\nsigned by the log: holds\n", checkpoint.origin, checkpoint.size,
               crypto::to_base64(checkpoint.root));
    for (const auto& one : standing.cosignatures) {
      fmt::print("cosigned by {} at {} (POSIX seconds)\n", one.witness, one.posix_seconds);
    }
    fmt::print("{}\n", policy.witnesses.empty() ? "no witnesses were asked for"
                       : standing.quorum        ? "the witnesses' quorum is met"
                                         : "the witnesses' quorum is not met: logged, awaiting witnesses");
  }
  return standing.quorum ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command log_checkpoint_command;
const Command log_checkpoint_command{
    .noun = "log",
    .verb = "checkpoint",
    .summary = "Show a checkpoint, who signed it and which witnesses cosigned",
    .description =
        "Reads a checkpoint (a file, or a log's folder), checks the log's signature and the witnesses' "
        "cosignatures, and says whether the quorum of the policy is met.",
    .operands = {{.name = "CHECKPOINT", .help = "A checkpoint file, or a folder with one."}},
    .options = {{.name = "--key", .value = "KEY", .help = "The log's verifier key, or a file that holds it."},
                {.name = "--policy",
                 .value = "FILE",
                 .help = "A policy file with the log and its witnesses."}},
    .examples = {"tallyward log checkpoint published/ --policy policy"},
    .run =
        [](const Arguments& arguments) {
          const auto code = show(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
