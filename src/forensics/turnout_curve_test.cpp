#include "forensics/turnout_curve.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "plain_csv.h"

namespace tallyward::forensics {
namespace {

TEST(TurnoutCurve, AWholePerCentBelongsToItsOwnBin) {
  const std::vector<Figure> registered{100, 1000, 100}, counted{50, 501, 120}, votes{20, 300, 1};
  const TurnoutCurve curve = turnout_curve({registered, counted, counted, votes});
  EXPECT_EQ(curve.votes[50], 20);
  EXPECT_EQ(curve.votes[51], 300);
  EXPECT_EQ(curve.others[51], 201);
  EXPECT_EQ(curve.stations_used, 2u);  // More ballots than voters: left out.
}

TEST(TurnoutCurve, FewStationsAreRefused) {
  const std::vector<Figure> registered{100}, counted{50}, votes{20};
  const TurnoutPeak peak = estimate_peak({registered, counted, counted, votes}, 10, 1);
  EXPECT_FALSE(peak.estimable);
  EXPECT_NE(peak.refusal.find("2,000"), std::string::npos);
}

TEST(TurnoutCurveExtended, PeaksAgreeWithTheReference) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  std::ifstream file(tests::testdata() / "oracles" / "shpilkin_eftoolkit.json");
  const auto sets = nlohmann::json::parse(file)["sets"];
  const auto core = tests::read_csv(folder / "data/russia-2011/core_2011.csv");
  const auto registered = tests::numbers<Figure>(core.at("registered"));
  const auto valid = tests::numbers<Figure>(core.at("valid"));
  const auto votes = tests::numbers<Figure>(core.at("leader"));
  const Stations stations{registered, valid, valid, votes};
  // The reference names a bin by its lower edge, we by its upper one.
  EXPECT_EQ(find_peak(turnout_curve(stations)) - 1, sets["2011"]["real_turnout"].get<int>());
  const TurnoutPeak peak = estimate_peak(stations, 50, 7);
  EXPECT_EQ(peak.share, sets["2011"]["real_support"].get<int>());
  EXPECT_LE(peak.turnout_interval.lower, peak.turnout);
  std::cout << "Russia 2011: peak " << peak.turnout << " (" << peak.turnout_interval.lower << " to "
            << peak.turnout_interval.upper << ") " << (peak.estimable ? "estimable" : peak.refusal) << "\n";
  const auto polls =
      tests::read_csv(folder / "data/canada-2011/canada_2011_polls.csv", [](const tests::Cell& cell) {
        return cell("poll_type") == "ordinary" && cell("void") == "f" && cell("nopoll") == "f" &&
               cell("merged").empty();
      });
  const auto list = tests::numbers<Figure>(polls.at("registered"));
  const auto ballots = tests::numbers<Figure>(polls.at("valid"));
  const auto conservative = tests::numbers<Figure>(polls.at("conservative"));
  const TurnoutPeak clean = estimate_peak({list, ballots, ballots, conservative}, 50, 7);
  EXPECT_EQ(clean.turnout - 1, sets["canada_2011"]["real_turnout"].get<int>());
  EXPECT_EQ(clean.share, sets["canada_2011"]["real_support"].get<int>());
  std::cout << "Canada 2011: peak " << clean.turnout << " (" << clean.turnout_interval.lower << " to "
            << clean.turnout_interval.upper << ") " << (clean.estimable ? "estimable" : clean.refusal)
            << "\n";
}

}  // namespace
}  // namespace tallyward::forensics
