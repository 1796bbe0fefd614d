// The fewest open items whose ranges together take the votes to where several inequalities hold at once.
//
// Ranges add up: the boxes of discrepancies to a box, the "at most so many voters in any split" of whole
// protocols to one such set, in whole votes too. So a set of items reaches the inequalities exactly if a
// small linear program in whole numbers has a solution. Where it has none, its multipliers (Farkas) are one
// more inequality, by which too small sets are recognised without solving: the search alternates between the
// two.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "results/open_items.h"
#include "results/smallest_cover.h"

namespace tallyward::results {
namespace internal {

/// weights times votes >= bound; by slot.
struct Inequality {
  std::vector<std::int64_t> weights;
  std::int64_t bound = 0;
};

bool holds(const OpenResult& open, const Inequality& inequality);
/// The fewest items for one inequality; nothing when all together do not reach it.
std::optional<std::vector<std::size_t>> fewest_for(const OpenResult& open, const Inequality& inequality);

/// Whether the ranges of `items` together reach all inequalities, in whole votes.
enum class Reachable : std::uint8_t { yes, no, not_decided };
Reachable reachable(const OpenResult& open, std::span<const std::size_t> items,
                    std::span<const Inequality> inequalities);

struct ReachingSet {
  bool possible = true;
  std::size_t least = 0;  ///< No smaller set reaches them.
  std::vector<std::size_t> items;
  bool exact = false;  ///< `items` reaches them and has `least` members.
};

/// Stops when it is certain that `enough` items or more are needed: then `least` is at least `enough` and
/// `exact` is false. Every result is exact or a lower bound, and says which.
ReachingSet smallest_reaching_set(const OpenResult& open, std::span<const Inequality> inequalities,
                                  std::size_t enough);

}  // namespace internal
}  // namespace tallyward::results
