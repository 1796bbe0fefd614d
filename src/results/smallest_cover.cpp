#include "results/smallest_cover.h"

#include <algorithm>
#include <numeric>

namespace tallyward::results::internal {
namespace {

std::vector<std::size_t> by_gain(std::span<const Gain> gains) {
  std::vector<std::size_t> order(gains.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return gains[a] > gains[b]; });
  return order;
}

/// Looks for a set of exactly `size` items by taking or leaving one item after another, in an order that
/// mixes both gains; leaves a branch when even the best remaining items cannot reach one of the needs.
class Search {
 public:
  Search(std::span<const Gain> first, std::span<const Gain> second, std::vector<std::size_t> order,
         std::size_t step_limit)
      : first_(first), second_(second), order_(std::move(order)), steps_left_(step_limit) {}

  bool find(std::size_t size, Gain first_need, Gain second_need) {
    chosen_.clear();
    return step(0, size, first_need, second_need);
  }
  bool exhausted() const { return steps_left_ == 0; }
  const std::vector<std::size_t>& chosen() const { return chosen_; }

 private:
  /// The sum of the `size` largest gains among order_[from..].
  Gain best(std::span<const Gain> gains, std::size_t from, std::size_t size) {
    scratch_.clear();
    for (std::size_t i = from; i < order_.size(); ++i) scratch_.push_back(gains[order_[i]]);
    size = std::min(size, scratch_.size());
    std::ranges::nth_element(
        scratch_,
        scratch_.begin() + static_cast<std::ptrdiff_t>(size) - (size == scratch_.size() && size > 0 ? 1 : 0),
        std::greater<>());
    return std::accumulate(scratch_.begin(), scratch_.begin() + static_cast<std::ptrdiff_t>(size), Gain{0});
  }

  bool step(std::size_t from, std::size_t size, Gain first_need, Gain second_need) {
    if (first_need <= 0 && second_need <= 0) return true;
    if (size == 0 || from == order_.size() || steps_left_ == 0) return false;
    --steps_left_;
    if (best(first_, from, size) < first_need || best(second_, from, size) < second_need) return false;
    const std::size_t item = order_[from];
    chosen_.push_back(item);
    if (step(from + 1, size - 1, first_need - first_[item], second_need - second_[item])) return true;
    chosen_.pop_back();
    return step(from + 1, size, first_need, second_need);
  }

  std::span<const Gain> first_;
  std::span<const Gain> second_;
  std::vector<std::size_t> order_;
  std::size_t steps_left_;
  std::vector<std::size_t> chosen_;
  std::vector<Gain> scratch_;
};

/// Takes items in an order until both needs are reached.
std::optional<std::vector<std::size_t>> take(const std::vector<std::size_t>& order,
                                             std::span<const Gain> first, Gain first_need,
                                             std::span<const Gain> second, Gain second_need) {
  std::vector<std::size_t> taken;
  for (const std::size_t item : order) {
    if (first_need <= 0 && second_need <= 0) break;
    taken.push_back(item);
    first_need -= first[item];
    second_need -= second[item];
  }
  if (first_need > 0 || second_need > 0) return std::nullopt;
  return taken;
}

}  // namespace

std::optional<std::vector<std::size_t>> smallest_cover(std::span<const Gain> gains, Gain need) {
  std::vector<std::size_t> taken;
  for (const std::size_t item : by_gain(gains)) {
    if (need <= 0 || gains[item] <= 0) break;
    taken.push_back(item);
    need -= gains[item];
  }
  if (need > 0) return std::nullopt;
  return taken;
}

DoubleCover smallest_double_cover(std::span<const Gain> first, Gain first_need, std::span<const Gain> second,
                                  Gain second_need, std::size_t step_limit) {
  DoubleCover cover;
  const auto only_first = smallest_cover(first, first_need);
  const auto only_second = smallest_cover(second, second_need);
  if (!only_first || !only_second) return {.possible = false, .least = 0, .items = {}};
  cover.least = std::max(only_first->size(), only_second->size());

  // Orders by a weighted sum of the two gains, each measured in its need, give good sets at once.
  std::vector<std::size_t> best_order;
  constexpr int kWeights = 16;
  for (int weight = 0; weight <= kWeights; ++weight) {
    std::vector<Gain> mixed(first.size());
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      mixed[i] = weight * first[i] * std::max<Gain>(second_need, 1) +
                 (kWeights - weight) * second[i] * std::max<Gain>(first_need, 1);
    }
    const std::vector<std::size_t> order = by_gain(mixed);
    auto taken = take(order, first, first_need, second, second_need);
    if (taken && (best_order.empty() || taken->size() < cover.items.size())) {
      cover.items = std::move(*taken);
      best_order = order;
    }
  }
  Search search(first, second, best_order, step_limit);
  while (cover.least < cover.items.size()) {
    if (search.find(cover.least, first_need, second_need)) {
      cover.items = search.chosen();
      cover.least = cover.items.size();
      break;
    }
    if (search.exhausted()) break;
    ++cover.least;
  }
  return cover;
}

}  // namespace tallyward::results::internal
