// From files to seats: Glasgow's wards from their ballot files, Kazakhstan's published cases by their table.
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "exchange/contest_file.h"
#include "paths.h"
#include "plain_csv.h"
#include "seats/lots.h"
#include "seats/seats.h"

namespace tallyward {
namespace {

TEST(SeatsJourney, GlasgowWardsElectWhomTheReferenceCountElects) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  std::ifstream file(tests::testdata() / "seats/seat-vectors.json");
  int wards = 0;
  for (const auto& vector : nlohmann::ordered_json::parse(file)) {
    if (!vector.contains("blt")) continue;
    const std::string name = vector["name"];
    SCOPED_TRACE(name);
    constexpr std::string_view before = "Glasgow City Council ";
    const std::string ward = name.substr(before.size(), name.find(" (") - before.size());
    const auto read = exchange::read_contest_file(folder / "data/glasgow-2007" / (ward + ".blt"));
    ASSERT_TRUE(read.has_value()) << base::to_text(read.error());
    ASSERT_EQ(read->contest.contestants.size(), vector["candidates_n"].get<std::size_t>());
    const auto allocation = seats::allocate_seats(**seats::find_law("sct-council"), read->contest, {}, true);
    ASSERT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
    EXPECT_TRUE(allocation->complete());
    std::set<std::string> elected;
    for (std::size_t i = 0; i < allocation->seats.size(); ++i) {
      if (allocation->seats[i].value > 0) elected.insert(read->contest.contestants[i].name);
    }
    std::set<std::string> expected;
    for (const auto& [candidate, seats] : vector["expected"].items()) {
      expected.insert(candidate.substr(0, candidate.find_last_not_of(' ') + 1));
    }
    EXPECT_EQ(elected, expected);
    ++wards;
  }
  EXPECT_EQ(wards, 13);
}

TEST(SeatsJourney, KazakhstanAsAnnouncedAndAsThePressCalculated) {
  std::ifstream file(tests::testdata() / "seats/kz-seat-tests.csv");
  std::string line;
  std::getline(file, line);
  struct Case {
    election::Contest contest;
    std::string share;
    std::vector<std::int64_t> expected;
  };
  std::map<std::string, Case> cases;
  while (std::getline(file, line)) {
    const auto cells = tests::csv_fields(line);
    Case& own = cases[cells[0]];
    own.contest.seats.value = std::stoll(cells[1]);
    own.share = cells[2] + " %";
    auto& contestant = own.contest.contestants.emplace_back();
    contestant.id.text = cells[3];
    if (cells[3] == "AGAINST_ALL") contestant.kind = election::ContestantKind::against_all;
    own.contest.votes.emplace_back(std::stoll(cells[4]));
    own.expected.push_back(std::stoll(cells[5]));
  }
  ASSERT_EQ(cases.size(), 5U);
  for (auto& [name, own] : cases) {
    SCOPED_TRACE(name);
    seats::AllocationLaw law = **seats::find_law("kz-" + name.substr(0, 4));
    law.threshold.share = *seats::parse_share(own.share);
    // The law's base and, as the commission published it, the votes for the lists: the same lists pass.
    for (const std::int64_t took_part : {7'539'280, 7'241'562}) {
      if (name.starts_with("2021")) own.contest.took_part = election::Voters(took_part);
      const auto allocation = seats::allocate_seats(law, own.contest, {}, true);
      ASSERT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
      std::vector<std::int64_t> seats;
      for (const auto& each : allocation->seats) seats.push_back(each.value);
      EXPECT_EQ(seats, own.expected);
    }
  }
}

TEST(SeatsJourney, TheCommandSaysWhatDiffersAndWhatIsOpen) {
  const std::string parties = (tests::testdata() / "seats/kz-2021-parties.csv").string();
  const auto run = [](std::vector<const char*> words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = cli::run(words);
    return std::make_pair(code,
                          testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr());
  };
  const auto as_announced =
      run({"results", "seats", "--law", "kz-2021", "--votes", parties.c_str(), "--took-part", "7539280"});
  EXPECT_EQ(as_announced.first, cli::kGood);
  EXPECT_NE(as_announced.second.find("art. 97-1(4)"), std::string::npos);
  const auto by_dhondt = run(
      {"results", "seats", "--law", "method-dhondt", "--votes", parties.c_str(), "--seats", "98", "--json"});
  EXPECT_EQ(by_dhondt.first, cli::kDifferencesFound);
  const auto json = nlohmann::json::parse(by_dhondt.second);
  EXPECT_GT(json["differences_from_published"], 0);
  const auto missing = run({"results", "seats", "--law", "kz-2021", "--votes", parties.c_str()});
  EXPECT_EQ(missing.first, cli::kCouldNot);
  EXPECT_NE(missing.second.find("voters who took part"), std::string::npos);
  const auto unknown = run({"results", "seats", "--law", "kz-2012", "--votes", parties.c_str()});
  EXPECT_NE(unknown.second.find("did you mean 'kz-20"), std::string::npos);
}

/// Protocols become seats without those that are annulled or set aside; with the latter, beside.
TEST(SeatsJourney, AnnulledAndQuarantinedProtocolsAreNotInTheVotes) {
  const auto remarks = std::filesystem::path(testing::TempDir()) / "seats-remarks.csv";
  std::ofstream(remarks) << "unit,status,reason\n"
                            "Alemania/Berlín/Berlín/Berlín/Berlín/Embajada/1001,annulled,court\n"
                            "Alemania/Berlín/Berlín/Berlín/Berlín/Embajada/1002,quarantined,under review\n";
  const std::string data = (tests::testdata() / "bolivia-2019").string();
  const std::string file = remarks.string();
  testing::internal::CaptureStdout();
  const std::vector<const char*> words{"results",  "seats",   "--law",      "method-dhondt", "--seats",
                                       "30",       "--input", data.c_str(), "--profile",     "bolivia-2019",
                                       "--source", "final",   "--remarks",  file.c_str(),    "--json"};
  cli::run(words);
  const auto json = nlohmann::json::parse(testing::internal::GetCapturedStdout());
  EXPECT_EQ(json["protocols"]["counted"], 712);
  EXPECT_EQ(json["protocols"]["annulled"], 1);
  EXPECT_EQ(json["protocols"]["quarantined"], 1);
  EXPECT_EQ(json["cases"][0]["contestants"][0]["votes"], 42'617 - 129 - 35);
  EXPECT_EQ(json["cases"][1]["case"], "with quarantined");
  EXPECT_EQ(json["cases"][1]["contestants"][0]["votes"], 42'617 - 129);
}

TEST(SeatsJourney, LotsAreReadFromTheirRecord) {
  const auto lots = seats::read_lots(
      "[[lot]]\nquestion = \"averages:3\"\ndrawn = [\"A\"]\ndrawn_on = \"council, 1 June\"\n", "lots.toml");
  ASSERT_TRUE(lots.has_value()) << base::to_text(lots.error());
  EXPECT_EQ((*lots)[0].drawn, std::vector<std::string>{"A"});
  EXPECT_EQ(seats::read_lots("[[lot]]\nquestion = \"x\"\n", "lots.toml").error().message,
            "lots.toml:1:1: found a lot without them, expected question and drawn");
}

}  // namespace
}  // namespace tallyward
