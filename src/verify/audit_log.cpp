#include "verify/audit_log.h"

#include <algorithm>

#include "transparency/tile.h"

namespace tallyward::verify {

using transparency::Checkpoint;
using transparency::TileId;

namespace {

/// log.checkpoint and log.witnesses.
base::Result<void> audit_checkpoint(const FileSource& files, const AuditRequest& request, LogAudit& audit) {
  TRY_ASSIGN(const std::string bytes, files("checkpoint"));
  Finding signed_by{"log.checkpoint", Verdict::holds, 1, "signed by " + request.key.name, {}};
  const auto note = transparency::parse_note(bytes);
  auto checkpoint = note ? transparency::open_checkpoint(*note, request.key)
                         : base::Result<Checkpoint>(std::unexpected(note.error()));
  if (!checkpoint) {
    signed_by.verdict = Verdict::differs;
    signed_by.text = checkpoint.error().message;
    if (note) checkpoint = transparency::parse_checkpoint(note->text);
    if (!checkpoint) return std::unexpected(checkpoint.error());
  }
  audit.checkpoint = *checkpoint;
  audit.findings.push_back(std::move(signed_by));

  Finding witnesses{"log.witnesses", Verdict::not_checked, 0, "no policy with witnesses was given", {}};
  if (request.policy && !request.policy->witnesses.empty()) {
    const auto standing = transparency::open_with_policy(*note, *request.policy);
    if (!standing) {
      witnesses.verdict = Verdict::differs;
      witnesses.text = standing.error().message;
    } else {
      witnesses.verdict = standing->quorum ? Verdict::holds : Verdict::differs;
      witnesses.looked_at = standing->cosignatures.size();
      witnesses.text = std::to_string(standing->cosignatures.size()) + " of " +
                       std::to_string(request.policy->witnesses.size()) +
                       " witnesses cosigned, the quorum is " + (standing->quorum ? "met" : "not met");
    }
  }
  audit.findings.push_back(std::move(witnesses));
  return {};
}

Finding audit_root(const LogAudit& audit, std::string_view from) {
  Finding finding{"log.root",
                  Verdict::holds,
                  audit.tree.size(),
                  "the root recomputed from " + std::to_string(audit.tree.size()) + " " + std::string(from) +
                      " is the one that was signed",
                  {}};
  if (audit.tree.size() != audit.checkpoint.size) {
    finding.verdict = Verdict::differs;
    finding.text = "the checkpoint says " + std::to_string(audit.checkpoint.size) + " entries, found " +
                   std::to_string(audit.tree.size());
  } else if (audit.tree.root() != audit.checkpoint.root) {
    finding.verdict = Verdict::differs;
    finding.text = "the root recomputed from the " + std::string(from) + " is not the one that was signed";
  }
  return finding;
}

Finding audit_since(const LogAudit& audit, const AuditRequest& request) {
  Finding finding{"log.since",
                  Verdict::not_checked,
                  0,
                  "no earlier checkpoint was given: keep this one, it is what shows a later rewrite",
                  {}};
  if (!request.since) return finding;
  finding.looked_at = 1;
  const auto note = transparency::parse_note(*request.since);
  const auto old = note ? transparency::open_checkpoint(*note, request.key)
                        : base::Result<Checkpoint>(std::unexpected(note.error()));
  finding.verdict = Verdict::differs;
  if (!old) {
    finding.text = "the earlier checkpoint: " + old.error().message;
  } else if (old->size > audit.tree.size()) {
    finding.text = "the earlier checkpoint has " + std::to_string(old->size) + " entries, this log only " +
                   std::to_string(audit.tree.size()) + ": it was rolled back";
  } else if (audit.tree.root_at(old->size) != old->root) {
    finding.text =
        "the first " + std::to_string(old->size) + " entries are not those of the earlier checkpoint";
  } else {
    finding.verdict = Verdict::holds;
    finding.text = "the first " + std::to_string(old->size) + " entries are those of the earlier checkpoint";
  }
  return finding;
}

/// Fills tree and records from the entry bundles; a missing or malformed bundle differs and ends the reading.
Finding read_entries(const FileSource& files, LogAudit& audit) {
  Finding finding{"log.entries", Verdict::holds, 0, "", {}};
  for (const TileId& tile : transparency::tiles_of(audit.checkpoint.size)) {
    if (!tile.entries) continue;
    const std::string path = transparency::path_of(tile);
    const auto bytes = files(path);
    const auto entries = bytes ? transparency::parse_entry_bundle(*bytes, tile.width)
                               : base::Result<std::vector<std::string_view>>(std::unexpected(bytes.error()));
    if (!entries) {
      finding.verdict = Verdict::differs;
      add_detail(finding, path + ": " + entries.error().message);
      break;
    }
    for (const std::string_view entry : *entries) {
      audit.records.push_back(transparency::read_record(entry));
      audit.tree.append(audit.records.back().leaf);
    }
    ++finding.looked_at;
  }
  finding.text = std::to_string(finding.looked_at) + " bundles of entries read";
  return finding;
}

Finding audit_tiles(const FileSource& files, const LogAudit& audit) {
  Finding finding{"log.tiles", Verdict::holds, 0, "", {}};
  for (const TileId& tile : transparency::tiles_of(audit.tree.size())) {
    if (tile.entries) continue;
    const std::string path = transparency::path_of(tile);
    const auto bytes = files(path);
    const auto expected = transparency::tile_bytes(audit.tree, tile);
    ++finding.looked_at;
    if (bytes && expected && *bytes == *expected) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, path + (bytes ? ": not the hashes of the entries" : ": missing"));
  }
  finding.text = std::to_string(finding.looked_at) + " tiles of hashes compared with the entries";
  return finding;
}

/// Fills the tree from the tiles of leaf hashes.
Finding read_leaf_hashes(const FileSource& files, LogAudit& audit) {
  Finding finding{"log.entries",
                  Verdict::not_checked,
                  0,
                  "this release has the hashes of all entries, not the entries",
                  {}};
  for (const TileId& tile : transparency::tiles_of(audit.checkpoint.size)) {
    if (tile.entries || tile.level != 0) continue;
    const std::string path = transparency::path_of(tile);
    const auto bytes = files(path);
    const auto hashes = bytes ? transparency::parse_tile(*bytes, tile.width)
                              : base::Result<std::vector<crypto::Hash>>(std::unexpected(bytes.error()));
    if (!hashes) {
      finding.verdict = Verdict::differs;
      add_detail(finding, path + ": " + hashes.error().message);
      break;
    }
    for (const crypto::Hash& hash : *hashes) audit.tree.append(hash);
  }
  return finding;
}

}  // namespace

base::Result<LogAudit> audit_log(const FileSource& files, const AuditRequest& request) {
  LogAudit audit;
  TRY(audit_checkpoint(files, request, audit));
  audit.findings.push_back(read_entries(files, audit));
  audit.findings.push_back(audit_root(audit, "entries"));
  audit.findings.push_back(audit_tiles(files, audit));
  audit.findings.push_back(audit_since(audit, request));
  audit_records(audit, request);
  return audit;
}

base::Result<LogAudit> audit_hashes(const FileSource& files, const AuditRequest& request) {
  LogAudit audit;
  TRY(audit_checkpoint(files, request, audit));
  audit.findings.push_back(read_leaf_hashes(files, audit));
  audit.findings.push_back(audit_root(audit, "leaf hashes"));
  audit.findings.push_back(audit_tiles(files, audit));
  audit.findings.push_back(audit_since(audit, request));
  return audit;
}

}  // namespace tallyward::verify
