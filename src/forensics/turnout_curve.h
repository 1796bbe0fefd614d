// Votes by turnout: for the contestant and for all others, in bins of one point; where the curve peaks, how
// sure that is, and whether the share below the peak is constant at all (Shpilkin 2009, 2011).
//
// The published method goes on to call votes above the peak anomalous and adds them up. That total hangs on
// the choice of a peak and on a constant share that mixtures of town and country do not have, so it is not
// computed here and in no output (docs/methods/turnout-curve.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "forensics/stations.h"
#include "stats/intervals.h"

namespace tallyward::forensics {

/// Bin b holds turnouts above b - 1 and up to b per cent; bin 0 is never filled (a turnout of 0 has no
/// votes).
struct TurnoutCurve {
  std::array<std::int64_t, 101> votes{};   ///< For the contestant.
  std::array<std::int64_t, 101> others{};  ///< Counted less those.
  std::int64_t registered = 0;
  std::int64_t counted = 0;
  std::int64_t contestant = 0;
  std::size_t stations_used = 0;
};

/// Turnout here is counted / registered, in exact integers. Stations without voters or ballots, or with more
/// ballots than voters, are left out.
TurnoutCurve turnout_curve(const Stations& stations);

struct TurnoutPeak {
  bool estimable = false;
  std::string refusal;  ///< Why not; empty when estimable.
  int turnout = 0;      ///< The highest local maximum of the contestant's votes below the overall turnout.
  int share = 0;        ///< Contestant's share in that bin, rounded per cent.
  stats::Interval turnout_interval;  ///< 95 per cent, by resampling stations.
};

/// The highest bin that is a local maximum of the contestant's votes and lies below the overall turnout; -1
/// if none.
int find_peak(const TurnoutCurve& curve);

/// The peak with its interval over `replicates` bootstrap samples of stations, or the reason why there is
/// none to speak of: under 2,000 stations, no peak, a peak with under 5 per cent of the votes below it, an
/// interval wider than 10 points, or a share that rises or falls with turnout below the peak.
TurnoutPeak estimate_peak(const Stations& stations, std::size_t replicates, std::uint64_t seed);

}  // namespace tallyward::forensics
