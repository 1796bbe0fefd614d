// Everything that can be recomputed from a published dataset, without a server and without trusting the
// mission: hashes and signatures of its files, the log, the opened fields, the tabulation and the seats.
#pragma once

#include "verify/audit_log.h"

namespace tallyward::verify {

/// Checks: dataset.manifest, dataset.files, then the log (audit_log.h), dataset.openings, dataset.receipts,
/// results.tabulation, results.votes, results.seats. `paths` are the files that are there, to find what the
/// manifest does not list. Errors: not_found and invalid_input only when there is no dataset that could be
/// read at all.
base::Result<Verification> verify_dataset(const FileSource& files, const std::vector<std::string>& paths,
                                          AuditRequest request);

/// A log alone: checkpoint and tile/, with its entries.
base::Result<Verification> verify_log(const FileSource& files, const AuditRequest& request);

/// The sentences on what the log does not prove.
std::vector<std::string> what_is_not_proved();

}  // namespace tallyward::verify
