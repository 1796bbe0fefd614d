// Beta-binomial, dip, robust lines, ranks and neighbours against emdbook, diptest, MASS, robustbase, spdep
// (testdata/oracles); the spatial table itself is not free, so those tests need the shared data.
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "plain_csv.h"
#include "stats/beta_binomial.h"
#include "stats/dip.h"
#include "stats/intervals.h"
#include "stats/p_adjust.h"
#include "stats/philox.h"
#include "stats/robust.h"
#include "stats/spatial.h"

namespace tallyward::stats {
namespace {

nlohmann::json oracle(const char* name) {
  std::ifstream file(tests::testdata() / "oracles" / name);
  return nlohmann::json::parse(file);
}

TEST(BetaBinomial, AgreesWithEmdbook) {
  const auto rows = oracle("betabinom_spikes.json")["dbetabinom"];
  ASSERT_GT(rows.size(), 50u);
  for (const auto& row : rows) {
    const double found = std::exp(log_beta_binomial(row["x"], row["n"], {row["a"], row["b"]}));
    EXPECT_NEAR(found / row["p"].get<double>(), 1, 1e-10) << row.dump();
  }
}

TEST(BetaBinomial, TailsAreTheSumsOfTheirTerms) {
  const BetaShape shape{3, 7};
  for (const std::int64_t k : {0, 1, 12, 39, 40}) {
    double below = 0, above = 0;
    for (std::int64_t x = 0; x <= 40; ++x) {
      const double p = std::exp(log_beta_binomial(x, 40, shape));
      if (x <= k) below += x == k ? p / 2 : p;
      if (x >= k) above += x == k ? p / 2 : p;
    }
    const MidTails tails = beta_binomial_tails(k, 40, shape);
    EXPECT_NEAR(tails.lower, below, 1e-12) << k;
    EXPECT_NEAR(tails.upper, above, 1e-12) << k;
  }
  // Far out, where the other side rounds to nothing.
  const MidTails far = beta_binomial_tails(2000, 2000, {5000, 5000});
  EXPECT_LT(far.two_sided(), 1e-200);
}

TEST(BetaBinomial, BothFitsFindTheScatterThatWasPutIn) {
  // Twelve-part sums of uniforms are normal enough: shares 0.4 with sd 0.08, 500 voters each.
  const Philox random(11, 0);
  std::vector<std::int32_t> k, n;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    double normal = -6;
    for (std::uint64_t j = 0; j < 12; ++j) normal += random.uniform(12 * i + j);
    n.push_back(500);
    k.push_back(static_cast<std::int32_t>(std::lround(500 * (0.4 + 0.08 * normal))));
  }
  // No binomial noise was added, so the scatter is rho + noise together: var / (p q) = 0.0267 at n = 500.
  const double rho = (0.08 * 0.08 / 0.24 * 500 - 1) / 499;
  EXPECT_NEAR(fit_by_moments(k, n).mean(), 0.4, 0.005);
  EXPECT_NEAR(fit_by_moments(k, n).rho() / rho, 1, 0.06);
  EXPECT_NEAR(fit_robustly(k, n).rho() / rho, 1, 0.12);
  for (std::size_t i = 0; i < 200; ++i) k[i] = 490;  // One in twenty far away: the robust fit hardly moves.
  EXPECT_GT(fit_by_moments(k, n).rho() / rho, 2);
  EXPECT_LT(fit_robustly(k, n).rho() / rho, 1.35);
}

TEST(Dip, AgreesWithDiptest) {
  const auto rows = oracle("digits.json")["dip_small"];
  for (const auto& row : rows) {
    std::vector<double> x = row["x"];
    std::sort(x.begin(), x.end());
    EXPECT_NEAR(dip(x), row["dip"].get<double>(), 1e-9) << row.dump();
    // The smallest dip there is has p = 1; diptest's table is interpolated there. Tied values have no p.
    if (x.front() != x[1] && dip(x) > 0.5 / static_cast<double>(x.size()) + 1e-12) {
      EXPECT_NEAR(dip_p_value(dip(x), x.size()), row["p"].get<double>(), 0.03) << row.dump();
    }
  }
}

TEST(Dip, TiesAreNoPeaksOnceUntied) {
  // 3,000 stations of 40 ballots, one peak: tied shares look like many peaks, untied ones do not.
  const Philox random(4, 4);
  std::vector<std::int32_t> k, n;
  std::vector<double> tied;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    std::int32_t votes = 0;
    for (std::uint64_t j = 0; j < 40; ++j) votes += random.uniform(40 * i + j) < 0.5 ? 1 : 0;
    k.push_back(votes), n.push_back(40), tied.push_back(votes / 40.0);
  }
  std::sort(tied.begin(), tied.end());
  EXPECT_LT(dip_p_value(dip(tied), tied.size(), 199), 0.01);
  const std::vector<double> spread = untie(k, n, 1);
  EXPECT_GT(dip_p_value(dip(spread), spread.size(), 199), 0.2);
}

