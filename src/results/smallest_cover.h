// The fewest items whose gains together reach a need: for one need, and for several at once.
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

/// What each item adds to one need. Gains are not negative.
struct Need {
  std::vector<Gain> gains;
  Gain need = 0;
};

struct CommonCover {
  bool possible = true;
  std::size_t least = 0;           ///< No smaller set reaches every need.
  std::vector<std::size_t> items;  ///< A set that reaches all; of `least` items when the search was finished.
  bool finished() const { return items.size() == least; }
};

/// The fewest items that reach every need at once; each item adds to all of them. All needs are about the
/// same items; REQUIRES at least one need. Exact, unless more than `step_limit` steps of the search were
/// needed: then `least` is only a lower bound.
CommonCover smallest_common_cover(std::span<const Need> needs, std::size_t step_limit = 2'000'000);

}  // namespace internal
}  // namespace tallyward::results
