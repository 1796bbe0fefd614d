#include "results/roll_up.h"

#include <array>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace tallyward::results {
namespace {

/// Runs of every length, in any order, with figures that do and do not fit the narrow lanes.
TEST(RollUp, SumsAreThoseOfOneRowAfterAnother) {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    election::UnitTree units({"country", "region", "station"});
    ProtocolTable table;
    table.level = 2;
    table.lines.resize(2);
    table.columns.resize(2);
    std::map<election::UnitIndex, std::array<std::int64_t, 4>> expected;
    for (int run = 0; run < 30; ++run) {
      const auto region = units.add(0, std::to_string(random() % 12));
      const std::size_t rows = run == 3 ? 5000 : random() % 40;
      for (std::size_t i = 0; i < rows; ++i) {
        table.units.push_back(units.add(region, std::to_string(units.size())));
        for (std::size_t line = 0; line < 2; ++line) {
          Figure figure = static_cast<Figure>(random() % 3000);
          if (random() % 900 == 0) figure = kBlank;
          if (random() % 900 == 0) figure = kLargestFigure;
          table.columns[line].push_back(figure);
          expected[region][line] += figure == kBlank ? 0 : figure;
          expected[region][2 + line] += figure == kBlank ? 1 : 0;
        }
      }
    }
    const auto levels = roll_up(units, table);
    ASSERT_EQ(levels.size(), 2u);
    for (const auto& [region, sums] : expected) {
      const std::uint32_t place = levels[0].place(region);
      ASSERT_NE(place, LevelSums::kNoPlace);
      EXPECT_EQ(levels[0].units[place], region);
      for (std::size_t line = 0; line < 2; ++line) {
        EXPECT_EQ(levels[0].sums[line][place], sums[line]);
        EXPECT_EQ(levels[0].blanks[line][place], sums[2 + line]);
      }
    }
    EXPECT_EQ(levels[0].place(table.units[0]), LevelSums::kNoPlace);
  }
}

}  // namespace
}  // namespace tallyward::results
