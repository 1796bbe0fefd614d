// Could the open items change the outcome? The smallest set of items that could, or the proof that none can.
//
// A contest is decided by linear inequalities in the votes ("B times d(s_A) is at least A times d(s_B + 1)").
// The range of each item gives its largest push against one inequality, pushes of different items add up, and
// so the items with the largest pushes make the smallest set. Where two inequalities must fall together the
// search is by branch and bound. An exact tie counts as a change, because a lot would then decide.
//
// None of this confirms a result: it only bounds the items that are known to be open.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "results/open_items.h"

namespace tallyward::results {

enum class ImpactStatus : std::uint8_t {
  exact,               ///< `least` items can change it, and no fewer.
  impossible,          ///< No set of open items can, within their ranges.
  bound,               ///< At least `least` items are needed; `most` (if any) are enough. A one-sided bound.
  not_decided,         ///< The method has no bound here.
  cannot_be_assessed,  ///< Nothing that is known bounds it: one source only, or items without a range.
};
std::string_view to_text(ImpactStatus status);

struct ImpactVerdict {
  std::string question;  ///< "winner", "places", "second_round", "threshold", "seats"
  std::optional<std::size_t>
      contestant;                      ///< Whom it is about: the challenger, the list, the gainer of a seat.
  std::optional<std::size_t> against;  ///< Who loses it.
  ImpactStatus status = ImpactStatus::not_decided;
  std::size_t least = 0;
  std::optional<std::size_t> most;
  std::vector<std::size_t> items;  ///< Into OpenResult::items: a set that can change it.
};

/// Passes with votes * denominator >= numerator * base.
struct ThresholdRule {
  std::int64_t numerator = 0;  ///< 7 of 100; 0: no threshold.
  std::int64_t denominator = 100;
  bool base_is_took_part = false;  ///< Else the base is the votes for contestants.
};

enum class SeatFamily : std::uint8_t { highest_averages, largest_remainder_hare, other };

struct SeatQuestion {
  SeatFamily family = SeatFamily::other;
  std::int64_t seats = 0;
  /// The divisor for the n-th seat, n from 1, as a whole number: 1, 2, 3 or 14, 30, 50.
  std::function<std::int64_t(std::int64_t)> divisor;
  ThresholdRule threshold;
  std::vector<std::int64_t> allocation;  ///< As it stands, by contestant.
  /// The law admits a second list when only one passes: a holder of seats may keep them below the threshold.
  bool never_one_list_alone = false;
};

/// Who has most votes.
ImpactVerdict impact_on_winner(const OpenResult& open);
/// Plurality with several seats: who stands on the first places.
ImpactVerdict impact_on_places(const OpenResult& open, std::size_t places);
/// Two rounds: whether somebody is elected in the first, and else who stands in the second. Elected is who
/// has *more* than the share (1/2) of the base; two go to the second round.
ImpactVerdict impact_on_two_rounds(const OpenResult& open, const ThresholdRule& majority);
/// For each contestant: could it cross the threshold, from whichever side it is on?
std::vector<ImpactVerdict> impact_on_threshold(const OpenResult& open, const ThresholdRule& rule);
/// Could any seat change hands? Highest averages and largest remainders (Hare) are exact, with or without a
/// threshold; a search that would take too long gives a bound, and `other` is not decided.
ImpactVerdict impact_on_seats(const OpenResult& open, const SeatQuestion& question);

/// "Of 34,555 polling stations, 32,806 were compared; ..." Never reads as confirming a result.
std::string coverage_sentence(const OpenResult& open);
/// One sentence for people.
std::string verdict_sentence(const OpenResult& open, const ImpactVerdict& verdict);

}  // namespace tallyward::results
