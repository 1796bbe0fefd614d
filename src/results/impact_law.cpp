#include "results/impact_law.h"

#include <numeric>

#include "seats/allocate.h"

namespace tallyward::results {
namespace {

/// The n-th divisor as a whole number, from n = 1; nothing for sequences that are none.
std::function<std::int64_t(std::int64_t)> whole_divisors(seats::Divisors divisors) {
  switch (divisors) {
    case seats::Divisors::dhondt:
      return [](std::int64_t n) { return n; };
    case seats::Divisors::sainte_lague:
      return [](std::int64_t n) { return 2 * n - 1; };
    case seats::Divisors::modified_sainte_lague:
      return [](std::int64_t n) { return n == 1 ? 14 : 10 * (2 * n - 1); };
    case seats::Divisors::imperiali:
      return [](std::int64_t n) { return n + 1; };
    case seats::Divisors::danish:
      return [](std::int64_t n) { return 3 * n - 2; };
    case seats::Divisors::adams:
    case seats::Divisors::dean:
    case seats::Divisors::huntington_hill:
    case seats::Divisors::balinski_young:
      return {};
  }
  return {};
}

bool one_threshold_for_all(const seats::Threshold& threshold) {
  const bool base = threshold.base == seats::ThresholdBase::contest_votes ||
                    threshold.base == seats::ThresholdBase::took_part;
  return base && !threshold.above && threshold.alliances.empty() && threshold.kinds.empty() &&
         !threshold.any_district && !threshold.each_district && !threshold.direct_seats;
}

SeatFamily family_of(const seats::AllocationLaw& law) {
  if (law.system != seats::System::list || !one_threshold_for_all(law.threshold)) return SeatFamily::other;
  if (law.formula.by_quota)
    return law.formula.quota == seats::Quota::hare ? SeatFamily::largest_remainder_hare : SeatFamily::other;
  return whole_divisors(law.formula.divisors) ? SeatFamily::highest_averages : SeatFamily::other;
}

/// Seats by the law's arithmetic; nothing when it leaves something open.
std::optional<std::vector<std::int64_t>> allocate(const seats::ListRule& rule, bool base_is_took_part,
                                                  const std::vector<std::int64_t>& slots) {
  std::vector<election::Votes> votes;
  for (std::size_t i = 0; i + 1 < slots.size(); ++i) votes.emplace_back(std::max<std::int64_t>(slots[i], 0));
  seats::ListVotes figures{.votes = votes, .base = 0, .thresholds = {}, .no_seats = {}, .precedence = {}};
  if (base_is_took_part) figures.base = std::accumulate(slots.begin(), slots.end(), std::int64_t{0});
  std::vector<election::Seats> seats(votes.size());
  std::vector<election::Votes> scratch(votes.size());
  const seats::ListOutcome outcome = seats::allocate_list(rule, figures, seats, scratch);
  if (outcome.open.seats > 0) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const election::Seats own : seats) numbers.push_back(own.value);
  return numbers;
}

ImpactVerdict not_decided(std::string question) {
  ImpactVerdict verdict;
  verdict.question = std::move(question);
  return verdict;
}

}  // namespace

ThresholdRule threshold_rule(const seats::AllocationLaw& law) {
  return {.numerator = law.threshold.share.numerator,
          .denominator = law.threshold.share.denominator,
          .base_is_took_part = law.threshold.base == seats::ThresholdBase::took_part};
}

base::Result<SeatQuestion> seat_question(const seats::AllocationLaw& law, std::int64_t seats,
                                         const OpenResult& open) {
  SeatQuestion question;
  question.family = family_of(law);
  question.seats = seats > 0 ? seats : law.seats.value;
  question.threshold = threshold_rule(law);
  if (question.family == SeatFamily::other) return question;
  if (question.seats <= 0)
    return base::fail(base::ErrorCode::invalid_input,
                      "the law does not say how many seats there are; give --seats");
  question.never_one_list_alone = law.admit_second_list;
  if (!law.formula.by_quota) question.divisor = whole_divisors(law.formula.divisors);
  const seats::ListRule rule{.by_quota = law.formula.by_quota,
                             .quota = law.formula.quota,
                             .divisors = law.formula.divisors,
                             .seats = question.seats,
                             .threshold = law.threshold.share,
                             .above = law.threshold.above,
                             .admit_second = law.admit_second_list,
                             .second_weight = law.second_list_tenths,
                             .second_least = law.second_list_least.value};
  const auto now = allocate(rule, question.threshold.base_is_took_part, open.votes);
  if (!now)
    return base::fail(
        base::ErrorCode::conflict,
        "the result as it stands leaves a seat to a lot (or to data that are missing); 'tallyward results "
        "seats' shows where");
  question.allocation = *now;
  return question;
}

base::Result<std::vector<ImpactVerdict>> impact_verdicts(const OpenResult& open,
                                                         const ImpactQuestions& questions) {
  std::vector<ImpactVerdict> verdicts{impact_on_winner(open)};
  const seats::AllocationLaw* law = questions.law;
  if (law != nullptr && law->system == seats::System::plurality) {
    const std::int64_t seats = questions.seats > 0 ? questions.seats : law->seats.value;
    if (seats > 1) verdicts.push_back(impact_on_places(open, static_cast<std::size_t>(seats)));
    return verdicts;
  }
  if (law != nullptr && law->system == seats::System::two_round) {
    const bool took_part = law->threshold.base == seats::ThresholdBase::took_part;
    verdicts.push_back(
        impact_on_two_rounds(open, {.numerator = 1, .denominator = 2, .base_is_took_part = took_part}));
    return verdicts;
  }
  ThresholdRule threshold = law == nullptr ? ThresholdRule{} : threshold_rule(*law);
  if (questions.threshold) threshold = *questions.threshold;
  if (threshold.numerator > 0 && !questions.threshold && !one_threshold_for_all(law->threshold)) {
    verdicts.push_back(not_decided("threshold"));
  } else if (threshold.numerator > 0) {
    const auto more = impact_on_threshold(open, threshold);
    verdicts.insert(verdicts.end(), more.begin(), more.end());
  }
  if (law == nullptr) return verdicts;
  seats::AllocationLaw asked = *law;
  if (questions.threshold) {
    asked.threshold = {};
    asked.threshold.share = {threshold.numerator, threshold.denominator};
    asked.threshold.base =
        threshold.base_is_took_part ? seats::ThresholdBase::took_part : seats::ThresholdBase::contest_votes;
  }
  TRY_ASSIGN(const SeatQuestion question, seat_question(asked, questions.seats, open));
  verdicts.push_back(impact_on_seats(open, question));
  return verdicts;
}

}  // namespace tallyward::results
