#include "forensics/cross_contest.h"

#include <algorithm>
#include <cmath>

#include "stats/robust.h"
#include "stats/sign_balance.h"

namespace tallyward::forensics {

CrossContest cross_contest(std::span<const Figure> first, std::span<const Figure> second, double threshold) {
  CrossContest result;
  std::vector<double> scaled;
  std::vector<std::uint32_t> station;
  for (std::uint32_t i = 0; i < first.size(); ++i) {
    if (first[i] < 0 || second[i] < 0) continue;
    ++result.stations;
    const std::int64_t difference = std::int64_t{first[i]} - second[i];
    result.net += difference;
    if (difference == 0) ++result.equal;
    if (difference > 0) ++result.first_more;
    if (difference < 0) ++result.second_more;
    const double mean = (static_cast<double>(first[i]) + second[i]) / 2;
    scaled.push_back(mean > 0 ? static_cast<double>(difference) / std::sqrt(mean) : 0);
    station.push_back(i);
  }
  result.p = stats::sign_test(static_cast<std::int64_t>(result.first_more),
                              static_cast<std::int64_t>(result.first_more + result.second_more));
  if (scaled.empty()) return result;
  const double middle = stats::median(scaled);
  const double scale = std::max(0.1, stats::scaled_mad(scaled, middle));
  for (std::size_t i = 0; i < scaled.size(); ++i) {
    const double z = (scaled[i] - middle) / scale;
    const std::int64_t difference = std::int64_t{first[station[i]]} - second[station[i]];
    if (std::abs(z) > threshold && std::abs(difference) >= 5)
      result.large.push_back({station[i], difference, z});
  }
  std::stable_sort(result.large.begin(), result.large.end(), [](const auto& a, const auto& b) {
    return std::abs(a.difference) > std::abs(b.difference);
  });
  return result;
}

}  // namespace tallyward::forensics
