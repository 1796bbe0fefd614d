// The audit of a log from its static files: everything is recomputed from the entries, nothing is taken from
// a tile or a proof that could have been forged.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "transparency/policy.h"
#include "transparency/record.h"
#include "verify/finding.h"

namespace tallyward::verify {

/// The bytes of one file by its relative path. Error: not_found.
using FileSource = std::function<base::Result<std::string>(const std::string& path)>;

struct LogAudit {
  transparency::Checkpoint checkpoint;
  transparency::Tree tree;                    ///< Recomputed.
  std::vector<transparency::Record> records;  ///< By index; only when all entries are released.
  std::vector<Finding> findings;
};

struct AuditRequest {
  transparency::VerifierKey key;               ///< Of the log; the reader got it elsewhere.
  std::optional<transparency::Policy> policy;  ///< The reader's own; none: no witnesses asked for.
  std::optional<std::string> since;            ///< Bytes of a checkpoint the reader kept.
  std::string mission;                         ///< Which mission records must name; "": not asked.
};

/// Reads checkpoint, tiles and entry bundles, and checks: log.checkpoint, log.witnesses, log.root, log.tiles,
/// log.since, records.form, records.keys, records.signatures, records.chain. Error: only when there is no
/// checkpoint to begin with.
base::Result<LogAudit> audit_log(const FileSource& files, const AuditRequest& request);

/// A log of which only the hash tiles are public: log.checkpoint, log.witnesses, log.root (from the leaf
/// hashes), log.since.
base::Result<LogAudit> audit_hashes(const FileSource& files, const AuditRequest& request);

/// Who may sign what, from the records in order: enrolments and revocations, beginning with the log's own
/// key. Adds records.form, records.keys, records.signatures and records.chain.
void audit_records(LogAudit& audit, const AuditRequest& request);

/// The same for a release of chosen records, which are in order of the log: records.form, records.keys and
/// records.signatures. Chains cannot be followed, as most records are not there.
void audit_chosen_records(LogAudit& audit, const AuditRequest& request);

}  // namespace tallyward::verify
