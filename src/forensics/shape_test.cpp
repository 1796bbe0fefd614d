// Multiples of five, fingerprint, correlation and the table of methods against the oracles.
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forensics/fingerprint.h"
#include "forensics/method.h"
#include "forensics/multiples_of_five.h"
#include "paths.h"
#include "plain_csv.h"

namespace tallyward::forensics {
namespace {

nlohmann::json oracle(const char* name) {
  std::ifstream file(tests::testdata() / "oracles" / name);
  return nlohmann::json::parse(file);
}

TEST(MultiplesOfFive, RoundsHalvesToEven) {
  EXPECT_EQ(rounded_percent(1, 200), 0);  // 0.5
  EXPECT_EQ(rounded_percent(3, 200), 2);  // 1.5
  EXPECT_EQ(rounded_percent(2, 3), 67);
}

TEST(MultiplesOfFive, LatticeOfAHundredVotersIsOneFifth) {
  // 48..52 of 100, ends at 2.5 points are not numerators: only 50 of five.
  EXPECT_DOUBLE_EQ(multiple_of_five_lattice(50, 100), 1.0 / 5);
}

TEST(ShapeExtended, RussiaAndCanadaAgreeWithTheReferences) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  const auto core = tests::read_csv(folder / "data/russia-2011/core_2011.csv");
  const auto column = [&](const char* name) { return tests::numbers<Figure>(core.at(name)); };
  const std::vector<Figure> registered = column("registered"), given = column("given"),
                            counted = column("received"), votes = column("leader");
  const Stations stations{registered, given, counted, votes};
  const auto expected = oracle("digits.json")["sets"]["russia_2011"];
  EXPECT_NEAR(share_of_multiples_of_five(given, registered), expected["P05s_turnout"].get<double>(), 5e-5);
  EXPECT_NEAR(turnout_share_correlation(stations, {}).overall, expected["correlation"].get<double>(), 1e-4);
  const auto picture = oracle("klimek_fingerprint.json")["fingerprint"]["2011"];
  const Fingerprint found = fingerprint(stations);
  EXPECT_EQ(found.total, picture["total"].get<std::uint32_t>());
  std::size_t different = 0;
  for (std::size_t t = 0; t <= 100; ++t) {
    for (std::size_t v = 0; v <= 100; ++v)
      different += found.cells[t][v] != picture["hist"][t][v].get<std::uint32_t>() ? 1 : 0;
  }
  EXPECT_EQ(different, 0u);
  std::cout << "multiples of five, Russia 2011: z " << multiples_of_five_test(given, registered).departure.z()
            << "\n";
}

TEST(Methods, EachIsCompleteAndEveryRefusalHasAMeasurement) {
  for (const Method& method : methods()) {
    EXPECT_FALSE(method.calibration_note.empty()) << method.id;
    EXPECT_FALSE(method.source.empty()) << method.id;
    if (method.calibration == Calibration::refused) continue;
    EXPECT_FALSE(method.caveats.empty()) << method.id;
    EXPECT_FALSE(method.innocent_explanations.empty()) << method.id;
  }
  EXPECT_EQ(find_method("benford")->calibration, Calibration::refused);
}

TEST(Methods, CalibratedOnesLieInTheBandOverTheControls) {
  double squares = 0;
  double n = 0;
  for (const Control& control : controls()) {
    if (!control.method.starts_with("whole-percentages")) continue;
    squares += control.value * control.value;
    n += 1;
  }
  EXPECT_EQ(n, 19);
  const double rms = std::sqrt(squares / n);
  EXPECT_GE(rms, 0.8);
  EXPECT_LE(rms, 1.3);
}

}  // namespace
}  // namespace tallyward::forensics
