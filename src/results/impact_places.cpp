// Who stands on the first places: plurality, and the second round of a two-round election.
#include <algorithm>
#include <numeric>

#include "results/impact_remainders.h"

namespace tallyward::results {
namespace {

using internal::Inequality;

/// Keeps the smaller of two ways.
void keep(ImpactVerdict& best, std::optional<std::vector<std::size_t>> items,
          std::optional<std::size_t> gains, std::optional<std::size_t> loses) {
  if (!items || (best.status == ImpactStatus::exact && items->size() >= best.least)) return;
  best.status = ImpactStatus::exact;
  best.least = items->size();
  best.most = items->size();
  best.items = std::move(*items);
  best.contestant = gains;
  best.against = loses;
}

/// The contestant has more than the share of the base: votes * denominator - numerator * base >= 1.
Inequality above(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Inequality inequality = internal::at_or_above(open, rule, contestant);
  inequality.bound = 1;
  return inequality;
}
Inequality at_or_below(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Inequality inequality = internal::below(open, rule, contestant);
  inequality.bound = 0;
  return inequality;
}

/// Contestants by votes, the first of equals first.
std::vector<std::size_t> by_votes(const OpenResult& open) {
  std::vector<std::size_t> order(open.contestants.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return open.votes[i]; });
  return order;
}

/// Somebody outside the first places draws level with, or passes, somebody on them.
void a_place_changes(const OpenResult& open, std::size_t places, ImpactVerdict& best) {
  const std::vector<std::size_t> order = by_votes(open);
  for (std::size_t in = 0; in < std::min(places, order.size()); ++in) {
    for (std::size_t out = places; out < order.size(); ++out) {
      Inequality passes{std::vector<std::int64_t>(open.votes.size(), 0), 0};
      passes.weights[order[out]] = 1;
      passes.weights[order[in]] = -1;
      keep(best, internal::fewest_for(open, passes), order[out], order[in]);
    }
  }
}

}  // namespace

ImpactVerdict impact_on_places(const OpenResult& open, std::size_t places) {
  ImpactVerdict best;
  best.question = "places";
  best.status = ImpactStatus::impossible;
  a_place_changes(open, places, best);
  return internal::judged(open, std::move(best));
}

ImpactVerdict impact_on_two_rounds(const OpenResult& open, const ThresholdRule& majority) {
  ImpactVerdict best;
  best.question = "second_round";
  best.status = ImpactStatus::impossible;
  if (open.contestants.empty()) return best;
  const std::size_t leader = by_votes(open)[0];
  const Inequality elected = above(open, majority, leader);
  if (internal::holds(open, elected)) {
    // Elected in the first round. Whoever else were elected, the leader would have lost the majority first.
    keep(best, internal::fewest_for(open, at_or_below(open, majority, leader)), std::nullopt, leader);
    return internal::judged(open, std::move(best));
  }
  for (std::size_t i = 0; i < open.contestants.size(); ++i)
    keep(best, internal::fewest_for(open, above(open, majority, i)), i, std::nullopt);
  a_place_changes(open, 2, best);
  return internal::judged(open, std::move(best));
}

}  // namespace tallyward::results
