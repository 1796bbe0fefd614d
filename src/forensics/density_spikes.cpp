#include "forensics/density_spikes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <thread>

#include "stats/philox.h"
#include "stats/robust.h"

namespace tallyward::forensics {

namespace {

constexpr std::size_t kGrid = 1001;
constexpr double kBandwidth = 1e-4;

/// Pairs that are equal are one: national elections have few different small stations.
struct Distinct {
  std::vector<Figure> k, n;
  std::vector<double> times;
};

Distinct distinct(std::span<const Figure> k, std::span<const Figure> n) {
  std::vector<std::uint64_t> keys;
  keys.reserve(k.size());
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (n[i] > 0) keys.push_back((static_cast<std::uint64_t>(n[i]) << 32) | static_cast<std::uint32_t>(k[i]));
  }
  std::sort(keys.begin(), keys.end());
  Distinct pairs;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t j = i;
    while (j < keys.size() && keys[j] == keys[i]) ++j;
    pairs.k.push_back(static_cast<Figure>(keys[i] & 0xFFFFFFFFu));
    pairs.n.push_back(static_cast<Figure>(keys[i] >> 32));
    pairs.times.push_back(static_cast<double>(j - i));
    i = j;
  }
  return pairs;
}

/// log Gamma(x + m) - log Gamma(x) for every m that occurs, in one table: adding logarithms is cheaper than
/// a log Gamma for each station.
class RisingTable {
 public:
  void fill(double x, std::size_t largest) {
    values_.resize(largest + 1);
    values_[0] = 0;
    double sum = 0;
    for (std::size_t m = 0; m < largest; ++m) values_[m + 1] = sum += std::log(x + static_cast<double>(m));
  }
  double operator[](Figure m) const { return values_[static_cast<std::size_t>(m)]; }

 private:
  std::vector<double> values_;
};

/// log density of each pair without its binomial coefficient, which all parts share.
void log_densities(const Distinct& pairs, const stats::BetaShape& shape, std::size_t largest,
                   std::span<double> out) {
  thread_local std::array<RisingTable, 3> tables;
  tables[0].fill(shape.a, largest);
  tables[1].fill(shape.b, largest);
  tables[2].fill(shape.a + shape.b, largest);
  for (std::size_t i = 0; i < pairs.k.size(); ++i)
    out[i] = tables[0][pairs.k[i]] + tables[1][pairs.n[i] - pairs.k[i]] - tables[2][pairs.n[i]];
}

/// Weighted moments: the maximisation step in closed form (a generalised one; the likelihood's own maximum
/// differs little and costs a hundred times as much).
stats::BetaShape weighted_shape(const Distinct& pairs, std::span<const double> weight) {
  double size = 0, votes = 0, squares = 0, groups = 0;
  for (std::size_t i = 0; i < pairs.k.size(); ++i) {
    size += weight[i] * pairs.n[i], votes += weight[i] * pairs.k[i];
    squares += weight[i] * pairs.n[i] * pairs.n[i];
    groups += weight[i];
  }
  const double mean = std::clamp(votes / std::max(size, 1e-9), 1e-4, 1 - 1e-4);
  double scatter = 0;
  for (std::size_t i = 0; i < pairs.k.size(); ++i) {
    const double gap = static_cast<double>(pairs.k[i]) / pairs.n[i] - mean;
    scatter += weight[i] * pairs.n[i] * gap * gap;
  }
  const double room = size - squares / std::max(size, 1e-9) - groups;
  const double rho = std::clamp((scatter / (mean * (1 - mean)) - groups) / std::max(room, 1e-9), 1e-5, 0.5);
  return {mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1)};
}

/// The mixture's density of the share at 99 points.
std::array<double, 99> curve_of(std::span<const MixturePart> parts) {
  std::array<double, 99> curve{};
  for (const MixturePart& part : parts) {
    const double norm =
        std::lgamma(part.shape.a + part.shape.b) - std::lgamma(part.shape.a) - std::lgamma(part.shape.b);
    for (std::size_t g = 0; g < curve.size(); ++g) {
      const double x = static_cast<double>(g + 1) / 100;
      curve[g] += part.weight *
                  std::exp(norm + (part.shape.a - 1) * std::log(x) + (part.shape.b - 1) * std::log(1 - x));
    }
  }
  return curve;
}

