// The mission's log and whether it may sign (transparency/restart.h). As a rule it signs: entries get their
// places in the transaction of their records. After a restore, or when a witness saw more than we have, it
// does not: records are kept, entered into a blackout log of their own and answered with signed promises,
// never with receipts, until witnesses and mirrors have said that nobody saw more. Then both logs are
// reconciled.
//
// One writer thread changes it; anybody may read.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "journeys/mission_folder.h"
#include "storage/record_log.h"
#include "transparency/policy.h"
#include "transparency/restart.h"
#include "transparency/tile.h"
#include "transparency/tile_writer.h"
#include "transparency/witness.h"

namespace tallyward::journeys {

/// What the log does, for operators and for GET /api/v1/health.
struct LogStanding {
  transparency::RestartVerdict verdict = transparency::RestartVerdict::sign;
  std::string reason;           ///< One sentence.
  std::string blackout_origin;  ///< Under which name it works meanwhile; "" while it signs.
  std::vector<std::string> cosigned;
  std::vector<std::string> awaited;  ///< Witnesses of the policy that have not cosigned the present head.
};
std::string_view to_text(transparency::RestartVerdict verdict);

class MissionLog {
 public:
  /// Recovers the log, decides on local evidence whether it may sign, and takes up the blackout log if there
  /// is one. Errors: corrupt, conflict, unavailable.
  static base::Result<std::unique_ptr<MissionLog>> open(const MissionFolder& folder, const MissionKeys& keys,
                                                        const std::string& mission, storage::Store& store);
  ~MissionLog();

  bool may_sign() const;
  const transparency::Policy& policy() const { return policy_; }

  // For the writer thread.

  /// Gives `entries` places inside the caller's transaction; adopt() once it is committed. REQUIRES:
  /// may_sign.
  base::Result<transparency::StagedBatch> place(std::span<const std::string> entries);
  base::Result<void> adopt(const transparency::StagedBatch& batch);
  void stop(std::string why);
  /// While it may not sign: the blackout log takes entries whose records are durable already.
  base::Result<void> promise_entries(std::span<const std::string> entries);
  /// After one round of asking: takes up signing, and reconciles the blackout log, when enough have answered
  /// and nobody saw more; or keeps waiting, with the reason. REQUIRES: no transaction is open.
  base::Result<void> decide(std::span<const transparency::SeenHead> answers);
  /// A witness saw more than this log has: it stops signing at once.
  base::Result<void> fall_behind(const transparency::SeenHead& ahead);
  /// Entries that this log had signed and lost, as a mirror has them, up to that mirror's head.
  base::Result<void> take_back(std::span<const std::string> entries, const transparency::Note& signed_head);

  // For readers.

  std::string signed_head() const;
  std::uint64_t size() const;
  base::Result<std::string> receipt(const crypto::Hash& leaf) const;
  /// A signed promise when the blackout log has the record. Errors: not_found.
  base::Result<std::string> promise(const crypto::Hash& leaf, base::Time received) const;
  base::Result<std::string> tile(const transparency::TileId& id) const;
  LogStanding standing() const;
  /// Every static file of the present head, hashes only; tiles first, the checkpoint last.
  base::Result<void> write_files(const transparency::FileSink& sink);

  /// One round with the witnesses, over the network, without holding anything meanwhile: asks for
  /// cosignatures of the present head while the log signs, else for the last heads they saw. What came is
  /// returned for the writer to act on.
  struct Round {
    std::vector<transparency::SeenHead> heads;
    std::optional<transparency::SeenHead> ahead;
    std::optional<transparency::Note> cosigned;
  };
  Round ask_witnesses(transparency::WitnessTransport& transport);
  base::Result<void> add_cosignatures(const transparency::Note& cosigned);

 private:
  MissionLog(MissionFolder folder, const MissionKeys& keys, std::string mission, storage::Store& store);
  base::Result<void> open_blackout();
  base::Result<void> cut_off(transparency::RestartDecision decision);
  base::Result<void> reconcile();
  base::Result<void> note_head();

  MissionFolder folder_;
  transparency::SignerKey key_;
  std::string mission_;
  storage::Store& store_;
  storage::RecordLog log_store_;
  transparency::Policy policy_;
  int note_file_ = -1;

  mutable std::mutex mutex_;  ///< Held for what changes below; never over the network or the disk.
  std::unique_ptr<transparency::LogEngine> log_;
  transparency::RestartDecision decision_;
  transparency::LocalEvidence local_;
  std::unique_ptr<storage::Store> blackout_store_;
  std::unique_ptr<storage::RecordLog> blackout_log_store_;
  std::unique_ptr<transparency::LogEngine> blackout_;
  std::map<std::string, std::uint64_t> last_sizes_;  ///< Of witnesses; used by the one that asks.
};

/// The database says that it was restored from a backup and that nobody was asked yet.
base::Result<bool> is_restored(storage::Reader& reader);
/// REQUIRES: inside a transaction.
base::Result<void> set_restored(storage::Store& store, bool restored);

}  // namespace tallyward::journeys
