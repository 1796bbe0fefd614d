#include <fmt/format.h>

#include "cli/command.h"

namespace tallyward::cli {

extern const Command completion_command;
const Command completion_command{
    .noun = "completion",
    .verb = "",
    .summary = "Print a completion script for bash, zsh or fish",
    .description = "Prints a script for the shell that is named; load it from the shell's start file.",
    .operands = {{"SHELL", "bash, zsh or fish."}},
    .options = {},
    .examples = {"tallyward completion bash > /etc/bash_completion.d/tallyward"},
    .run =
        [](const Arguments& arguments) {
          const auto script = completion_script(arguments.operands()[0]);
          if (!script) return report_failure(script.error());
          fmt::print("{}", *script);
          return kGood;
        },
};

}  // namespace tallyward::cli
