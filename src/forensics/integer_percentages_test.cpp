#include "forensics/integer_percentages.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "plain_csv.h"

namespace tallyward::forensics {
namespace {

nlohmann::json oracle(const char* name) {
  std::ifstream file(tests::testdata() / "oracles" / name);
  return nlohmann::json::parse(file);
}

TEST(WholePercent, BoundaryIsDecidedInIntegers) {
  EXPECT_TRUE(is_whole_percent(1, 2));
  EXPECT_TRUE(is_whole_percent(1401, 2000));  // 70.05: on the boundary
  EXPECT_FALSE(is_whole_percent(1401, 2000, false));
  EXPECT_FALSE(is_whole_percent(1402, 2000));
}

TEST(WholePercent, ChanceAgreesWithExactRationals) {
  const auto rows = oracle("integer_prob_exact.json")["integer_prob"];
  for (const auto& row : rows) {
    const double expected = row["p"];
    EXPECT_NEAR(whole_percent_chance(row["k"], row["n"]), expected, 1e-12 + 1e-10 * expected) << row.dump();
    EXPECT_EQ(is_whole_percent(row["k"], row["n"]), row["observed_is_integer"].get<bool>()) << row.dump();
  }
}

TEST(WholePercent, LatticeWeighsExactEndsHalf) {
  // n = 100: every numerator is a whole per cent. n = 200, k = 100: 98..102, ends half: whole are 98, 100,
  // 102.
  EXPECT_DOUBLE_EQ(whole_percent_lattice(37, 100), 1);
  EXPECT_DOUBLE_EQ(whole_percent_lattice(100, 200), (0.5 + 1 + 0.5) / 4);
}

void expect_table(const nlohmann::json& expected, const WholePercentages& found) {
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t w = 0; w < 4; ++w) {
      EXPECT_DOUBLE_EQ(found.table[s][w].observed, expected["observed"][s][w].get<double>()) << s << w;
      EXPECT_NEAR(found.table[s][w].expected / expected["expected"][s][w].get<double>(), 1, 1e-6) << s << w;
      EXPECT_NEAR(found.table[s][w].sd / expected["sd"][s][w].get<double>(), 1, 1e-6) << s << w;
    }
  }
}

TEST(WholePercentExtended, RussiaAgreesWithTheAnalyticOracleAndThePublishedMonteCarlo) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  const auto core = tests::read_csv(folder / "data/russia-2011/core_2011.csv");
  const auto column = [&](const char* name) { return tests::numbers<Figure>(core.at(name)); };
  const std::vector<Figure> registered = column("registered"), given = column("given"),
                            counted = column("received"), votes = column("leader");
  const Stations stations{registered, given, counted, votes};
  const auto year = oracle("integer_anomaly_russia.json")["years"]["2011"];
  const WholePercentages inclusive = whole_percentages(stations);
  EXPECT_EQ(inclusive.stations_used, year["stations_used"].get<std::size_t>());
  expect_table(year["rational_incl"], inclusive);
  expect_table(year["rational_excl"], whole_percentages(stations, false));
  // The published mean of 1,000 draws, within 4 standard errors.
  EXPECT_NEAR(inclusive.at(Statistic::either, Weight::stations).anomaly(), 1003.477,
              4 * 113.1 / std::sqrt(1000.0));
  const auto lattice = oracle("integer_lattice_null.json")["sets"]["russia_2011"];
  const LatticeResult turnout = lattice_test(given, registered);
  const LatticeResult share = lattice_test(votes, counted);
  EXPECT_EQ(turnout.stations_used, lattice["turnout"]["n"].get<std::size_t>());
  EXPECT_EQ(share.stations_used, lattice["result"]["n"].get<std::size_t>());
  EXPECT_NEAR(turnout.departure.z() / lattice["turnout"]["z"].get<double>(), 1, 1e-6);
  EXPECT_NEAR(share.departure.z() / lattice["result"]["z"].get<double>(), 1, 1e-6);
}

TEST(WholePercentExtended, CleanControlsAgreeWithTheOracle) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  for (const std::string year : {"2008", "2011"}) {
    // Ordinary polls that were counted, with no more ballots than registered voters.
    const auto polls = tests::read_csv(
        folder / ("data/canada-" + year) / ("canada_" + year + "_polls.csv"), [](const tests::Cell& cell) {
          if (cell("poll_type") != "ordinary" || cell("void") != "f" || cell("nopoll") != "f" ||
              !cell("merged").empty())
            return false;
          const double registered = std::stod("0" + cell("registered"));
          return registered > 0 &&
                 std::stod("0" + cell("valid")) + std::stod("0" + cell("rejected")) <= registered;
        });
    const auto column = [&](const char* name) { return tests::numbers<Figure>(polls.at(name)); };
    const std::vector<Figure> registered = column("registered"), valid = column("valid"),
                              rejected = column("rejected"), votes = column("conservative");
    std::vector<Figure> cast = valid;
    for (std::size_t i = 0; i < cast.size(); ++i) cast[i] += rejected[i];
    const std::string set = "canada_" + year + "_conservative";
    EXPECT_EQ(whole_percentages({registered, cast, cast, votes}).stations_used,
              oracle("integer_anomaly_controls.json")["sets"][set]["stations_used"].get<std::size_t>());
    const auto lattice = oracle("integer_lattice_null.json")["sets"][set];
    EXPECT_NEAR(lattice_test(cast, registered).departure.z(), lattice["turnout"]["z"].get<double>(), 1e-5)
        << set;
    EXPECT_NEAR(lattice_test(votes, valid).departure.z(), lattice["result"]["z"].get<double>(), 1e-5) << set;
  }
}

}  // namespace
}  // namespace tallyward::forensics
