#include <filesystem>

#include <fmt/format.h>

#include "base/file.h"
#include "cli/command.h"

namespace tallyward::cli {

namespace {

int write_man_pages(const Arguments& arguments) {
  const std::filesystem::path folder = arguments.operands()[0];
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const Command* command : all_commands()) {
    const std::string name =
        fmt::format("tallyward-{}{}{}.1", command->noun, command->verb.empty() ? "" : "-", command->verb);
    if (const auto written = base::write_file(folder / name, man_page(*command)); !written)
      return report_failure(written.error());
  }
  fmt::print("{} man pages in {}\n", all_commands().size(), folder.string());
  return kGood;
}

}  // namespace

extern const Command man_command;
const Command man_command{
    .noun = "man",
    .verb = "",
    .summary = "Write the man pages of all commands into a folder",
    .description = "Writes one page in roff for each command, from the same text as --help.",
    .operands = {{"FOLDER", "Where the pages go; made if it is missing."}},
    .options = {},
    .examples = {"tallyward man /usr/local/share/man/man1"},
    .run = write_man_pages,
};

}  // namespace tallyward::cli
