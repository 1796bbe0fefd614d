// The known answers of real elections, each by one command: on the trimmed copies in testdata, and on the
// larger data of the project where TALLYWARD_SHARED names them.
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "paths.h"

namespace tallyward {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

struct Answer {
  int exit_code = 0;
  std::string text;
  Json json() const { return Json::parse(text); }
};

/// Runs one command as typed, with --json, and keeps what it prints.
Answer run(std::vector<std::string> words, bool json = true) {
  if (json) words.push_back("--json");
  std::vector<const char*> typed;
  for (const std::string& word : words) typed.push_back(word.c_str());
  testing::internal::CaptureStdout();
  Answer answer;
  answer.exit_code = cli::run(typed);
  answer.text = testing::internal::GetCapturedStdout();
  return answer;
}

Json pair_of(const Json& json, std::string_view left, std::string_view right) {
  for (const Json& pair : json["pairs"])
    if (pair["left"] == left && pair["right"] == right) return pair;
  ADD_FAILURE() << "no pair " << left << " -> " << right;
  return {};
}

std::int64_t net(const Json& pair, std::string_view line) {
  for (const Json& one : pair["lines"])
    if (one["line"] == line) return one["net"];
  return 0;
}

void bolivia(const std::filesystem::path& data) {
  const Answer answer = run({"results", "compare", data / "bolivia-2019", "--profile", "bolivia-2019"});
  EXPECT_EQ(answer.exit_code, cli::kDifferencesFound);
  const Json second = pair_of(answer.json(), "trep_2", "final");
  EXPECT_EQ(second["protocols_changed"], 706);
  EXPECT_EQ(second["cells_changed"], 1413);
  EXPECT_EQ(second["protocols_changed_in_votes"], 546);
  EXPECT_EQ(net(second, "votes_05"), 3796);
  EXPECT_EQ(net(second, "votes_01"), 2301);
  EXPECT_EQ(net(second, "registered"), 0);
  const Json first = pair_of(answer.json(), "trep_1", "final");
  EXPECT_EQ(first["protocols_changed"], 549);
  EXPECT_EQ(first["protocols_changed_in_votes"], 427);
}

TEST(KnownAnswers, bolivia_three_counts) {
  bolivia(tests::testdata());
}
TEST(KnownAnswersShared, bolivia_three_counts) {
  bolivia(TALLYWARD_SHARED_OR_SKIP() / "data");
}

TEST(KnownAnswersShared, bolivia_totals_of_every_level) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Answer answer = run({"results", "tabulate", data / "bolivia-2019", "--profile", "bolivia-2019",
                             "--source", "final", "--level", "country"});
  EXPECT_EQ(answer.exit_code, cli::kGood);
  const Json lines = answer.json()["levels"][0]["sums"][0]["lines"];
  EXPECT_EQ(lines["votes_01"], 2'240'920);
  EXPECT_EQ(lines["votes_05"], 2'889'359);
  EXPECT_EQ(lines["votes_06"], 260'316);
  EXPECT_EQ(lines["votes_07"], 539'081);
  EXPECT_EQ(lines["blank"], 93'507);
  EXPECT_EQ(lines["invalid"], 229'337);
  EXPECT_EQ(lines["registered"], 7'315'364);
}

TEST(KnownAnswersShared, bolivia_impact_starts_with_its_coverage) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Json json = run({"results", "impact", data / "bolivia-2019", "--profile", "bolivia-2019"}).json();
  EXPECT_THAT(json["coverage"].get<std::string>(),
              testing::StartsWith("Of 34,555 polling stations, 32,806 were compared; "));
}

void bulgaria(const std::filesystem::path& data) {
  const Answer answer =
      run({"results", "compare", data / "bulgaria-2021-07", "--profile", "bulgaria-2021-07"});
  const Json pair = pair_of(answer.json(), "flash", "protocol");
  EXPECT_EQ(pair["protocols_changed_in_figures"], 6);
  EXPECT_EQ(pair["absolute_sum"], 415) << "with the option 'support none' (99)";
  EXPECT_EQ(pair["only_right_with_figures"], 94) << "sections with machine votes and no machine file";
  EXPECT_EQ(pair["only_right_votes"], 10907);
  std::set<std::string> sections;
  for (const Json& difference : pair["differences"]) {
    const std::string unit = difference["unit"];
    if (!difference["left"].is_null() && !difference["right"].is_null())
      sections.insert(unit.substr(unit.rfind('/') + 1));
  }
  EXPECT_THAT(sections,
              ElementsAre("040400071", "193300015", "234615021", "234617071", "244604033", "244614057"));
}

TEST(KnownAnswers, bulgaria_protocol_against_machine_memory) {
  bulgaria(tests::testdata());
}
TEST(KnownAnswersShared, bulgaria_protocol_against_machine_memory) {
  bulgaria(TALLYWARD_SHARED_OR_SKIP() / "data");
}

TEST(KnownAnswersShared, romania_2024_provisional_against_final) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Json json =
      run({"results", "compare", data / "romania-ep2024", "--profile", "romania-ep2024"}).json();
  const Json pair = pair_of(json, "prov", "final");
  EXPECT_EQ(pair["protocols_compared"], 19'870);
  EXPECT_EQ(pair["protocols_changed_in_votes"], 555);
  std::int64_t absolute = 0;
  for (const Json& line : pair["lines"])
    if (line["line"].get<std::string>().starts_with("votes_"))
      absolute += line["absolute"].get<std::int64_t>();
  EXPECT_EQ(absolute, 8'846);
}

TEST(KnownAnswersShared, romania_2019_totals) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Json json = run({"results", "tabulate", data / "romania-2019", "--profile", "romania-2019-round-1",
                         "--level", "country"})
                        .json();
  const Json lines = json["levels"][0]["sums"][0]["lines"];
  EXPECT_EQ(lines["registered"], 18'217'146);
  EXPECT_EQ(lines["voted"], 9'334'354);
  EXPECT_EQ(lines["valid"], 9'193'341);
  EXPECT_EQ(lines["invalid"], 140'857);
  EXPECT_EQ(lines["votes_01"], 3'474'639);
  EXPECT_EQ(lines["votes_05"], 2'051'484);
}

TEST(KnownAnswersShared, russia_2018_the_gap_is_undetermined_without_a_list) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Answer answer =
      run({"results", "tabulate", data / "russia-2018", "--profile", "russia-2018", "--level", "country"});
  EXPECT_EQ(answer.exit_code, cli::kDifferencesFound);
  const Json gap = answer.json()["levels"][0]["gaps"][0];
  EXPECT_EQ(gap["published"], 109'001'306);
  EXPECT_EQ(gap["recomputed"], 109'008'428);
  EXPECT_EQ(gap["remaining"], -7122);
  EXPECT_EQ(gap["undetermined"], true);
  EXPECT_TRUE(gap["accounts"].empty());
}

TEST(KnownAnswersShared, russia_2018_four_annulled_precincts_leave_nothing) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Answer answer = run({"results", "tabulate", data / "russia-2018", "--profile", "russia-2018",
                             "--level", "country", "--annulled-line", "45559", "--annulled-line", "45563",
                             "--annulled-line", "92554", "--annulled-line", "92561"});
  EXPECT_EQ(answer.exit_code, cli::kGood);
  const Json gap = answer.json()["levels"][0]["gaps"][0];
  EXPECT_EQ(gap["remaining"], 0);
  std::vector<std::int64_t> amounts;
  for (const Json& item : gap["accounts"]) amounts.push_back(item["amount"]);
  EXPECT_THAT(amounts, ElementsAre(-1406, -1555, -2381, -1780));
}

/// Found from the figures alone: the same file with another text in its notes gives the same conflicts.
TEST(KnownAnswers, kazakhstan_2021_conflicts_in_the_announced_turnout) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "kz2021-turnout";
  std::filesystem::create_directories(folder);
  std::ifstream in(tests::testdata() / "kz2021" / "turnout.csv");
  std::ofstream out(folder / "turnout.csv");
  for (std::string line; std::getline(in, line);) {
    std::size_t comma = 0;  // The note is the fifth column.
    for (int i = 0; i < 4; ++i) comma = line.find(',', comma) + 1;
    out << line.substr(0, comma) << (line.starts_with("region,") ? "note" : "") << "\n";
  }
  out.close();
  const std::vector<std::string> series{"--series",
                                        "turnout_10,turnout_16,turnout_20,turnout_22,turnout_final"};
  for (const std::filesystem::path& data : {tests::testdata() / "kz2021", folder}) {
    std::vector<std::string> words{"results", "compare", data, "--profile", "kz2021-turnout"};
    words.insert(words.end(), series.begin(), series.end());
    const Answer answer = run(words);
    EXPECT_EQ(answer.exit_code, cli::kDifferencesFound);
    const Json conflicts = answer.json()["conflicts"];
    ASSERT_EQ(conflicts.size(), 3u);
    for (const Json& conflict : conflicts) EXPECT_EQ(conflict["unit"], "KZ-ZAP");
    const auto printed = [&](std::size_t i, std::size_t j) {
      const Json& one = conflicts[i]["printed"][j];
      return one["line"].get<std::string>() + " " + one["figure"].get<std::string>() + " " +
             one["sources"][0].get<std::string>();
    };
    EXPECT_EQ(conflicts[0]["kind"], "sources_disagree");
    EXPECT_EQ(printed(0, 0), "turnout_10 17.7 S20");
    EXPECT_EQ(printed(0, 1), "turnout_10 12.7 S21");
    EXPECT_EQ(conflicts[1]["kind"], "sources_disagree");
    EXPECT_EQ(printed(1, 0), "turnout_20 61.5 S16");
    EXPECT_EQ(printed(1, 1), "turnout_20 51.5 S22");
    EXPECT_EQ(conflicts[2]["kind"], "series_falls");
    EXPECT_EQ(printed(2, 0), "turnout_20 51.5 S22");
    EXPECT_EQ(printed(2, 1), "turnout_16 53.5 S19");
  }
}

TEST(KnownAnswers, kazakhstan_2021_akmola_prints_a_share_that_its_counts_do_not_give) {
  const Answer answer = run({"results", "compare", tests::testdata() / "kz2021", "--profile", "kz2021-akmola",
                             "--share", "turnout_reported=voted/registered"});
  EXPECT_EQ(answer.exit_code, cli::kDifferencesFound);
  const Json conflicts = answer.json()["conflicts"];
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0]["printed"][0]["figure"], "72.8");
  EXPECT_EQ(conflicts[0]["computed"], "71.35");
  EXPECT_EQ(conflicts[0]["printed"][0]["sources"][0], "S24");
}

