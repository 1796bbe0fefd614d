// The contest that `results seats` is about: from a small file or a results snapshot, with what the options
// add to it.
#pragma once

#include "cli/command.h"
#include "exchange/contest_file.h"

namespace tallyward::cli {

/// Errors: those of reading; invalid_input for options that do not fit.
base::Result<exchange::ContestFile> seats_input(const Arguments& arguments);

}  // namespace tallyward::cli
