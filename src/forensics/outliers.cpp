#include "forensics/outliers.h"

#include <algorithm>
#include <cmath>

#include "stats/beta_binomial.h"
#include "stats/p_adjust.h"
#include "stats/robust.h"

namespace tallyward::forensics {

namespace {
constexpr double kTail = 0.01;
constexpr Figure kSmallestDenominator = 20;
}  // namespace

Outliers outliers(std::span<const Figure> numerators, std::span<const Figure> denominators,
                  std::span<const std::uint32_t> regions, double level, std::size_t smallest_region) {
  std::vector<std::vector<std::uint32_t>> members;
  for (std::uint32_t i = 0; i < numerators.size(); ++i) {
    const bool usable =
        denominators[i] >= kSmallestDenominator && numerators[i] >= 0 && numerators[i] <= denominators[i];
    if (!usable) continue;
    if (regions[i] >= members.size()) members.resize(regions[i] + 1);
    members[regions[i]].push_back(i);
  }
  Outliers result;
  std::vector<OutlyingStation> all;
  std::vector<Figure> k, n;
  std::vector<double> shares;
  for (const auto& region : members) {
    if (region.size() < smallest_region) continue;
    ++result.regions_used;
    k.clear(), n.clear(), shares.clear();
    for (const std::uint32_t i : region) {
      k.push_back(numerators[i]), n.push_back(denominators[i]);
      shares.push_back(static_cast<double>(numerators[i]) / denominators[i]);
    }
    const stats::BetaShape shape = stats::fit_robustly(k, n);
    const double middle = stats::median(shares);
    const double scatter = stats::scaled_mad(shares, middle);
    for (std::size_t j = 0; j < region.size(); ++j) {
      const stats::MidTails tails = stats::beta_binomial_tails(k[j], n[j], shape);
      OutlyingStation station{region[j], tails.two_sided(), 1, 0, tails.upper < tails.lower};
      if (scatter > 0) station.robust_z = (shares[j] - middle) / scatter;
      if (station.p < kTail) ++(station.high ? result.tail_above : result.tail_below);
      all.push_back(station);
    }
  }
  result.stations_used = all.size();
  const double expected = kTail * static_cast<double>(all.size());
  result.tail = {static_cast<double>(result.tail_above + result.tail_below), expected,
                 std::sqrt(expected * (1 - kTail))};
  std::vector<double> p;
  for (const OutlyingStation& station : all) p.push_back(station.p);
  const std::vector<double> adjusted = stats::p_adjust(p, stats::Correction::benjamini_hochberg);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (adjusted[i] >= level) continue;
    all[i].p_adjusted = adjusted[i];
    ++(all[i].high ? result.high : result.low);
    result.list.push_back(all[i]);
  }
  std::stable_sort(result.list.begin(), result.list.end(),
                   [](const auto& a, const auto& b) { return a.p < b.p; });
  return result;
}

}  // namespace tallyward::forensics
