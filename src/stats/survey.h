// Design-based estimates from a probability sample: strata, clusters, two stages, finite populations.
//
// Estimates are linearised (Taylor): the variance of a ratio, a mean or a domain is that of a total of
// residuals. Formulas as in R's package survey 4.1, which is the oracle (docs/methods/survey-estimates.md). A
// convenience sample has no design and cannot be given here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stats/intervals.h"

namespace tallyward::stats {

/// What to do with a stratum from which a single primary unit was drawn: `certainty` counts no variance for
/// it, `adjust` centres it at the grand mean, `average` gives it the mean variance of the other strata.
enum class LonelyPsu { certainty, adjust, average };

/// One entry an observation in each vector. Strata and primary units are numbered from 0 without gaps; a
/// primary unit lies in one stratum.
struct SurveyDesign {
  std::vector<std::uint32_t> stratum;
  std::vector<std::uint32_t> psu;
  std::vector<double> weight;
  std::vector<double>
      psu_population;  ///< Primary units in the stratum's population; empty: no finite correction.
  std::vector<double>
      unit_population;  ///< Two stages: units in the primary unit's population; empty: one stage.
  std::vector<std::uint32_t>
      post_stratum;  ///< Weights were scaled to known totals of these; empty: they were not.
  LonelyPsu lonely = LonelyPsu::certainty;

  std::size_t size() const { return weight.size(); }
};

struct Estimate {
  double value = 0;
  double se = 0;    ///< Standard error, the root of the design-based variance.
  double df = 0;    ///< Degrees of freedom: primary units less strata.
  double deff = 0;  ///< Design effect against simple random sampling; 0 where it was not asked for.
};

/// value -+ t(df) se. With no degrees of freedom the normal quantile is used.
Interval confidence_interval(const Estimate& estimate, double alpha);

double degrees_of_freedom(const SurveyDesign& design);

/// Variance of sum(weight * z): first stage between primary units, second stage within them.
double variance_of_total(const SurveyDesign& design, std::span<const double> z);

Estimate estimate_total(const SurveyDesign& design, std::span<const double> y);
/// Mean per unit; the design effect is filled.
Estimate estimate_mean(const SurveyDesign& design, std::span<const double> y);
/// sum(w y) / sum(w x). A margin between two contestants is the ratio of (a - b), never a difference of two
/// ratios. REQUIRES sum(w x) > 0.
Estimate estimate_ratio(const SurveyDesign& design, std::span<const double> y, std::span<const double> x);
/// Mean over the observations with member[i] != 0; the others stay in the design. REQUIRES at least one
/// member.
Estimate estimate_domain_mean(const SurveyDesign& design, std::span<const double> y,
                              std::span<const std::uint8_t> member);

/// The smallest value with at least `share` of the weight at or below it (R's svyquantile, rule "math"), and
/// Woodruff's interval: the t interval of the share below it, read back as quantiles.
/// REQUIRES 0 < share < 1 and at least one observation.
struct QuantileEstimate {
  double value = 0;
  Interval interval;
};
QuantileEstimate estimate_quantile(const SurveyDesign& design, std::span<const double> y, double share,
                                   double alpha);

/// Scales weights so that each post-stratum's weights add up to totals[post_stratum].
/// A post-stratum without observations leaves its total unreached: the caller collapses first.
SurveyDesign post_stratify(SurveyDesign design, std::vector<std::uint32_t> post_stratum,
                           std::span<const double> totals);

}  // namespace tallyward::stats
