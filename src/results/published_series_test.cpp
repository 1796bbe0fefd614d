#include "results/published_series.h"

#include <gmock/gmock.h>

namespace tallyward::results {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Regions West and East; each call adds what one source printed, in hundredths of a percent.
struct Announcements {
  Results results;
  Announcements() {
    results.units = election::UnitTree({"country", "region"});
    results.units.add(0, "West");
    results.units.add(0, "East");
  }
  Announcements& by(std::string source, std::string line, std::vector<Figure> west_and_east) {
    ProtocolTable table;
    table.source = std::move(source);
    table.level = 1;
    table.lines = {{.code = std::move(line), .group = "", .label = "", .decimals = 2}};
    table.units = {1, 2};
    table.columns = {std::move(west_and_east)};
    results.tables.push_back(std::move(table));
    return *this;
  }
};

const SeriesOptions kDay{.series = {{{"at_10", "at_16", "at_20"}}}, .shares = {}};

TEST(PublishedSeries, two_sources_print_one_cell_differently) {
  Announcements day;
  day.by("radio", "at_10", {1770, 1020})
      .by("paper", "at_10", {1270, 1020})
      .by("paper2", "at_10", {1270, 1020});
  day.by("paper", "at_16", {5350, 5000}).by("paper", "at_20", {6150, 5100});
  const auto conflicts = find_series_conflicts(day.results, kDay);
  ASSERT_TRUE(conflicts);
  ASSERT_THAT(*conflicts, SizeIs(1));
  EXPECT_EQ(conflicts->front().kind, SeriesConflictKind::sources_disagree);
  EXPECT_EQ(conflicts->front().unit, 1u);
  ASSERT_THAT(conflicts->front().printed, SizeIs(2));
  EXPECT_EQ(to_text(conflicts->front().printed[0]), "17.7");
  EXPECT_THAT(conflicts->front().printed[1].sources, ElementsAre("paper", "paper2"));
}

TEST(PublishedSeries, a_growing_series_falls_whoever_printed_it) {
  Announcements day;
  day.by("a", "at_10", {1270, 1000}).by("b", "at_16", {5350, 2000}).by("c", "at_20", {5150, 2000});
  const auto conflicts = find_series_conflicts(day.results, kDay);
  ASSERT_TRUE(conflicts);
  ASSERT_THAT(*conflicts, SizeIs(1));
  EXPECT_EQ(conflicts->front().kind, SeriesConflictKind::series_falls);
  EXPECT_THAT(conflicts->front().printed[0].sources, ElementsAre("c"));
  EXPECT_EQ(to_text(conflicts->front().printed[1]), "53.5");
}

TEST(PublishedSeries, a_finer_figure_within_the_rounding_is_no_conflict) {
  Announcements day;
  // 63.3 printed to one place, then 63.25.
  day.by("a", "at_10", {100, 1010}).by("b", "at_16", {6330, 5210}).by("c", "at_20", {6325, 5215});
  EXPECT_THAT(*find_series_conflicts(day.results, kDay), IsEmpty());
  // 63.24 cannot round to 63.3.
  day.results.tables.back().columns[0][0] = 6324;
  EXPECT_THAT(*find_series_conflicts(day.results, kDay), SizeIs(1));
}

TEST(PublishedSeries, a_share_that_its_own_counts_do_not_give) {
  Announcements day;
  day.by("commission", "turnout", {7280, 5000});
  ProtocolTable& table = day.results.tables.back();
  table.lines.push_back({.code = "voted", .group = "", .label = ""});
  table.lines.push_back({.code = "registered", .group = "", .label = ""});
  table.columns.push_back({370760, 500});
  table.columns.push_back({519633, 1000});
  SeriesOptions options;
  options.shares = {*parse_share_of_counts("turnout=voted/registered")};
  const auto conflicts = find_series_conflicts(day.results, options);
  ASSERT_TRUE(conflicts);
  ASSERT_THAT(*conflicts, SizeIs(1));
  EXPECT_EQ(to_text(conflicts->front().printed[0]), "72.8");
  EXPECT_EQ(conflicts->front().computed, "71.35");
  EXPECT_EQ(conflicts->front().numerator, 370760);
}

TEST(PublishedSeries, unknown_lines_and_unreadable_shares_are_refused) {
  Announcements day;
  day.by("a", "at_10", {1, 2});
  EXPECT_FALSE(find_series_conflicts(day.results, kDay));
  for (const char* text : {"", "turnout", "turnout=voted", "=a/b", "t=/b", "t=a/"})
    EXPECT_FALSE(parse_share_of_counts(text)) << text;
}

}  // namespace
}  // namespace tallyward::results