TEST(KnownAnswers, impact_cannot_be_assessed_from_regional_figures) {
  const Answer answer =
      run({"results", "impact", tests::testdata() / "kz2021", "--profile", "kz2021-akmola"}, false);
  EXPECT_EQ(answer.exit_code, cli::kCouldNot);
  EXPECT_THAT(answer.text, HasSubstr("cannot be assessed"));
}

TEST(KnownAnswers, impact_of_the_trimmed_bolivian_count_under_a_law) {
  const Answer answer =
      run({"results", "impact", tests::testdata() / "bolivia-2019", "--profile", "bolivia-2019", "--law",
           "method-dhondt", "--seats", "10", "--threshold", "3 %"});
  EXPECT_EQ(answer.exit_code, cli::kDifferencesFound);
  const Json verdicts = answer.json()["verdicts"];
  EXPECT_EQ(verdicts.size(), 11u) << "winner, nine contestants at the threshold, seats";
  EXPECT_EQ(verdicts[10]["question"], "seats");
  EXPECT_EQ(verdicts[10]["status"], "exact");
}

TEST(ResultsCommands, mistakes_are_answered_with_the_nearest_name) {
  const auto complaint = [](std::vector<std::string> words) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(run(std::move(words)).exit_code, cli::kCouldNot);
    return testing::internal::GetCapturedStderr();
  };
  const std::string data = tests::testdata() / "bolivia-2019";
  EXPECT_THAT(complaint({"results", "tabulate", data, "--profile", "bolivia-2019", "--level", "departmnt"}),
              HasSubstr("did you mean 'department'?"));
  EXPECT_THAT(complaint({"results", "compare", data, "--profile", "bolivia-2019", "--source", "trep_3",
                         "--source", "final"}),
              HasSubstr("did you mean 'trep_"));
  EXPECT_THAT(
      complaint({"results", "compare", data, "--profile", "bolivia-2019", "--kind", "transposed_digit"}),
      HasSubstr("did you mean 'transposed_digits'?"));
  EXPECT_THAT(complaint({"results", "impact", data, "--profile", "bolivia-2019", "--seats", "many", "--law",
                         "method-dhondt"}),
              HasSubstr("expected a whole number"));
}

}  // namespace
}  // namespace tallyward
