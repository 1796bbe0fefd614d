#include "results/standing.h"

#include <gmock/gmock.h>

#include "results/open_items.h"

namespace tallyward::results {
namespace {

using testing::ElementsAre;

/// Five stations of two districts; a later copy of station 2; turnout as a percentage beside the votes.
Results council() {
  Results results;
  results.units = election::UnitTree({"country", "district", "polling_station"});
  results.sources = {{"protocol", "Station commission", 1}, {"copy", "Observers' copy", 2}};
  results.contestants = {{"votes_01", "Ann", "", 1}, {"votes_02", "Bob", "", 2}};
  ProtocolTable table;
  table.source = "protocol";
  table.level = 2;
  table.lines = {
      {"registered", "", ""}, {"votes_01", "votes", ""}, {"votes_02", "votes", ""}, {"turnout", "", ""}};
  table.lines[3].decimals = 2;
  table.columns = {{100, 100, 100, 100, 100, 100},
                   {10, 20, 25, 30, 40, kBlank},
                   {1, 2, 3, 4, 5, 6},
                   {1100, 2200, 2800, 3400, 4500, 600}};
  table.versions = {1, 1, 2, 1, 1, 1};
  for (const char* path : {"N/1", "N/2", "N/2", "N/3", "S/4", "S/5"}) {
    const auto district = results.units.add(0, std::string(path, 1));
    table.units.push_back(results.units.add(district, path + 2));
  }
  results.tables = {table};
  return results;
}

UnitRemark remark(const Results& results, std::string_view path, UnitStatus status) {
  return {results.units.find(path), status, "", ""};
}

TEST(Standing, adds_the_newest_protocol_of_each_unit_once) {
  const Results results = council();
  const Standing standing = result_as_it_stands(results).value();
  EXPECT_EQ(standing.sum("votes_01"), 10 + 25 + 30 + 40);
  EXPECT_EQ(standing.sum("votes_02"), 1 + 3 + 4 + 5 + 6);
  EXPECT_EQ(standing.protocols, 5u);
  EXPECT_EQ(standing.overtaken, 1u);
  EXPECT_THAT(standing.blanks, ElementsAre(0, 1, 0, 0));
}

TEST(Standing, a_percentage_is_never_added_up) {
  const Results results = council();
  const Standing standing = result_as_it_stands(results).value();
  EXPECT_EQ(standing.sum("turnout"), std::nullopt);
  EXPECT_EQ(standing.sums[3], 0);
}

TEST(Standing, annulled_and_quarantined_protocols_do_not_count) {
  Results results = council();
  results.remarks = {remark(results, "N/1", UnitStatus::annulled), remark(results, "N/3", UnitStatus::merged),
                     remark(results, "S", UnitStatus::quarantined)};
  const Standing standing = result_as_it_stands(results).value();
  EXPECT_EQ(standing.sum("votes_01"), 25)
      << "only N/2 is left: a remark on a district holds for its stations";
  EXPECT_EQ(standing.annulled, 2u);
  EXPECT_EQ(standing.quarantined, 2u);
  const Standing all = result_as_it_stands(results, {.source = "", .with_quarantined = true}).value();
  EXPECT_EQ(all.sum("votes_01"), 25 + 40);
  EXPECT_EQ(all.protocols, 3u);
}

TEST(Standing, an_unknown_source_is_an_error) {
  const Results results = council();
  const auto standing = result_as_it_stands(results, {.source = "trep"});
  ASSERT_FALSE(standing);
  EXPECT_EQ(standing.error().message, "no protocols of source 'trep'; there are: protocol, copy");
}

TEST(OpenItems, with_one_source_nothing_was_compared_and_nothing_is_open_for_it) {
  const Results results = council();
  const OpenResult open = collect_open_items(results).value();
  EXPECT_EQ(open.stations, 5u);
  EXPECT_EQ(open.compared, 0u);
  EXPECT_EQ(open.one_source_only, 5u);
  EXPECT_TRUE(open.items.empty()) << "else every station of the country would be a changing item";
}

TEST(OpenItems, a_quarantined_protocol_is_not_in_the_result_and_holds_up_to_its_registered_voters) {
  Results results = council();
  results.remarks = {remark(results, "S/4", UnitStatus::quarantined)};
  const OpenResult open = collect_open_items(results).value();
  EXPECT_THAT(open.votes, ElementsAre(10 + 25 + 30, 1 + 3 + 4 + 6, 0));
  ASSERT_EQ(open.items.size(), 1u);
  EXPECT_EQ(open.items[0].kind, OpenItemKind::quarantined);
  EXPECT_EQ(open.items[0].voters, 100);
  EXPECT_THAT(open.items[0].counted, ElementsAre(0, 0, 0));
}

TEST(OpenItems, a_source_that_prints_a_part_of_the_votes_is_compared_in_that_part) {
  Results results = council();
  ProtocolTable& protocol = results.tables[0];
  protocol.lines.push_back({"machine_01", "votes_machine", ""});
  protocol.columns.push_back({4, 5, 6, 7, kBlank, kBlank});
  ProtocolTable flash;
  flash.source = "copy";
  flash.level = 2;
  flash.lines = {{"machine_01", "votes_machine", ""}};
  flash.columns = {{4, 9, kBlank}};
  flash.units = {results.units.find("N/1"), results.units.find("N/2"), results.units.find("S/4")};
  results.tables.push_back(flash);
  const OpenResult open = collect_open_items(results).value();
  EXPECT_EQ(open.compared, 2u) << "a station for which the other source has only blanks was not compared";
  ASSERT_EQ(open.items.size(), 4u);
  EXPECT_EQ(open.items[0].kind, OpenItemKind::discrepancy);
  EXPECT_THAT(open.items[0].high, ElementsAre(9 - 6, 0, 0));
  EXPECT_THAT(open.items[0].low, ElementsAre(0, 0, 0));
  EXPECT_EQ(open.items[1].kind, OpenItemKind::never_compared);
}

}  // namespace
}  // namespace tallyward::results
