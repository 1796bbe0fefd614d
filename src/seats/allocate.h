// The arithmetic of list seats, exact and cheap: pure functions over spans, no heap, no text, no doubles.
//
// This is what is called a million times, when one asks which change of votes would move a seat. The same
// answer with every step explained is seats/seats.h; a test holds the two together.
//
// Limits: votes sum to at most election::kLargestVotes, seats are at most election::kLargestSeats, so that
// every cross-multiplication fits its integer. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "election/types.h"

namespace tallyward::seats {

using election::Seats;
using election::Votes;

/// Divisor sequences of highest-averages methods; the divisor with s seats held.
enum class Divisors : std::uint8_t {
  dhondt,                 ///< s + 1 (Jefferson)
  sainte_lague,           ///< 2s + 1 (Webster)
  modified_sainte_lague,  ///< 1.4, 3, 5, 7, ...
  imperiali,              ///< s + 2
  danish,                 ///< 3s + 1
  adams,                  ///< s
  dean,                   ///< 2s(s + 1) / (2s + 1)
  huntington_hill,        ///< the square root of s(s + 1), compared squared
  balinski_young,         ///< s + 1, but nobody above its quota rounded up in the house so far (quota method)
};

/// Quotas of largest-remainder methods, from V votes and S seats.
enum class Quota : std::uint8_t {
  hare,                        ///< V / S
  droop,                       ///< the integer part of V / (S + 1), plus 1
  hagenbach_bischoff,          ///< V / (S + 1)
  hagenbach_bischoff_rounded,  ///< V / (S + 1) rounded to a whole number, half upwards (Slovakia)
  imperiali,                   ///< V / (S + 2)
};

std::string_view to_text(Divisors divisors);
std::string_view to_text(Quota quota);
std::optional<Divisors> divisors_named(std::string_view name);
std::optional<Quota> quota_named(std::string_view name);

/// What the rule leaves open. `seats` go, one each, to some of the `among` contestants that stand equal;
/// nobody has precedence, so a lot (or a missing date) has to decide. among == 0 with seats left: the rule
/// names no one for them (nobody has votes, or more seats remain than there are remainders).
struct Open {
  std::int64_t seats = 0;
  std::int64_t among = 0;
  bool taken_back = false;  ///< The seats are too many and are to be taken from the tied, one each.
  bool operator==(const Open&) const = default;
};

/// Gives `count` seats, one after another, each to the highest average, on top of those in `held`.
/// Contestants without votes receive none. Equal averages receive together while seats suffice; else those
/// with the smaller `precedence` first (empty: nobody has precedence); what still stands equal is Open, and
/// `tied` (empty: not wanted) gets 1 for each of them, 0 for the others.
/// Divisors that start at 0 first give one seat each, most votes first.
[[nodiscard]] Open continue_highest_averages(Divisors divisors, std::span<const Votes> votes,
                                             std::int64_t count, std::span<Seats> held,
                                             std::span<const std::int32_t> precedence = {},
                                             std::span<std::uint8_t> tied = {});

/// The same from nothing held: sets `seats`.
[[nodiscard]] Open highest_averages(Divisors divisors, std::span<const Votes> votes, std::int64_t count,
                                    std::span<Seats> seats, std::span<const std::int32_t> precedence = {},
                                    std::span<std::uint8_t> tied = {});

/// The quota as an exact fraction. denominator > 0; numerator 0 when there are no votes.
struct QuotaFigure {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};
QuotaFigure quota_of(Quota quota, std::int64_t votes, std::int64_t seats);

/// Whole quotas first, then one seat each to the largest remainders. Should the whole quotas exceed the
/// seats (quotas below Hare allow it), one each is taken back from the smallest remainders.
[[nodiscard]] Open largest_remainders(Quota quota, std::span<const Votes> votes, std::int64_t count,
                                      std::span<Seats> seats, std::span<const std::int32_t> precedence = {},
                                      std::span<std::uint8_t> tied = {});

/// The same with the quota given and each contestant's votes multiplied by its weight / `scale`
/// (Kazakhstan's index 0.7 is 7 with scale 10). Weights empty: all are `scale`. Weights up to 100.
[[nodiscard]] Open largest_remainders(QuotaFigure quota, std::span<const Votes> votes,
                                      std::span<const std::int32_t> weights, std::int32_t scale,
                                      std::int64_t count, std::span<Seats> seats,
                                      std::span<const std::int32_t> precedence = {},
                                      std::span<std::uint8_t> tied = {});

/// An exact part of something: 7/100.
struct Share {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  bool operator==(const Share&) const = default;
};
/// Whether votes / base reaches the share, or, with `above`, exceeds it.
bool reaches(Votes votes, std::int64_t base, Share share, bool above = false);

/// A law of one nationwide list constituency, as numbers.
struct ListRule {
  bool by_quota = false;  ///< largest remainder with `quota`; else highest averages with `divisors`
  Quota quota = Quota::hare;
  Divisors divisors = Divisors::dhondt;
  std::int64_t seats = 0;
  Share threshold;                 ///< Where ListVotes::thresholds is empty.
  bool above = false;              ///< The share must be exceeded, not only reached.
  bool admit_second = false;       ///< One list alone passes: the next largest is admitted too ...
  std::int32_t second_weight = 7;  ///< ... its quotient multiplied by second_weight / 10 (by quota only).
  std::int64_t second_least = 0;   ///< ... and it has at least so many seats.
};

/// One contest's figures. Empty spans: nothing to say.
struct ListVotes {
  std::span<const Votes> votes{};
  std::int64_t base = 0;                       ///< Of what thresholds are a share. 0: the sum of votes.
  std::span<const Share> thresholds{};         ///< Each contestant's own.
  std::span<const std::uint8_t> no_seats{};    ///< 1: a line that receives no seats ("against all").
  std::span<const std::int32_t> precedence{};  ///< Smaller first, where equal figures compete.
};

struct ListOutcome {
  Open open;
  std::int64_t passed = 0;    ///< How many reach the threshold.
  std::int64_t admitted = 0;  ///< How many take part in the allocation.
};

/// Thresholds, then seats. `scratch` is room for one Votes each; afterwards it holds the votes of those
/// admitted and 0 for the others. If nobody is admitted, all seats are open among nobody; if two stand
/// equal for the second place under `admit_second`, all seats are open among them.
[[nodiscard]] ListOutcome allocate_list(const ListRule& rule, const ListVotes& votes, std::span<Seats> seats,
                                        std::span<Votes> scratch, std::span<std::uint8_t> tied = {});

}  // namespace tallyward::seats
