// Estimates while reports arrive, and what may be said of them.
//
// A probability sample gives estimates with design-based intervals; convenience observation gives "n of N"
// and its type has nothing else to give (tests/must_not_compile). Below the response floor that was fixed
// beforehand no estimate is shown at all: bounds, and "cannot be assessed".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "quickcount/frame.h"
#include "stats/intervals.h"

namespace tallyward::quickcount {

/// Stations that were drawn with known probabilities.
struct ProbabilitySample {
  const Frame* frame = nullptr;
  std::vector<std::uint32_t> stations;  ///< Indices into the frame, as drawn.
};

/// Stations that were visited because they could be. It has a count and no margin of error.
struct ConvenienceObservation {
  std::int64_t observed = 0;  ///< Stations where it was seen.
  std::int64_t visited = 0;   ///< Of so many.
};
/// "seen at 12 of the 96 polling stations visited"
std::string to_text(const ConvenienceObservation& observation);

/// Rules that are published before election day.
struct ReportingRules {
  double response_floor = 0.7;  ///< Nationally: below it nothing is estimated.
  double stratum_floor = 0.5;   ///< In every stratum that is not collapsed.
  double alpha = 0.05;
  double turnout_cap = 1;  ///< The largest plausible turnout of a missing station, for bounds.
};

/// A share is y of x with 0 <= y <= x: a contestant's votes of the valid votes, voters of those registered. A
/// margin is (a - b) of x, one ratio, with -x <= y <= x.
enum class Quantity { share, margin };

/// One report: y of x at a sampled station.
struct Report {
  std::uint32_t station = 0;  ///< Index into the frame.
  double y = 0;
  double x = 0;
};

enum class Assessment { estimated, cannot_be_assessed };

struct ShareEstimate {
  Assessment assessment = Assessment::cannot_be_assessed;
  std::string reason;  ///< Why it cannot be assessed; empty otherwise.
  double value = 0;    ///< These four only when estimated.
  double se = 0;
  double df = 0;
  stats::Interval interval;
  stats::Interval bounds;              ///< Always: whatever the missing stations of the sample hold.
  std::int64_t reported = 0;           ///< n
  std::int64_t sampled = 0;            ///< of N
  std::vector<std::string> collapsed;  ///< "C into B": strata without two reports, by the published rule.
};

/// Keeps six sums a stratum, so that a report costs a constant time. The order of reports does not matter
/// beyond rounding: sums of whole numbers are exact below 2^53.
class LiveShare {
 public:
  LiveShare(const ProbabilitySample& sample, ReportingRules rules, Quantity quantity = Quantity::share);
  /// Errors: not_found for a station outside the sample, conflict for one that has reported, invalid_input
  /// for figures that are no part of their base.
  base::Result<void> add(const Report& report);
  ShareEstimate estimate() const;

 private:
  struct Sums {
    double n = 0, y = 0, x = 0, yy = 0, xy = 0, xx = 0;
  };
  const Frame* frame_;
  ReportingRules rules_;
  Quantity quantity_;
  std::vector<std::int64_t> sampled_in_;
  std::vector<Sums> sums_;
  std::vector<std::uint8_t> state_;  ///< For each station of the frame: 0 not sampled, 1 sampled, 2 reported.
  std::vector<double> missing_registered_in_;
  std::int64_t sampled_ = 0;
  std::int64_t reported_ = 0;
};

/// within, outside, or cannot be assessed: the official figure against the interval, with the arithmetic.
struct Comparison {
  enum class Verdict { within, outside, cannot_be_assessed } verdict = Verdict::cannot_be_assessed;
  std::string sentence;
};
Comparison compare_with_official(const ShareEstimate& estimate, double official);

}  // namespace tallyward::quickcount
