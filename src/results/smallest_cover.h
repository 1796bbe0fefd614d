// The fewest items whose gains together reach a need: for one need, and for two at once.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tallyward::results {
namespace internal {

using Gain = __int128;

/// Indices of a smallest set with sum >= need, largest gains first; nothing if all positive gains do not
/// reach it. A need of 0 or less gives the empty set.
std::optional<std::vector<std::size_t>> smallest_cover(std::span<const Gain> gains, Gain need);

struct DoubleCover {
  bool possible = true;
  std::size_t least = 0;  ///< No smaller set reaches both needs.
  std::vector<std::size_t>
      items;  ///< A set that reaches both; of `least` items when the search was finished.
  bool finished() const { return items.size() == least; }
};

/// The same for two needs at once. Gains are not negative. Exact, unless more than `step_limit` steps of the
/// search were needed: then `least` is only a lower bound.
DoubleCover smallest_double_cover(std::span<const Gain> first, Gain first_need, std::span<const Gain> second,
                                  Gain second_need, std::size_t step_limit = 2'000'000);

}  // namespace internal
}  // namespace tallyward::results
