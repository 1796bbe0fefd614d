#include "forensics/fingerprint.h"

#include <algorithm>
#include <cmath>

namespace tallyward::forensics {

Fingerprint fingerprint(const Stations& stations) {
  Fingerprint result;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const std::int64_t n = stations.registered[i];
    const std::int64_t r = stations.counted[i];
    const std::int64_t t = stations.given[i];
    const std::int64_t w = stations.votes[i];
    if (n < 100 || r <= 0 || t < 0 || w < 0 || t > n || w > r) continue;
    const std::int64_t turnout = (200 * t + n) / (2 * n);
    const std::int64_t share = (200 * w + r) / (2 * r);
    ++result.cells[static_cast<std::size_t>(turnout)][static_cast<std::size_t>(share)];
    ++result.total;
  }
  return result;
}

Histograms histograms(const Fingerprint& fingerprint) {
  Histograms result;
  for (std::size_t turnout = 0; turnout <= 100; ++turnout) {
    for (std::size_t share = 0; share <= 100; ++share) {
      result.turnout[turnout] += fingerprint.cells[turnout][share];
      result.share[share] += fingerprint.cells[turnout][share];
    }
  }
  return result;
}

namespace {

struct Sums {
  double n = 0;
  double t = 0;
  double v = 0;
};

double pearson(double tt, double vv, double tv) {
  return tt > 0 && vv > 0 ? tv / std::sqrt(tt * vv) : 0;
}

}  // namespace

Correlation turnout_share_correlation(const Stations& stations, std::span<const std::uint32_t> regions) {
  const std::uint32_t groups = regions.empty() ? 1 : *std::max_element(regions.begin(), regions.end()) + 1;
  std::vector<Sums> by_region(groups);
  Sums all;
  const auto usable = [&](std::size_t i) {
    return stations.registered[i] > 0 && stations.given[i] > 0 && stations.votes[i] >= 0;
  };
  const auto turnout = [&](std::size_t i) {
    return static_cast<double>(stations.given[i]) / static_cast<double>(stations.registered[i]);
  };
  const auto share = [&](std::size_t i) {
    return static_cast<double>(stations.votes[i]) / static_cast<double>(stations.given[i]);
  };
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!usable(i)) continue;
    for (Sums* sums : {&all, &by_region[regions.empty() ? 0 : regions[i]]}) {
      sums->n += 1;
      sums->t += turnout(i);
      sums->v += share(i);
    }
  }
  Correlation result;
  result.stations_used = static_cast<std::size_t>(all.n);
  if (all.n < 3) return result;
  double tt = 0, vv = 0, tv = 0, within_tt = 0, within_vv = 0, within_tv = 0;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!usable(i)) continue;
    const double t = turnout(i) - all.t / all.n;
    const double v = share(i) - all.v / all.n;
    tt += t * t;
    vv += v * v;
    tv += t * v;
    const Sums& region = by_region[regions.empty() ? 0 : regions[i]];
    const double region_t = turnout(i) - region.t / region.n;
    const double region_v = share(i) - region.v / region.n;
    within_tt += region_t * region_t;
    within_vv += region_v * region_v;
    within_tv += region_t * region_v;
  }
  result.overall = pearson(tt, vv, tv);
  result.within_regions = pearson(within_tt, within_vv, within_tv);
  return result;
}

}  // namespace tallyward::forensics
