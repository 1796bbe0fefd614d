#include "exchange/standard_results.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "exchange/guess_profile.h"
#include "formats/xlsx.h"
#include "paths.h"

namespace tallyward::exchange {
namespace {

results::Figure figure(const results::Results& results, std::string_view unit, std::string_view line) {
  const election::UnitIndex index = results.units.find(unit);
  for (const results::ProtocolTable& table : results.tables) {
    const auto column = table.find_line(line);
    for (std::size_t row = 0; column && row < table.rows(); ++row) {
      if (table.units[row] == index) return table.columns[*column][row];
    }
  }
  return -1;
}

TEST(Nist1500, TotalsComeBeforePartsAndUnitsCompose) {
  const auto imported =
      load_results(tests::testdata() / "standard-results/nist-1500-100-v2.json", kNistProfile);
  ASSERT_TRUE(imported) << base::to_text(imported.error());
  const results::Results& results = imported->results;
  EXPECT_EQ(imported->report.rows_refused, 0u);
  EXPECT_EQ(results.units.code(0), "county");
  EXPECT_EQ(results.units.name(0), "Example County");
  ASSERT_EQ(results.contestants.size(), 2u);
  EXPECT_EQ(results.contestants[0].name, "Ann Archer");
  EXPECT_EQ(figure(results, "p1", "votes_01"), 60);
  EXPECT_EQ(figure(results, "p2", "votes_01"), 25);  // Election day and absentee; no total is given.
  EXPECT_EQ(figure(results, "", "votes_02"), 66);    // As published: one more than its precincts.
  EXPECT_EQ(figure(results, "p2", "ballots_cast"), 51);
  EXPECT_EQ(figure(results, "p1", "undervotes"), 2);
}

TEST(EmlNl510, StationsListsCandidatesAndReasons) {
  const auto imported = load_results(tests::testdata() / "standard-results/eml-nl-510b.xml", kEmlNlProfile);
  ASSERT_TRUE(imported) << base::to_text(imported.error());
  const results::Results& results = imported->results;
  EXPECT_EQ(imported->report.rows_refused, 0u);
  EXPECT_EQ(results.rule_set, "nl");
  EXPECT_EQ(figure(results, "9999::SB1", "votes_01"), 50);
  EXPECT_EQ(figure(results, "9999::SB1", "list_01_candidate_1"), 40);
  EXPECT_EQ(figure(results, "9999::SB1", "admitted"), 84);
  EXPECT_EQ(figure(results, "9999::SB1", "fewer_counted"), 1);
  EXPECT_EQ(figure(results, "9999::SB2", "blank"), 2);
  EXPECT_EQ(figure(results, "", "registered"), 400);
  EXPECT_EQ(results.contestants.at(1).name, "Lijst Twee");
}

TEST(StandardResults, WhatIsNotTheFormatIsRefused) {
  EXPECT_FALSE(read_nist_results("{}", "x.json"));
  EXPECT_FALSE(read_nist_results("[", "x.json"));
  EXPECT_FALSE(read_eml_nl_results("<EML Id=\"230b\"/>", "x.xml"));
  EXPECT_FALSE(read_eml_nl_results("<EML", "x.xml"));
  EXPECT_EQ(read_eml_nl_results(std::string(kLargestStandardFile + 1, ' '), "x.xml").error().code,
            base::ErrorCode::too_large);
}

TEST(ReadResults, AWorkbookAndAJsonFileAreReadWithTheSameProfile) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string profile_text =
      "[election]\nname = \"x\"\n[[level]]\nname = \"station\"\ncode = \"s\"\n[[source]]\nid = \"p\"\n"
      "[contestants]\nfirst = \"A\"\n[[file]]\nname = \"t\"\nsource = \"p\"\n";
  const auto profile = parse_results_profile(profile_text, "p.toml");
  ASSERT_TRUE(profile) << base::to_text(profile.error());
  const auto xlsx = folder / "tallyward-read-test.xlsx";
  auto writer = formats::XlsxWriter::create(xlsx, "Sheet").value();
  ASSERT_TRUE(writer.add_row({std::string("s"), std::string("A"), std::string("B")}));
  ASSERT_TRUE(writer.add_row({std::string("7"), std::int64_t{5}}));
  ASSERT_TRUE(writer.close());
  const auto json = folder / "tallyward-read-test.json";
  ASSERT_TRUE(base::write_file(json, R"([{"s": 7, "A": 5, "B": null}])"));
  for (const auto& path : {xlsx, json}) {
    const auto imported = read_results(std::span(&path, 1), *profile);
    ASSERT_TRUE(imported) << base::to_text(imported.error());
    EXPECT_EQ(imported->report.rows_refused, 0u) << path;
    EXPECT_EQ(figure(imported->results, "7", "votes_01"), 5);
    EXPECT_EQ(figure(imported->results, "7", "votes_02"), results::kBlank);
  }
}

TEST(GuessProfile, ProposesAValidProfileInAnyScript) {
  for (const auto& [file, line, code] :
       {std::tuple{"georgia/2013_official_pres.csv", "ballots signed for", "signatures"},
        {"georgia/2016_official_parl_major_runoff.csv", "invalid votes", "invalid"},
        {"bolivia-2019/computo_final.csv", "registered", "registered"}}) {
    const auto guess = guess_profile(tests::testdata() / file);
    ASSERT_TRUE(guess) << base::to_text(guess.error());
    const auto parsed = parse_results_profile(guess->toml, "guess.toml");
    ASSERT_TRUE(parsed) << base::to_text(parsed.error()) << guess->toml;
    const auto found = std::find_if(guess->columns.begin(), guess->columns.end(),
                                    [&](const auto& each) { return each.heading == line; });
    ASSERT_NE(found, guess->columns.end());
    EXPECT_EQ(found->means, code);
    const auto path = tests::testdata() / file;
    const auto imported = read_results(std::span(&path, 1), *parsed);
    ASSERT_TRUE(imported) << base::to_text(imported.error());
    EXPECT_EQ(imported->report.rows_refused, 0u) << file;
  }
  EXPECT_EQ(line_suggested_by("Число недействительных избирательных бюллетеней"), "invalid");
  EXPECT_EQ(line_suggested_by("Число действительных избирательных бюллетеней"), "valid");
  EXPECT_EQ(line_suggested_by("ერთიან სიაში ამომრჩეველთა რაოდენობა"), "registered");
  EXPECT_EQ(level_suggested_by("Номер УИК"), "precinct");
}

}  // namespace
}  // namespace tallyward::exchange
