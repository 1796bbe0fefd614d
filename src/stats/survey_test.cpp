// Estimates and standard errors against R's survey 4.1 (testdata/oracles/survey.json); the samples themselves
// are not free, so those tests need the shared data. The rest is arithmetic by hand.
#include "stats/survey.h"

#include <cmath>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "plain_csv.h"
#include "stats/replicates.h"

namespace tallyward::stats {
namespace {

using Columns = std::map<std::string, std::vector<std::string>>;

std::vector<std::uint32_t> numbered(const std::vector<std::string>& labels) {
  std::map<std::string, std::uint32_t> index;
  for (const std::string& label : labels) index.emplace(label, 0);
  std::uint32_t next = 0;
  for (auto& [label, number] : index) number = next++;
  std::vector<std::uint32_t> numbers;
  for (const std::string& label : labels) numbers.push_back(index.at(label));
  return numbers;
}

struct Sample {
  SurveyDesign design;
  Columns columns;
  /// A missing value (R's NA) is no unit of the domain that is added up: 0.
  std::vector<double> column(const char* name) const {
    std::vector<std::string> cells = columns.at(name);
    for (std::string& cell : cells) {
      if (cell == "NA") cell.clear();
    }
    return tests::numbers<double>(cells);
  }
};

Sample read_sample(const std::filesystem::path& folder, const char* file, const char* stratum,
                   const char* psu) {
  Sample sample;
  sample.columns = tests::read_csv(folder / "oracles" / file);
  const std::size_t n = sample.columns.begin()->second.size();
  sample.design.weight = sample.column("pw");
  sample.design.stratum =
      stratum != nullptr ? numbered(sample.columns.at(stratum)) : std::vector<std::uint32_t>(n, 0);
  sample.design.psu.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) sample.design.psu[i] = i;
  if (psu != nullptr) sample.design.psu = numbered(sample.columns.at(psu));
  sample.design.psu_population = sample.column(sample.columns.contains("fpc") ? "fpc" : "fpc1");
  if (sample.columns.contains("fpc2")) sample.design.unit_population = sample.column("fpc2");
  return sample;
}

nlohmann::json oracle() {
  std::ifstream file(tests::testdata() / "oracles" / "survey.json");
  return nlohmann::json::parse(file);
}

void expect_estimate(const nlohmann::json& expected, const Estimate& found, const std::string& what) {
  EXPECT_NEAR(found.value / expected["est"].get<double>(), 1, 1e-10) << what;
  EXPECT_NEAR(found.se / expected["se"].get<double>(), 1, 1e-8) << what;
  if (expected.contains("deff")) {
    EXPECT_NEAR(found.deff / expected["deff"].get<double>(), 1, 1e-8) << what;
  }
}

TEST(SurveyExtended, AgreesWithR) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  struct Case {
    const char* name;
    const char* file;
    const char* stratum;
    const char* psu;
  };
  for (const auto& [name, file, stratum, psu] :
       {Case{"strat", "apistrat.csv", "stype", nullptr}, Case{"clus1", "apiclus1.csv", nullptr, "dnum"},
        Case{"clus2", "apiclus2.csv", nullptr, "dnum"}, Case{"srs", "apisrs.csv", nullptr, nullptr}}) {
    const Sample sample = read_sample(folder, file, stratum, psu);
    const auto expected = oracle()[name];
    const std::vector<double> api00 = sample.column("api00");
    const Estimate mean = estimate_mean(sample.design, api00);
    expect_estimate(expected["mean_api00"], mean, name);
    EXPECT_EQ(mean.df, expected["df"].get<double>()) << name;
    const Interval interval = confidence_interval(mean, 0.05);
    EXPECT_NEAR(interval.lower, expected["ci_mean_api00_t"][0].get<double>(), 1e-6) << name;
    EXPECT_NEAR(interval.upper, expected["ci_mean_api00_t"][1].get<double>(), 1e-6) << name;
    expect_estimate(expected["total_enroll"], estimate_total(sample.design, sample.column("enroll")), name);
    expect_estimate(expected["ratio_api00_api99"],
                    estimate_ratio(sample.design, api00, sample.column("api99")), name);
    std::vector<double> yes;
    for (const std::string& cell : sample.columns.at("sch.wide")) yes.push_back(cell == "Yes" ? 1 : 0);
    const Estimate share = estimate_mean(sample.design, yes);
    EXPECT_NEAR(share.se / expected["mean_schwide_yes"]["se"][1].get<double>(), 1, 1e-8) << name;
    const Interval beta = korn_graubard(share.value, share.se * share.se,
                                        static_cast<std::int64_t>(yes.size()), share.df, 0.05);
    EXPECT_NEAR(beta.lower, expected["ciprop_beta"][0].get<double>(), 1e-8) << name;
    EXPECT_NEAR(beta.upper, expected["ciprop_beta"][1].get<double>(), 1e-8) << name;
    const double variance = share.se * share.se;
    const auto n = static_cast<std::int64_t>(yes.size());
    const auto expect_interval = [&](const char* method, const Interval& found, double tolerance) {
      EXPECT_NEAR(found.lower, expected[method][0].get<double>(), tolerance) << name << method;
      EXPECT_NEAR(found.upper, expected[method][1].get<double>(), tolerance) << name << method;
    };
    // R stops its iteration for "logit" at 1e-8 of the deviance; "xlogit" is the closed form.
    expect_interval("ciprop_xlogit", logit_interval(share.value, variance, share.df, 0.05), 1e-8);
    expect_interval("ciprop_logit", logit_interval(share.value, variance, share.df, 0.05), 1e-8);
    expect_interval("ciprop_mean", confidence_interval(share, 0.05), 1e-8);
    // R interpolates the profile by a spline.
    expect_interval("ciprop_likelihood", likelihood_interval(share.value, variance, n, share.df, 0.05), 2e-5);
    for (const auto& [key, p] : {std::pair{"api001", 0.25}, {"api002", 0.5}, {"api003", 0.75}}) {
      const QuantileEstimate quantile = estimate_quantile(sample.design, api00, p, 0.05);
      EXPECT_EQ(quantile.value, expected["quantile_api00"][key].get<double>()) << name << key;
      EXPECT_LE(quantile.interval.lower, quantile.value);
      EXPECT_GE(quantile.interval.upper, quantile.value);
    }
    for (std::size_t t = 0; t < 3; ++t) {
      std::vector<double> of_type;
      for (const std::string& cell : sample.columns.at("stype"))
        of_type.push_back(cell == expected["prop_by_stype"]["levels"][t].get<std::string>() ? 1 : 0);
      const Estimate found = estimate_mean(sample.design, of_type);
      EXPECT_NEAR(found.value, expected["prop_by_stype"]["est"][t].get<double>(), 1e-10) << name;
      EXPECT_NEAR(found.se, expected["prop_by_stype"]["se"][t].get<double>(), 1e-8) << name;
    }
    const auto types = expected["by_stype_api00"];
    for (std::size_t t = 0; t < 3; ++t) {
      std::vector<std::uint8_t> member;
      for (const std::string& cell : sample.columns.at("stype"))
        member.push_back(cell == types["stype"][t].get<std::string>() ? 1 : 0);
      const Estimate domain = estimate_domain_mean(sample.design, api00, member);
      EXPECT_NEAR(domain.value, types["api00"][t].get<double>(), 1e-8) << name << t;
      EXPECT_NEAR(domain.se, types["se"][t].get<double>(), 1e-6) << name << t;
    }
  }
}

