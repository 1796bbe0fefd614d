// tallyward log prove: the receipt of one entry, made from a folder of static tiles.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/command.h"
#include "cli/log_inputs.h"

namespace tallyward::cli {

namespace {

base::Result<int> prove(const Arguments& arguments) {
  const std::filesystem::path folder = arguments.operands()[0];
  TRY_ASSIGN(const std::uint64_t index, transparency::parse_size(arguments.operands()[1]));
  TRY_ASSIGN(const std::string bytes, base::read_file(folder / "checkpoint", transparency::kLongestNote));
  TRY_ASSIGN(const auto note, transparency::parse_note(bytes));
  TRY_ASSIGN(const auto checkpoint, transparency::parse_checkpoint(note.text));
  TRY_ASSIGN(const auto tree, read_log_tree(folder, checkpoint.size));
  if (tree.root() != checkpoint.root) {
    return base::fail(base::ErrorCode::corrupt, "the tiles do not lead to the root of the checkpoint");
  }
  TRY_ASSIGN(auto hashes, tree.inclusion_proof(index, checkpoint.size));
  const std::string receipt =
      transparency::to_text(transparency::TlogProof{std::nullopt, index, std::move(hashes), note});
  if (arguments.has("--json")) {
    fmt::print("{}\n",
               nlohmann::json{{"index", index}, {"size", checkpoint.size}, {"receipt", receipt}}.dump());
  } else {
    fmt::print("{}", receipt);
  }
  return kGood;
}

}  // namespace

extern const Command log_prove_command;
const Command log_prove_command{
    .noun = "log",
    .verb = "prove",
    .summary = "Make the receipt of one entry from a folder of tiles",
    .description =
        "Computes the inclusion proof of the entry at INDEX from the hash tiles of FOLDER and prints it with "
        "the checkpoint as a receipt (C2SP tlog-proof) that can be checked without a network.",
    .operands = {{.name = "FOLDER", .help = "A log as static files: checkpoint and tile/."},
                 {.name = "INDEX", .help = "Place of the entry, from 0."}},
    .options = {},
    .examples = {"tallyward log prove published/ 7 > 7.tlog-proof"},
    .run =
        [](const Arguments& arguments) {
          const auto code = prove(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
