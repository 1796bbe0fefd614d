#include "results/impact_remainders.h"

#include <algorithm>

namespace tallyward::results::internal {
namespace {

constexpr std::size_t kNever = ~std::size_t{0};
/// How many sets of lists past the threshold are looked at before the answer becomes a bound.
constexpr std::size_t kMostSets = 4096;

std::size_t size_of(const std::optional<std::vector<std::size_t>>& items) {
  return items ? items->size() : kNever;
}

class RemaindersSearch {
 public:
  RemaindersSearch(const OpenResult& open, const SeatQuestion& question) : open_(open), question_(question) {
    for (std::size_t i = 0; i < lists(); ++i) {
      in_.push_back(holds(open, at_or_above(open, question.threshold, i)));
      crossing_.push_back(question.threshold.numerator > 0 ? size_of(fewest_for(open, crosses(i))) : kNever);
    }
  }

  ImpactVerdict run() {
    if (question_.never_one_list_alone && std::ranges::count(in_, true) < 2) {
      verdict_.question = "seats";
      return verdict_;  // The second list has a quotient of its own: not decided.
    }
    for (std::size_t loser = 0; loser < lists(); ++loser)
      if (question_.allocation[loser] > 0 && crossing_[loser] != kNever) a_seat_holder_falls(loser);
    std::vector<std::size_t> swing;
    for (std::size_t i = 0; i < lists(); ++i)
      if (crossing_[i] < best_ && question_.allocation[i] == 0) swing.push_back(i);
    std::ranges::stable_sort(swing, {}, [&](std::size_t i) { return crossing_[i]; });
    visit_sets(swing, 0, in_);
    return finish();
  }

 private:
  std::size_t lists() const { return open_.contestants.size(); }

  /// The list passes to the other side of the threshold.
  Inequality crosses(std::size_t i) const {
    return in_[i] ? below(open_, question_.threshold, i) : at_or_above(open_, question_.threshold, i);
  }

  /// One inequality, and its seats are certainly others'; unless the law might admit it again as the second
  /// list, because fewer than two others are certainly past the threshold.
  void a_seat_holder_falls(std::size_t loser) {
    const auto items = fewest_for(open_, crosses(loser));
    std::size_t certain = 0;
    for (std::size_t i = 0; i < lists(); ++i) certain += i != loser && in_[i] && crossing_[i] > items->size();
    if (question_.never_one_list_alone && certain < 2) {
      needed_ = std::min(needed_, items->size());
      return;
    }
    found(*items, std::nullopt, loser);
  }

  /// Every set of lists past the threshold that fewer items than the best could bring about; each list of
  /// `swing` from `next` on stays or crosses.
  void visit_sets(const std::vector<std::size_t>& swing, std::size_t next, std::vector<bool> past) {
    if (++sets_ > kMostSets) {
      needed_ = std::min<std::size_t>(needed_, 1);
      return;
    }
    a_seat_moves(swing, past);
    for (std::size_t i = next; i < swing.size(); ++i) {
      if (crossing_[swing[i]] >= best_) break;  // In order of cost.
      past[swing[i]] = !past[swing[i]];
      visit_sets(swing, i + 1, past);
      past[swing[i]] = !past[swing[i]];
    }
  }

  /// With quota T / S and seats s, a seat moves from A to B when S * (B - A) >= (s(B) - s(A) + 1) * T: else
  /// the allocation still has the smallest sum of squared distances from the exact shares, which is what
  /// largest remainders under the Hare quota minimise. T is the votes of the lists past the threshold.
  void a_seat_moves(const std::vector<std::size_t>& swing, const std::vector<bool>& past) {
    std::vector<Inequality> where;
    for (std::size_t i = 0; i < lists(); ++i) {
      const bool holder = question_.allocation[i] > 0;
      if (holder ? !question_.never_one_list_alone || crossing_[i] == kNever
                 : std::ranges::find(swing, i) == swing.end())
        continue;
      where.push_back(past[i] ? at_or_above(open_, question_.threshold, i)
                              : below(open_, question_.threshold, i));
    }
    if (question_.never_one_list_alone && std::ranges::count(past, true) < 2) {
      for (std::size_t i = 0; i < lists(); ++i)
        if (past[i] != in_[i]) needed_ = std::min(needed_, crossing_[i]);
      return;
    }
    for (std::size_t loser = 0; loser < lists(); ++loser) {
      if (question_.allocation[loser] == 0) continue;
      for (std::size_t gainer = 0; gainer < lists(); ++gainer)
        if (gainer != loser && past[gainer]) try_pair(loser, gainer, past, where);
    }
  }

  void try_pair(std::size_t loser, std::size_t gainer, const std::vector<bool>& past,
                const std::vector<Inequality>& where) {
    const std::int64_t step = question_.allocation[gainer] - question_.allocation[loser] + 1;
    Inequality moves{Weights(open_.votes.size(), 0), 0};
    for (std::size_t i = 0; i < lists(); ++i) moves.weights[i] = past[i] ? -step : 0;
    moves.weights[gainer] += question_.seats;
    moves.weights[loser] -= question_.seats;
    const auto alone = fewest_for(open_, moves);
    if (size_of(alone) >= best_) return;
    if (where.empty()) return found(*alone, gainer, loser);
    std::vector<Inequality> all = where;
    all.push_back(std::move(moves));
    const ReachingSet set = smallest_reaching_set(open_, all, best_);
    if (!set.possible || set.least >= best_) return;
    if (set.exact)
      found(set.items, gainer, loser);
    else
      needed_ = std::min(needed_, set.least);
  }

  void found(std::vector<std::size_t> items, std::optional<std::size_t> gainer, std::size_t loser) {
    if (items.size() >= best_) return;
    best_ = items.size();
    verdict_.items = std::move(items);
    verdict_.contestant = gainer;
    verdict_.against = loser;
  }

  ImpactVerdict finish() {
    verdict_.question = "seats";
    verdict_.status = ImpactStatus::impossible;
    if (best_ == kNever && needed_ == kNever) return verdict_;
    verdict_.least = std::min(best_, needed_);
    if (best_ != kNever) verdict_.most = best_;
    verdict_.status = best_ <= needed_ ? ImpactStatus::exact : ImpactStatus::bound;
    return verdict_;
  }

  using Weights = std::vector<std::int64_t>;
  const OpenResult& open_;
  const SeatQuestion& question_;
  std::vector<bool> in_;
  std::vector<std::size_t> crossing_;  ///< The fewest items for a list to cross; kNever: it cannot.
  std::size_t best_ = kNever;          ///< A set of so many items changes a seat.
  std::size_t needed_ = kNever;        ///< So many at least, where no set was found.
  std::size_t sets_ = 0;
  ImpactVerdict verdict_;
};

}  // namespace

Inequality at_or_above(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Inequality inequality{std::vector<std::int64_t>(open.votes.size(), -rule.numerator), 0};
  if (!rule.base_is_took_part) inequality.weights.back() = 0;
  inequality.weights[contestant] += rule.denominator;
  return inequality;
}

Inequality below(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Inequality inequality = at_or_above(open, rule, contestant);
  for (std::int64_t& weight : inequality.weights) weight = -weight;
  inequality.bound = 1;
  return inequality;
}

ImpactVerdict impact_on_remainders(const OpenResult& open, const SeatQuestion& question) {
  return RemaindersSearch(open, question).run();
}

}  // namespace tallyward::results::internal