TEST(SurveyExtended, LonelyUnitsPostStrataAndReplicatesAgreeWithR) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  Sample lonely = read_sample(folder, "lonely_psu.csv", "stype", nullptr);
  for (const auto& [option, name] : {std::pair{LonelyPsu::adjust, "adjust"},
                                     {LonelyPsu::average, "average"},
                                     {LonelyPsu::certainty, "certainty"},
                                     {LonelyPsu::certainty, "remove"}}) {
    lonely.design.lonely = option;
    const Estimate mean = estimate_mean(lonely.design, lonely.column("api00"));
    EXPECT_NEAR(mean.value / oracle()["lonely"][name]["est"].get<double>(), 1, 1e-10) << name;
    EXPECT_NEAR(mean.se / oracle()["lonely"][name]["se"].get<double>(), 1, 1e-8) << name;
  }
  const Sample clusters = read_sample(folder, "apiclus1.csv", nullptr, "dnum");
  const double totals[] = {4421, 755, 1018};  // Schools of each type in the population: E, H, M.
  const SurveyDesign adjusted =
      post_stratify(clusters.design, numbered(clusters.columns.at("stype")), totals);
  const auto post = oracle()["poststrat_clus1"];
  EXPECT_NEAR(estimate_mean(adjusted, clusters.column("api00")).value, post["mean"]["est"].get<double>(),
              1e-7);
  EXPECT_NEAR(estimate_mean(adjusted, clusters.column("api00")).se, post["mean"]["se"].get<double>(), 1e-6);
  EXPECT_NEAR(estimate_total(adjusted, clusters.column("enroll")).se / post["total"]["se"].get<double>(), 1,
              1e-8);

  const Sample strata = read_sample(folder, "apistrat.csv", "stype", nullptr);
  const std::vector<double> api00 = strata.column("api00"), api99 = strata.column("api99");
  const auto ratio_of = [&](std::span<const double> y, std::span<const double> x) {
    return [y, x](std::span<const double> w) {
      double above = 0, below = 0;
      for (std::size_t i = 0; i < w.size(); ++i) {
        above += w[i] * y[i];
        below += w[i] * x[i];
      }
      return above / below;
    };
  };
  const auto replicates = jackknife(strata.design);
  ASSERT_TRUE(replicates.has_value());
  const std::vector<double> ones(api00.size(), 1.0);
  expect_estimate(oracle()["rep"]["JKn_strat"],
                  replicate_estimate(strata.design, *replicates, ratio_of(api00, ones)), "JKn");
  expect_estimate(oracle()["rep"]["ratio_JKn"],
                  replicate_estimate(strata.design, *replicates, ratio_of(api00, api99)), "JKn ratio");
  const std::vector<double> enrolled = strata.column("enroll");
  const auto total_of = [](std::span<const double> y) {
    return [y](std::span<const double> w) {
      double sum = 0;
      for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * y[i];
      return sum;
    };
  };
  expect_estimate(oracle()["rep"]["JKn_strat_total"],
                  replicate_estimate(strata.design, *replicates, total_of(enrolled)), "JKn total");
  const std::vector<double> api00_clusters = clusters.column("api00");
  const std::vector<double> ones_clusters(api00_clusters.size(), 1.0);
  expect_estimate(oracle()["rep"]["JK1_clus1"],
                  replicate_estimate(clusters.design, *jackknife(clusters.design),
                                     ratio_of(api00_clusters, ones_clusters)),
                  "JK1");
  SurveyDesign without_correction = clusters.design;
  without_correction.psu_population.clear();
  const auto population = population_bootstrap(strata.design, 2000, 1);
  EXPECT_NEAR(replicate_estimate(strata.design, *population, ratio_of(api00, ones)).se /
                  oracle()["rep"]["boot2000_canty_davison_strat"]["se"].get<double>(),
              1, 0.03);
  EXPECT_FALSE(population_bootstrap(without_correction, 10, 1).has_value());
  const BootstrapRatios bootstrap = rao_wu_bootstrap(strata.design, api00, ones, 4000, 1);
  EXPECT_NEAR(bootstrap.se() / oracle()["rep"]["subboot2000_strat"]["se"].get<double>(), 1, 0.03);
}

