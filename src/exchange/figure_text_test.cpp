#include "exchange/figure_text.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace tallyward::exchange {
namespace {

/// The text with other bytes around it, as a cell stands in a file.
std::optional<results::Figure> roomy(const std::string& cell) {
  const std::string row = "7;" + cell + ";12345678";
  return plain_digits_roomy(std::string_view(row).substr(2, cell.size()));
}

TEST(FigureText, EightDigitsAtOnceAreTheSameFigures) {
  EXPECT_EQ(roomy("0"), 0);
  EXPECT_EQ(roomy("7"), 7);
  EXPECT_EQ(roomy("1977"), 1977);
  EXPECT_EQ(roomy("12345678"), 12345678);
  EXPECT_EQ(roomy("123456789"), 123456789);
  EXPECT_EQ(roomy("1234567890"), std::nullopt);
  EXPECT_EQ(roomy(""), std::nullopt);
  EXPECT_EQ(roomy("-"), std::nullopt);
  EXPECT_EQ(roomy("12 "), std::nullopt);
}

TEST(FigureText, AnyBytesReadAlikeWithAndWithoutTheLoop) {
  std::mt19937 random(20180318);
  for (int i = 0; i < 200'000; ++i) {
    std::string cell(random() % 11, '0');
    for (char& c : cell) c = static_cast<char>(random() % 8 == 0 ? random() % 256 : '0' + random() % 10);
    ASSERT_EQ(roomy(cell), plain_digits(cell)) << testing::PrintToString(cell);
  }
}

}  // namespace
}  // namespace tallyward::exchange
