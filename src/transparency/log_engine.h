// The log's writer: gives entries their places, signs the new head, and answers with receipts. It never signs
// two heads that contradict each other: the head is compared and swapped in the store before it counts, a
// commit whose outcome is unknown stops the engine for good (restart and recover), and after a restore it
// does not sign before witnesses and mirrors were asked (transparency/restart.h). Not thread-safe: one owner,
// one writer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "transparency/log_store.h"
#include "transparency/tlog_proof.h"

namespace tallyward::transparency {

class LogEngine {
 public:
  /// Recovers a log, or begins one: reads the head, rebuilds the tree from the leaf hashes and checks that
  /// they lead to the signed root. `key.name` is the origin. Errors: corrupt (head and entries do not agree:
  /// nothing may be signed), conflict (a head of another origin).
  static base::Result<LogEngine> open(LogStore& store, SignerKey key);

  const SignerKey& key() const { return key_; }
  const Tree& tree() const { return tree_; }
  std::uint64_t size() const { return tree_.size(); }
  /// The last signed checkpoint; for a new log, one of size 0 that nobody has seen.
  const Note& head() const { return head_; }
  Checkpoint checkpoint() const { return {key_.name, tree_.size(), tree_.root(), {}}; }

  /// The place of an entry that the log has.
  std::optional<std::uint64_t> index_of(const Hash& leaf) const;

  /// Places for `entries` behind the present end, in this order; those that the log has, or that stand twice,
  /// are left out. Nothing changes until adopt(). Errors: too_large (an entry above 65,535 bytes),
  /// unavailable (stopped).
  base::Result<StagedBatch> stage(std::span<const std::string> entries) const;
  /// After the store has committed `batch` (in whatever transaction): the tree grows, the head is its head.
  /// Error: conflict when the batch was not staged on the present head.
  base::Result<void> adopt(const StagedBatch& batch);
  /// Stops signing for the rest of this object's life, because the outcome of a commit is unknown.
  void stop(std::string why) { stopped_ = std::move(why); }
  bool stopped() const { return !stopped_.empty(); }

  /// stage, LogStore::commit and adopt in one. On a conflict or an unknown outcome the engine stops.
  base::Result<void> append(std::span<const std::string> entries);

  /// Takes over entries that this log had signed and lost, as a mirror or witness holds them: `signed_head`
  /// is a checkpoint of this log over our entries and then `entries`. Nothing new is signed. Errors: corrupt
  /// (the entries do not lead to that root), conflict (it is a fork of ours), not_found (not signed by this
  /// log).
  base::Result<void> take_back(std::span<const std::string> entries, const Note& signed_head);

  /// Replaces the head by the same checkpoint with more cosignatures. Error: conflict when its text differs.
  base::Result<void> add_cosignatures(const Note& cosigned);

  /// The receipt of the entry at `index`, under the present head.
  base::Result<TlogProof> receipt(std::uint64_t index) const;

 private:
  LogEngine(LogStore& store, SignerKey key) : store_(&store), key_(std::move(key)) {}
  void grow(const Hash& leaf);

  LogStore* store_;
  SignerKey key_;
  Tree tree_;
  std::unordered_map<Hash, std::uint64_t> places_;
  Note head_;
  std::string stored_head_;  ///< Bytes in the store: "" for a new log.
  std::string stopped_;
};

}  // namespace tallyward::transparency
