#include "results/impact.h"

#include <algorithm>

#include "results/smallest_cover.h"

namespace tallyward::results {
namespace {

using internal::Gain;
using internal::smallest_cover;
using Weights = std::vector<std::int64_t>;

/// "weights times votes >= 0" is the event; how far it is away now, and what each item can add.
struct Event {
  Gain need = 0;
  std::vector<Gain> gains;
};

/// `strict`: the event is "> 0".
Event event_of(const OpenResult& open, const Weights& weights, bool strict = false) {
  Event event;
  event.need = strict ? 1 : 0;
  for (std::size_t slot = 0; slot < weights.size(); ++slot)
    event.need -= static_cast<Gain>(weights[slot]) * open.votes[slot];
  for (const OpenItem& item : open.items) event.gains.push_back(largest_gain(item, weights));
  return event;
}

/// Keeps the verdict that needs fewer items; the first of equals.
void keep_smaller(ImpactVerdict& best, ImpactVerdict candidate) {
  if (candidate.status == ImpactStatus::impossible) return;
  if (best.status == ImpactStatus::impossible || candidate.least < best.least) best = std::move(candidate);
}

ImpactVerdict verdict_of(std::string question, std::optional<std::vector<std::size_t>> items) {
  ImpactVerdict verdict{.question = std::move(question),
                        .contestant = {},
                        .against = {},
                        .status = ImpactStatus::impossible,
                        .most = {},
                        .items = {}};
  if (!items) return verdict;
  verdict.status = ImpactStatus::exact;
  verdict.least = items->size();
  verdict.most = items->size();
  verdict.items = std::move(*items);
  return verdict;
}

/// denominator * votes(contestant) - numerator * base: passes when this is at least 0.
Weights threshold_weights(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Weights weights(open.votes.size(), -rule.numerator);
  if (!rule.base_is_took_part) weights.back() = 0;
  weights[contestant] += rule.denominator;
  return weights;
}

bool passes(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  return event_of(open, threshold_weights(open, rule, contestant)).need <= 0;
}

Event falls_below(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  Weights weights = threshold_weights(open, rule, contestant);
  for (std::int64_t& weight : weights) weight = -weight;
  return event_of(open, weights, /*strict=*/true);
}

/// Seats: one object for a question, so that its parts read as the cases they are.
class SeatSearch {
 public:
  SeatSearch(const OpenResult& open, const SeatQuestion& question) : open_(open), question_(question) {
    for (std::size_t i = 0; i < open.contestants.size(); ++i)
      in_.push_back(passes(open, question.threshold, i));
  }

  ImpactVerdict run() {
    for (std::size_t loser = 0; loser < in_.size(); ++loser) {
      if (question_.allocation[loser] == 0) continue;
      if (question_.threshold.numerator > 0) a_seat_holder_falls(loser);
      for (std::size_t gainer = 0; gainer < in_.size(); ++gainer) {
        if (gainer == loser) continue;
        if (question_.family == SeatFamily::highest_averages) a_higher_average(loser, gainer);
        if (question_.family == SeatFamily::largest_remainder_hare && in_[gainer])
          a_larger_remainder(loser, gainer);
      }
    }
    if (question_.family == SeatFamily::largest_remainder_hare && question_.threshold.numerator > 0)
      other_lists_past_the_threshold();
    return finish();
  }

 private:
  /// A holder of seats that falls below the threshold loses them: one inequality.
  void a_seat_holder_falls(std::size_t loser) {
    Weights weights = threshold_weights(open_, question_.threshold, loser);
    for (std::int64_t& weight : weights) weight = -weight;
    const Event event = event_of(open_, weights, /*strict=*/true);
    auto verdict = verdict_of("seats", smallest_cover(event.gains, event.need));
    verdict.against = loser;
    if (verdict.status == ImpactStatus::exact && question_.never_one_list_alone) check(verdict, weights);
    keep(std::move(verdict));
  }

  /// votes(gainer) / d(its next seat) >= votes(loser) / d(its last seat), and the gainer is past the
  /// threshold. Within each item's range the same change (all for the gainer, nothing for others) pushes both
  /// the most, and a gainer past the threshold is never pushed below it.
  void a_higher_average(std::size_t loser, std::size_t gainer) {
    Weights weights(open_.votes.size(), 0);
    weights[gainer] = question_.divisor(question_.allocation[loser]);
    weights[loser] = -question_.divisor(question_.allocation[gainer] + 1);
    const Event average = event_of(open_, weights);
    ImpactVerdict verdict;
    if (in_[gainer]) {
      verdict = verdict_of("seats", smallest_cover(average.gains, average.need));
    } else {
      const Event enters = event_of(open_, threshold_weights(open_, question_.threshold, gainer));
      const auto cover =
          internal::smallest_double_cover(average.gains, average.need, enters.gains, enters.need);
      if (!cover.possible) return;
      verdict = verdict_of("seats", cover.items);
      verdict.least = cover.least;
    }
    verdict.contestant = gainer;
    verdict.against = loser;
    keep(std::move(verdict));
  }

  /// With quota T / S and seats s, a seat moves from A to B when S * (B - A) >= (s(B) - s(A) + 1) * T: else
  /// the allocation still has the smallest sum of squared distances from the exact shares, which is what
  /// largest remainders under the Hare quota minimise.
  Weights remainder_weights(std::size_t loser, std::size_t gainer) const {
    const std::int64_t step = question_.allocation[gainer] - question_.allocation[loser] + 1;
    Weights weights(open_.votes.size(), 0);
    for (std::size_t i = 0; i < in_.size(); ++i) weights[i] = in_[i] ? -step : 0;
    weights[gainer] += question_.seats;
    weights[loser] -= question_.seats;
    return weights;
  }

