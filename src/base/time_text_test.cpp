#include "base/time_text.h"

#include <gtest/gtest.h>

namespace tallyward::base {
namespace {

TEST(TimeText, RoundTrips) {
  for (const char* text : {"2021-01-10T20:00:00Z", "1999-12-31T23:59:59.250Z", "2024-02-29T00:00:00Z"}) {
    ASSERT_TRUE(parse_time(text).has_value()) << text;
    EXPECT_EQ(to_text(*parse_time(text)), text);
  }
  EXPECT_EQ(to_text(*parse_time("2021-01-10T07:00:00+06:00")), "2021-01-10T01:00:00Z");
}

TEST(TimeText, RefusesWhatIsNotATime) {
  for (const char* text : {"", "2021-01-10", "2021-02-30T00:00:00Z", "2021-01-10T24:00:00Z",
                           "2021-01-10T10:00:00", "2021-01-10T10:00:00Zx"}) {
    EXPECT_FALSE(parse_time(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tallyward::base