/// Two strata of two units each: 10, 14 of 4; 1, 3 of 10.
SurveyDesign small_design() {
  SurveyDesign design;
  design.stratum = {0, 0, 1, 1};
  design.psu = {0, 1, 2, 3};
  design.weight = {2, 2, 5, 5};
  design.psu_population = {4, 4, 10, 10};
  return design;
}
const std::vector<double> kSmall{10, 14, 1, 3};

TEST(Survey, StratifiedTotalByHand) {
  const Estimate total = estimate_total(small_design(), kSmall);
  EXPECT_DOUBLE_EQ(total.value, 68);
  // N^2 (1 - n/N) s^2 / n in each stratum: 16 * .5 * 8 / 2 + 100 * .8 * 2 / 2.
  EXPECT_NEAR(total.se * total.se, 32 + 80, 1e-10);
  EXPECT_EQ(total.df, 2);
}

TEST(Survey, BalancedReplicatesOfATotalEqualTaylorWithoutFiniteCorrection) {
  SurveyDesign design = small_design();
  design.psu_population.clear();
  const auto total = [&](std::span<const double> w) {
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * kSmall[i];
    return sum;
  };
  for (const double rho : {0.0, 0.5}) {
    const auto replicates = balanced_replicates(design, rho);
    ASSERT_TRUE(replicates.has_value());
    EXPECT_NEAR(replicate_estimate(design, *replicates, total).se, estimate_total(design, kSmall).se, 1e-10)
        << rho;
  }
  design.psu = {0, 0, 1, 2};
  EXPECT_FALSE(balanced_replicates(design).has_value());
  EXPECT_FALSE(jackknife(design).has_value());
}

TEST(Survey, BootstrapIsTheSameWithOneThreadOrTwo) {
  const SurveyDesign design = small_design();
  const std::vector<double> ones(4, 1.0);
  const BootstrapRatios one = rao_wu_bootstrap(design, kSmall, ones, 501, 42, 1);
  const BootstrapRatios two = rao_wu_bootstrap(design, kSmall, ones, 501, 42, 2);
  EXPECT_EQ(one.values, two.values);
  EXPECT_NE(one.values, rao_wu_bootstrap(design, kSmall, ones, 501, 43, 1).values);
  const Interval interval = one.percentile(0.05);
  EXPECT_LT(interval.lower, interval.upper);
}

TEST(Survey, PostStratifiedWeightsReachTheKnownTotals) {
  const double totals[] = {6, 8};
  const SurveyDesign design = post_stratify(small_design(), {0, 1, 0, 1}, totals);
  EXPECT_DOUBLE_EQ(design.weight[0] + design.weight[2], 6);
  EXPECT_DOUBLE_EQ(design.weight[1] + design.weight[3], 8);
}

}  // namespace
}  // namespace tallyward::stats
