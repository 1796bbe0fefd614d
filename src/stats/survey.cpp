#include "stats/survey.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tallyward::stats {

namespace {

std::uint32_t groups_in(std::span<const std::uint32_t> labels) {
  return labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end()) + 1;
}

/// Sums of squares about the mean of `n` totals, from their sum and sum of squares about `shift`-free values.
struct Moments {
  double n = 0;
  double sum = 0;
  double population = 0;  ///< 0: not finite.
};

/// (1 - n/N) n/(n-1), or 1 - n/N when n is 1.
double scale_of(double n, double population) {
  const double left = population > 0 ? std::max(0.0, (population - n) / population) : 1;
  return n > 1 ? left * n / (n - 1) : left;
}

/// Within each primary unit: its units are a simple random sample of unit_population.
double second_stage(const SurveyDesign& design, std::span<const double> weighted,
                    std::span<const Moments> strata) {
  const std::uint32_t psus = groups_in(design.psu);
  std::vector<Moments> within(psus);
  std::vector<std::uint32_t> stratum_of(psus);
  for (std::size_t i = 0; i < design.size(); ++i) {
    Moments& m = within[design.psu[i]];
    m.n += 1;
    m.sum += weighted[i];
    m.population = design.unit_population[i];
    stratum_of[design.psu[i]] = design.stratum[i];
  }
  std::vector<double> squares(psus, 0.0);
  for (std::size_t i = 0; i < design.size(); ++i) {
    const Moments& m = within[design.psu[i]];
    const double gap = weighted[i] - m.sum / m.n;
    squares[design.psu[i]] += gap * gap;
  }
  double variance = 0;
  for (std::uint32_t p = 0; p < psus; ++p) {
    if (within[p].n < 2) continue;
    const Moments& stratum = strata[stratum_of[p]];
    // Without a finite first stage its sampling fraction is 0, and the first stage carries all.
    const double fraction = stratum.population > 0 ? stratum.n / stratum.population : 0;
    variance += fraction * scale_of(within[p].n, within[p].population) * squares[p];
  }
  return variance;
}

double sum_of(const SurveyDesign& design, std::span<const double> z) {
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) sum += design.weight[i] * z[i];
  return sum;
}

}  // namespace

double degrees_of_freedom(const SurveyDesign& design) {
  return static_cast<double>(groups_in(design.psu)) - static_cast<double>(groups_in(design.stratum));
}

Interval confidence_interval(const Estimate& estimate, double alpha) {
  const double quantile = estimate.df > 0 ? student_quantile(alpha, estimate.df) : normal_quantile(alpha);
  return {estimate.value - quantile * estimate.se, estimate.value + quantile * estimate.se};
}

double variance_of_total(const SurveyDesign& design, std::span<const double> z) {
  std::vector<double> weighted(design.size());
  for (std::size_t i = 0; i < design.size(); ++i) weighted[i] = design.weight[i] * z[i];
  if (!design.post_stratum.empty()) {
    // What is known of a post-stratum's total cannot vary: only residuals from its weighted mean do.
    const std::uint32_t groups = groups_in(design.post_stratum);
    std::vector<double> sum(groups, 0.0);
    std::vector<double> weight(groups, 0.0);
    for (std::size_t i = 0; i < design.size(); ++i) {
      sum[design.post_stratum[i]] += weighted[i];
      weight[design.post_stratum[i]] += design.weight[i];
    }
    for (std::size_t i = 0; i < design.size(); ++i) {
      const std::uint32_t g = design.post_stratum[i];
      weighted[i] -= design.weight[i] * sum[g] / weight[g];
    }
  }
  const std::uint32_t psus = groups_in(design.psu);
  std::vector<double> totals(psus, 0.0);
  std::vector<std::uint32_t> stratum_of(psus, 0);
  std::vector<Moments> strata(groups_in(design.stratum));
  std::vector<std::uint8_t> seen(psus, 0);
  for (std::size_t i = 0; i < design.size(); ++i) {
    totals[design.psu[i]] += weighted[i];
    Moments& stratum = strata[design.stratum[i]];
    if (!design.psu_population.empty()) stratum.population = design.psu_population[i];
    if (seen[design.psu[i]] == 0) {
      seen[design.psu[i]] = 1;
      stratum_of[design.psu[i]] = design.stratum[i];
      stratum.n += 1;
    }
  }
  for (std::uint32_t p = 0; p < psus; ++p) strata[stratum_of[p]].sum += totals[p];
  std::vector<double> squares(strata.size(), 0.0);
  for (std::uint32_t p = 0; p < psus; ++p) {
    const Moments& stratum = strata[stratum_of[p]];
    // A lonely unit has no mean of its own to differ from; residuals have grand mean 0.
    const double centre = stratum.n < 2 && design.lonely == LonelyPsu::adjust ? 0 : stratum.sum / stratum.n;
    squares[stratum_of[p]] += (totals[p] - centre) * (totals[p] - centre);
  }
  double variance = 0;
  double estimable = 0;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    const bool complete = strata[h].population > 0 && strata[h].n >= strata[h].population;
    if (strata[h].n > 1 || complete || design.lonely != LonelyPsu::average) estimable += 1;
    if (!complete) variance += scale_of(strata[h].n, strata[h].population) * squares[h];
  }
  if (design.lonely == LonelyPsu::average && estimable > 0)
    variance *= static_cast<double>(strata.size()) / estimable;
  if (!design.unit_population.empty()) variance += second_stage(design, weighted, strata);
  return variance;
}

