// The table of commands. A new command is a file cli/NOUN_VERB.cpp and one line here in each list.
#include "cli/command.h"

namespace tallyward::cli {

// clang-format off
extern const Command results_seats_command;
extern const Command version_command;
extern const Command completion_command;
extern const Command man_command;
extern const Command forensics_scan_command;
extern const Command forensics_methods_command;
extern const Command forensics_controls_command;
// clang-format on

std::span<const Command* const> all_commands() {
  static const Command* const commands[] = {
      &forensics_scan_command,
      &forensics_methods_command,
      &forensics_controls_command,
      &results_seats_command,
      &version_command,
      &completion_command,
      &man_command,
  };
  return commands;
}

}  // namespace tallyward::cli
