#include "base/fraction.h"

#include <gtest/gtest.h>

namespace tallyward::base {
namespace {

TEST(Fraction, PrintsLowestTermsAndRoundsHalfAwayFromZero) {
  EXPECT_EQ(to_text(Fraction(6, 4)), "3/2");
  EXPECT_EQ(to_decimal(Fraction(2, 3), 3), "0.667");
  EXPECT_EQ(to_decimal(Fraction(-1, 8), 2), "-0.13");
  EXPECT_EQ(to_decimal(Fraction(1, 200), 2), "0.01");
  EXPECT_EQ(to_decimal(Fraction(-1, 1000), 2), "0.00");
  EXPECT_EQ(to_decimal(Fraction(7), 0), "7");
}

}  // namespace
}  // namespace tallyward::base
