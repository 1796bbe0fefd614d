#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "quickcount/draw.h"
#include "quickcount/estimate.h"
#include "quickcount/plan.h"
#include "stats/philox.h"

namespace tallyward::quickcount {
namespace {

Frame small_frame() {
  return *make_frame({{"n1", "north", "", 100},
                      {"n2", "north", "", 200},
                      {"n3", "north", "", 300},
                      {"s1", "south", "", 400},
                      {"s2", "south", "", 500}});
}

TEST(Frame, FaultsAreNamed) {
  const FrameStation list[] = {{"a", "x", "", 10}, {"a", "x", "", 10}, {"b", "", "", 0}, {"c", "y", "", 5}};
  const auto findings = check_frame(list);
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[0].stations, (std::vector<std::string>{"a"}));
  EXPECT_EQ(findings[3].stations, (std::vector<std::string>{"b", "c"}));
  EXPECT_FALSE(make_frame({list[0], list[1]}).has_value());
  EXPECT_FALSE(make_frame({}).has_value());
}

TEST(Frame, OrderOfTheListDoesNotMatter) {
  EXPECT_EQ(canonical_bytes(*make_frame({{"b", "x", "", 1}, {"a", "x, y", "", 2}})),
            "station,stratum,cluster,registered\na,\"x, y\",,2\nb,x,,1\n");
}

TEST(Plan, AllocationAddsUpAndKeepsTheMinimum) {
  const Frame frame = small_frame();
  EXPECT_EQ(*allocate(frame, 5, {}), (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(*allocate(frame, 4, {}), (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(*allocate(frame, 3, {.minimum = 1}), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(*allocate(frame, 3, {.rule = Allocation::neyman, .minimum = 0, .stratum_sd = {0, 1}}),
            (std::vector<std::int64_t>{0, 2}));
  EXPECT_FALSE(allocate(frame, 6, {}).has_value());
  EXPECT_FALSE(allocate(frame, 3, {.rule = Allocation::neyman}).has_value());
}

TEST(Plan, PrecisionToSizeAndBack) {
  std::vector<FrameStation> stations;
  for (int i = 0; i < 10'000; ++i) stations.push_back({std::to_string(i), "all", "", 500});
  const Frame frame = *make_frame(stations);
  const Precision precision{.margin = 0.01, .station_sd = 0.2, .response = 0.8};
  const std::int64_t n = *stations_for(frame, precision);
  EXPECT_LE(*margin_for(frame, n, precision), 0.01);
  EXPECT_GT(*margin_for(frame, n - 3, precision), 0.01);
  EXPECT_FALSE(stations_for(frame, {.margin = 0}).has_value());
}

TEST(Draw, DependsOnFrameAndSeedOnly) {
  const Frame frame = small_frame();
  const std::int64_t two_each[] = {2, 2};
  EXPECT_EQ(*draw(frame, two_each, {{1, 2}}), *draw(frame, two_each, {{1, 2}}));
  EXPECT_EQ(draw(frame, two_each, {{1, 2}})->size(), 4u);
  const std::int64_t too_many[] = {4, 0};
  EXPECT_FALSE(draw(frame, too_many, {{1, 2}}).has_value());
  // Every station of the north is drawn about equally often.
  std::vector<int> times(frame.size());
  const std::int64_t one[] = {1, 0};
  for (std::uint64_t seed = 0; seed < 3000; ++seed) ++times[draw(frame, one, {{seed, 0}})->at(0)];
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(times[static_cast<std::size_t>(i)], 1000, 110);
}

TEST(LiveShare, BelowTheFloorThereAreBoundsOnly) {
  const Frame frame = small_frame();
  LiveShare share({&frame, {0, 1, 2, 3, 4}}, {.response_floor = 0.7});
  ASSERT_TRUE(share.add({0, 40, 80}).has_value());
  ASSERT_TRUE(share.add({3, 100, 300}).has_value());
  const ShareEstimate estimate = share.estimate();
  EXPECT_EQ(estimate.assessment, Assessment::cannot_be_assessed);
  EXPECT_EQ(estimate.value, 0);
  EXPECT_NEAR(estimate.bounds.lower, 140.0 / (380 + 1000), 1e-12);
  EXPECT_NEAR(estimate.bounds.upper, 1140.0 / (380 + 1000), 1e-12);
  EXPECT_NE(compare_with_official(estimate, 0.5).sentence.find("cannot be assessed"), std::string::npos);
}

TEST(LiveShare, RefusesWhatIsNoReportOfTheSample) {
  const Frame frame = small_frame();
  LiveShare share({&frame, {0, 1}}, {});
  EXPECT_EQ(share.add({4, 1, 2}).error().code, base::ErrorCode::not_found);
  EXPECT_EQ(share.add({0, 3, 2}).error().code, base::ErrorCode::invalid_input);
  ASSERT_TRUE(share.add({0, 1, 2}).has_value());
  EXPECT_EQ(share.add({0, 1, 2}).error().code, base::ErrorCode::conflict);
}

TEST(LiveShare, AThinStratumJoinsTheOneBeforeIt) {
  const Frame frame = *make_frame({{"a1", "a", "", 10},
                                   {"a2", "a", "", 10},
                                   {"a3", "a", "", 10},
                                   {"b1", "b", "", 10},
                                   {"b2", "b", "", 10}});
  LiveShare share({&frame, {0, 1, 2, 3, 4}}, {.response_floor = 0.5, .stratum_floor = 0});
  for (const std::uint32_t i : {0u, 1u, 3u}) ASSERT_TRUE(share.add({i, i == 3 ? 2.0 : 5.0, 10}).has_value());
  const ShareEstimate estimate = share.estimate();
  ASSERT_EQ(estimate.collapsed, (std::vector<std::string>{"b into a"}));
  EXPECT_NEAR(estimate.value, 12.0 / 30, 1e-12);
}

/// A country from four parameters: 40 strata of very different size, half rural; a contestant's share depends
/// on the stratum, on the station, and is lower in rural ones.
struct Country {
  Frame frame;
  std::vector<double> votes;
  std::vector<double> valid;
  std::vector<std::uint8_t> rural;
  double truth = 0;
};

Country make_country() {
  constexpr std::uint64_t kSeed = 2021;
  constexpr int kStrata = 40;
  constexpr double kRuralGap = 0.15;
  constexpr double kStationSpread = 0.12;
  Country country;
  const stats::Philox random(kSeed, 0);
  std::uint64_t next = 0;
  std::vector<FrameStation> stations;
  double votes = 0, valid = 0;
  for (int h = 0; h < kStrata; ++h) {
    const int size = 200 + h * h;  // 200 to 1,721 stations
    const double level = 0.35 + 0.2 * random.uniform(next++) - (h % 2 == 0 ? kRuralGap : 0);
    for (int i = 0; i < size; ++i) {
      const auto registered =
          static_cast<std::int64_t>(100 + (h % 2 == 0 ? 500 : 1500) * random.uniform(next++));
      const double base = std::round(static_cast<double>(registered) * (0.5 + 0.3 * random.uniform(next++)));
      const double share =
          std::clamp(level + kStationSpread * 3.46 * (random.uniform(next++) - 0.5), 0.0, 1.0);
      country.valid.push_back(base);
      country.votes.push_back(std::round(share * base));
      country.rural.push_back(h % 2 == 0);
      const std::string id = fmt::format("{:02}-{:05}", h, i);
      stations.push_back({id, id.substr(0, 2), "", registered});
      votes += country.votes.back();
      valid += base;
    }
  }
  country.frame = *make_frame(stations);  // Ids were made in sorted order.
  country.truth = votes / valid;
  return country;
}

/// The unweighted formula of an existing tool, as statistics.md quotes it: no strata, no weights.
stats::Interval unweighted_interval(const std::vector<std::uint32_t>& sample, const Country& country) {
  double a = 0, m = 0, aa = 0, am = 0, mm = 0;
  for (const std::uint32_t i : sample) {
    a += country.votes[i], m += country.valid[i];
    aa += country.votes[i] * country.votes[i], am += country.votes[i] * country.valid[i],
        mm += country.valid[i] * country.valid[i];
  }
  const double k = static_cast<double>(sample.size());
  const double p = a / m;
  const double variance = (aa - 2 * p * am + p * p * mm) / (k - 1) / (k * (m / k) * (m / k));
  return {p - 1.96 * std::sqrt(variance), p + 1.96 * std::sqrt(variance)};
}

TEST(Coverage, NinetyFivePerCentIntervalsCoverAndTheUnweightedFormulaDoesNot) {
  const Country country = make_country();
  constexpr int kRuns = 2000;
  for (const std::int64_t n : {1500, 3000, 7500}) {
    // Equal allocation: strata of very different weight, as far as they have stations.
    const auto allocation = *allocate(country.frame, n, {.rule = Allocation::power, .power = 0});
    int covered = 0;
    int covered_unweighted = 0;
    for (std::uint64_t run = 0; run < kRuns; ++run) {
      const auto sample = *draw(country.frame, allocation, {{run, 5}});
      LiveShare share({&country.frame, sample}, {});
      for (const std::uint32_t i : sample)
        ASSERT_TRUE(share.add({i, country.votes[i], country.valid[i]}).has_value());
      const ShareEstimate estimate = share.estimate();
      ASSERT_EQ(estimate.assessment, Assessment::estimated);
      covered += estimate.interval.lower <= country.truth && country.truth <= estimate.interval.upper ? 1 : 0;
      const stats::Interval unweighted = unweighted_interval(sample, country);
      covered_unweighted += unweighted.lower <= country.truth && country.truth <= unweighted.upper ? 1 : 0;
    }
    const double coverage = 100.0 * covered / kRuns;
    std::printf("n %lld: design-based interval covers %.2f per cent of %d samples, unweighted formula %.2f\n",
                static_cast<long long>(n), coverage, kRuns, 100.0 * covered_unweighted / kRuns);
    EXPECT_GE(coverage, 93.5);
    EXPECT_LE(coverage, 96.5);
    EXPECT_LT(100.0 * covered_unweighted / kRuns, 93.5);
  }
}

TEST(Coverage, BoundsHoldTheTruthWhenSixtyPerCentOfRuralStationsAreMissing) {
  const Country country = make_country();
  const auto allocation = *allocate(country.frame, 1500, {});
  for (std::uint64_t run = 0; run < 1000; ++run) {
    const auto sample = *draw(country.frame, allocation, {{run, 6}});
    LiveShare share({&country.frame, sample}, {});
    const stats::Philox random(run, 7);
    for (const std::uint32_t i : sample) {
      if (country.rural[i] != 0 && random.uniform(i) < 0.6) continue;
      ASSERT_TRUE(share.add({i, country.votes[i], country.valid[i]}).has_value());
    }
    const stats::Interval bounds = share.estimate().bounds;
    ASSERT_LE(bounds.lower, country.truth) << run;
    ASSERT_GE(bounds.upper, country.truth) << run;
  }
}

}  // namespace
}  // namespace tallyward::quickcount
