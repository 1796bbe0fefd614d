#include "exchange/published_totals.h"

#include <gmock/gmock.h>

namespace tallyward::exchange {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

election::UnitTree two_regions() {
  election::UnitTree units({"country", "region"});
  units.add(0, "North");
  return units;
}

TEST(PublishedTotals, reads_units_lines_and_times_in_any_order_of_columns) {
  const auto totals = read_published_totals(
      "figure,unit,line,published\n1200,,registered,2021-01-10T20:00:00Z\n700,North,registered,\n", "t.csv",
      two_regions());
  ASSERT_TRUE(totals) << base::to_text(totals.error());
  ASSERT_THAT(*totals, SizeIs(2));
  EXPECT_EQ(totals->at(0).unit, 0u);
  EXPECT_TRUE(totals->at(0).published);
  EXPECT_EQ(totals->at(1).figure, 700);
  EXPECT_EQ(totals->at(1).source, "published");
}

TEST(PublishedTotals, refuses_with_file_line_and_column) {
  const auto message = [](std::string_view csv) {
    const auto totals = read_published_totals(csv, "t.csv", two_regions());
    return totals ? std::string("accepted") : totals.error().message;
  };
  EXPECT_THAT(message("unit,line,figure\nSouth,valid,5\n"), HasSubstr("t.csv:2:1"));
  EXPECT_THAT(message("unit,line,figure\nNorth,valid,5.5\n"), HasSubstr("t.csv:2:3"));
  EXPECT_THAT(message("unit,line,value\n"), HasSubstr("t.csv:1:3"));
  EXPECT_THAT(message("unit,line\n"), HasSubstr("no column 'figure'"));
  EXPECT_THAT(message("unit,line,figure,published\nNorth,valid,5,noon\n"), HasSubstr("t.csv:2:4"));
  EXPECT_THAT(message(""), HasSubstr("empty"));
}

}  // namespace
}  // namespace tallyward::exchange