TEST(DipExtended, NationalElectionsAgreeWithDiptest) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  const auto core = tests::read_csv(folder / "data/russia-2011/core_2011.csv");
  const auto given = tests::numbers<double>(core.at("given")),
             registered = tests::numbers<double>(core.at("registered"));
  const auto votes = tests::numbers<double>(core.at("leader"));
  std::vector<double> turnout, share;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (registered[i] <= 0 || given[i] <= 0) continue;
    turnout.push_back(given[i] / registered[i]);
    share.push_back(votes[i] / given[i]);
  }
  std::sort(turnout.begin(), turnout.end());
  std::sort(share.begin(), share.end());
  const auto expected = oracle("digits.json")["sets"]["russia_2011"];
  EXPECT_NEAR(dip(turnout), expected["dip_turnout"].get<double>(), 1e-6);
  EXPECT_NEAR(dip(share), expected["dip_share"].get<double>(), 1e-6);
}

TEST(Robust, MedianOfEvenAndOddCounts) {
  EXPECT_DOUBLE_EQ(median({3, 1, 2}), 2);
  EXPECT_DOUBLE_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(Robust, MmLineHoldsAgainstFortyPerCentElsewhere) {
  std::vector<double> x, y;
  for (int i = 0; i < 100; ++i) {
    x.push_back(i);
    y.push_back(i < 60 ? 2 + 0.5 * i + 0.01 * (i % 7) : 500 - i);
  }
  EXPECT_NEAR(mm_estimate(x, y).slope, 0.5, 0.01);
  EXPECT_GT(std::abs(least_squares(x, y).slope - 0.5), 1);
}

TEST(Robust, KendallByHand) {
  // Of six pairs of 1 2 3 4 against 1 3 2 4 one is out of order.
  EXPECT_NEAR(kendall(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 3, 2, 4}), 4.0 / 6, 1e-12);
  EXPECT_NEAR(spearman(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 3, 2, 4}), 0.8, 1e-12);
}

TEST(SpatialExtended, AgreesWithSpdepMassAndRobustbase) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  const auto expected = oracle("spatial_robust.json");
  const auto csv = tests::read_csv(folder / "oracles/georgia_2024_spatial.csv");
  const auto lng = tests::numbers<double>(csv.at("lng")), lat = tests::numbers<double>(csv.at("lat"));
  const auto share = tests::numbers<double>(csv.at("share")),
             turnout = tests::numbers<double>(csv.at("turnout"));
  std::vector<Place> places;
  for (std::size_t i = 0; i < lng.size(); ++i) places.push_back({lng[i], lat[i]});
  const auto neighbours = nearest_neighbours(places, 8);
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<std::uint32_t> own(neighbours.begin() + static_cast<std::ptrdiff_t>(8 * i),
                                   neighbours.begin() + static_cast<std::ptrdiff_t>(8 * i + 8));
    for (auto& index : own) ++index;
    std::sort(own.begin(), own.end());
    EXPECT_EQ(own, expected["neighbours_first5"][i].get<std::vector<std::uint32_t>>());
  }
  const MoranTest test = moran(share, neighbours, 8);
  EXPECT_NEAR(test.statistic, expected["moran_I"].get<double>(), 1e-6);
  EXPECT_NEAR(test.variance / expected["moran_Var"].get<double>(), 1, 1e-6);
  EXPECT_NEAR(test.z(), expected["moran_z"].get<double>(), 1e-6);
  EXPECT_NEAR(geary(share, neighbours, 8), expected["geary_C"].get<double>(), 1e-6);
  const auto local = local_moran(share, neighbours, 8);
  const auto star = getis_ord_star(share, neighbours, 8);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(local[i].statistic, expected["local_moran_first10"][i].get<double>(), 1e-6);
    EXPECT_NEAR(local[i].z, expected["local_moran_z_first10"][i].get<double>(), 1e-6);
    EXPECT_NEAR(star[i], expected["getis_ord_Gistar_first10"][i].get<double>(), 1e-6);
  }
  EXPECT_EQ(std::count_if(star.begin(), star.end(), [](double g) { return g > 2.576; }),
            expected["n_Gistar_gt_2_58"].get<int>());
  std::vector<double> p;
  for (const LocalMoran& own : local) p.push_back(2 * normal_upper_tail(std::abs(own.z)));
  const auto adjusted = p_adjust(p, Correction::benjamini_hochberg);
  EXPECT_EQ(std::count_if(adjusted.begin(), adjusted.end(), [](double q) { return q <= 0.05; }),
            expected["bh_local_moran_sig"].get<int>());

  const auto expect_line = [&](const char* name, const RobustLine& line, const char* scale,
                               double tolerance) {
    EXPECT_NEAR(line.intercept, expected[name]["coef"][0].get<double>(), tolerance) << name;
    EXPECT_NEAR(line.slope, expected[name]["coef"][1].get<double>(), tolerance) << name;
    EXPECT_NEAR(line.scale, expected[name][scale].get<double>(), tolerance) << name;
  };
  expect_line("ols", least_squares(turnout, share), "sigma", 1e-6);
  expect_line("rlm_huber", m_estimate(turnout, share, Psi::huber), "s", 1e-6);
  expect_line("rlm_bisquare", m_estimate(turnout, share, Psi::bisquare), "s", 1e-6);
  expect_line("lmrob_MM", mm_estimate(turnout, share), "scale", 1e-3);
  EXPECT_NEAR(pearson(turnout, share), expected["cor_turnout_share"]["pearson"].get<double>(), 1e-6);
  EXPECT_NEAR(spearman(turnout, share), expected["cor_turnout_share"]["spearman"].get<double>(), 1e-6);
  EXPECT_NEAR(kendall(turnout, share), expected["cor_turnout_share"]["kendall"].get<double>(), 1e-6);
}

}  // namespace
}  // namespace tallyward::stats
