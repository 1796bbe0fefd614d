#include "exchange/read_results.h"

#include <fstream>

#include <gtest/gtest.h>

#include "paths.h"

namespace tallyward::exchange {
namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tallyward-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

constexpr std::string_view kWide = R"(
[election]
name = "Example"
[[level]]
name = "district"
code = "d"
[[level]]
name = "polling_station"
code = "s"
[[source]]
id = "protocol"
[[line]]
code = "registered"
column = "reg"
[[line]]
code = "turnout"
column = "pct"
decimals = 1
[[contestant]]
name = "Left"
column = "Left"
[[contestant]]
name = "Right"
column = "Right"
[[file]]
name = "wide.csv"
source = "protocol"
)";

Imported read(const Folder& folder, std::string_view profile) {
  const auto parsed = parse_results_profile(profile, "test.toml");
  EXPECT_TRUE(parsed) << base::to_text(parsed.error());
  const auto path = folder.path();
  auto imported = read_results(std::span(&path, 1), *parsed);
  EXPECT_TRUE(imported) << base::to_text(imported.error());
  return std::move(*imported);
}

results::Figure figure(const Imported& imported, std::string_view source, std::string_view unit,
                       std::string_view line) {
  const results::Results& all = imported.results;
  const election::UnitIndex index = all.units.find(unit);
  EXPECT_NE(index, election::kNoUnit) << unit;
  const results::ProtocolTable* table = all.find(source, all.units.level(index));
  if (table == nullptr) return -1;
  const auto column = table->find_line(line);
  for (std::size_t row = 0; column && row < table->rows(); ++row) {
    if (table->units[row] == index) return table->columns[*column][row];
  }
  return -1;
}

TEST(ReadResults, BlankIsNotZeroAndDecimalsAreKeptWhole) {
  const Folder folder;
  folder.write("wide.csv", "d,s,reg,pct,Left,Right\nN,1,100,72.5,40,-\nN,2,,7,*,0\nS,1,5,0.0,1,2\n");
  const Imported imported = read(folder, kWide);
  EXPECT_EQ(imported.report.rows_taken, 3u);
  EXPECT_EQ(imported.results.units.size(), 6u);
  EXPECT_EQ(figure(imported, "protocol", "N/1", "turnout"), 725);
  EXPECT_EQ(figure(imported, "protocol", "N/2", "turnout"), 70);
  EXPECT_EQ(figure(imported, "protocol", "N/1", "votes_02"), results::kBlank);
  EXPECT_EQ(figure(imported, "protocol", "N/2", "registered"), results::kBlank);
  EXPECT_EQ(figure(imported, "protocol", "N/2", "votes_02"), 0);
}

TEST(ReadResults, ABadRowIsNamedAndTheImportGoesOn) {
  const Folder folder;
  folder.write(
      "wide.csv",
      "d,s,reg,pct,Left,Right\nN,1,1O5,1,2,3\nN,2,10,1,2\nN,3,10,1,2,3\n,4,10,1,2,3\nN,5,\"1\"x,1,2,3\n");
  const Imported imported = read(folder, kWide);
  EXPECT_EQ(imported.report.rows_taken, 1u);
  EXPECT_EQ(imported.report.rows_refused, 4u);
  EXPECT_EQ(
      to_text(imported.report.refused[0]),
      "wide.csv:2:3: column 'reg': found '1O5', expected a whole number from 0 to 2,000,000,000, or a blank");
  EXPECT_EQ(to_text(imported.report.refused[1]), "wide.csv:3: found 5 cells, expected 6 cells");
  EXPECT_EQ(to_text(imported.report.refused[2]),
            "wide.csv:5:1: column 'd': found '', expected the code of a unit");
  EXPECT_EQ(to_text(imported.report.refused[3]),
            "wide.csv:6: found text behind a closing quote, expected a row of cells");
  // The station of the first bad row is known, and its protocol is missing.
  EXPECT_NE(imported.results.units.find("N/1"), election::kNoUnit);
}

TEST(ReadResults, AStationThatStandsTwiceIsKeptTwiceAndNamed) {
  const Folder folder;
  folder.write("wide.csv", "d,s,reg,pct,Left,Right\nN,1,10,1,2,3\nN,1,11,1,2,3\n");
  const Imported imported = read(folder, kWide);
  EXPECT_EQ(imported.results.tables[0].rows(), 2u);
  ASSERT_EQ(imported.report.rows_repeated, 1u);
  EXPECT_EQ(imported.report.repeated[0].place.line, 3u);
}

TEST(ReadResults, AMissingColumnNamesTheNearestHeading) {
  const Folder folder;
  folder.write("wide.csv", "d,s,reg,pct,Left,Rihgt\n");
  const auto parsed = parse_results_profile(kWide, "test.toml");
  const auto path = folder.path();
  const auto imported = read_results(std::span(&path, 1), *parsed);
  ASSERT_FALSE(imported);
  EXPECT_EQ(
      imported.error().message,
      "wide.csv:1: found the heading d, s, reg, pct, Left, Rihgt, expected a column 'Right'; did the profile "
      "mean 'Rihgt'?");
}

TEST(ReadResults, Windows1251WithSemicolonsCommasAndSpacesInNumbers) {
  const Folder folder;
  folder.write("wide.csv", "d;s;reg;pct;Left;Right\n\xD1\xE5\xE2\xE5\xF0;1;1 234;12,7;1;2\n");
  const std::string profile =
      "[reading]\nencoding = \"windows-1251\"\ndelimiter = \";\"\ndecimal_mark = \",\"\nthousands_mark = \" "
      "\"\n" +
      std::string(kWide);
  const Imported imported = read(folder, profile);
  EXPECT_EQ(figure(imported, "protocol", "Север/1", "registered"), 1234);
  EXPECT_EQ(figure(imported, "protocol", "Север/1", "turnout"), 127);
}

TEST(ShippedProfiles, AreAllValid) {
  EXPECT_GE(shipped_results_profiles().size(), 19u);
  for (const std::string& name : shipped_results_profiles()) {
    const auto profile = find_results_profile(name);
    EXPECT_TRUE(profile) << name << ": " << base::to_text(profile.error());
  }
}

TEST(ResultsProfile, AnUnknownKeyIsNamedWithItsPlace) {
  const auto profile = parse_results_profile("[election]\nname = \"x\"\nrule_sett = \"bg\"\n", "p.toml");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().message,
            "p.toml:3:1: found the unknown key 'rule_sett' in [election], expected 'rule_set'");
}

}  // namespace
}  // namespace tallyward::exchange
