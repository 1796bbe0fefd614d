// Who may sign what. The log's own key is the root of trust: it, and server keys that it enrolled, enrol and
// revoke others.
#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "transparency/chain.h"
#include "transparency/restart.h"
#include "verify/audit_log.h"

namespace tallyward::verify {

using transparency::Record;
using transparency::Standing;
using transparency::VerifierKey;

namespace {

constexpr std::uint64_t kNever = ~std::uint64_t{0};

struct Enrolled {
  VerifierKey key;
  std::string role;
  std::uint64_t revoked_at = kNever;
};
using Keys = std::map<std::string, std::vector<Enrolled>, std::less<>>;

std::string entry_name(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

bool may_enrol(const Keys& keys, const Record& record) {
  const auto found = keys.find(record.signer());
  return found != keys.end() &&
         std::ranges::any_of(found->second, [](const Enrolled& e) { return e.role == "server"; });
}

/// A log that was cut off worked on under another name of the same key; its records were taken over later.
/// That name is only accepted as the one that follows from the head it continues.
void accept_blackout_name(const Record& record, const AuditRequest& request, Keys& keys) {
  const auto size = transparency::parse_size(record.text.line("size").value_or(""));
  const auto root = crypto::hash_from_base64(record.text.line("root").value_or(""));
  if (!size || !root || record.text.line("origin") != request.key.name) return;
  const std::string name = transparency::blackout_origin({request.key.name, *size, *root, {}});
  if (record.signer() != name) return;
  keys[name].push_back({{name, request.key.type, request.key.key}, "server", kNever});
}

/// Enrolments and revocations in order of the log.
Keys collect_keys(const LogAudit& audit, const AuditRequest& request, Finding& finding) {
  Keys keys;
  keys[request.key.name].push_back({request.key, "server", kNever});
  for (std::uint64_t index = 0; index < audit.records.size(); ++index) {
    const Record& record = audit.records[index];
    const bool enrolment = record.text.type == "enrolment";
    if (record.standing == Standing::known && record.text.type == "continuation") {
      accept_blackout_name(record, request, keys);
    }
    if (record.standing != Standing::known || (!enrolment && record.text.type != "revocation")) continue;
    const auto key = transparency::parse_verifier_key(record.text.line("key").value_or(""));
    if (!key) continue;
    ++finding.looked_at;
    if (!may_enrol(keys, record)) {
      finding.verdict = Verdict::differs;
      add_detail(finding,
                 entry_name(index) + ": " + std::string(record.signer()) + " may not enrol or revoke keys");
    } else if (enrolment) {
      keys[key->name].push_back({*key, std::string(*record.text.line("role")), kNever});
    } else {
      for (Enrolled& enrolled : keys[key->name]) {
        if (enrolled.key == *key) enrolled.revoked_at = std::min(enrolled.revoked_at, index);
      }
    }
  }
  return keys;
}

enum class Signed { good, bad, unenrolled, revoked, wrong_role };

Signed check_signature(const Keys& keys, const Record& record, std::uint64_t index) {
  const auto found = keys.find(record.signer());
  if (found == keys.end()) return Signed::unenrolled;
  Signed outcome = Signed::unenrolled;
  for (const Enrolled& enrolled : found->second) {
    const auto verified = transparency::verify_signed_by(record.note, enrolled.key);
    if (!verified) {
      if (verified.error().code == base::ErrorCode::corrupt) return Signed::bad;
      continue;
    }
    const bool report = record.text.type == "report";
    // What a newer or unknown type asks of its author is not known here.
    if (record.standing != Standing::known) {
      outcome = Signed::good;
    } else if (report ? enrolled.role == "staff" || enrolled.role == "server" : enrolled.role == "observer") {
      outcome = Signed::wrong_role;
    } else {
      outcome = index > enrolled.revoked_at ? Signed::revoked : Signed::good;
    }
  }
  return outcome;
}

/// All signatures, on every core: the result does not depend on how many there are.
std::vector<Signed> check_signatures(const Keys& keys, const LogAudit& audit) {
  std::vector<Signed> outcomes(audit.records.size(), Signed::good);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    constexpr std::size_t kPiece = 256;
    for (std::size_t begin = next.fetch_add(kPiece); begin < outcomes.size();
         begin = next.fetch_add(kPiece)) {
      for (std::size_t i = begin; i < std::min(begin + kPiece, outcomes.size()); ++i) {
        if (audit.records[i].note.signatures.empty()) continue;
        outcomes[i] = check_signature(keys, audit.records[i], i);
      }
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < std::clamp(std::thread::hardware_concurrency(), 1U, 16U); ++i)
    threads.emplace_back(work);
  work();
  threads.clear();
  return outcomes;
}

Finding audit_forms(const LogAudit& audit, const AuditRequest& request) {
  Finding finding{"records.form", Verdict::holds, audit.records.size(), "", {}};
  std::map<std::string_view, std::uint64_t> counts;
  for (std::uint64_t index = 0; index < audit.records.size(); ++index) {
    const Record& record = audit.records[index];
    ++counts[transparency::to_text(record.standing)];
    if (record.standing == Standing::malformed) {
      finding.verdict = Verdict::differs;
      add_detail(finding, entry_name(index) + " is malformed: " + record.trouble);
      continue;
    }
    const auto mission = record.text.line("mission");
    if (!request.mission.empty() && mission && *mission != request.mission) {
      finding.verdict = Verdict::differs;
      add_detail(finding, entry_name(index) + " belongs to another mission: " + std::string(*mission));
    }
  }
  for (const auto& [standing, count] : counts) {
    finding.text += (finding.text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(standing);
  }
  if (finding.text.empty()) finding.text = "no records";
  return finding;
}

void audit_signatures(LogAudit& audit, const Keys& keys) {
  const std::vector<Signed> outcomes = check_signatures(keys, audit);
  Finding good{"records.signatures", Verdict::holds, audit.records.size(), "", {}};
  Finding after{
      "records.after_revocation", Verdict::holds, 0, "no record was signed after its key was revoked", {}};
  for (std::uint64_t index = 0; index < outcomes.size(); ++index) {
    const std::string who = entry_name(index) + ", signed " + std::string(audit.records[index].signer());
    switch (outcomes[index]) {
      case Signed::good:
        continue;
      case Signed::bad:
        add_detail(good, who + ": the signature does not hold");
        break;
      case Signed::unenrolled:
        add_detail(good, who + ": this key was not enrolled");
        break;
      case Signed::wrong_role:
        add_detail(good, who + ": this key may not sign such a record");
        break;
      case Signed::revoked:
        after.verdict = Verdict::flagged;
        after.text = "records signed after their key was revoked: kept, not counted";
        add_detail(after, who);
        continue;
    }
    good.verdict = Verdict::differs;
  }
  good.text = good.verdict == Verdict::holds
                  ? "every record is signed by a key that was enrolled for it"
                  : "some records are not signed by a key that was enrolled for them";
  audit.findings.push_back(std::move(good));
  audit.findings.push_back(std::move(after));
}

/// Heads that records of the log name (`continuation`): they must be heads that this log once had.
void audit_named_heads(LogAudit& audit, const AuditRequest& request) {
  Finding finding{"log.continuations", Verdict::holds, 0, "", {}};
  for (std::uint64_t index = 0; index < audit.records.size(); ++index) {
    const Record& record = audit.records[index];
    if (record.text.type != "continuation" || record.text.line("origin") != request.key.name) continue;
    const auto size = transparency::parse_size(record.text.line("size").value_or(""));
    const auto root = crypto::hash_from_base64(record.text.line("root").value_or(""));
    ++finding.looked_at;
    if (size && root && *size <= audit.tree.size() && audit.tree.root_at(*size) == *root) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, entry_name(index) + " continues a head that this log never had");
  }
  finding.text =
      std::to_string(finding.looked_at) + " times the log was cut off and continued under another name";
  audit.findings.push_back(std::move(finding));
}

void audit_chains(LogAudit& audit) {
  Finding chain{
      "records.chain", Verdict::holds, 0, "no report is missing from the middle of a key's chain", {}};
  Finding equivocation{
      "records.equivocation", Verdict::holds, 0, "no key signed two reports with one number", {}};
  transparency::ChainLedger ledger;
  for (const Record& record : audit.records) {
    if (record.standing != Standing::known || record.text.type != "report") continue;
    const auto header = transparency::report_header(record.text);
    if (!header) continue;
    ledger.add(std::string(record.signer()), *header, record.leaf);
    ++chain.looked_at;
  }
  equivocation.looked_at = chain.looked_at;
  for (const auto& found : ledger.findings()) {
    const std::string where = found.signer + ", number " + std::to_string(found.seq);
    if (found.fault == transparency::ChainFault::equivocation) {
      equivocation.verdict = Verdict::flagged;
      equivocation.text =
          "two different reports with one key and number: a cloned phone, a restored backup or a forced key";
      add_detail(equivocation, where);
    } else {
      chain.verdict = Verdict::differs;
      chain.text = "reports are missing from a key's chain, or do not link";
      add_detail(chain, where + ": " + std::string(to_text(found.fault)));
    }
  }
  audit.findings.push_back(std::move(chain));
  audit.findings.push_back(std::move(equivocation));
}

}  // namespace

namespace {

void audit_forms_keys_signatures(LogAudit& audit, const AuditRequest& request) {
  audit.findings.push_back(audit_forms(audit, request));
  Finding enrolled{"records.keys", Verdict::holds, 0, "", {}};
  const Keys keys = collect_keys(audit, request, enrolled);
  enrolled.text = std::to_string(enrolled.looked_at) + " enrolments and revocations, each by a key that may";
  if (enrolled.verdict == Verdict::differs)
    enrolled.text = "a key was enrolled or revoked by one that may not";
  audit.findings.push_back(std::move(enrolled));
  audit_signatures(audit, keys);
}

}  // namespace

void audit_records(LogAudit& audit, const AuditRequest& request) {
  audit_forms_keys_signatures(audit, request);
  audit_chains(audit);
  audit_named_heads(audit, request);
}

void audit_chosen_records(LogAudit& audit, const AuditRequest& request) {
  audit_forms_keys_signatures(audit, request);
  audit.findings.push_back(
      {"records.chain",
       Verdict::not_checked,
       0,
       "only chosen records are released, so gaps in a key's chain cannot be seen; each observer "
       "can see her own with her receipts",
       {}});
}

}  // namespace tallyward::verify
