#include "results/tabulate.h"

#include <gmock/gmock.h>

#include "results/roll_up.h"
#include "results/waterfall.h"

namespace tallyward::results {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// A country of two districts; stations 1..3 in North, 4 in South.
struct Country {
  Results results;
  ProtocolTable* stations = nullptr;

  Country() {
    results.units = election::UnitTree({"country", "district", "polling_station"});
    results.sources = {{"protocol", "station protocols", 1}};
    ProtocolTable table;
    table.source = "protocol";
    table.level = 2;
    table.lines = {{"registered", "", "Registered voters"}, {"valid", "", "Valid votes"}};
    table.columns.resize(2);
    results.tables.push_back(table);
    stations = &results.tables.back();
  }
  election::UnitIndex station(std::string_view district, std::string_view code) {
    return results.units.add(results.units.add(0, district), code);
  }
  void protocol(election::UnitIndex unit, Figure registered, Figure valid) {
    stations->units.push_back(unit);
    stations->columns[0].push_back(registered);
    stations->columns[1].push_back(valid);
  }
  Country& with_four_stations() {
    protocol(station("North", "1"), 1000, 700);
    protocol(station("North", "2"), 1406, 900);
    protocol(station("North", "3"), 800, kBlank);
    protocol(station("South", "4"), 500, 300);
    return *this;
  }
};

const Gap& only_gap(const Tabulation& tabulation) {
  static const Gap none;
  for (const LevelTabulation& level : tabulation.levels)
    if (level.gaps.size() == 1) return level.gaps.front();
  ADD_FAILURE() << "expected exactly one gap";
  return none;
}

TEST(RollUp, adds_stations_to_districts_and_districts_to_the_country) {
  Country country;
  country.with_four_stations();
  const auto levels = roll_up(country.results.units, *country.stations);
  ASSERT_THAT(levels, SizeIs(2));
  EXPECT_THAT(levels[0].sums[0], ElementsAre(3206, 500));
  EXPECT_THAT(levels[0].sums[1], ElementsAre(1600, 300));
  EXPECT_THAT(levels[0].blanks[1], ElementsAre(1, 0));
  EXPECT_THAT(levels[0].protocols, ElementsAre(3, 1));
  EXPECT_THAT(levels[1].sums[0], ElementsAre(3706));
  EXPECT_THAT(levels[1].blanks[1], ElementsAre(1));
}

TEST(RollUp, sums_beyond_thirty_two_bits) {
  Country country;
  for (int i = 0; i < 5; ++i)
    country.protocol(country.station("North", std::to_string(i)), kLargestFigure, 1);
  EXPECT_EQ(roll_up(country.results.units, *country.stations)[1].sums[0][0],
            5 * std::int64_t{kLargestFigure});
}

TEST(RollUp, the_order_of_the_rows_does_not_matter_and_blocks_add_up) {
  Country country;
  country.with_four_stations();
  ProtocolTable shuffled = *country.stations;
  for (auto& column : shuffled.columns) std::swap(column[0], column[3]);
  std::swap(shuffled.units[0], shuffled.units[3]);
  EXPECT_EQ(roll_up(country.results.units, shuffled)[0].sums,
            roll_up(country.results.units, *country.stations)[0].sums);

  LevelSums sums = empty_sums(country.results.units, 1, 2);
  const election::UnitIndex north = country.results.units.find("North");
  const std::vector<std::vector<Figure>> block{{1, 2}, {3, kBlank}};
  EXPECT_EQ(add_protocols(std::vector{north, north}, block, sums), 0u);
  EXPECT_EQ(add_protocols(std::vector{north, election::kNoUnit}, block, sums), 1u);
  EXPECT_EQ(sums.sums[0][sums.place(north)], 4);
  EXPECT_EQ(sums.blanks[1][sums.place(north)], 1u);
}

TEST(Tabulate, equal_totals_leave_no_gap) {
  Country country;
  country.with_four_stations();
  TabulateOptions options;
  options.published = {{0, "registered", 3706, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_EQ(tabulation->gaps(), 0u);
  EXPECT_EQ(tabulation->levels[1].cells_compared, 1u);
}

TEST(Tabulate, percentages_are_never_added_up_nor_compared_with_a_sum) {
  Country country;
  country.with_four_stations();
  country.stations->lines.push_back({"turnout", "", "Turnout"});
  country.stations->lines[2].decimals = 1;
  country.stations->columns.push_back({700, 640, kBlank, 600});
  TabulateOptions options;
  options.published = {{0, "turnout", 646, "commission", {}}, {0, "registered", 3706, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  for (const LevelTabulation& level : tabulation->levels) {
    EXPECT_THAT(level.lines, SizeIs(2));
    EXPECT_THAT(level.sums.sums, SizeIs(2));
    ASSERT_THAT(level.not_added, SizeIs(1));
    EXPECT_EQ(level.not_added[0].code, "turnout");
  }
  EXPECT_EQ(tabulation->gaps(), 0u);
  EXPECT_EQ(tabulation->levels[1].cells_compared, 1u) << "only the registered voters";
}

TEST(Tabulate, without_a_list_a_station_that_fits_is_no_explanation) {
  Country country;
  country.with_four_stations();
  TabulateOptions options;
  options.published = {{0, "registered", 3706 - 1406, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  const Gap& gap = only_gap(*tabulation);
  EXPECT_EQ(gap.gap(), -1406);
  EXPECT_THAT(gap.accounts, IsEmpty());
  EXPECT_EQ(gap.remaining, -1406);
  EXPECT_EQ(gap.single_units_that_fit, 1u);
  EXPECT_EQ(tabulation->remaining(), 1u);
}

TEST(Tabulate, with_a_list_of_annulled_units_nothing_remains) {
  Country country;
  country.with_four_stations();
  country.results.remarks = {
      {country.results.units.find("North/2"), UnitStatus::annulled, "court", "commission"}};
  TabulateOptions options;
  options.published = {{0, "registered", 3706 - 1406, "commission", {}},
                       {country.results.units.find("North"), "registered", 3206 - 1406, "commission", {}},
                       {country.results.units.find("South"), "registered", 500, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_EQ(tabulation->gaps(), 2u);
  EXPECT_EQ(tabulation->remaining(), 0u);
  EXPECT_EQ(tabulation->levels[0].gaps[0].accounts[0].kind, AccountKind::annulled);
  EXPECT_EQ(tabulation->levels[0].gaps[0].accounts[0].amount, -1406);
  EXPECT_EQ(tabulation->levels[0].gaps[0].accounts[0].reason, "court");
}

TEST(Tabulate, an_annulled_district_stands_for_all_its_stations) {
  Country country;
  country.with_four_stations();
  country.results.remarks = {{country.results.units.find("North"), UnitStatus::annulled, "", ""}};
  TabulateOptions options;
  options.published = {{0, "registered", 500, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_THAT(only_gap(*tabulation).accounts, SizeIs(3));
  EXPECT_EQ(tabulation->remaining(), 0u);
}

TEST(Tabulate, missing_units_are_counted_and_explain_nothing) {
  Country country;
  country.with_four_stations();
  const auto fifth = country.station("South", "5");
  TabulateOptions options;
  options.published = {{0, "registered", 4106, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_THAT(tabulation->levels[0].missing, ElementsAre(fifth));
  EXPECT_EQ(only_gap(*tabulation).missing_units, 1u);
  EXPECT_EQ(only_gap(*tabulation).remaining, 400);
}

TEST(Tabulate, a_protocol_that_stands_twice_counts_once_and_accounts_for_a_total_that_has_it_twice) {
  Country country;
  country.with_four_stations();
  country.protocol(country.results.units.find("South/4"), 500, 300);
  TabulateOptions options;
  options.published = {{0, "registered", 4206, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_EQ(only_gap(*tabulation).recomputed, 3706);
  EXPECT_THAT(tabulation->levels[0].duplicates, ElementsAre(country.results.units.find("South/4")));
  EXPECT_EQ(only_gap(*tabulation).accounts[0].kind, AccountKind::duplicate);
  EXPECT_EQ(tabulation->remaining(), 0u);
}

TEST(Tabulate, later_units_and_later_versions_are_named) {
  using namespace std::chrono_literals;
  Country country;
  country.with_four_stations();
  country.protocol(country.results.units.find("South/4"), 520, 310);
  const base::Time night{};
  country.stations->versions = {1, 1, 1, 1, 2};
  country.stations->published = {night, night + 2h, night, night, night + 3h};
  TabulateOptions options;
  options.published = {{0, "registered", 2300, "commission", night + 1h}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  const Gap& gap = only_gap(*tabulation);
  EXPECT_EQ(gap.recomputed, 3726);
  ASSERT_THAT(gap.accounts, SizeIs(2));
  EXPECT_EQ(gap.accounts[0].amount, -1406);
  EXPECT_EQ(gap.accounts[1].amount, -20);
  EXPECT_EQ(gap.remaining, 0);
}

TEST(Tabulate, a_level_is_recomputed_from_the_published_level_below_it) {
  Country country;
  country.with_four_stations();
  ProtocolTable districts;
  districts.source = "protocol";
  districts.level = 1;
  districts.lines = {{"registered", "", ""}};
  districts.units = {country.results.units.find("North"), country.results.units.find("South")};
  districts.columns = {{3216, 500}};  // North printed ten more than its stations.
  ProtocolTable national = districts;
  national.level = 0;
  national.units = {0};
  national.columns = {{3716}};
  country.results.tables.push_back(districts);
  country.results.tables.push_back(national);
  const auto tabulation = tabulate(country.results);
  ASSERT_TRUE(tabulation);
  ASSERT_THAT(tabulation->levels, SizeIs(2));
  ASSERT_THAT(tabulation->levels[0].gaps, SizeIs(1));
  EXPECT_EQ(tabulation->levels[0].gaps[0].gap(), 10);
  EXPECT_THAT(tabulation->levels[1].gaps, IsEmpty()) << "the change happened between stations and district";
  EXPECT_EQ(tabulation->levels[1].from_level, 1);

  const auto fall = waterfall(country.results, *tabulation, "registered");
  ASSERT_TRUE(fall);
  EXPECT_EQ(fall->start, 3706);
  EXPECT_EQ(fall->end, 3716);
  ASSERT_THAT(fall->steps, SizeIs(1));
  EXPECT_EQ(fall->steps[0].label, "district: not accounted for");
  EXPECT_EQ(fall->steps[0].amount, 10);
}

TEST(Tabulate, the_register_of_another_source_shows_unknown_units) {
  Country country;
  country.with_four_stations();
  ProtocolTable voters;
  voters.source = "register";
  voters.level = 2;
  voters.lines = {{"registered", "", ""}};
  voters.units = {country.results.units.find("North/1"), country.station("South", "9")};
  voters.columns = {{1000, 90}};
  country.results.tables.push_back(voters);
  TabulateOptions options;
  options.source = "protocol";
  options.register_source = "register";
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  EXPECT_THAT(tabulation->levels[0].unknown, SizeIs(3));
  EXPECT_THAT(tabulation->levels[0].missing, ElementsAre(country.results.units.find("South/9")));
}

TEST(Tabulate, missing_units_account_for_a_gap_when_another_source_prints_all_of_them) {
  Country country;
  country.with_four_stations();
  country.results.sources.push_back({"preliminary", "", 2});
  ProtocolTable preliminary;
  preliminary.source = "preliminary";
  preliminary.level = 2;
  preliminary.lines = {{"registered", "", ""}};
  preliminary.units = {country.station("South", "8"), country.station("South", "9")};
  preliminary.columns = {{90, 30}};
  country.results.tables.push_back(preliminary);
  TabulateOptions options;
  options.source = "protocol";
  options.published = {{0, "registered", 3706 + 120, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  const Gap gap = only_gap(*tabulation);
  EXPECT_EQ(gap.missing_units, 2u);
  EXPECT_EQ(gap.missing_amount, 120);
  ASSERT_THAT(gap.accounts, SizeIs(2));
  EXPECT_EQ(gap.accounts[0].kind, AccountKind::missing);
  EXPECT_EQ(gap.accounts[0].amount, 90);
  EXPECT_THAT(gap.accounts[0].reason, testing::HasSubstr("as preliminary prints it"));
  EXPECT_EQ(gap.remaining, 0);

  options.published[0].figure = 3706 + 90;
  const Gap other = only_gap(*tabulate(country.results, options));
  EXPECT_THAT(other.accounts, IsEmpty()) << "one of two missing units merely equals the gap: no explanation";
  EXPECT_EQ(other.missing_amount, 120) << "what is known of them is still said";

  country.results.tables[1].columns[0][1] = kBlank;
  EXPECT_THAT(only_gap(*tabulate(country.results, options)).accounts, IsEmpty())
      << "the figure of one missing unit is not known";
}

TEST(Tabulate, units_that_the_register_does_not_have_account_for_a_gap_that_they_all_make) {
  Country country;
  country.with_four_stations();
  ProtocolTable voters;
  voters.source = "register";
  voters.level = 2;
  voters.lines = {{"voters_in_register", "", ""}};
  voters.units = {country.results.units.find("North/1"), country.results.units.find("North/3")};
  voters.columns = {{1000, 800}};
  country.results.tables.push_back(voters);
  TabulateOptions options;
  options.source = "protocol";
  options.register_source = "register";
  options.published = {{0, "registered", 1800, "commission", {}}};
  const auto tabulation = tabulate(country.results, options);
  ASSERT_TRUE(tabulation);
  const Gap gap = only_gap(*tabulation);
  EXPECT_EQ(gap.unknown_units, 2u);
  EXPECT_EQ(gap.unknown_amount, 1406 + 500);
  ASSERT_THAT(gap.accounts, SizeIs(2));
  EXPECT_EQ(gap.accounts[1].kind, AccountKind::unknown);
  EXPECT_EQ(gap.accounts[1].amount, -500);
  EXPECT_EQ(gap.remaining, 0);
}

TEST(Tabulate, says_when_there_is_no_station_level_data) {
  Results results;
  const auto tabulation = tabulate(results);
  ASSERT_FALSE(tabulation);
  EXPECT_THAT(tabulation.error().message, testing::HasSubstr("no station-level data"));
}

}  // namespace
}  // namespace tallyward::results
