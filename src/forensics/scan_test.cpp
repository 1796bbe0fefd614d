#include "forensics/scan.h"

#include <gtest/gtest.h>

#include "stats/philox.h"

namespace tallyward::forensics {
namespace {

/// Two regions of 800 stations; `rounded` of the first region's stations report a turnout rounded up to a
/// multiple of five.
results::Results country(int rounded) {
  results::Results results;
  results.units = election::UnitTree({"country", "region", "polling_station"});
  results.sources = {{"protocol", "Commission", 0}};
  results.contestants = {{"votes_01", "First", "", 1}, {"votes_02", "Second", "", 2}};
  results::ProtocolTable table;
  table.source = "protocol";
  table.level = 2;
  table.lines = {{"registered", "", ""},
                 {"valid", "", ""},
                 {"invalid", "", ""},
                 {"votes_01", "votes", ""},
                 {"votes_02", "votes", ""}};
  table.columns.resize(5);
  const stats::Philox random(3, 0);
  std::uint64_t next = 0;
  for (int region = 0; region < 2; ++region) {
    const election::UnitIndex parent = results.units.add(0, region == 0 ? "A" : "B");
    for (int i = 0; i < 800; ++i) {
      table.units.push_back(results.units.add(parent, std::to_string(i)));
      const auto registered = static_cast<Figure>(800 + random.below(next++, 1200));
      Figure voted = static_cast<Figure>(registered * (0.4 + 0.3 * random.uniform(next++)));
      if (region == 0 && i < rounded)
        voted = (registered * ((100 * voted / registered + 4) / 5 * 5) + 50) / 100;
      const auto first = static_cast<Figure>(voted * (0.3 + 0.2 * random.uniform(next++)));
      const Figure invalid = voted / 50;
      const Figure row[] = {registered, voted - invalid, invalid, first, voted - invalid - first};
      for (std::size_t line = 0; line < 5; ++line) table.columns[line].push_back(row[line]);
    }
  }
  results.tables.push_back(std::move(table));
  return results;
}

const Indicator& turnout_of(const Scan& scan, election::UnitIndex unit) {
  for (const Indicator& indicator : scan.indicators) {
    if (indicator.method().id == "whole-percentages-turnout" && indicator.facts().unit == unit)
      return indicator;
  }
  throw std::runtime_error("no such indicator");
}

TEST(Scan, FindsPlantedRoundingInItsRegionAndNowhereElse) {
  const auto found = scan(country(200), {});
  ASSERT_TRUE(found.has_value());
  EXPECT_LT(turnout_of(*found, 1).p_adjusted(), 0.001);
  const auto second_region = country(200).units.find("B");
  EXPECT_GT(turnout_of(*found, second_region).p_adjusted(), 0.05);
  EXPECT_NE(found->indicators[0].sentence().find("could not have been seen"), std::string::npos);
}

TEST(Scan, FindsNothingWhereNothingWasPlanted) {
  const auto found = scan(country(0), {});
  ASSERT_TRUE(found.has_value());
  for (const Indicator& indicator : found->indicators)
    EXPECT_GT(indicator.p_adjusted(), 0.05) << indicator.method().id;
}

TEST(Scan, IsTheSameWithOneThreadOrTwo) {
  const results::Results results = country(100);
  const auto one = scan(results, {.roles = {}, .source = "", .threads = 1});
  const auto two = scan(results, {.roles = {}, .source = "", .threads = 2});
  ASSERT_EQ(one->indicators.size(), two->indicators.size());
  for (std::size_t i = 0; i < one->indicators.size(); ++i) {
    EXPECT_EQ(one->indicators[i].sentence(), two->indicators[i].sentence());
    EXPECT_EQ(one->indicators[i].p_adjusted(), two->indicators[i].p_adjusted());
  }
  EXPECT_EQ(one->pictures[0].peak.turnout_interval.upper, two->pictures[0].peak.turnout_interval.upper);
}

TEST(Scan, ImpossibleAndBlankProtocolsAreCountedApart) {
  results::Results results = country(0);
  results.tables[0].columns[0][5] = 1;
  results.tables[0].columns[2][6] = results::kBlank;
  const auto found = scan(results, {});
  EXPECT_EQ(found->left_out_impossible, 1u);
  EXPECT_EQ(found->left_out_blank, 1u);
}

TEST(Scan, StationsAreLookedAtWhenAsked) {
  results::Results results = country(0);
  EXPECT_TRUE(scan(results, {})->station_units.empty());
  results::ProtocolTable& table = results.tables[0];
  table.columns[3][7] = table.columns[1][7];  // All valid votes of one station for the first.
  table.columns[4][7] = 0;
  const auto found = scan(results, {.roles = {}, .source = "", .stations = true});
  ASSERT_EQ(found->pictures[0].outliers.high, 1u);
  EXPECT_EQ(found->station_units[found->pictures[0].outliers.list[0].station], table.units[7]);
  EXPECT_EQ(found->pictures[1].outliers.low, 1u);
}

TEST(Scan, RefusedMethodsMakeNoIndicator) {
  EXPECT_FALSE(Indicator::make(*find_method("benford"), {}).has_value());
  EXPECT_FALSE(scan(country(0), {.roles = {}, .source = "nobody"}).has_value());
}

}  // namespace
}  // namespace tallyward::forensics
