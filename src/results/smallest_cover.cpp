#include "results/smallest_cover.h"

#include <algorithm>
#include <numeric>

namespace tallyward::results::internal {
namespace {

using Order = std::vector<std::size_t>;

Order by_gain(std::span<const Gain> gains) {
  Order order(gains.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return gains[a] > gains[b]; });
  return order;
}

/// What every need still lacks.
using Lacks = std::vector<Gain>;

bool reached(const Lacks& lacks) {
  return std::ranges::all_of(lacks, [](Gain lack) { return lack <= 0; });
}

/// Looks for a set of exactly `size` items by taking or leaving one item after another, in an order that
/// mixes all gains; leaves a branch when even the best remaining items cannot reach one of the needs.
class Search {
 public:
  Search(std::span<const Need> needs, Order order, std::size_t step_limit)
      : needs_(needs), order_(std::move(order)), steps_left_(step_limit) {}

  bool find(std::size_t size, const Lacks& lacks) {
    chosen_.clear();
    return step(0, size, lacks);
  }
  bool exhausted() const { return steps_left_ == 0; }
  const Order& chosen() const { return chosen_; }

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

  bool step(std::size_t from, std::size_t size, const Lacks& lacks) {
    if (reached(lacks)) return true;
    if (size == 0 || from == order_.size() || steps_left_ == 0) return false;
    --steps_left_;
    for (std::size_t i = 0; i < needs_.size(); ++i)
      if (lacks[i] > 0 && best(needs_[i].gains, from, size) < lacks[i]) return false;
    const std::size_t item = order_[from];
    chosen_.push_back(item);
    Lacks with = lacks;
    for (std::size_t i = 0; i < needs_.size(); ++i) with[i] -= needs_[i].gains[item];
    if (step(from + 1, size - 1, with)) return true;
    chosen_.pop_back();
    return step(from + 1, size, lacks);
  }

  std::span<const Need> needs_;
  Order order_;
  std::size_t steps_left_;
  Order chosen_;
  std::vector<Gain> scratch_;
};

Lacks all_needs(std::span<const Need> needs) {
  Lacks lacks;
  for (const Need& need : needs) lacks.push_back(need.need);
  return lacks;
}

/// Takes items in an order until every need is reached.
std::optional<Order> take(const Order& order, std::span<const Need> needs) {
  Order taken;
  Lacks lacks = all_needs(needs);
  for (const std::size_t item : order) {
    if (reached(lacks)) break;
    taken.push_back(item);
    for (std::size_t i = 0; i < needs.size(); ++i) lacks[i] -= needs[i].gains[item];
  }
  return reached(lacks) ? std::optional(taken) : std::nullopt;
}

/// Orders by weighted sums of gains, each measured in its need, give good sets at once.
std::vector<Order> promising_orders(std::span<const Need> needs) {
  const std::size_t items = needs[0].gains.size();
  std::vector<Order> orders;
  constexpr int kShares = 16;
  for (std::size_t a = 0; a < needs.size(); ++a) {
    orders.push_back(by_gain(needs[a].gains));
    for (std::size_t b = a + 1; b < needs.size(); ++b) {
      for (int share = 1; share < kShares; ++share) {
        std::vector<Gain> mixed(items);
        for (std::size_t i = 0; i < items; ++i) {
          mixed[i] = share * needs[a].gains[i] * std::max<Gain>(needs[b].need, 1) +
                     (kShares - share) * needs[b].gains[i] * std::max<Gain>(needs[a].need, 1);
        }
        orders.push_back(by_gain(mixed));
      }
    }
  }
  return orders;
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

CommonCover smallest_common_cover(std::span<const Need> needs, std::size_t step_limit) {
  CommonCover cover;
  for (const Need& need : needs) {
    const auto alone = smallest_cover(need.gains, need.need);
    if (!alone) return {.possible = false, .least = 0, .items = {}};
    cover.least = std::max(cover.least, alone->size());
  }
  std::optional<Order> best_order;
  for (Order& order : promising_orders(needs)) {
    auto taken = take(order, needs);
    if (!taken || (best_order && taken->size() >= cover.items.size())) continue;
    cover.items = std::move(*taken);
    best_order = std::move(order);
  }
  Search search(needs, *best_order, step_limit);
  while (cover.least < cover.items.size()) {
    if (search.find(cover.least, all_needs(needs))) {
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