Estimate estimate_total(const SurveyDesign& design, std::span<const double> y) {
  return {sum_of(design, y), std::sqrt(variance_of_total(design, y)), degrees_of_freedom(design), 0};
}

Estimate estimate_ratio(const SurveyDesign& design, std::span<const double> y, std::span<const double> x) {
  const double below = sum_of(design, x);
  const double ratio = sum_of(design, y) / below;
  std::vector<double> residual(design.size());
  for (std::size_t i = 0; i < design.size(); ++i) residual[i] = (y[i] - ratio * x[i]) / below;
  return {ratio, std::sqrt(variance_of_total(design, residual)), degrees_of_freedom(design), 0};
}

Estimate estimate_mean(const SurveyDesign& design, std::span<const double> y) {
  const std::vector<double> ones(design.size(), 1.0);
  Estimate estimate = estimate_ratio(design, y, ones);
  double weights = 0;
  double squares = 0;
  for (std::size_t i = 0; i < design.size(); ++i) {
    weights += design.weight[i];
    squares += design.weight[i] * (y[i] - estimate.value) * (y[i] - estimate.value);
  }
  const double n = static_cast<double>(design.size());
  const double simple = squares / weights * n / (n - 1) / n * (weights - n) / weights;
  if (n > 1 && simple > 0) estimate.deff = estimate.se * estimate.se / simple;
  return estimate;
}

Estimate estimate_domain_mean(const SurveyDesign& design, std::span<const double> y,
                              std::span<const std::uint8_t> member) {
  std::vector<double> value(design.size());
  std::vector<double> inside(design.size());
  for (std::size_t i = 0; i < design.size(); ++i) {
    inside[i] = member[i] != 0 ? 1 : 0;
    value[i] = inside[i] * y[i];
  }
  return estimate_ratio(design, value, inside);
}

QuantileEstimate estimate_quantile(const SurveyDesign& design, std::span<const double> y, double share,
                                   double alpha) {
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return y[a] < y[b]; });
  double all = 0;
  for (const double weight : design.weight) all += weight;
  const auto quantile = [&](double p) {
    double sum = 0;
    for (const std::size_t i : order) {
      sum += design.weight[i];
      // Sums of weights such as 33.847 meet the share only up to rounding.
      if (sum >= p * all * (1 - 1e-12)) return y[i];
    }
    return y[order.back()];
  };
  QuantileEstimate estimate{quantile(share), {}};
  std::vector<double> below(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) below[i] = y[i] <= estimate.value ? 1 : 0;
  const Estimate at = estimate_mean(design, below);
  const double t = at.df > 0 ? student_quantile(alpha, at.df) : normal_quantile(alpha);
  estimate.interval = {quantile(std::clamp(share - t * at.se, 0.0, 1.0)),
                       quantile(std::clamp(share + t * at.se, 0.0, 1.0))};
  return estimate;
}

SurveyDesign post_stratify(SurveyDesign design, std::vector<std::uint32_t> post_stratum,
                           std::span<const double> totals) {
  std::vector<double> weight(totals.size(), 0.0);
  for (std::size_t i = 0; i < design.size(); ++i) weight[post_stratum[i]] += design.weight[i];
  for (std::size_t i = 0; i < design.size(); ++i)
    design.weight[i] *= totals[post_stratum[i]] / weight[post_stratum[i]];
  design.post_stratum = std::move(post_stratum);
  return design;
}

}  // namespace tallyward::stats
