#include "results/impact.h"

#include <algorithm>

#include "results/impact_remainders.h"
#include "results/smallest_cover.h"

namespace tallyward::results {
namespace {

using internal::Gain;
using internal::judged;
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

Event event_of(const OpenResult& open, const internal::Inequality& inequality) {
  return event_of(open, inequality.weights, /*strict=*/inequality.bound == 1);
}

bool passes(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  return event_of(open, internal::at_or_above(open, rule, contestant)).need <= 0;
}

Event falls_below(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  return event_of(open, internal::below(open, rule, contestant));
}

Event rises_above(const OpenResult& open, const ThresholdRule& rule, std::size_t contestant) {
  return event_of(open, internal::at_or_above(open, rule, contestant));
}

/// Highest averages: each way to change a seat is one inequality, or two.
class AveragesSearch {
 public:
  AveragesSearch(const OpenResult& open, const SeatQuestion& question) : open_(open), question_(question) {
    for (std::size_t i = 0; i < open.contestants.size(); ++i)
      in_.push_back(passes(open, question.threshold, i));
  }

  ImpactVerdict run() {
    for (std::size_t loser = 0; loser < in_.size(); ++loser) {
      if (question_.allocation[loser] == 0) continue;
      if (question_.threshold.numerator > 0) a_seat_holder_falls(loser);
      for (std::size_t gainer = 0; gainer < in_.size(); ++gainer)
        if (gainer != loser) a_higher_average(loser, gainer);
    }
    return finish();
  }

 private:
  /// A holder of seats that falls below the threshold loses them: one inequality. Where the law admits a
  /// second list it may keep some; then what is needed is known and what is enough is not.
  void a_seat_holder_falls(std::size_t loser) {
    const Event event = falls_below(open_, question_.threshold, loser);
    auto verdict = verdict_of("seats", smallest_cover(event.gains, event.need));
    verdict.against = loser;
    if (question_.never_one_list_alone) verdict.most = {};
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
      const Event enters = rises_above(open_, question_.threshold, gainer);
      const internal::Need needs[] = {{average.gains, average.need}, {enters.gains, enters.need}};
      const auto cover = internal::smallest_common_cover(needs);
      if (!cover.possible) return;
      verdict = verdict_of("seats", cover.items);
      verdict.least = cover.least;
    }
    verdict.contestant = gainer;
    verdict.against = loser;
    keep(std::move(verdict));
  }

  /// A verdict with `most` says that its items are enough; in any case `least` are needed for this way to
  /// change a seat.
  void keep(ImpactVerdict verdict) {
    if (verdict.status == ImpactStatus::impossible) return;
    if (!needed_ || verdict.least < needed_->least) needed_ = verdict;
    if (verdict.most && (!enough_ || verdict.items.size() < enough_->items.size()))
      enough_ = std::move(verdict);
  }

  ImpactVerdict finish() const {
    if (!needed_) return verdict_of("seats", std::nullopt);
    ImpactVerdict verdict = enough_ ? *enough_ : *needed_;
    if (!enough_) verdict.items.clear();
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
    case ImpactStatus::cannot_be_assessed:
      return "cannot_be_assessed";
  }
  return "";
}

namespace internal {

ImpactVerdict judged(const OpenResult& open, ImpactVerdict verdict) {
  const bool unbounded = open.without_registered > 0 || open.one_source_only > 0;
  if (verdict.status == ImpactStatus::impossible && unbounded)
    verdict.status = ImpactStatus::cannot_be_assessed;
  return verdict;
}

}  // namespace internal

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
  return judged(open, std::move(best));
}

std::vector<ImpactVerdict> impact_on_threshold(const OpenResult& open, const ThresholdRule& rule) {
  std::vector<ImpactVerdict> verdicts;
  for (std::size_t contestant = 0; contestant < open.contestants.size(); ++contestant) {
    const Event event = passes(open, rule, contestant) ? falls_below(open, rule, contestant)
                                                       : rises_above(open, rule, contestant);
    verdicts.push_back(verdict_of("threshold", smallest_cover(event.gains, event.need)));
    verdicts.back() = judged(open, std::move(verdicts.back()));
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
  if (question.family == SeatFamily::largest_remainder_hare)
    return judged(open, internal::impact_on_remainders(open, question));
  return judged(open, AveragesSearch(open, question).run());
}

}  // namespace tallyward::results
