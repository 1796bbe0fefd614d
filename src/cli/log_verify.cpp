// tallyward log verify: a receipt against the entry it is for.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/command.h"
#include "cli/log_inputs.h"

namespace tallyward::cli {

namespace {

base::Result<int> verify(const Arguments& arguments) {
  TRY_ASSIGN(const std::string bytes, base::read_file(arguments.operands()[0], transparency::kLongestNote));
  TRY_ASSIGN(const std::string entry, base::read_file(arguments.operands()[1], 1'000'000));
  TRY_ASSIGN(const auto policy, read_log_policy(arguments));
  TRY_ASSIGN(const auto receipt, transparency::parse_tlog_proof(bytes));
  const auto standing = transparency::verify_receipt(receipt, entry, policy);
  const std::string leaf = crypto::to_base64(transparency::leaf_hash(entry));
  const std::string why = standing ? "" : standing.error().message;
  if (arguments.has("--json")) {
    nlohmann::json object{
        {"holds", standing.has_value()}, {"index", receipt.index}, {"leaf", leaf}, {"why", why}};
    if (standing) {
      object["quorum"] = standing->quorum;
      object["size"] = standing->checkpoint.size;
    }
    fmt::print("{}\n", object.dump());
  } else if (standing) {
    fmt::print("holds: entry {} of the {} of {}, leaf hash {}\n", receipt.index, standing->checkpoint.size,
               standing->checkpoint.origin, leaf);
    fmt::print("{} witnesses cosigned{}\n", standing->cosignatures.size(),
               standing->quorum ? "" : "; the quorum is not met: logged, awaiting witnesses");
    fmt::print("It proves that this record is in the log, not that what it says is true.\n");
  } else {
    fmt::print("does not hold: {}\n", why);
  }
  return standing ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command log_verify_command;
const Command log_verify_command{
    .noun = "log",
    .verb = "verify",
    .summary = "Check a receipt against its record, without a network",
    .description =
        "Checks that RECORD stands in the log at the place that RECEIPT says, under a checkpoint that the "
        "log "
        "signed. Whole logs and datasets: tallyward-verify.",
    .operands = {{.name = "RECEIPT", .help = "A tlog-proof file."},
                 {.name = "RECORD", .help = "The record's own bytes."}},
    .options = {{.name = "--key", .value = "KEY", .help = "The log's verifier key, or a file that holds it."},
                {.name = "--policy",
                 .value = "FILE",
                 .help = "A policy file with the log and its witnesses."}},
    .examples = {"tallyward log verify 7.tlog-proof 7.entry --key log.example/kz2026+5ede5893+Aa5p..."},
    .run =
        [](const Arguments& arguments) {
          const auto code = verify(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
