#include "transparency/log_store.h"

namespace tallyward::transparency {

base::Result<std::vector<std::string>> MemoryLogStore::entries(std::uint64_t begin, std::uint64_t end) {
  if (begin > end || end > entries_.size())
    return base::fail(base::ErrorCode::corrupt, "entries are missing");
  return std::vector<std::string>(entries_.begin() + static_cast<std::ptrdiff_t>(begin),
                                  entries_.begin() + static_cast<std::ptrdiff_t>(end));
}

base::Result<std::vector<Hash>> MemoryLogStore::leaves(std::uint64_t begin, std::uint64_t end) {
  TRY_ASSIGN(const auto some, entries(begin, end));
  std::vector<Hash> hashes;
  for (const std::string& entry : some) hashes.push_back(leaf_hash(entry));
  return hashes;
}

base::Result<void> MemoryLogStore::commit(const StagedBatch& batch) {
  if (before_commit) TRY(before_commit());
  if (head_ != batch.expected_head || entries_.size() != batch.first_index) {
    return base::fail(base::ErrorCode::conflict, "the stored head is not the expected one");
  }
  entries_.insert(entries_.end(), batch.entries.begin(), batch.entries.end());
  head_ = batch.head;
  if (after_commit) TRY(after_commit());
  return {};
}

}  // namespace tallyward::transparency
