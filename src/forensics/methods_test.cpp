// Late count, revisions, turnout through the day, two contests, outliers, exchanges and spikes: by hand, by
// planting, and on elections whose answers are known.
#include <cmath>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forensics/cross_contest.h"
#include "forensics/density_spikes.h"
#include "forensics/late_count.h"
#include "forensics/outliers.h"
#include "forensics/revisions.h"
#include "forensics/swaps.h"
#include "forensics/through_the_day.h"
#include "paths.h"
#include "plain_csv.h"
#include "stats/philox.h"
#include "stats/sign_balance.h"

namespace tallyward::forensics {
namespace {

TEST(LateCount, AreasThatReportLateAndVoteOtherwiseAreNoDeparture) {
  // Two areas of 40 stations; the second votes 60 to 40 and reports late, and nothing happened.
  std::vector<CountedStation> stations;
  for (std::uint32_t i = 0; i < 80; ++i) {
    const bool remote = i >= 40;
    stations.push_back(
        {remote ? 1u : 0u, 500, 400, remote ? 80 : -40, i % 4 == 0 || (!remote && i % 8 != 1)});
  }
  const LateCount count = late_count(stations);
  EXPECT_GT(count.late_margin - count.early_margin, 0.1);
  EXPECT_NEAR(count.departure(), 0, 1e-12);
  EXPECT_EQ(count.registered_covered, 1);
  // Votes added to late stations alone are one.
  for (CountedStation& station : stations)
    if (!station.early) station.margin += 100;
  EXPECT_GT(late_count(stations).departure(), 0.05);
}

TEST(LateCountExtended, BoliviaAgreesWithTheOracle) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  const auto early = tests::read_csv(folder / "data/bolivia-2019/trep_20191020_1940.csv");
  const auto final_count = tests::read_csv(folder / "data/bolivia-2019/computo_final.csv");
  const char* parties[] = {"CC", "FPV", "MTS", "UCS", "MAS-IPSP", "21F", "PDC", "MNR", "PAN-BOL"};
  std::map<std::string, bool> seen;
  for (std::size_t i = 0; i < early.at("mesa").size(); ++i) {
    double valid = 0;
    for (const char* party : parties) valid += std::stod("0" + early.at(party)[i]);
    if (valid > 0) seen[early.at("mesa")[i]] = true;
  }
  std::ifstream file(tests::testdata() / "oracles" / "late_count_bolivia.json");
  const auto oracle = nlohmann::json::parse(file);
  const std::vector<const char*> levels{"department", "province", "municipality", "locality", "venue"};
  for (const char* level : {"department", "municipality", "locality", "venue"}) {
    std::map<std::string, std::uint32_t> areas;
    std::vector<CountedStation> stations;
    for (std::size_t i = 0; i < final_count.at("mesa").size(); ++i) {
      std::string path;
      for (const char* upper : levels) {
        path += final_count.at(upper)[i] + "/";
        if (std::string(upper) == level) break;
      }
      CountedStation station;
      station.area = areas.emplace(path, areas.size()).first->second;
      station.registered = std::stoll(final_count.at("registered")[i]);
      for (const char* party : parties) station.base += std::stoll("0" + final_count.at(party)[i]);
      station.margin =
          std::stoll("0" + final_count.at("MAS-IPSP")[i]) - std::stoll("0" + final_count.at("CC")[i]);
      station.early = seen.contains(final_count.at("mesa")[i]);
      stations.push_back(station);
    }
    const LateCount count = late_count(stations);
    EXPECT_EQ(count.early_stations, oracle["n_early"].get<std::size_t>());
    EXPECT_EQ(count.late_stations, oracle["n_late"].get<std::size_t>());
    EXPECT_NEAR(count.early_margin, oracle["early_margin"].get<double>(), 1e-12);
    EXPECT_NEAR(count.late_margin, oracle["late_margin"].get<double>(), 1e-12);
    EXPECT_NEAR(count.final_margin, oracle["final_margin"].get<double>(), 1e-12);
    EXPECT_NEAR(count.projected_margin, oracle["projections"][level]["projected_margin"].get<double>(),
                1e-12);
    EXPECT_NEAR(count.registered_covered, oracle["projections"][level]["registered_covered"].get<double>(),
                1e-12);
    std::cout << "Bolivia 2019 by " << level << ": departs by " << count.departure() << ", z " << count.z()
              << "\n";
  }
}

results::ProtocolTable table_of(std::vector<std::vector<Figure>> columns) {
  results::ProtocolTable table;
  table.lines = {{"votes_01", "votes", ""}, {"votes_02", "votes", ""}};
  table.columns = std::move(columns);
  for (election::UnitIndex i = 0; i < table.columns[0].size(); ++i) table.units.push_back(i + 1);
  return table;
}

TEST(Revisions, CountsRisesAndFallsAndTestsTheirBalance) {
  const auto before = table_of({{10, 20, 30, 40, results::kBlank}, {1, 2, 3, 4, 5}});
  const auto after = table_of({{10, 25, 36, 41, 50}, {1, 2, 3, 2, 5}});
  const Revisions found = revisions(before, after);
  EXPECT_EQ(found.protocols, 5u);
  EXPECT_EQ(found.changed, 4u);
  EXPECT_EQ(found.cells_blank, 1u);
  EXPECT_EQ(found.lines[0].up, 3);
  EXPECT_EQ(found.lines[0].net(), 12);
  EXPECT_DOUBLE_EQ(found.lines[0].p, 2 * 0.125);
  EXPECT_EQ(found.lines[1].lost, 2);
  EXPECT_DOUBLE_EQ(stats::sign_test(0, 0), 1);
}

TEST(Revisions, OfOneTableTheFirstAndTheLastVersion) {
  auto table = table_of({{10, 12, 15}, {1, 1, 1}});
  table.units = {1, 1, 1};
  table.versions = {2, 3, 1};
  const Revisions found = revisions(table, table);
  EXPECT_EQ(found.protocols, 1u);
  EXPECT_EQ(found.lines[0].net(), -3);
}

TEST(ThroughTheDay, FallsAndRates) {
  const std::vector<Figure> noon{100, 500, 50, kNotRead}, evening{300, 400, 700, 10};
  const TurnoutReading readings[] = {{"12", 720, noon}, {"20", 1200, evening}};
  const auto periods = through_the_day(480, readings, 1.25);
  EXPECT_EQ(periods[0].fast, (std::vector<std::uint32_t>{1}));  // 500 in 240 minutes.
  EXPECT_EQ(periods[1].falls, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(periods[1].fast, (std::vector<std::uint32_t>{2}));  // 650 in 480 minutes.
  EXPECT_EQ(periods[1].stations, 3u);
  EXPECT_EQ(stations_with_falls(periods), 1u);
}

TEST(CrossContest, NamesTheStationWithFiftyBallotsTooMany) {
  std::vector<Figure> first(200, 400), second(200, 400);
  for (std::size_t i = 0; i < 200; i += 5) second[i] = 399;
  first[7] = 450;
  second[9] = -1;
  const CrossContest found = cross_contest(first, second);
  EXPECT_EQ(found.stations, 199u);
  ASSERT_FALSE(found.large.empty());
  EXPECT_EQ(found.large.size(), 1u);
  EXPECT_EQ(found.large[0].station, 7u);
  EXPECT_EQ(found.net, 50 + 40);
  EXPECT_LT(found.p, 1e-9);
}

/// Shares around a region's mean with a spread of their own, three contestants, in groups of 25.
struct Town {
  std::vector<std::vector<Figure>> votes{3};
  std::vector<std::uint32_t> group;
  std::vector<std::span<const Figure>> spans() const { return {votes[0], votes[1], votes[2]}; }
};
Town make_town(std::uint64_t seed, std::uint32_t groups) {
  Town town;
  const stats::Philox random(seed, 0);
  std::uint64_t next = 0;
  for (std::uint32_t g = 0; g < groups; ++g) {
    const double a = 0.5 + 0.1 * random.uniform(next++);
    for (int i = 0; i < 25; ++i) {
      const auto all = 400 + static_cast<Figure>(random.below(next++, 400));
      const double up = random.uniform(next++);
      const double here = a + 0.08 * (up - random.uniform(next++));
      const auto first = static_cast<Figure>(all * here);
      const auto second = static_cast<Figure>((all - first) * (0.55 + 0.1 * random.uniform(next++)));
      town.votes[0].push_back(first), town.votes[1].push_back(second);
      town.votes[2].push_back(all - first - second);
      town.group.push_back(g);
    }
  }
  return town;
}

TEST(Exchanges, TransposedDigits) {
  EXPECT_EQ(transposed(123, 0), 132);
  EXPECT_EQ(transposed(123, 1), 213);
  EXPECT_EQ(transposed(50, 0), -1);  // 05
  EXPECT_EQ(transposed(33, 0), -1);
  EXPECT_EQ(transposed(7, 0), -1);
  EXPECT_EQ(transposed(150, 0), 105);
}

TEST(Exchanges, FindsTheSwapThatWasPlantedAndNothingElse) {
  Town town = make_town(5, 8);
  EXPECT_TRUE(find_exchanges(town.spans(), town.group).list.empty());
  std::swap(town.votes[0][60], town.votes[2][60]);
  const ExchangeSearch found = find_exchanges(town.spans(), town.group);
  ASSERT_EQ(found.list.size(), 1u);
  EXPECT_EQ(found.list[0].station, 60u);
  EXPECT_EQ(found.list[0].contestant, 0u);
  EXPECT_EQ(found.list[0].other, 2u);
  EXPECT_LT(found.list[0].p_adjusted, 0.001);
}

TEST(Exchanges, FindsATransposedFigure) {
  Town town = make_town(6, 8);
  town.votes[1][30] = 910;  // 190 written with its first two digits exchanged.
  town.votes[0][30] = 330, town.votes[2][30] = 150;
  const ExchangeSearch found = find_exchanges(town.spans(), town.group);
  ASSERT_FALSE(found.list.empty());
  EXPECT_EQ(found.list[0].kind, Exchange::transposed_digits);
  EXPECT_EQ(found.list[0].station, 30u);
  EXPECT_EQ(found.list[0].exchanged, 190);
}

TEST(Exchanges, ThePreviousRoundIsASharperExpectation) {
  Town first = make_town(7, 8);
  Town second = first;
  std::swap(second.votes[0][80], second.votes[1][80]);
  const ExchangeSearch found = find_exchanges_since(second.spans(), first.spans(), first.group);
  ASSERT_EQ(found.list.size(), 1u);
  EXPECT_EQ(found.list[0].station, 80u);
  EXPECT_TRUE(find_exchanges_since(first.spans(), first.spans(), first.group).list.empty());
}

TEST(Outliers, BothSidesAreFoundAndTheirRegionsScatterIsTheYardstick) {
  Town town = make_town(9, 20);
  std::vector<Figure> all;
  for (std::size_t i = 0; i < town.group.size(); ++i)
    all.push_back(town.votes[0][i] + town.votes[1][i] + town.votes[2][i]);
  const Outliers before = outliers(town.votes[0], all, town.group);
  EXPECT_EQ(before.list.size(), 0u);
  EXPECT_EQ(before.stations_used, 500u);
  town.votes[0][3] = all[3];
  town.votes[0][100] = 5;
  const Outliers after = outliers(town.votes[0], all, town.group);
  EXPECT_EQ(after.high, 1u);
  EXPECT_EQ(after.low, 1u);
  EXPECT_TRUE(after.list[0].station == 3 || after.list[0].station == 100);
}

TEST(DensitySpikes, PlantedWholeSharesStickOutOfTheEnvelope) {
  const Town town = make_town(12, 80);
  std::vector<Figure> registered, given, votes;
  for (std::size_t i = 0; i < town.group.size(); ++i) {
    given.push_back(town.votes[0][i] + town.votes[1][i] + town.votes[2][i]);
    registered.push_back(given.back() * 8 / 5);
    votes.push_back(town.votes[0][i]);
  }
  const SpikeOptions options{.resamples = 60};
  const DensitySpikes clean = density_spikes({registered, given, given, votes}, options);
  ASSERT_TRUE(clean.estimable) << clean.refusal;
  std::cout << "clean " << clean.excess_share << ", by chance up to " << clean.chance_high << "\n";
  EXPECT_LE(clean.excess_share, 1.5 * clean.chance_high);
  for (std::size_t i = 0; i < votes.size(); i += 10) votes[i] = (given[i] * 60 + 50) / 100;
  const DensitySpikes planted = density_spikes({registered, given, given, votes}, options);
  EXPECT_GT(planted.excess_share, 3);  // Of 10 per cent planted at one point; rounding spreads some.
  EXPECT_GT(planted.excess_share, 1.5 * planted.chance_high);
  std::cout << "planted " << planted.excess_share << ", by chance up to " << planted.chance_high << "\n";
  const DensitySpikes two_threads =
      density_spikes({registered, given, given, votes}, {.resamples = 60, .threads = 2});
  EXPECT_EQ(planted.excess_share, two_threads.excess_share);
  const std::vector<Figure> few(10, 100);
  EXPECT_FALSE(density_spikes({few, few, few, few}, options).estimable);
}

}  // namespace
}  // namespace tallyward::forensics