  void a_larger_remainder(std::size_t loser, std::size_t gainer) {
    const Weights weights = remainder_weights(loser, gainer);
    const Event event = event_of(open_, weights);
    auto verdict = verdict_of("seats", smallest_cover(event.gains, event.need));
    verdict.contestant = gainer;
    verdict.against = loser;
    if (verdict.status == ImpactStatus::exact && question_.threshold.numerator > 0) check(verdict, weights);
    keep(std::move(verdict));
  }

  /// The base of the quota changes with the lists that pass: an entering list, or a list without seats that
  /// falls.
  void other_lists_past_the_threshold() {
    for (std::size_t i = 0; i < in_.size(); ++i) {
      if (in_[i] && question_.allocation[i] > 0) continue;
      Weights weights = threshold_weights(open_, question_.threshold, i);
      Event event = event_of(open_, weights);
      if (in_[i]) {
        for (std::int64_t& weight : weights) weight = -weight;
        event = event_of(open_, weights, /*strict=*/true);
      }
      auto verdict = verdict_of("seats", smallest_cover(event.gains, event.need));
      verdict.contestant = i;
      if (verdict.status == ImpactStatus::exact) check(verdict, weights);
      keep(std::move(verdict));
    }
  }

  /// The inequality behind `verdict` is necessary, but the lists past the threshold may move with it. Applies
  /// the change and looks; adds items until the seats do change. What is found is enough, the inequality is
  /// needed.
  void check(ImpactVerdict& verdict, const Weights& weights) {
    std::vector<std::size_t> order(open_.items.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const Event event = event_of(open_, weights);
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return event.gains[a] > event.gains[b]; });
    std::vector<std::int64_t> votes = open_.votes;
    for (std::size_t count = 0; count <= order.size(); ++count) {
      if (count > 0) {
        const auto change = largest_change(open_.items[order[count - 1]], weights);
        for (std::size_t slot = 0; slot < votes.size(); ++slot) votes[slot] += change[slot];
      }
      if (count < verdict.least) continue;
      if (enough_ && count >= enough_->items.size()) break;  // Something as small is known already.
      if (!question_.allocate || question_.allocate(votes) == question_.allocation) continue;
      enough_ = verdict;
      enough_->items.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
      break;
    }
    verdict.items.clear();
    verdict.most = {};
  }

  /// A verdict with items says that these are enough; in any case `least` are needed for this way to change a
  /// seat.
  void keep(ImpactVerdict verdict) {
    if (verdict.status == ImpactStatus::impossible) return;
    if (!needed_ || verdict.least < needed_->least) needed_ = verdict;
    if (verdict.most && (!enough_ || verdict.items.size() < enough_->items.size()))
      enough_ = std::move(verdict);
  }

  ImpactVerdict finish() const {
    if (!needed_) return verdict_of("seats", std::nullopt);
    ImpactVerdict verdict = enough_ ? *enough_ : *needed_;
    verdict.least = needed_->least;
    verdict.most = enough_ ? std::optional(enough_->items.size()) : std::nullopt;
    verdict.status = verdict.most == verdict.least ? ImpactStatus::exact : ImpactStatus::bound;
    return verdict;
  }

  const OpenResult& open_;
  const SeatQuestion& question_;
  std::vector<bool> in_;
  std::optional<ImpactVerdict> needed_;  ///< The way that needs fewest items at least.
  std::optional<ImpactVerdict> enough_;  ///< The smallest set known to change a seat.
};

}  // namespace

std::string_view to_text(ImpactStatus status) {
  switch (status) {
    case ImpactStatus::exact:
      return "exact";
    case ImpactStatus::impossible:
      return "impossible";
    case ImpactStatus::bound:
      return "bound";
    case ImpactStatus::not_decided:
      return "not_decided";
  }
  return "";
}

ImpactVerdict impact_on_winner(const OpenResult& open) {
  ImpactVerdict best = verdict_of("winner", std::nullopt);
  if (open.contestants.size() < 2) return best;
  const auto end = open.votes.begin() + static_cast<std::ptrdiff_t>(open.contestants.size());
  const auto winner =
      static_cast<std::size_t>(std::max_element(open.votes.begin(), end) - open.votes.begin());
  for (std::size_t challenger = 0; challenger < open.contestants.size(); ++challenger) {
    if (challenger == winner) continue;
    Weights weights(open.votes.size(), 0);
    weights[challenger] = 1;
    weights[winner] = -1;
    const Event event = event_of(open, weights);
    ImpactVerdict verdict = verdict_of("winner", smallest_cover(event.gains, event.need));
    verdict.contestant = challenger;
    verdict.against = winner;
    keep_smaller(best, std::move(verdict));
  }
  best.against = winner;
  return best;
}

std::vector<ImpactVerdict> impact_on_threshold(const OpenResult& open, const ThresholdRule& rule) {
  std::vector<ImpactVerdict> verdicts;
  for (std::size_t contestant = 0; contestant < open.contestants.size(); ++contestant) {
    const Event event = passes(open, rule, contestant)
                            ? falls_below(open, rule, contestant)
                            : event_of(open, threshold_weights(open, rule, contestant));
    verdicts.push_back(verdict_of("threshold", smallest_cover(event.gains, event.need)));
    verdicts.back().contestant = contestant;
  }
  return verdicts;
}

ImpactVerdict impact_on_seats(const OpenResult& open, const SeatQuestion& question) {
  if (question.family == SeatFamily::other) {
    ImpactVerdict verdict = verdict_of("seats", std::nullopt);
    verdict.status = ImpactStatus::not_decided;
    return verdict;
  }
  return SeatSearch(open, question).run();
}

}  // namespace tallyward::results
