// Confidence intervals for a proportion. Inputs are counts; outputs are proportions between 0 and 1.
//
// Every function takes `alpha`, the chance of missing on both sides together (0.05 for a 95 per cent
// interval), and REQUIRES 0 <= k <= n, n > 0, 0 < alpha < 1. Methods and limits: docs/methods/intervals.md.
#pragma once

#include <cstdint>

namespace tallyward::stats {

struct Interval {
  double lower = 0;
  double upper = 0;
};

/// Wilson 1927 score interval: the default for a simple random sample of 40 or more.
Interval wilson(std::int64_t k, std::int64_t n, double alpha);
/// Agresti and Coull 1998.
Interval agresti_coull(std::int64_t k, std::int64_t n, double alpha);
/// Beta(k + 1/2, n - k + 1/2) quantiles.
Interval jeffreys(std::int64_t k, std::int64_t n, double alpha);
/// Clopper and Pearson 1934, never covers less than 1 - alpha: for rare critical incidents.
Interval clopper_pearson(std::int64_t k, std::int64_t n, double alpha);
/// The same with a real sample size, for effective sizes. REQUIRES 0 <= p <= 1, n > 0.
Interval clopper_pearson_real(double p, double n, double alpha);
/// Exact for n drawn without replacement from `population`; bounds are multiples of 1/population.
Interval hypergeometric(std::int64_t k, std::int64_t n, std::int64_t population, double alpha);
/// Korn and Graubard 1998: Clopper-Pearson at the effective sample size n_eff (t(n-1) / t(df))^2.
/// `variance` is the design-based variance of p, `df` the design's degrees of freedom.
Interval korn_graubard(double p, double variance, std::int64_t n, double df, double alpha);

/// The t interval of the log odds, turned back (R's svyciprop "logit"): stays inside (0, 1). At 0 and 1, or
/// without variance, the point itself.
Interval logit_interval(double p, double variance, double df, double alpha);
/// The proportions whose binomial likelihood ratio, divided by the design effect, lies below t(df)^2 (Rao and
/// Scott; R's svyciprop "likelihood", which interpolates the profile and so differs by up to 2e-5).
Interval likelihood_interval(double p, double variance, std::int64_t n, double df, double alpha);

/// Two-sided quantiles: z with P(|Z| > z) = alpha, and t with `df` degrees of freedom.
double normal_quantile(double alpha);
double student_quantile(double alpha, double df);
/// P(Z >= z) for a standard normal Z.
double normal_upper_tail(double z);

}  // namespace tallyward::stats
