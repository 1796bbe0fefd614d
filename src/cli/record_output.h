// What commands on the record share: reading the folder, choosing the language, writing the view.
#pragma once

#include "cli/command.h"
#include "findings/record.h"
#include "locale/language.h"
#include "publications/view.h"

namespace tallyward::cli {

/// The options of every command that shows a view.
std::vector<Option> view_options(std::vector<Option> more = {});
base::Result<const locale::Language*> chosen_language(const Arguments& arguments);
/// Prints the view as text or JSON, writes --html and --csv; returns the exit code.
int write_view(const publications::View& view, const locale::Language& language, const Arguments& arguments);
/// Reads the record of the first operand and shows the view `id`.
int show_view(std::string_view id, const Arguments& arguments);

/// A command that shows one view.
template <const char* Id>
int run_view(const Arguments& arguments) {
  return show_view(Id, arguments);
}

}  // namespace tallyward::cli
