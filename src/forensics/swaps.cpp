#include "forensics/swaps.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "stats/p_adjust.h"

namespace tallyward::forensics {

Figure transposed(Figure figure, int place) {
  std::int64_t unit = 1;
  for (int i = 0; i < place; ++i) unit *= 10;
  if (figure < 10 * unit) return -1;
  const std::int64_t right = figure / unit % 10;
  const std::int64_t left = figure / (10 * unit) % 10;
  // The leading digit may not become 0: a figure written 05 is not a figure of two digits.
  if (right == left || (right == 0 && figure / (100 * unit) == 0)) return -1;
  return static_cast<Figure>(figure + (right - left) * 10 * unit + (left - right) * unit);
}

namespace {

using Group = std::vector<std::uint32_t>;

std::vector<Group> groups_of(std::span<const std::uint32_t> neighbourhood) {
  std::vector<Group> groups;
  for (std::uint32_t i = 0; i < neighbourhood.size(); ++i) {
    if (neighbourhood[i] >= groups.size()) groups.resize(neighbourhood[i] + 1);
    groups[neighbourhood[i]].push_back(i);
  }
  return groups;
}

/// The group's shape with the mean moved to what is expected at one station.
stats::BetaShape around(double mean, const stats::BetaShape& group) {
  const double size = group.a + group.b;
  mean = std::clamp(mean, 1e-4, 1 - 1e-4);
  return {mean * size, (1 - mean) * size};
}

void keep(ExchangeSearch& search, PossibleExchange found) {
  ++search.comparisons;
  // What cannot pass the correction even as the only one is not kept: at level 0.05 a ratio of 20.
  if (found.log_likelihood_ratio > 3) search.list.push_back(found);
}

void correct(ExchangeSearch& search, double level) {
  std::vector<double> p;
  for (const PossibleExchange& found : search.list) p.push_back(std::exp(-found.log_likelihood_ratio));
  p.resize(std::max(p.size(), search.comparisons), 1.0);
  const std::vector<double> adjusted = stats::p_adjust(p, stats::Correction::benjamini_hochberg);
  for (std::size_t i = 0; i < search.list.size(); ++i) search.list[i].p_adjusted = adjusted[i];
  std::erase_if(search.list, [&](const auto& found) { return found.p_adjusted >= level; });
  std::stable_sort(search.list.begin(), search.list.end(), [](const auto& a, const auto& b) {
    return a.log_likelihood_ratio > b.log_likelihood_ratio;
  });
  // Other exchanges at the same station explain the same figures less well.
  std::unordered_set<std::uint32_t> stations;
  std::erase_if(search.list, [&](const auto& found) { return !stations.insert(found.station).second; });
}

/// Each figure against the others of its station.
void search_digits(ExchangeSearch& search, std::span<const std::span<const Figure>> votes,
                   const Group& group) {
  std::vector<Figure> k, n;
  for (std::uint32_t c = 0; c < votes.size(); ++c) {
    k.clear(), n.clear();
    for (const std::uint32_t i : group) {
      std::int64_t all = 0;
      for (const auto& column : votes) all += column[i];
      k.push_back(votes[c][i]), n.push_back(static_cast<Figure>(all));
    }
    const stats::BetaShape shape = stats::fit_robustly(k, n);
    for (std::size_t j = 0; j < group.size(); ++j) {
      if (k[j] < 10) continue;
      // The others' votes are what they are; the mean of the ratios over the places is one comparison.
      const double written = stats::log_beta_binomial(k[j], n[j], shape);
      double ratios = 0, best = 0;
      Figure exchanged = k[j];
      for (int place = 0; place < 8; ++place) {
        const Figure other = transposed(k[j], place);
        if (other < 0) continue;
        const std::int64_t size = std::int64_t{n[j]} - k[j] + other;
        const double ratio = std::exp(stats::log_beta_binomial(other, size, shape) - written);
        ratios += ratio;
        if (ratio > best) best = ratio, exchanged = other;
      }
      int digits = 0;
      for (Figure rest = k[j]; rest > 0; rest /= 10) ++digits;
      keep(search, {Exchange::transposed_digits, group[j], c, c, k[j], exchanged,
                    ratios > 0 ? std::log(ratios / (digits - 1)) : -1, 1});
    }
  }
}

}  // namespace

ExchangeSearch find_exchanges(std::span<const std::span<const Figure>> votes,
                              std::span<const std::uint32_t> neighbourhood, double level,
                              std::size_t smallest_group) {
  ExchangeSearch search;
  std::vector<Figure> k, n;
  for (const Group& group : groups_of(neighbourhood)) {
    if (group.size() < smallest_group) continue;
    std::vector<std::int64_t> total(votes.size(), 0);
    std::int64_t all = 0;
    for (std::size_t c = 0; c < votes.size(); ++c) {
      for (const std::uint32_t i : group) total[c] += votes[c][i];
      all += total[c];
    }
    for (std::uint32_t a = 0; a < votes.size(); ++a) {
      for (std::uint32_t b = a + 1; b < votes.size(); ++b) {
        if (200 * total[a] < all || 200 * total[b] < all) continue;
        k.clear(), n.clear();
        for (const std::uint32_t i : group) k.push_back(votes[a][i]), n.push_back(votes[a][i] + votes[b][i]);
        const stats::BetaShape shape = stats::fit_robustly(k, n);
        for (std::size_t j = 0; j < group.size(); ++j) {
          if (n[j] <= 0) continue;
          const double ratio = stats::log_beta_binomial(n[j] - k[j], n[j], shape) -
                               stats::log_beta_binomial(k[j], n[j], shape);
          keep(search, {Exchange::swapped_contestants, group[j], a, b, k[j], n[j] - k[j], ratio, 1});
        }
      }
    }
    search_digits(search, votes, group);
  }
  correct(search, level);
  return search;
}

ExchangeSearch find_exchanges_since(std::span<const std::span<const Figure>> votes,
                                    std::span<const std::span<const Figure>> previous,
                                    std::span<const std::uint32_t> neighbourhood, double level,
                                    std::size_t smallest_group) {
  ExchangeSearch search;
  std::vector<Figure> k, n;
  std::vector<double> expected;
  for (const Group& group : groups_of(neighbourhood)) {
    if (group.size() < smallest_group) continue;
    for (std::uint32_t a = 0; a < votes.size(); ++a) {
      for (std::uint32_t b = a + 1; b < votes.size(); ++b) {
        // The change of log odds that the group saw moves every station's expectation; what is left over is
        // the scatter.
        k.clear(), n.clear(), expected.clear();
        std::vector<double> changes;
        const auto log_odds = [](Figure x, Figure y) { return std::log((x + 0.5) / (y + 0.5)); };
        for (const std::uint32_t i : group)
          changes.push_back(log_odds(votes[a][i], votes[b][i]) - log_odds(previous[a][i], previous[b][i]));
        std::vector<double> sorted = changes;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                         sorted.end());
        const double change = sorted[sorted.size() / 2];
        // As if every station had the expectation of one half: the scatter of the changes alone.
        for (std::size_t j = 0; j < group.size(); ++j) {
          const std::uint32_t i = group[j];
          const Figure size = votes[a][i] + votes[b][i];
          n.push_back(size);
          k.push_back(static_cast<Figure>(std::lround(size / (1 + std::exp(-(changes[j] - change))))));
          expected.push_back(1 / (1 + std::exp(-(log_odds(previous[a][i], previous[b][i]) + change))));
        }
        const stats::BetaShape scatter = stats::fit_robustly(k, n);
        for (std::size_t j = 0; j < group.size(); ++j) {
          if (n[j] <= 0) continue;
          const stats::BetaShape shape = around(expected[j], scatter);
          const Figure own = votes[a][group[j]];
          const double ratio =
              stats::log_beta_binomial(n[j] - own, n[j], shape) - stats::log_beta_binomial(own, n[j], shape);
          keep(search, {Exchange::swapped_contestants, group[j], a, b, own, n[j] - own, ratio, 1});
        }
      }
    }
  }
  correct(search, level);
  return search;
}

}  // namespace tallyward::forensics
