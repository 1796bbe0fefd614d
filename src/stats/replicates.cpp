#include "stats/replicates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <thread>

#include <Random123/philox.h>

#include "stats/philox.h"

namespace tallyward::stats {

namespace {

/// The primary units of each stratum.
std::vector<std::vector<std::uint32_t>> units_of_strata(const SurveyDesign& design) {
  std::vector<std::vector<std::uint32_t>> units;
  std::vector<std::uint8_t> seen;
  for (std::size_t i = 0; i < design.size(); ++i) {
    if (design.stratum[i] >= units.size()) units.resize(design.stratum[i] + 1);
    if (design.psu[i] >= seen.size()) seen.resize(design.psu[i] + 1, 0);
    if (seen[design.psu[i]] != 0) continue;
    seen[design.psu[i]] = 1;
    units[design.stratum[i]].push_back(design.psu[i]);
  }
  return units;
}

double finite_correction(const SurveyDesign& design, std::uint32_t stratum, double n) {
  if (design.psu_population.empty()) return 1;
  for (std::size_t i = 0; i < design.size(); ++i) {
    if (design.stratum[i] == stratum && design.psu_population[i] > 0) return 1 - n / design.psu_population[i];
  }
  return 1;
}

}  // namespace

base::Result<Replicates> jackknife(const SurveyDesign& design) {
  Replicates replicates;
  const auto units = units_of_strata(design);
  for (std::uint32_t h = 0; h < units.size(); ++h) {
    const double n = static_cast<double>(units[h].size());
    if (units[h].size() < 2) {
      return base::fail(base::ErrorCode::invalid_input,
                        "found a stratum with one primary unit, expected two or more for the jackknife");
    }
    const double scale = (n - 1) / n * finite_correction(design, h, n);
    for (const std::uint32_t left_out : units[h]) {
      std::vector<double> weights = design.weight;
      for (std::size_t i = 0; i < design.size(); ++i) {
        if (design.stratum[i] == h) weights[i] *= design.psu[i] == left_out ? 0 : n / (n - 1);
      }
      replicates.weights.push_back(std::move(weights));
      replicates.scale.push_back(scale);
    }
  }
  return replicates;
}

base::Result<Replicates> balanced_replicates(const SurveyDesign& design, double rho) {
  if (rho < 0 || rho >= 1)
    return base::fail(base::ErrorCode::invalid_input,
                      "found a Fay coefficient outside [0, 1), expected 0 <= rho < 1");
  const auto units = units_of_strata(design);
  for (const auto& stratum : units) {
    if (stratum.size() != 2) {
      return base::fail(
          base::ErrorCode::invalid_input,
          "found a stratum without exactly two primary units, expected two for balanced replicates");
    }
  }
  // Sylvester's matrix: entry (r, c) is -1 to the number of ones of r AND c. Column 0 is all ones and is not
  // used, so that every stratum's column is balanced.
  const std::size_t count = std::bit_ceil(units.size() + 1);
  Replicates replicates;
  for (std::size_t r = 0; r < count; ++r) {
    std::vector<double> weights = design.weight;
    for (std::size_t i = 0; i < design.size(); ++i) {
      const std::uint32_t h = design.stratum[i];
      const bool first = design.psu[i] == units[h][0];
      const bool plus = std::popcount(r & (h + 1)) % 2 == 0;
      weights[i] *= first == plus ? 2 - rho : rho;
    }
    replicates.weights.push_back(std::move(weights));
    replicates.scale.push_back(1 / (static_cast<double>(count) * (1 - rho) * (1 - rho)));
  }
  return replicates;
}

base::Result<Replicates> population_bootstrap(const SurveyDesign& design, std::size_t replicates,
                                              std::uint64_t seed) {
  if (design.psu_population.empty()) {
    return base::fail(base::ErrorCode::invalid_input,
                      "found no finite population, expected one for the population bootstrap");
  }
  const auto units = units_of_strata(design);
  std::vector<std::size_t> population(units.size());
  for (std::size_t i = 0; i < design.size(); ++i)
    population[design.stratum[i]] = static_cast<std::size_t>(std::llround(design.psu_population[i]));
  std::size_t psus = 0;
  for (const auto& stratum : units) psus += stratum.size();
  Replicates result;
  result.scale.assign(replicates, 1 / (static_cast<double>(replicates) - 1));
  std::vector<double> times(psus);
  std::vector<std::uint32_t> place;
  for (std::size_t r = 0; r < replicates; ++r) {
    std::fill(times.begin(), times.end(), 0.0);
    for (std::size_t h = 0; h < units.size(); ++h) {
      const Philox random(seed, (std::uint64_t{r} << 24) + h);
      place.resize(population[h]);
      for (std::uint32_t i = 0; i < place.size(); ++i) place[i] = i;
      for (std::size_t d = 0; d < units[h].size(); ++d) {
        std::swap(place[d], place[d + random.below(d, place.size() - d)]);
        times[units[h][place[d] % units[h].size()]] += 1;
      }
    }
    std::vector<double> weights = design.weight;
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] *= times[design.psu[i]];
    result.weights.push_back(std::move(weights));
  }
  return result;
}

