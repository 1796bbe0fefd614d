// The known answers of the larger data sets (shared/data/*/README.md), as far as reading them shows.
#include <numeric>

#include <gtest/gtest.h>

#include "exchange/read_results.h"
#include "paths.h"

namespace tallyward::exchange {
namespace {

Imported import(const std::filesystem::path& folder, std::string_view profile) {
  auto imported = load_results(folder, profile);
  EXPECT_TRUE(imported) << profile << ": " << base::to_text(imported.error());
  return std::move(*imported);
}

std::int64_t total(const results::ProtocolTable& table, std::string_view line) {
  const auto column = table.find_line(line);
  EXPECT_TRUE(column) << line;
  std::int64_t sum = 0;
  for (const results::Figure figure : table.columns[column.value_or(0)])
    sum += figure == results::kBlank ? 0 : figure;
  return sum;
}

std::size_t units_at(const Imported& imported, std::string_view level) {
  return imported.results.units.at_level(imported.results.units.find_level(level).value()).size();
}

TEST(SharedData, Bolivia2019) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported imported = import(shared / "data/bolivia-2019", "bolivia-2019");
  EXPECT_EQ(imported.report.rows_refused, 0u);
  ASSERT_EQ(imported.results.tables.size(), 3u);
  EXPECT_EQ(imported.results.tables[0].rows(), 34'555u);
  EXPECT_EQ(imported.results.tables[1].rows(), 32'806u);
  EXPECT_EQ(imported.results.tables[2].rows(), 28'975u);
  EXPECT_EQ(units_at(imported, "mesa"), 34'555u);
  EXPECT_EQ(units_at(imported, "country_of_vote"), 34u);
  const results::ProtocolTable& final = imported.results.tables[0];
  EXPECT_EQ(total(final, "registered"), 7'315'364);
  EXPECT_EQ(total(final, "votes_01"), 2'240'920);
  EXPECT_EQ(total(final, "votes_05"), 2'889'359);
  EXPECT_EQ(total(final, "blank"), 93'507);
  EXPECT_EQ(total(final, "invalid"), 229'337);
  EXPECT_EQ(imported.results.contestants[4].name, "MAS-IPSP");
}

TEST(SharedData, Bulgaria2021) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported imported = import(shared / "data/bulgaria-2021-07", "bulgaria-2021-07");
  EXPECT_EQ(imported.report.rows_refused, 12u);  // Sections of the later list that the section file lacks.
  ASSERT_EQ(imported.results.tables.size(), 2u);
  const results::ProtocolTable& protocol = imported.results.tables[0];
  const results::ProtocolTable& flash = imported.results.tables[1];
  EXPECT_EQ(protocol.rows(), 13'005u);
  EXPECT_EQ(units_at(imported, "rik"), 32u);
  EXPECT_EQ(imported.results.contestants.size(), 24u);
  EXPECT_EQ(protocol.group("votes_machine").size(), 24u);
  EXPECT_EQ(protocol.group("votes").size(), 24u);
  EXPECT_EQ(flash.group("votes_machine").size(), 24u);
  EXPECT_EQ(total(protocol, "votes_22"), total(protocol, "paper_22") + total(protocol, "machine_22"));
}

TEST(SharedData, GeorgiaEveryFile) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const std::pair<const char*, std::size_t> expected[] = {{"georgia-2012-party", 3696},
                                                          {"georgia-2012-majoritarian", 3649},
                                                          {"georgia-2013-president", 3707},
                                                          {"georgia-2016-party", 3668},
                                                          {"georgia-2016-majoritarian", 3495},
                                                          {"georgia-2016-runoff", 2151},
                                                          {"georgia-2017-local", 3634},
                                                          {"georgia-2012-adjara-party", 347},
                                                          {"georgia-2012-adjara-majoritarian", 347}};
  for (const auto& [profile, rows] : expected) {
    const Imported imported = import(shared / "data/georgia", profile);
    EXPECT_EQ(imported.report.rows_refused, 0u) << profile;
    EXPECT_EQ(imported.results.tables.at(0).rows(), rows) << profile;
    EXPECT_GE(imported.results.contestants.size(), 5u) << profile;
  }
}

TEST(SharedData, Romania2019AndItsPostalVotes) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported first = import(shared / "data/romania-2019", "romania-2019-round-1");
  const results::ProtocolTable& table = first.results.tables.at(0);
  EXPECT_EQ(table.rows(), 19'583u);
  EXPECT_EQ(total(table, "registered"), 18'217'146);
  EXPECT_EQ(total(table, "voted"), 9'334'354);
  EXPECT_EQ(total(table, "valid"), 9'193'341);
  EXPECT_EQ(total(table, "invalid"), 140'857);
  EXPECT_EQ(total(table, "votes_01"), 3'474'639);
  EXPECT_EQ(total(table, "votes_05"), 2'051'484);
  EXPECT_EQ(std::count(table.versions.begin(), table.versions.end(), 2), 2344);
  EXPECT_EQ(import(shared / "data/romania-2019", "romania-2019-round-2").results.tables.at(0).rows(),
            19'583u);
  for (const char* postal : {"romania-2019-postal-1", "romania-2019-postal-2"}) {
    const Imported imported = import(shared / "data/romania-2019", postal);
    EXPECT_EQ(imported.results.tables.at(0).rows(), 98u) << postal;
    EXPECT_EQ(imported.report.rows_repeated, 0u) << postal;
  }
}

TEST(SharedData, RomaniaEuropean2024) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported imported = import(shared / "data/romania-ep2024", "romania-ep2024");
  ASSERT_EQ(imported.results.tables.size(), 2u);
  const results::ProtocolTable& last = imported.results.tables[0];
  EXPECT_EQ(last.rows(), 19'870u);
  EXPECT_EQ(imported.results.tables[1].rows(), 19'870u);
  EXPECT_EQ(
      std::count_if(last.versions.begin(), last.versions.end(), [](int version) { return version > 1; }),
      9442);
  EXPECT_EQ(last.published.size(), last.rows());
  EXPECT_EQ(units_at(imported, "precinct"), 19'870u);
}

TEST(SharedData, Russia2018) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported imported = import(shared / "data/russia-2018", "russia-2018");
  EXPECT_EQ(imported.report.rows_refused, 0u);
  const results::ProtocolTable* precincts = imported.results.find("protocol", 3);
  ASSERT_NE(precincts, nullptr);
  EXPECT_EQ(precincts->rows(), 97'699u);
  EXPECT_EQ(total(*precincts, "registered"), 109'008'428);
  EXPECT_EQ(precincts->file_lines[45559 - 2], 45'559u);
  EXPECT_EQ(precincts->columns[0][45559 - 2], 1406);
  const results::ProtocolTable* published = imported.results.find("published", 0);
  ASSERT_NE(published, nullptr);
  EXPECT_EQ(published->columns[0][0], 109'001'306);
}

TEST(SharedData, Kazakhstan2021TurnoutBySource) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Imported imported = import(shared / "data/kz2021", "kz2021-turnout");
  EXPECT_EQ(imported.report.rows_refused, 0u);
  const auto at_ten = [&](std::string_view source) {
    const results::ProtocolTable* table = imported.results.find(source, 1);
    const auto unit = imported.results.units.find("KZ-ZAP");
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (table->units[row] == unit) return table->columns[table->find_line("turnout_10").value()][row];
    }
    return results::kBlank;
  };
  EXPECT_EQ(at_ten("S20"), 1770);
  EXPECT_EQ(at_ten("S21"), 1270);
  EXPECT_EQ(imported.results.find("S12", 0)->columns[0][0], 6325);
  const Imported akmola = import(shared / "data/kz2021", "kz2021-akmola");
  EXPECT_EQ(akmola.report.rows_refused, 0u);
  EXPECT_EQ(total(akmola.results.tables.at(0), "turnout_reported"), 7280);
  EXPECT_EQ(akmola.results.tables.at(0).group("votes").size(), 4u);
}

}  // namespace
}  // namespace tallyward::exchange