/// Parts from as many quantile groups of the shares, then expectation and maximisation.
std::vector<MixturePart> fit_parts(const Distinct& pairs, std::size_t count, std::size_t largest) {
  const std::size_t size = pairs.k.size();
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto share = [&](std::size_t i) { return static_cast<double>(pairs.k[i]) / pairs.n[i]; };
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return share(a) != share(b) ? share(a) < share(b) : a < b; });
  double all = 0;
  for (const double times : pairs.times) all += times;
  std::vector<std::vector<double>> belongs(count, std::vector<double>(size, 0.0));
  double before = 0;
  for (const std::size_t i : order) {
    const auto part =
        std::min(count - 1, static_cast<std::size_t>(before / all * static_cast<double>(count)));
    belongs[part][i] = pairs.times[i];
    before += pairs.times[i];
  }
  std::vector<MixturePart> parts(count);
  std::vector<std::vector<double>> logs(count, std::vector<double>(size));
  double reached = -INFINITY;
  for (int step = 0; step < 60; ++step) {
    for (std::size_t p = 0; p < count; ++p) {
      parts[p].weight = std::accumulate(belongs[p].begin(), belongs[p].end(), 0.0) / all;
      if (parts[p].weight > 1e-6) parts[p].shape = weighted_shape(pairs, belongs[p]);
      log_densities(pairs, parts[p].shape, largest, logs[p]);
    }
    double likelihood = 0;
    for (std::size_t i = 0; i < size; ++i) {
      double top = -INFINITY;
      for (std::size_t p = 0; p < count; ++p) {
        logs[p][i] += std::log(std::max(parts[p].weight, 1e-300));
        top = std::max(top, logs[p][i]);
      }
      double sum = 0;
      for (std::size_t p = 0; p < count; ++p) sum += belongs[p][i] = std::exp(logs[p][i] - top);
      for (std::size_t p = 0; p < count; ++p) belongs[p][i] *= pairs.times[i] / sum;
      likelihood += pairs.times[i] * (top + std::log(sum));
    }
    if (likelihood - reached < 1e-5 * all && step > 2) break;
    reached = likelihood;
  }
  return parts;
}

/// One normal from two uniforms.
double normal(const stats::Philox& random, std::uint64_t& next) {
  const double u = 1 - random.uniform(next++);
  return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * random.uniform(next++));
}

