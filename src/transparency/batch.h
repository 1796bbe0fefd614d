// Entries wait a moment and are then written together: one sync of the disk for many reports, at most a
// second of delay, and an order inside the batch that says nothing about when each arrived.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/outside.h"

namespace tallyward::transparency {

struct BatchLimits {
  std::chrono::milliseconds longest_wait{20};  ///< Of the oldest entry; at most 1,000.
  std::size_t most_entries = 512;
};

/// The entries that wait. Pure: the clock's reading is an argument.
class BatchQueue {
 public:
  explicit BatchQueue(BatchLimits limits) : limits_(limits) {}

  void add(std::string entry, base::Time now);
  bool empty() const { return waiting_.empty(); }
  std::size_t size() const { return waiting_.size(); }
  /// When the batch must be written at the latest; none when nothing waits.
  std::optional<base::Time> due() const;
  bool is_due(base::Time now) const;
  /// Everything that waits, at most `most_entries`, oldest first.
  std::vector<std::string> take(base::Time now);

 private:
  BatchLimits limits_;
  std::vector<std::string> waiting_;
  base::Time oldest_{};
};

/// The order in which a batch enters the log: enrolments first (a report must not stand before its key's
/// enrolment), then reports in random order, then the rest in the order given (a revocation must not overtake
/// a report before it).
std::vector<std::string> order_for_log(std::vector<std::string> entries, base::Randomness& randomness);

}  // namespace tallyward::transparency
