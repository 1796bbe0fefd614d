#include "exchange/contest_file.h"

#include <gtest/gtest.h>

#include "paths.h"

namespace tallyward::exchange {
namespace {

TEST(ContestFile, ReadsThePublishedTableOfKazakhstan) {
  const auto file = read_contest_file(tests::testdata() / "seats/kz-2021-parties.csv");
  ASSERT_TRUE(file.has_value()) << base::to_text(file.error());
  // The list that did not register has no votes and does not stand.
  ASSERT_EQ(file->contest.contestants.size(), 5U);
  EXPECT_EQ(file->contest.contestants[0].id.text, "NO");
  EXPECT_EQ(file->contest.votes[0].value, 5'148'074);
  EXPECT_EQ(file->contest.contestants[1].candidates, 38);
  EXPECT_EQ(file->published_seats[2], 10);
}

TEST(ContestFile, AddsUpDistricts) {
  const auto file = read_contest_csv(
      "contestant,district,district_seats,votes\nA,North,3,10\nB,North,3,5\nB,South,2,7\n", "x.csv");
  ASSERT_TRUE(file.has_value()) << base::to_text(file.error());
  EXPECT_EQ(file->contest.votes[1].value, 12);
  EXPECT_EQ(file->contest.districts[1].seats.value, 2);
  EXPECT_EQ(file->contest.districts[1].votes[0].value, 0);
}

TEST(ContestFile, MistakesNameTheirPlace) {
  const auto message = [](std::string_view csv) { return read_contest_csv(csv, "x.csv").error().message; };
  EXPECT_EQ(message(""), "x.csv:1: found an empty file, expected a heading");
  EXPECT_EQ(message("name,votes\n"), "x.csv:1: found a heading without it, expected a column 'contestant'");
  EXPECT_EQ(message("contestant,votes\nA,12.5\n"), "x.csv:2:2: found '12.5', expected a whole number");
  EXPECT_EQ(message("contestant,votes\nA,1\nA,1\n"),
            "x.csv:3:1: found 'A', expected each contestant once, or a column 'district'");
  EXPECT_EQ(message("contestant,votes,registered\nA,1,30.11.2020\n"),
            "x.csv:2:3: found '30.11.2020', expected a day such as 2020-11-30");
}

TEST(ContestFile, ReadsRankedBallots) {
  const auto blt =
      read_contest_blt("3 1\n5 1 2 0\n4 2 0\n1 0\n0\n\"Ann\"\n\"Ben\"\n\"Cy\"\n\"Ward 1\"\n", "x.blt");
  ASSERT_TRUE(blt.has_value()) << base::to_text(blt.error());
  EXPECT_EQ(blt->contest.name, "Ward 1");
  EXPECT_EQ(blt->contest.contestants[2].name, "Cy");
  EXPECT_EQ(blt->contest.votes[1].value, 4);
  EXPECT_EQ(blt->contest.ballots[0].ranking, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_FALSE(read_contest_blt("3 1\n5 4 0\n0\n", "x.blt").has_value());
  EXPECT_FALSE(read_contest_blt("3 1\n5 1 0\n", "x.blt").has_value());
}

TEST(ContestFile, ReadsJson) {
  const auto file = read_contest_json(
      R"({"name":"x","seats":3,"took_part":100,"contestants":[{"id":"A","registered":"2020-11-05"},{"id":"B","kind":"alliance","parties":3}],
          "districts":[{"name":"N","seats":2,"votes":{"A":5,"B":7}}],"ballots":[{"ranking":["B","A"],"ballots":9}]})",
      "x.json");
  ASSERT_TRUE(file.has_value()) << base::to_text(file.error());
  EXPECT_EQ(file->contest.took_part->value, 100);
  EXPECT_EQ(file->contest.votes[0].value, 5);
  EXPECT_EQ(file->contest.contestants[1].member_parties, 3);
  EXPECT_EQ(read_contest_json(R"({"contestants":[{"id":"A","votes":-1}]})", "x.json").error().message,
            "x.json: found something else at contestants[0].votes, expected a whole number");
  EXPECT_FALSE(read_contest_json("{", "x.json").has_value());
}

}  // namespace
}  // namespace tallyward::exchange