Estimate replicate_estimate(const SurveyDesign& design, const Replicates& replicates,
                            const Estimator& estimator) {
  std::vector<double> thetas;
  double mean = 0;
  for (const auto& weights : replicates.weights) {
    thetas.push_back(estimator(weights));
    mean += thetas.back();
  }
  mean /= static_cast<double>(thetas.size());
  double variance = 0;
  for (std::size_t r = 0; r < thetas.size(); ++r)
    variance += replicates.scale[r] * (thetas[r] - mean) * (thetas[r] - mean);
  return {estimator(design.weight), std::sqrt(variance), degrees_of_freedom(design), 0};
}

double BootstrapRatios::mean() const {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double BootstrapRatios::se() const {
  const double centre = mean();
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Interval BootstrapRatios::percentile(double alpha) const {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double p) {  // R's type 7.
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
  };
  return {at(alpha / 2), at(1 - alpha / 2)};
}

namespace {

/// One observation's share in a ratio, weighted already: 16 bytes, so that a stratum stays in the first
/// cache.
struct Terms {
  double y;
  double x;
};

struct Stratum {
  std::size_t first;
  std::uint32_t size;
};

double one_replicate(std::span<const Terms> terms, std::span<const Stratum> strata, std::uint64_t seed,
                     std::uint64_t replicate) {
  const r123::Philox4x32 philox;
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
  double y = 0;
  double x = 0;
  for (std::uint32_t h = 0; h < strata.size(); ++h) {
    const Terms* own = terms.data() + strata[h].first;
    const std::uint32_t n = strata[h].size;
    if (n == 1) {
      y += own[0].y;
      x += own[0].x;
      continue;
    }
    double stratum_y = 0;
    double stratum_x = 0;
    for (std::uint32_t draw = 0; draw < n - 1; draw += 4) {
      const auto random = philox(
          {{draw / 4, h, static_cast<std::uint32_t>(replicate), static_cast<std::uint32_t>(replicate >> 32)}},
          key);
      const std::uint32_t here = std::min<std::uint32_t>(4, n - 1 - draw);
      for (std::uint32_t d = 0; d < here; ++d) {
        const Terms& drawn = own[(std::uint64_t{random.v[d]} * n) >> 32];
        stratum_y += drawn.y;
        stratum_x += drawn.x;
      }
    }
    const double scale = static_cast<double>(n) / static_cast<double>(n - 1);
    y += scale * stratum_y;
    x += scale * stratum_x;
  }
  return y / x;
}

}  // namespace

BootstrapRatios rao_wu_bootstrap(const SurveyDesign& design, std::span<const double> y,
                                 std::span<const double> x, std::size_t replicates, std::uint64_t seed,
                                 unsigned threads) {
  // Observations side by side by stratum, in their own order within it.
  std::vector<Stratum> strata;
  for (const std::uint32_t h : design.stratum) {
    if (h >= strata.size()) strata.resize(h + 1, {0, 0});
    ++strata[h].size;
  }
  for (std::size_t h = 1; h < strata.size(); ++h) strata[h].first = strata[h - 1].first + strata[h - 1].size;
  std::vector<Terms> terms(design.size());
  std::vector<std::size_t> next;
  for (const Stratum& stratum : strata) next.push_back(stratum.first);
  for (std::size_t i = 0; i < design.size(); ++i) {
    terms[next[design.stratum[i]]++] = {design.weight[i] * y[i], design.weight[i] * x[i]};
  }
  BootstrapRatios result;
  result.values.resize(replicates);
  const auto work = [&](std::size_t from, std::size_t to) {
    for (std::size_t r = from; r < to; ++r) result.values[r] = one_replicate(terms, strata, seed, r);
  };
  if (threads <= 1) {
    work(0, replicates);
    return result;
  }
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back(work, replicates * t / threads, replicates * (t + 1) / threads);
  for (std::thread& worker : workers) worker.join();
  return result;
}

}  // namespace tallyward::stats
