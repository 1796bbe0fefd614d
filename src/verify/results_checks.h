// Control equations, tabulation and seats of a dataset, computed again.
#pragma once

#include "dataset/manifest.h"
#include "verify/audit_log.h"

namespace tallyward::verify {

/// results.tabulation, results.checks, results.votes and results.seats, or why they could not be checked.
std::vector<Finding> check_results(const FileSource& files, const dataset::Manifest& manifest);

}  // namespace tallyward::verify
