#include "forensics/integer_percentages.h"

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"

namespace tallyward::forensics {
namespace {

nlohmann::json oracle(const char* name) {
  std::ifstream file(tests::testdata() / "oracles" / name);
  return nlohmann::json::parse(file);
}

/// Columns of a plain CSV (no quotes) by name, blanks as 0; rows that `keep` refuses are left out.
struct Columns {
  std::map<std::string, std::vector<Figure>> by_name;
  std::vector<std::map<std::string, std::string>> text;
};

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> found(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      found.emplace_back();
    else
      found.back() += c;
  }
  return found;
}

Columns read(const std::filesystem::path& path, const std::vector<std::string>& names,
             const std::function<bool(const std::function<std::string(const char*)>&)>& keep) {
  Columns columns;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = fields(line);
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < header.size(); ++i) index[header[i]] = i;
  while (std::getline(file, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> row = fields(line);
    row.resize(header.size());
    if (!keep([&](const char* name) { return row[index.at(name)]; })) continue;
    for (const std::string& name : names) {
      const std::string& cell = row[index.at(name)];
      columns.by_name[name].push_back(cell.empty() ? 0 : static_cast<Figure>(std::stod(cell)));
    }
  }
  return columns;
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
  const Columns core = read(folder / "data/russia-2011/core_2011.csv",
                            {"registered", "given", "received", "leader"}, [](const auto&) { return true; });
  const auto year = oracle("integer_anomaly_russia.json")["years"]["2011"];
  const Stations stations{core.by_name.at("registered"), core.by_name.at("given"),
                          core.by_name.at("received"), core.by_name.at("leader")};
  const WholePercentages inclusive = whole_percentages(stations);
  EXPECT_EQ(inclusive.stations_used, year["stations_used"].get<std::size_t>());
  expect_table(year["rational_incl"], inclusive);
  expect_table(year["rational_excl"], whole_percentages(stations, false));
  // The published mean of 1,000 draws, within 4 standard errors.
  EXPECT_NEAR(inclusive.at(Statistic::either, Weight::stations).anomaly(), 1003.477,
              4 * 113.1 / std::sqrt(1000.0));
  const auto lattice = oracle("integer_lattice_null.json")["sets"]["russia_2011"];
  const LatticeResult turnout = lattice_test(stations.given, stations.registered);
  const LatticeResult share = lattice_test(stations.votes, stations.counted);
  EXPECT_EQ(turnout.stations_used, lattice["turnout"]["n"].get<std::size_t>());
  EXPECT_EQ(share.stations_used, lattice["result"]["n"].get<std::size_t>());
  EXPECT_NEAR(turnout.departure.z() / lattice["turnout"]["z"].get<double>(), 1, 1e-6);
  EXPECT_NEAR(share.departure.z() / lattice["result"]["z"].get<double>(), 1, 1e-6);
}

TEST(WholePercentExtended, CleanControlsAgreeWithTheOracle) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  struct Control {
    const char* file;
    const char* set;
  };
  for (const auto& [file, set] :
       {Control{"data/canada-2008/canada_2008_polls.csv", "canada_2008_conservative"},
        Control{"data/canada-2011/canada_2011_polls.csv", "canada_2011_conservative"}}) {
    const Columns polls =
        read(folder / file, {"registered", "valid", "rejected", "conservative"}, [](const auto& cell) {
          return cell("poll_type") == "ordinary" && cell("void") == "f" && cell("nopoll") == "f" &&
                 cell("merged").empty() && !cell("registered").empty() && std::stod(cell("registered")) > 0 &&
                 std::stod("0" + cell("valid")) + std::stod("0" + cell("rejected")) <=
                     std::stod(cell("registered"));
        });
    std::vector<Figure> cast = polls.by_name.at("valid");
    for (std::size_t i = 0; i < cast.size(); ++i) cast[i] += polls.by_name.at("rejected")[i];
    const Stations stations{polls.by_name.at("registered"), cast, cast, polls.by_name.at("conservative")};
    const auto expected = oracle("integer_anomaly_controls.json")["sets"][set];
    const WholePercentages found = whole_percentages(stations);
    EXPECT_EQ(found.stations_used, expected["stations_used"].get<std::size_t>()) << set;
    // The control's share was taken of valid votes.
    const auto lattice = oracle("integer_lattice_null.json")["sets"][set];
    EXPECT_NEAR(lattice_test(stations.given, stations.registered).departure.z(),
                lattice["turnout"]["z"].get<double>(), 1e-5)
        << set;
    EXPECT_NEAR(lattice_test(stations.votes, polls.by_name.at("valid")).departure.z(),
                lattice["result"]["z"].get<double>(), 1e-5)
        << set;
  }
}

}  // namespace
}  // namespace tallyward::forensics
