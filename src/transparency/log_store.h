// What the log asks of durable storage: entries in order and one signed head, changed together or not at all.
// `storage` implements it on SQLite; MemoryLogStore below is its twin in tests and can be told to fail.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "transparency/checkpoint.h"
#include "transparency/merkle.h"

namespace tallyward::transparency {

/// New entries with the places they get, and the checkpoint that then holds.
struct StagedBatch {
  std::string
      expected_head;  ///< The signed checkpoint (bytes) that the store must hold now; "" for a new log.
  std::uint64_t first_index = 0;     ///< Place of entries[0]; the size of the log before.
  std::vector<std::string> entries;  ///< Without those the log already had.
  std::vector<Hash> leaves;          ///< leaf_hash of each entry.
  std::string head;                  ///< The new signed checkpoint, bytes of its note.
};

class LogStore {
 public:
  virtual ~LogStore() = default;

  /// The bytes of the last signed checkpoint; "" when the log is new.
  virtual base::Result<std::string> head() = 0;
  /// The leaf hashes [begin, end) in order; corrupt when one is missing.
  virtual base::Result<std::vector<Hash>> leaves(std::uint64_t begin, std::uint64_t end) = 0;
  /// The entries [begin, end) in order; corrupt when one is missing.
  virtual base::Result<std::vector<std::string>> entries(std::uint64_t begin, std::uint64_t end) = 0;
  /// How many entries are stored: more than the head says is a fault.
  virtual base::Result<std::uint64_t> count() = 0;

  /// Compare and swap, durable when it returns: when the stored head equals `batch.expected_head`, adds the
  /// entries and replaces the head, in one transaction. Errors: conflict (another head: somebody else writes
  /// this log), unavailable (nothing was written), internal (it is not known whether it was written: the
  /// engine then stops for good).
  virtual base::Result<void> commit(const StagedBatch& batch) = 0;
};

/// The store of tests: in memory, and failing on command.
class MemoryLogStore : public LogStore {
 public:
  base::Result<std::string> head() override { return head_; }
  base::Result<std::vector<Hash>> leaves(std::uint64_t begin, std::uint64_t end) override;
  base::Result<std::vector<std::string>> entries(std::uint64_t begin, std::uint64_t end) override;
  base::Result<std::uint64_t> count() override { return entries_.size(); }
  base::Result<void> commit(const StagedBatch& batch) override;

  /// Runs before each commit; an error is returned instead of committing.
  std::function<base::Result<void>()> before_commit;
  /// Runs after each commit; an error is returned although it was committed.
  std::function<base::Result<void>()> after_commit;

 private:
  std::string head_;
  std::vector<std::string> entries_;
};

}  // namespace tallyward::transparency
