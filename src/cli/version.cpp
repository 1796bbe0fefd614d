#include <fmt/format.h>

#include "cli/command.h"

namespace tallyward::cli {

extern const Command version_command;
const Command version_command{
    .noun = "version",
    .verb = "",
    .summary = "Show the version of this program",
    .description = "Prints the version of this program.",
    .operands = {},
    .options = {},
    .examples = {"tallyward version"},
    .run =
        [](const Arguments& arguments) {
          fmt::print("{}\n", arguments.has("--json") ? "{\"version\": \"" TALLYWARD_VERSION "\"}"
                                                     : "tallyward " TALLYWARD_VERSION);
          return kGood;
        },
};

}  // namespace tallyward::cli
