#include "results/compare.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "results/waterfall.h"

namespace tallyward::results {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ProtocolTable table_of(std::string source, std::vector<election::UnitIndex> units,
                       std::vector<std::vector<Figure>> columns) {
  ProtocolTable table;
  table.source = std::move(source);
  table.level = 2;
  table.lines = {{"registered", "", ""}, {"votes_1", "votes", ""}, {"votes_2", "votes", ""}};
  table.units = std::move(units);
  table.columns = std::move(columns);
  return table;
}

/// Stations 1, 2 in North, 3, 4 in South; an early count without station 4 and a final one.
Results two_counts() {
  Results results;
  results.units = election::UnitTree({"country", "district", "polling_station"});
  const auto north = results.units.add(0, "North");
  const auto south = results.units.add(0, "South");
  const auto one = results.units.add(north, "1");
  const auto two = results.units.add(north, "2");
  const auto three = results.units.add(south, "3");
  const auto four = results.units.add(south, "4");
  results.sources = {{"final", "commission", 1}, {"early", "preliminary count", 2}};
  results.tables = {table_of("early", {three, one, two}, {{500, 1000, 800}, {100, 432, 200}, {50, 300, 90}}),
                    table_of("final", {one, two, three, four},
                             {{1000, 800, 500, 300}, {423, 200, 120, 80}, {300, 90, 50, kBlank}})};
  return results;
}

TEST(Compare, cell_by_cell_the_higher_authority_on_the_right) {
  const Results results = two_counts();
  const auto comparison = compare(results);
  ASSERT_TRUE(comparison);
  ASSERT_THAT(comparison->pairs, SizeIs(1));
  const PairComparison& pair = comparison->pairs[0];
  EXPECT_EQ(to_text(comparison->sides[pair.left]), "early");
  EXPECT_EQ(to_text(comparison->sides[pair.right]), "final");
  EXPECT_EQ(pair.protocols_compared, 3u);
  EXPECT_EQ(pair.protocols_changed, 2u);
  ASSERT_THAT(pair.cells, SizeIs(2));
  EXPECT_EQ(pair.cells[0].difference(), 20);
  EXPECT_EQ(pair.cells[1].difference(), -9);
  EXPECT_EQ(pair.cells[1].kind, DifferenceKind::transposed_digits);
  EXPECT_THAT(pair.net, ElementsAre(0, 11, 0));
  ASSERT_THAT(pair.lone, SizeIs(1));
  EXPECT_TRUE(pair.lone[0].on_right);
  EXPECT_EQ(pair.lone[0].kind, DifferenceKind::missing_protocol);
}

TEST(Compare, by_level) {
  const Results results = two_counts();
  const auto comparison = compare(results);
  ASSERT_TRUE(comparison);
  const auto districts = by_level(results.units, comparison->pairs[0], 1);
  ASSERT_THAT(districts, SizeIs(2));
  EXPECT_THAT(districts[0].net, ElementsAre(0, -9, 0));
  EXPECT_THAT(districts[1].net, ElementsAre(0, 20, 0));
  EXPECT_EQ(districts[1].lone_right, 1u);
}

TEST(Compare, the_waterfall_adds_up) {
  const Results results = two_counts();
  const auto comparison = compare(results);
  ASSERT_TRUE(comparison);
  const auto fall = waterfall(*comparison, comparison->pairs[0], "votes_1");
  ASSERT_TRUE(fall);
  EXPECT_EQ(fall->start, 732);
  EXPECT_EQ(fall->end, 823);
  std::int64_t sum = fall->start;
  for (const WaterfallStep& step : fall->steps) sum += step.amount;
  EXPECT_EQ(sum, fall->end);
  EXPECT_FALSE(waterfall(*comparison, comparison->pairs[0], "turnout"));
}

TEST(Compare, versions_of_one_source) {
  Results results = two_counts();
  ProtocolTable& table = results.tables[1];
  table.units.push_back(table.units[0]);
  for (auto& column : table.columns) column.push_back(7);
  table.versions = {1, 1, 1, 2, 3};
  CompareOptions options;
  options.sides = {{"final", 1}, {"final", {}}};
  const auto comparison = compare(results, options);
  ASSERT_TRUE(comparison);
  const PairComparison& pair = comparison->pairs[0];
  EXPECT_EQ(to_text(comparison->sides[pair.left]), "final@1");
  EXPECT_EQ(pair.protocols_changed, 1u);
  EXPECT_EQ(pair.cells[0].right, 7);
  ASSERT_THAT(pair.lone, SizeIs(1));
  EXPECT_EQ(pair.lone[0].kind, DifferenceKind::added_later);
}

TEST(Compare, three_sides_give_three_pairs_or_two_with_the_authority) {
  Results results = two_counts();
  results.tables.push_back(results.tables[0]);
  results.tables.back().source = "observers";
  results.sources.push_back({"observers", "observers' copies", 3});
  EXPECT_THAT(compare(results)->pairs, SizeIs(3));
  CompareOptions options;
  options.every_pair = false;
  EXPECT_THAT(compare(results, options)->pairs, SizeIs(2));
}

TEST(Compare, lines_that_only_one_side_has_are_named) {
  Results results = two_counts();
  results.tables[0].lines[2].code = "blank";
  const auto comparison = compare(results);
  ASSERT_TRUE(comparison);
  EXPECT_THAT(comparison->pairs[0].lines_only_left, ElementsAre("blank"));
  EXPECT_THAT(comparison->pairs[0].lines_only_right, ElementsAre("votes_2"));
}

TEST(Compare, one_source_is_nothing_to_compare) {
  Results results = two_counts();
  results.tables.pop_back();
  EXPECT_THAT(compare(results).error().message, HasSubstr("nothing to compare"));
  CompareOptions options;
  options.sides = {{"early", {}}, {"lost", {}}};
  EXPECT_THAT(compare(results, options).error().message, HasSubstr("no source named 'lost'"));
}

TEST(Compare, sides_are_read_as_they_are_written) {
  EXPECT_EQ(*parse_side("protocol@2"), (Side{"protocol", 2}));
  EXPECT_EQ(to_text(*parse_side("trep")), "trep");
  EXPECT_FALSE(parse_side("trep@0"));
  EXPECT_FALSE(parse_side("trep@x"));
}

/// Whatever two tables hold, the pair finds exactly the cells that a plain loop finds.
TEST(Compare, finds_what_a_plain_loop_finds) {
  EXPECT_TRUE(rc::check([] {
    Results results = two_counts();
    const std::vector<election::UnitIndex> stations = results.units.at_level(2);
    const auto random_table = [&](std::string source) {
      std::vector<election::UnitIndex> units;
      std::vector<std::vector<Figure>> columns(3);
      for (const auto unit : stations) {
        if (!*rc::gen::arbitrary<bool>()) continue;
        units.insert(units.begin() + *rc::gen::inRange<long>(0, static_cast<long>(units.size()) + 1), unit);
        for (auto& column : columns) column.push_back(*rc::gen::element(0, 1, 12, 21, kBlank));
      }
      return table_of(std::move(source), units, columns);
    };
    results.tables = {random_table("early"), random_table("final")};
    const auto comparison = compare(results);
    RC_ASSERT(comparison.has_value());
    std::size_t cells = 0;
    std::size_t both = 0;
    const ProtocolTable& early = results.tables[0];
    const ProtocolTable& final = results.tables[1];
    for (std::size_t i = 0; i < early.rows(); ++i) {
      for (std::size_t j = 0; j < final.rows(); ++j) {
        if (early.units[i] != final.units[j]) continue;
        ++both;
        for (std::size_t line = 0; line < 3; ++line)
          cells += early.columns[line][i] != final.columns[line][j];
      }
    }
    RC_ASSERT(comparison->pairs[0].cells.size() == cells);
    RC_ASSERT(comparison->pairs[0].protocols_compared == both);
    RC_ASSERT(comparison->pairs[0].lone.size() == early.rows() + final.rows() - 2 * both);
    for (const Line& line : early.lines) {
      const auto fall = waterfall(*comparison, comparison->pairs[0], line.code);
      RC_ASSERT(fall.has_value());
      std::int64_t sum = fall->start;
      for (const WaterfallStep& step : fall->steps) sum += step.amount;
      RC_ASSERT(sum == fall->end);
    }
  }));
}

}  // namespace
}  // namespace tallyward::results
