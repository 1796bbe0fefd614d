#include "forensics/turnout_curve.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "stats/philox.h"

namespace tallyward::forensics {

namespace {

bool usable(const Stations& stations, std::size_t i) {
  return stations.registered[i] > 0 && stations.counted[i] > 0 &&
         stations.counted[i] <= stations.registered[i] && stations.votes[i] >= 0 &&
         stations.votes[i] <= stations.counted[i];
}

/// The bin (b - 1, b] of counted / registered.
std::size_t bin_of(const Stations& stations, std::size_t i) {
  const std::int64_t n = stations.registered[i];
  return static_cast<std::size_t>((100 * std::int64_t{stations.counted[i]} + n - 1) / n);
}

void add(TurnoutCurve& curve, const Stations& stations, std::size_t i, std::size_t bin) {
  curve.votes[bin] += stations.votes[i];
  curve.others[bin] += stations.counted[i] - stations.votes[i];
  curve.registered += stations.registered[i];
  curve.counted += stations.counted[i];
  curve.contestant += stations.votes[i];
  ++curve.stations_used;
}

/// Slope of votes / others over the bins up to the peak that hold at least a thousandth of all ballots,
/// weighted by the others' votes, with its standard error.
struct Slope {
  double value = 0;
  double se = 0;
  int bins = 0;
};

Slope slope_below(const TurnoutCurve& curve, int peak) {
  double w = 0, x = 0, y = 0, xx = 0, xy = 0;
  Slope slope;
  std::vector<std::array<double, 3>> points;
  for (int b = 1; b <= peak; ++b) {
    const auto bin = static_cast<std::size_t>(b);
    const std::int64_t here = curve.votes[bin] + curve.others[bin];
    if (here * 1000 < curve.counted || curve.others[bin] == 0) continue;
    const double weight = static_cast<double>(curve.others[bin]);
    const double ratio = static_cast<double>(curve.votes[bin]) / weight;
    points.push_back({weight, static_cast<double>(b), ratio});
    w += weight, x += weight * b, y += weight * ratio;
  }
  slope.bins = static_cast<int>(points.size());
  if (slope.bins < 3) return slope;
  for (const auto& [weight, b, ratio] : points) {
    xx += weight * (b - x / w) * (b - x / w);
    xy += weight * (b - x / w) * (ratio - y / w);
  }
  slope.value = xy / xx;
  double residual = 0;
  for (const auto& [weight, b, ratio] : points)
    residual += weight * std::pow(ratio - y / w - slope.value * (b - x / w), 2);
  slope.se = std::sqrt(residual / (slope.bins - 2) / xx);
  return slope;
}

}  // namespace

TurnoutCurve turnout_curve(const Stations& stations) {
  TurnoutCurve curve;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (usable(stations, i)) add(curve, stations, i, bin_of(stations, i));
  }
  return curve;
}

int find_peak(const TurnoutCurve& curve) {
  int best = -1;
  for (int b = 1; b < 100; ++b) {
    if (std::int64_t{b} * curve.registered >= 100 * curve.counted) break;
    const auto bin = static_cast<std::size_t>(b);
    const bool local = curve.votes[bin] > curve.votes[bin - 1] && curve.votes[bin] >= curve.votes[bin + 1];
    if (local && (best < 0 || curve.votes[bin] > curve.votes[static_cast<std::size_t>(best)])) best = b;
  }
  return best;
}

TurnoutPeak estimate_peak(const Stations& stations, std::size_t replicates, std::uint64_t seed) {
  TurnoutPeak result;
  const TurnoutCurve curve = turnout_curve(stations);
  if (curve.stations_used < 2000) {
    result.refusal = fmt::format("{} stations; the method needs 2,000", curve.stations_used);
    return result;
  }
  const int peak = find_peak(curve);
  if (peak < 0) {
    result.refusal = "the curve has no peak below the overall turnout";
    return result;
  }
  const auto bin = static_cast<std::size_t>(peak);
  result.turnout = peak;
  result.share = static_cast<int>((200 * curve.votes[bin] + curve.votes[bin] + curve.others[bin]) /
                                  (2 * (curve.votes[bin] + curve.others[bin])));
  std::int64_t below = 0;
  for (std::size_t b = 0; b <= bin; ++b) below += curve.votes[b];
  std::vector<std::uint32_t> members;
  std::vector<std::uint8_t> bins;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!usable(stations, i)) continue;
    members.push_back(static_cast<std::uint32_t>(i));
    bins.push_back(static_cast<std::uint8_t>(bin_of(stations, i)));
  }
  std::vector<int> peaks;
  for (std::size_t r = 0; r < replicates; ++r) {
    const stats::Philox random(seed, r);
    TurnoutCurve again;
    for (std::size_t draw = 0; draw < members.size(); ++draw) {
      const std::size_t m = random.below(draw, members.size());
      add(again, stations, members[m], bins[m]);
    }
    peaks.push_back(find_peak(again));
  }
  std::sort(peaks.begin(), peaks.end());
  if (!peaks.empty()) {
    const auto at = [&](double p) {
      return static_cast<double>(
          peaks[static_cast<std::size_t>(p * static_cast<double>(peaks.size() - 1) + 0.5)]);
    };
    result.turnout_interval = {at(0.025), at(0.975)};
  }
  const Slope slope = slope_below(curve, peak);
  if (below * 20 < curve.contestant) {
    result.refusal = "under 5 per cent of the contestant's votes lie at or below the peak";
  } else if (result.turnout_interval.upper - result.turnout_interval.lower > 10) {
    result.refusal = fmt::format("the peak lies anywhere from {:.0f} to {:.0f} per cent of turnout",
                                 result.turnout_interval.lower, result.turnout_interval.upper);
  } else if (slope.bins < 5) {
    result.refusal = "fewer than five points of turnout below the peak hold enough stations";
  } else if (std::abs(slope.value) > 2.576 * slope.se) {
    result.refusal =
        "below the peak the contestant's share is not constant: it moves with turnout, as mixtures of town "
        "and country do";
  }
  result.estimable = result.refusal.empty();
  return result;
}

}  // namespace tallyward::forensics
