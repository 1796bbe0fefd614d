#include "transparency/batch.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

namespace tallyward::transparency {

namespace {

constexpr std::chrono::milliseconds kLongestWait{1000};

int rank_of(std::string_view entry) {
  if (entry.starts_with("tallyward/enrolment/") || entry.starts_with("tallyward/manifest/")) return 0;
  return entry.starts_with("tallyward/report/") ? 1 : 2;
}

}  // namespace

void BatchQueue::add(std::string entry, base::Time now) {
  if (waiting_.empty()) oldest_ = now;
  waiting_.push_back(std::move(entry));
}

std::optional<base::Time> BatchQueue::due() const {
  if (waiting_.empty()) return std::nullopt;
  if (waiting_.size() >= limits_.most_entries) return oldest_;
  return oldest_ + std::min(limits_.longest_wait, kLongestWait);
}

bool BatchQueue::is_due(base::Time now) const {
  const auto latest = due();
  return latest && now >= *latest;
}

std::vector<std::string> BatchQueue::take(base::Time now) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.most_entries));
  std::vector<std::string> batch(std::make_move_iterator(waiting_.begin()),
                                 std::make_move_iterator(waiting_.begin() + count));
  waiting_.erase(waiting_.begin(), waiting_.begin() + count);
  oldest_ = now;
  return batch;
}

std::vector<std::string> order_for_log(std::vector<std::string> entries, base::Randomness& randomness) {
  std::ranges::stable_sort(entries, {}, [](const std::string& entry) { return rank_of(entry); });
  const auto reports =
      std::ranges::equal_range(entries, 1, {}, [](const std::string& e) { return rank_of(e); });
  for (std::size_t left = std::ranges::size(reports); left > 1; --left) {  // Fisher and Yates
    std::uint64_t draw = 0;
    randomness.fill(std::as_writable_bytes(std::span(&draw, 1)));
    // A bias of 2^-50 hides nothing and shows nothing.
    const auto pick = static_cast<std::ptrdiff_t>(draw % left);
    std::swap(reports.begin()[pick], reports.begin()[static_cast<std::ptrdiff_t>(left) - 1]);
  }
  return entries;
}

}  // namespace tallyward::transparency
