// Every function against the figures of a reference implementation (testdata/oracles).
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "stats/intervals.h"
#include "stats/missing.h"
#include "stats/p_adjust.h"
#include "stats/philox.h"
#include "stats/poisson_binomial.h"
#include "stats/sample_size.h"

namespace tallyward::stats {
namespace {

nlohmann::json oracle(const char* name) {
  std::ifstream file(tests::testdata() / "oracles" / name);
  return nlohmann::json::parse(file);
}

void expect_interval(const nlohmann::json& expected, const Interval& found, const std::string& what) {
  // The reference does not clip the Wilson interval; ours lies in [0, 1].
  EXPECT_NEAR(found.lower, std::max(0.0, expected[0].get<double>()), 1e-10) << what;
  EXPECT_NEAR(found.upper, std::min(1.0, expected[1].get<double>()), 1e-10) << what;
}

TEST(Intervals, AgreeWithStatsmodelsAndScipy) {
  const auto rows = oracle("intervals.json")["intervals"];
  for (const auto& row : rows) {
    const std::int64_t k = row["k"], n = row["n"];
    const double alpha = row["alpha"];
    const std::string what = row.dump();
    expect_interval(row["wilson"], wilson(k, n, alpha), what);
    expect_interval(row["agresti_coull"], agresti_coull(k, n, alpha), what);
    if (k > 0 && k < n) expect_interval(row["jeffreys"], jeffreys(k, n, alpha), what);
    expect_interval(row["clopper_pearson"], clopper_pearson(k, n, alpha), what);
    if (row.contains("hypergeometric_N4n") && n <= 2000)
      expect_interval(row["hypergeometric_N4n"], hypergeometric(k, n, 4 * n, alpha), what);
  }
}

TEST(PAdjust, AgreesWithR) {
  const auto adjust = oracle("p_adjust.json")["adjust"];
  const std::vector<double> p = adjust["p"];
  const std::pair<const char*, Correction> corrections[] = {{"BH", Correction::benjamini_hochberg},
                                                            {"BY", Correction::benjamini_yekutieli},
                                                            {"holm", Correction::holm},
                                                            {"hochberg", Correction::hochberg},
                                                            {"bonferroni", Correction::bonferroni}};
  for (const auto& [name, correction] : corrections) {
    const std::vector<double> found = p_adjust(p, correction);
    for (std::size_t i = 0; i < p.size(); ++i)
      EXPECT_NEAR(found[i], adjust[name][i].get<double>(), 1e-10) << name << i;
  }
}

TEST(PoissonBinomial, AgreesWithExactRationals) {
  const auto expected = oracle("integer_prob_exact.json")["poisson_binomial"];
  const std::vector<double> q = expected["q"];
  const std::vector<double> pmf = poisson_binomial(q);
  for (std::size_t s = 0; s < pmf.size(); ++s) EXPECT_NEAR(pmf[s], expected["pmf"][s].get<double>(), 1e-12);
  EXPECT_NEAR(poisson_binomial_upper_tail(q, 0), 1, 1e-12);
  EXPECT_EQ(poisson_binomial_upper_tail(q, q.size() + 1), 0);
}

TEST(PoissonBinomial, SaddlepointIsWithinOnePerCentOfExact) {
  const Philox random(7, 1);
  std::vector<double> q(2000);
  for (std::size_t i = 0; i < q.size(); ++i) q[i] = 0.05 + 0.3 * random.uniform(i);
  for (const std::size_t observed : {340u, 395u, 400u, 420u, 450u, 500u, 560u}) {
    const double exact = poisson_binomial_upper_tail(q, observed);
    EXPECT_NEAR(poisson_binomial_saddlepoint(q, observed) / exact, 1, 0.01) << observed << " " << exact;
  }
}

TEST(Missing, AgreesWithTheReference) {
  const auto rows = oracle("intervals.json")["manski"];
  for (const auto& row : rows) {
    const std::int64_t n = row["n_observed"], k = row["positive"], missing = row["n_missing"];
    const Interval bounds = manski_bounds(k, n, missing);
    EXPECT_NEAR(bounds.lower, row["lower"].get<double>(), 1e-12);
    EXPECT_NEAR(bounds.upper, row["upper"].get<double>(), 1e-12);
    for (const auto& [ratio, rate] : row["odds_sensitivity"].items()) {
      EXPECT_NEAR(rate_at_odds_ratio(k, n, missing, std::stod(ratio)), rate.get<double>(), 1e-12);
      if (k > 0 && missing > 0 && ratio != "1") {
        const auto tipping = tipping_point(k, n, missing, rate.get<double>());
        ASSERT_TRUE(tipping.has_value());
        EXPECT_NEAR(*tipping, std::stod(ratio), 1e-9);
      }
    }
  }
}

TEST(SampleSize, AgreesWithTheReference) {
  const auto rows = oracle("intervals.json")["sample_size"];
  for (const auto& row : rows) {
    const double alpha = 1 - row["conf"].get<double>();
    EXPECT_NEAR(sample_size_infinite(row["p"], row["moe"], alpha) / row["n0"].get<double>(), 1, 1e-10);
    EXPECT_EQ(sample_size(row["N"], row["p"], row["moe"], alpha), row["n_fpc_cochran"].get<std::int64_t>())
        << row.dump();
  }
}

TEST(Philox, DependsOnSeedStreamAndIndexOnly) {
  EXPECT_EQ(Philox(1, 2).bits(3), Philox(1, 2).bits(3));
  EXPECT_NE(Philox(1, 2).bits(3), Philox(1, 3).bits(3));
  EXPECT_NE(Philox(1, 2).bits(3), Philox(2, 2).bits(3));
  double sum = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) sum += Philox(1, 2).uniform(i);
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
}

}  // namespace
}  // namespace tallyward::stats
