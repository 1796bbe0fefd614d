#include "verify/verify_dataset.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "dataset/answers_file.h"
#include "dataset/manifest.h"
#include "dataset/openings.h"
#include "transparency/tlog_proof.h"
#include "verify/results_checks.h"

namespace tallyward::verify {

using dataset::Manifest;

namespace {

Finding check_manifest(const FileSource& files, const std::string& bytes, const AuditRequest& request) {
  Finding finding{"dataset.manifest", Verdict::holds, 1, "signed by " + request.key.name, {}};
  const auto note_bytes = files("manifest.note");
  const auto note = note_bytes ? transparency::parse_note(*note_bytes)
                               : base::Result<transparency::Note>(std::unexpected(note_bytes.error()));
  const auto checked = note ? dataset::check_manifest_note(*note, bytes, request.key)
                            : base::Result<void>(std::unexpected(note.error()));
  if (!checked) {
    finding.verdict = Verdict::differs;
    finding.text = checked.error().message;
  }
  return finding;
}

Finding check_files(const FileSource& files, const std::vector<std::string>& paths,
                    const Manifest& manifest) {
  Finding finding{"dataset.files", Verdict::holds, manifest.files.size(), "", {}};
  std::set<std::string, std::less<>> listed = {"manifest.json", "manifest.note"};
  for (const dataset::FileRow& row : manifest.files) {
    listed.insert(row.path);
    const auto bytes = files(row.path);
    if (bytes && bytes->size() == row.bytes && crypto::sha256(*bytes) == row.sha256) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, row.path + (bytes ? ": not the file of the manifest" : ": missing"));
  }
  for (const std::string& path : paths) {
    if (listed.contains(path)) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, path + ": not in the manifest");
  }
  finding.text = std::to_string(manifest.files.size()) + " files compared with their hashes in the manifest";
  return finding;
}

/// One released record of a release of selected records: records/INDEX.entry with records/INDEX.tlog-proof.
struct Released {
  std::uint64_t index = 0;
  transparency::Record record;
};

Finding check_receipts(const FileSource& files, const Manifest& manifest, const AuditRequest& request,
                       LogAudit& audit, std::vector<Released>& released) {
  Finding finding{"dataset.receipts", Verdict::holds, 0, "", {}};
  const transparency::Policy policy = transparency::policy_of(request.key);
  for (const dataset::FileRow& row : manifest.files) {
    if (row.role != "entry") continue;
    const std::string stem = row.path.substr(0, row.path.size() - std::string_view(".entry").size());
    const auto entry = files(row.path);
    const auto bytes = files(stem + ".tlog-proof");
    const auto receipt = bytes ? transparency::parse_tlog_proof(*bytes)
                               : base::Result<transparency::TlogProof>(std::unexpected(bytes.error()));
    ++finding.looked_at;
    const auto verified =
        !entry     ? base::Result<transparency::CheckpointStanding>(std::unexpected(entry.error()))
        : !receipt ? base::Result<transparency::CheckpointStanding>(std::unexpected(receipt.error()))
                   : transparency::verify_receipt(*receipt, *entry, policy);
    const bool in_tree = verified && receipt->index < audit.tree.size() &&
                         audit.tree.leaf(receipt->index) == transparency::leaf_hash(*entry);
    if (!in_tree) {
      finding.verdict = Verdict::differs;
      add_detail(
          finding,
          row.path + ": " + (verified ? "not the entry at its place in this log" : verified.error().message));
      continue;
    }
    released.push_back({receipt->index, transparency::read_record(*entry)});
  }
  finding.text = std::to_string(finding.looked_at) + " released records, each with its receipt";
  return finding;
}

Finding check_openings(const FileSource& files, const Manifest& manifest, const LogAudit& audit,
                       const std::vector<Released>& released) {
  Finding finding{"dataset.openings", Verdict::holds, 0, "", {}};
  const auto record_at = [&](std::uint64_t index) -> const transparency::Record* {
    if (index < audit.records.size()) return &audit.records[index];
    const auto found =
        std::ranges::find_if(released, [&](const Released& one) { return one.index == index; });
    return found == released.end() ? nullptr : &found->record;
  };
  for (const dataset::FileRow& row : manifest.files) {
    if (row.role != "openings") continue;
    const auto bytes = files(row.path);
    const auto openings = bytes ? dataset::parse_openings(*bytes)
                                : base::Result<std::vector<dataset::Opening>>(std::unexpected(bytes.error()));
    if (!openings) {
      finding.verdict = Verdict::differs;
      add_detail(finding, row.path + ": " + openings.error().message);
      continue;
    }
    for (const dataset::Opening& opening : *openings) {
      ++finding.looked_at;
      const transparency::Record* record = record_at(opening.index);
      const bool good =
          record != nullptr && transparency::check_opened(record->text, opening.field).has_value();
      if (good) continue;
      finding.verdict = Verdict::differs;
      add_detail(finding, "entry " + std::to_string(opening.index) + ", '" + opening.field.name +
                              "': not what was committed to");
    }
  }
  finding.text = std::to_string(finding.looked_at) + " opened fields compared with what was committed to";
  if (finding.looked_at == 0 && finding.verdict == Verdict::holds) {
    finding.verdict = Verdict::not_checked;
    finding.text = "the release opens no fields";
  }
  return finding;
}

