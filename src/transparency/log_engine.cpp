#include "transparency/log_engine.h"

#include <algorithm>
#include <unordered_set>

#include "transparency/tile.h"

namespace tallyward::transparency {

namespace {

constexpr std::uint64_t kReadAtOnce = 65'536;

}  // namespace

base::Result<LogEngine> LogEngine::open(LogStore& store, SignerKey key) {
  LogEngine log(store, std::move(key));
  TRY_ASSIGN(log.stored_head_, store.head());
  TRY_ASSIGN(const std::uint64_t count, store.count());
  if (log.stored_head_.empty()) {
    if (count != 0) return base::fail(base::ErrorCode::corrupt, "the log has entries but no signed head");
    log.head_ = sign_checkpoint({log.key_.name, 0, empty_root(), {}}, log.key_);
    return log;
  }
  TRY_ASSIGN(log.head_, parse_note(log.stored_head_));
  TRY_ASSIGN(const Checkpoint head, open_checkpoint(log.head_, log.key_.verifier()));
  if (count != head.size) {
    return base::fail(base::ErrorCode::corrupt, "the signed head has " + std::to_string(head.size) +
                                                    " entries, the store " + std::to_string(count));
  }
  log.places_.reserve(head.size);
  for (std::uint64_t begin = 0; begin < head.size; begin += kReadAtOnce) {
    TRY_ASSIGN(const auto leaves, store.leaves(begin, std::min(head.size, begin + kReadAtOnce)));
    for (const Hash& leaf : leaves) log.grow(leaf);
  }
  if (log.tree_.size() != head.size || log.tree_.root() != head.root) {
    return base::fail(base::ErrorCode::corrupt, "the stored entries do not lead to the root that was signed");
  }
  return log;
}

void LogEngine::grow(const Hash& leaf) {
  places_.emplace(leaf, tree_.size());
  tree_.append(leaf);
}

std::optional<std::uint64_t> LogEngine::index_of(const Hash& leaf) const {
  const auto found = places_.find(leaf);
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

base::Result<StagedBatch> LogEngine::stage(std::span<const std::string> entries) const {
  if (stopped()) return base::fail(base::ErrorCode::unavailable, "the log has stopped: " + stopped_);
  StagedBatch batch{stored_head_, tree_.size(), {}, {}, {}};
  // Only the right edge of the tree is needed: the roots of its complete subtrees, largest first.
  std::vector<std::pair<std::uint64_t, Hash>> edge;  // leaves below, root
  std::uint64_t covered = 0;
  for (std::size_t level = 63; level-- > 0;) {
    if ((tree_.size() >> level & 1) == 0) continue;
    edge.emplace_back(std::uint64_t{1} << level, tree_.level(level)[covered >> level]);
    covered += std::uint64_t{1} << level;
  }
  std::unordered_set<Hash> seen;
  for (const std::string& entry : entries) {
    if (entry.size() > kLongestEntry) {
      return base::fail(base::ErrorCode::too_large, "an entry of the log has at most 65,535 bytes");
    }
    const Hash leaf = leaf_hash(entry);
    if (places_.contains(leaf) || !seen.insert(leaf).second) continue;
    batch.entries.push_back(entry);
    batch.leaves.push_back(leaf);
    edge.emplace_back(1, leaf);
    while (edge.size() > 1 && edge[edge.size() - 2].first == edge.back().first) {
      const auto right = edge.back();
      edge.pop_back();
      edge.back() = {right.first * 2, node_hash(edge.back().second, right.second)};
    }
  }
  Hash root = edge.empty() ? empty_root() : edge.back().second;
  for (std::size_t i = edge.size(); i-- > 1;) root = node_hash(edge[i - 1].second, root);
  if (batch.entries.empty()) {
    batch.head = stored_head_;
  } else {
    batch.head =
        format_note(sign_checkpoint({key_.name, tree_.size() + batch.entries.size(), root, {}}, key_));
  }
  return batch;
}

base::Result<void> LogEngine::adopt(const StagedBatch& batch) {
  if (batch.first_index != tree_.size() || batch.expected_head != stored_head_) {
    return base::fail(base::ErrorCode::conflict, "the batch was staged on another head");
  }
  if (batch.entries.empty()) return {};
  TRY_ASSIGN(head_, parse_note(batch.head));
  for (const Hash& leaf : batch.leaves) grow(leaf);
  stored_head_ = batch.head;
  return {};
}

base::Result<void> LogEngine::append(std::span<const std::string> entries) {
  TRY_ASSIGN(const StagedBatch batch, stage(entries));
  if (batch.entries.empty()) return {};
  const auto committed = store_->commit(batch);
  if (!committed) {
    if (committed.error().code != base::ErrorCode::unavailable) stop(committed.error().message);
    return std::unexpected(committed.error());
  }
  return adopt(batch);
}

base::Result<void> LogEngine::take_back(std::span<const std::string> entries, const Note& signed_head) {
  TRY_ASSIGN(const Checkpoint theirs, open_checkpoint(signed_head, key_.verifier()));
  if (theirs.size < tree_.size())
    return base::fail(base::ErrorCode::conflict, "that head is older than ours");
  if (theirs.size != tree_.size() + entries.size()) {
    return base::fail(base::ErrorCode::corrupt, "the number of entries is not what that head says");
  }
  StagedBatch batch{
      stored_head_, tree_.size(), {entries.begin(), entries.end()}, {}, format_note(signed_head)};
  Tree grown = tree_;
  for (const std::string& entry : entries) {
    batch.leaves.push_back(leaf_hash(entry));
    grown.append(batch.leaves.back());
  }
  if (grown.root() != theirs.root) {
    return base::fail(entries.empty() ? base::ErrorCode::conflict : base::ErrorCode::corrupt,
                      "our entries and those taken back do not lead to the root that was signed");
  }
  if (entries.empty()) return {};
  const auto committed = store_->commit(batch);
  if (!committed) {
    stop(committed.error().message);
    return std::unexpected(committed.error());
  }
  return adopt(batch);
}

base::Result<void> LogEngine::add_cosignatures(const Note& cosigned) {
  if (cosigned.text != head_.text) {
    return base::fail(base::ErrorCode::conflict, "the cosigned checkpoint is not the present head");
  }
  for (const NoteSignature& line : cosigned.signatures) {
    if (std::ranges::find(head_.signatures, line) == head_.signatures.end()) head_.signatures.push_back(line);
  }
  return {};
}

base::Result<TlogProof> LogEngine::receipt(std::uint64_t index) const {
  TRY_ASSIGN(Proof proof, tree_.inclusion_proof(index, tree_.size()));
  return TlogProof{std::nullopt, index, std::move(proof), head_};
}

}  // namespace tallyward::transparency
