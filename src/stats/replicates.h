// Variance by replication: the estimate is made again with other weights, and its spread is the standard
// error.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/error.h"
#include "stats/survey.h"

namespace tallyward::stats {

/// Weights of all replicates, and how their squared deviations are added: var = sum scale[r] (theta_r -
/// mean)^2.
struct Replicates {
  std::vector<std::vector<double>> weights;  ///< [replicate][observation]
  std::vector<double> scale;
};

/// JKn: leaves out one primary unit at a time, with the stratum's finite correction. Error: invalid_input
/// when a stratum has a single primary unit.
base::Result<Replicates> jackknife(const SurveyDesign& design);

/// Balanced repeated replication with Fay's coefficient rho (0 is BRR): two primary units a stratum, balanced
/// by a Hadamard matrix. Error: invalid_input when a stratum has not exactly two, or rho is not in [0, 1).
base::Result<Replicates> balanced_replicates(const SurveyDesign& design, double rho = 0);

/// Canty and Davison's bootstrap (1999), with the finite population: each stratum's primary units are
/// repeated in turn until they fill its population, and n_h are drawn from those without replacement. Error:
/// invalid_input without a finite population. Depends on (seed, replicate, stratum) only.
base::Result<Replicates> population_bootstrap(const SurveyDesign& design, std::size_t replicates,
                                              std::uint64_t seed);

/// An estimator: observations' weights in, figure out.
using Estimator = std::function<double(std::span<const double> weights)>;
Estimate replicate_estimate(const SurveyDesign& design, const Replicates& replicates,
                            const Estimator& estimator);

/// One ratio's bootstrap distribution, in the order of the replicates.
struct BootstrapRatios {
  std::vector<double> values;
  double mean() const;
  double se() const;
  /// Percentile interval. REQUIRES values is not empty.
  Interval percentile(double alpha) const;
};

/// Rao and Wu's rescaled bootstrap with n_h - 1 draws of primary units in each stratum, without finite
/// correction (conservative). Draws depend on (seed, replicate, stratum) only: any number of threads gives
/// the same bytes. Strata with one primary unit keep it. REQUIRES one observation a primary unit; y, x as in
/// estimate_ratio.
BootstrapRatios rao_wu_bootstrap(const SurveyDesign& design, std::span<const double> y,
                                 std::span<const double> x, std::size_t replicates, std::uint64_t seed,
                                 unsigned threads = 1);

}  // namespace tallyward::stats