/// That no count of the whole mission is smaller than the openings behind it. A count may be larger: reports
/// whose fields are withheld are counted too.
void compare_counts(const std::vector<dataset::AnswerCell>& cells,
                    const std::vector<dataset::Opening>& openings, Finding& finding) {
  using Name = std::tuple<std::string, std::string, std::string>;
  std::map<std::uint64_t, std::string> forms;
  for (const dataset::Opening& one : openings) {
    if (one.field.name == "@form") forms[one.index] = one.field.value;
  }
  std::map<Name, std::int64_t> opened;
  for (const dataset::Opening& one : openings) {
    if (one.field.name.starts_with("q."))
      ++opened[{forms[one.index], one.field.name.substr(2), one.field.value}];
  }
  std::int64_t counted = 0;
  std::int64_t behind = 0;
  for (const dataset::AnswerCell& cell : cells) {
    if (cell.scope != dataset::kWholeScope || cell.answer == dataset::kAnyAnswer || cell.withheld) continue;
    const auto found = opened.find({cell.form, cell.question, cell.answer});
    const std::int64_t here = found == opened.end() ? 0 : found->second;
    if (found != opened.end()) opened.erase(found);
    ++finding.looked_at;
    counted += cell.count;
    behind += std::min(here, cell.count);
    if (here <= cell.count) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, cell.form + " " + cell.question + " " + cell.answer + ": " +
                            std::to_string(cell.count) + " counted, " + std::to_string(here) + " opened");
  }
  for (const auto& [name, count] : opened) {
    finding.verdict = Verdict::differs;
    add_detail(finding, std::get<0>(name) + " " + std::get<1>(name) + " " + std::get<2>(name) + ": " +
                            std::to_string(count) + " opened, but withheld or absent in the counts");
  }
  finding.text =
      finding.verdict == Verdict::holds
          ? std::to_string(behind) + " of the " + std::to_string(counted) +
                " counted answers of the whole mission are opened; the others, and the counts of regions, "
                "rest on the mission's word"
          : "the counts are not those of the opened fields";
}

Finding check_answers(const FileSource& files, const Manifest& manifest) {
  Finding finding{"observations.answers", Verdict::holds, 0, "", {}};
  const bool there = std::ranges::any_of(
      manifest.files, [](const dataset::FileRow& row) { return row.path == dataset::kAnswersPath; });
  if (!there) {
    finding.verdict = Verdict::not_checked;
    finding.text = "the dataset has no counts of answers";
    return finding;
  }
  const auto bytes = files(std::string(dataset::kAnswersPath));
  const auto cells = bytes ? dataset::parse_answers_csv(*bytes)
                           : base::Result<std::vector<dataset::AnswerCell>>(std::unexpected(bytes.error()));
  const auto lines = files("openings.jsonl");
  const auto openings = lines ? dataset::parse_openings(*lines)
                              : base::Result<std::vector<dataset::Opening>>(std::unexpected(lines.error()));
  if (!cells || !openings) {
    finding.verdict = Verdict::differs;
    finding.text = cells ? openings.error().message : cells.error().message;
    return finding;
  }
  compare_counts(*cells, *openings, finding);
  return finding;
}

}  // namespace

std::vector<std::string> what_is_not_proved() {
  return {
      "That nothing was rewritten before anybody outside kept a checkpoint, if the log and all its witnesses "
      "worked "
      "together. Keep a checkpoint, and give it with --since next time.",
      "That the last report of each key was logged. Only the observer's own receipt or promise shows that, "
      "or the "
      "number of assignments that was fixed before the day.",
      "That what a signed report says is true. Photographs, second sources and statistics speak to that, not "
      "a "
      "signature.",
      "When something happened: a checkpoint or cosignature says when it was seen, not when it was written."};
}

base::Result<Verification> verify_log(const FileSource& files, const AuditRequest& request) {
  TRY_ASSIGN(LogAudit audit, audit_log(files, request));
  return Verification{request.mission,       "the log " + request.key.name, false,
                      audit.checkpoint.size, std::move(audit.findings),     what_is_not_proved()};
}

base::Result<Verification> verify_dataset(const FileSource& files, const std::vector<std::string>& paths,
                                          AuditRequest request) {
  TRY_ASSIGN(const std::string bytes, files("manifest.json"));
  TRY_ASSIGN(const Manifest manifest, dataset::parse_manifest(bytes));
  Verification verification{manifest.mission,    manifest.title, manifest.synthetic, 0, {},
                            what_is_not_proved()};
  auto& findings = verification.findings;
  findings.push_back(check_manifest(files, bytes, request));
  findings.push_back(check_files(files, paths, manifest));

  if (request.mission.empty()) request.mission = manifest.mission;
  const bool all = manifest.entries == dataset::Entries::all;
  TRY_ASSIGN(LogAudit audit, all ? audit_log(files, request) : audit_hashes(files, request));
  verification.log_size = audit.checkpoint.size;
  if (audit.checkpoint.size != manifest.size) {
    findings.push_back(
        {"dataset.size", Verdict::differs, 1, "the manifest is of another size of the log", {}});
  }
  std::ranges::move(audit.findings, std::back_inserter(findings));

  std::vector<Released> released;
  if (!all) {
    findings.push_back(check_receipts(files, manifest, request, audit, released));
    LogAudit chosen;
    std::ranges::sort(released, {}, &Released::index);
    for (const Released& one : released) chosen.records.push_back(one.record);
    audit_chosen_records(chosen, request);
    std::ranges::move(chosen.findings, std::back_inserter(findings));
  }
  findings.push_back(check_openings(files, manifest, audit, released));
  findings.push_back(check_answers(files, manifest));
  std::ranges::move(check_results(files, manifest), std::back_inserter(findings));
  return verification;
}

}  // namespace tallyward::verify
