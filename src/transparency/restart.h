// May this log sign? A log restored from yesterday's backup that signs again makes a fork and is destroyed
// for ever. So after a restore, or when the last head noted outside the database is not the database's, the
// witnesses and mirrors are asked for the last size they saw, and nothing is signed until enough have
// answered (reference: Sunlight, and C2SP tlog-witness). While none can be reached the mission works on under
// another origin that names the old one, and gives promises instead of receipts; both heads are reconciled
// later.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "transparency/log_engine.h"
#include "transparency/policy.h"

namespace tallyward::transparency {

/// The last head, as a witness or mirror that was asked has it.
struct SeenHead {
  std::string who;
  std::uint64_t size = 0;
  std::optional<Hash> root;  ///< A witness's 409 gives only the size.
};

/// What this machine knows without asking.
struct LocalEvidence {
  bool restored = false;  ///< The database says that it was restored from a backup.
  std::optional<std::string>
      last_head_text;  ///< Text of the last head, noted in a file outside the database.
};

enum class RestartVerdict {
  sign,    ///< Our head is the newest that anybody knows.
  ask,     ///< Not known: ask witnesses and mirrors.
  behind,  ///< Somebody saw more than we have: take the missing entries back first.
  forked   ///< Somebody saw another log of this name: it must be closed.
};

struct RestartDecision {
  RestartVerdict verdict = RestartVerdict::ask;
  std::string reason;           ///< One sentence for the operator.
  std::uint64_t seen_size = 0;  ///< The largest size anybody saw.
  std::string seen_by;
};

/// `needed` is how many answers are enough (enough_answers). With `answers` empty, decides on local evidence
/// alone.
RestartDecision decide_restart(const LogEngine& log, const LocalEvidence& local,
                               std::span<const SeenHead> answers, std::size_t needed);

/// So many witnesses that every quorum the policy allows has one of them: n - (smallest quorum) + 1. At least
/// 1 when there are witnesses; 0 under the policy "quorum none" without witnesses.
std::size_t enough_answers(const Policy& policy);

/// The origin under which a cut-off log works on: ORIGIN/blackout/SIZE-ROOT, the root's first 4 bytes in
/// hexadecimal.
std::string blackout_origin(const Checkpoint& head);

/// Begins the blackout log in its own empty store: its first entry is a `continuation` record that names the
/// old origin, size and root, signed by the same private key under the new origin.
base::Result<LogEngine> open_blackout_log(LogStore& store, const LogEngine& old_log,
                                          std::string_view mission);

/// Takes every entry of the blackout log over into the main log (those it does not have), then a
/// `reconciliation` record that names the blackout log's head. Running it again adds nothing. Call it once
/// the main log may sign.
base::Result<void> reconcile(LogEngine& main_log, LogStore& blackout_store, const LogEngine& blackout_log,
                             std::string_view mission);

/// The last statement on a log that cannot be continued: a signed `closure` record, to be published beside it
/// and to become the first entry of the log ORIGIN/2. `reason` is a word.
std::string closure_statement(const LogEngine& log, std::string_view mission, std::string_view reason);

}  // namespace tallyward::transparency