/// Gamma(shape, 1) by Marsaglia and Tsang 2000.
double gamma_draw(double shape, const stats::Philox& random, std::uint64_t& next) {
  if (shape < 1) {
    const double u = 1 - random.uniform(next++);
    return gamma_draw(shape + 1, random, next) * std::pow(u, 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normal(random, next);
    const double v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    if (std::log(1 - random.uniform(next++)) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double beta_draw(const stats::BetaShape& shape, const stats::Philox& random, std::uint64_t& next) {
  const double a = gamma_draw(shape.a, random, next);
  const double b = gamma_draw(shape.b, random, next);
  return a + b > 0 ? a / (a + b) : 0.5;
}

/// Bin(n, p): by normal approximation with rounding where n p q > 30 (its lattice is what matters here), else
/// by inversion.
Figure binomial_draw(Figure n, double p, const stats::Philox& random, std::uint64_t& next) {
  if (p > 0.5) return n - binomial_draw(n, 1 - p, random, next);
  const double mean = n * p;
  if (mean * (1 - p) > 30) {
    const double x = std::round(mean + std::sqrt(mean * (1 - p)) * normal(random, next));
    return static_cast<Figure>(std::clamp(x, 0.0, static_cast<double>(n)));
  }
  double u = random.uniform(next++);
  double term = std::pow(1 - p, n);
  Figure x = 0;
  while (u > term && x < n) {
    u -= term;
    term *= static_cast<double>(n - x) / (x + 1) * p / (1 - p);
    ++x;
  }
  return x;
}

void add_to_density(std::vector<double>& density, Figure k, Figure n) {
  const double share = static_cast<double>(k) / n;
  const auto point = static_cast<std::size_t>(std::lround(share * (kGrid - 1)));
  const double gap = (share - static_cast<double>(point) / (kGrid - 1)) / kBandwidth;
  // Points are ten bandwidths apart: only the nearest one sees the station.
  density[point] += std::exp(-0.5 * gap * gap);
}

double excess(std::span<const double> density, std::span<const double> envelope,
              std::span<const double> mean) {
  double sum = 0;
  for (std::size_t g = 1; g < density.size(); ++g) {
    if (density[g] > envelope[g]) sum += density[g] - mean[g];
  }
  return sum;
}

struct Usable {
  std::vector<Figure> registered, given, votes;
};

struct Fit {
  std::vector<MixturePart> turnout, share;
};

/// For each station the part it most likely belongs to, drawn by its responsibilities.
std::size_t pick_part(std::span<const MixturePart> parts, Figure k, Figure n, double u) {
  if (parts.size() == 1) return 0;
  std::array<double, 8> chance{};
  double top = -INFINITY, sum = 0;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    chance[p] = std::log(std::max(parts[p].weight, 1e-300)) + stats::log_beta_binomial(k, n, parts[p].shape);
    top = std::max(top, chance[p]);
  }
  for (std::size_t p = 0; p < parts.size(); ++p) sum += chance[p] = std::exp(chance[p] - top);
  u *= sum;
  for (std::size_t p = 0; p + 1 < parts.size(); ++p) {
    if (u < chance[p]) return p;
    u -= chance[p];
  }
  return parts.size() - 1;
}

std::vector<double> resample(const Usable& stations, const Fit& fit,
                             std::span<const std::array<std::uint8_t, 2>> part, std::uint64_t seed,
                             std::uint64_t replicate) {
  std::vector<double> density(kGrid, 0.0);
  const stats::Philox random(seed, 0x524B440000000000ull + replicate);
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < stations.registered.size(); ++i) {
    const Figure n = stations.registered[i], t = stations.given[i], w = stations.votes[i];
    const stats::BetaShape& turnout = fit.turnout[part[i][0]].shape;
    const stats::BetaShape& share = fit.share[part[i][1]].shape;
    const double p = beta_draw({turnout.a + t, turnout.b + n - t}, random, next);
    const double q = beta_draw({share.a + w, share.b + t - w}, random, next);
    const Figure given = binomial_draw(n, p, random, next);
    if (given > 0) add_to_density(density, binomial_draw(given, q, random, next), given);
  }
  return density;
}

}  // namespace

std::vector<MixturePart> fit_mixture(std::span<const Figure> k, std::span<const Figure> n,
                                     std::size_t most_parts) {
  const Distinct pairs = distinct(k, n);
  std::size_t largest = 0;
  for (const Figure size : pairs.n) largest = std::max(largest, static_cast<std::size_t>(size));
  std::vector<MixturePart> best = fit_parts(pairs, 1, largest);
  for (std::size_t count = 2; count <= most_parts; ++count) {
    std::vector<MixturePart> next = fit_parts(pairs, count, largest);
    const auto before = curve_of(best), after = curve_of(next);
    best = std::move(next);
    if (stats::pearson(before, after) > 0.99) break;
  }
  return best;
}

DensitySpikes density_spikes(const Stations& stations, const SpikeOptions& options) {
  DensitySpikes result;
  Usable usable;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const Figure n = stations.registered[i], t = stations.given[i], w = stations.votes[i];
    if (n < 20 || t <= 0 || t > n || w < 0 || w > t) continue;
    usable.registered.push_back(n), usable.given.push_back(t), usable.votes.push_back(w);
  }
  result.stations_used = usable.registered.size();
  if (result.stations_used < 1000) {
    result.refusal = "fewer than 1,000 stations can be used";
    return result;
  }
  const Fit fit{fit_mixture(usable.given, usable.registered), fit_mixture(usable.votes, usable.given)};
  const stats::Philox random(options.seed, 0x524B44);
  std::vector<std::array<std::uint8_t, 2>> part(result.stations_used);
  for (std::size_t i = 0; i < part.size(); ++i) {
    part[i] = {static_cast<std::uint8_t>(
                   pick_part(fit.turnout, usable.given[i], usable.registered[i], random.uniform(2 * i))),
               static_cast<std::uint8_t>(
                   pick_part(fit.share, usable.votes[i], usable.given[i], random.uniform(2 * i + 1)))};
  }
  std::vector<std::vector<double>> draws(options.resamples);
  const auto work = [&](std::size_t first) {
    for (std::size_t r = first; r < draws.size(); r += options.threads)
      draws[r] = resample(usable, fit, part, options.seed, r);
  };
  std::vector<std::thread> threads;
  for (unsigned t = 1; t < options.threads; ++t) threads.emplace_back(work, t);
  work(0);
  for (std::thread& thread : threads) thread.join();

  result.observed.assign(kGrid, 0.0);
  for (std::size_t i = 0; i < usable.votes.size(); ++i)
    add_to_density(result.observed, usable.votes[i], usable.given[i]);
  result.envelope.resize(kGrid);
  result.mean.resize(kGrid);
  const std::size_t half = std::max<std::size_t>(1, draws.size() / 2);
  const auto place =
      std::min(half - 1, static_cast<std::size_t>(options.quantile * static_cast<double>(half)));
  std::vector<double> here(half);
  for (std::size_t g = 0; g < kGrid; ++g) {
    for (std::size_t r = 0; r < half; ++r) here[r] = draws[r][g];
    result.mean[g] = std::accumulate(here.begin(), here.end(), 0.0) / static_cast<double>(here.size());
    std::nth_element(here.begin(), here.begin() + static_cast<std::ptrdiff_t>(place), here.end());
    result.envelope[g] = here[place];
  }
  const double percent = 100 / static_cast<double>(result.stations_used);
  result.estimable = true;
  result.excess_share = percent * excess(result.observed, result.envelope, result.mean);
  std::vector<double> chance;
  for (std::size_t r = draws.size() > 1 ? half : 0; r < draws.size(); ++r)
    chance.push_back(percent * excess(draws[r], result.envelope, result.mean));
  std::sort(chance.begin(), chance.end());
  result.chance_median = stats::median(chance);
  result.chance_high = chance[std::min(chance.size() - 1,
                                       static_cast<std::size_t>(0.95 * static_cast<double>(chance.size())))];
  return result;
}

}  // namespace tallyward::forensics
