// `results compare --series` and `--share`: published series and shares held against each other.
#pragma once

#include "cli/command.h"
#include "results/protocol_table.h"

namespace tallyward::cli {

/// Prints the conflicts; the exit code.
base::Result<int> compare_series(const Arguments& arguments, const results::Results& results);

}  // namespace tallyward::cli
