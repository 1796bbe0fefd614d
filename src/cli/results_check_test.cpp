// The known answers about rules, each by one command; on the trimmed data of the repository, and on the whole
// sets when TALLYWARD_SHARED is set.
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "paths.h"

namespace tallyward::cli {
namespace {

using nlohmann::json;

struct Checked {
  int exit_code = 0;
  json answer;
  /// Counts of a rule in one source's protocols ("between": the rule between levels and sources).
  json rule(const std::string& source, const std::string& code) const {
    if (source == "between") return find(answer["between"]["rules"], code);
    for (const json& table : answer["tables"]) {
      if (table["source"] == source && !find(table["rules"], code).is_null())
        return find(table["rules"], code);
    }
    return nullptr;
  }
  std::int64_t fails(const std::string& source, const std::string& code) const {
    const json row = rule(source, code);
    return row.is_null() ? -1 : row["fail"].get<std::int64_t>();
  }

 private:
  static json find(const json& rows, const std::string& code) {
    for (const json& row : rows) {
      if (row["rule"] == code) return row;
    }
    return nullptr;
  }
};

Checked check(const std::filesystem::path& folder, const char* profile) {
  const std::string path = folder.string();
  const char* const words[] = {"results", "check", path.c_str(), "--profile", profile, "--json"};
  testing::internal::CaptureStdout();
  Checked checked;
  checked.exit_code = run(words);
  checked.answer = json::parse(testing::internal::GetCapturedStdout(), nullptr, false);
  EXPECT_FALSE(checked.answer.is_discarded()) << profile;
  return checked;
}

void expect_bulgaria(const std::filesystem::path& data) {
  const Checked checked = check(data / "bulgaria-2021-07", "bulgaria-2021-07");
  EXPECT_EQ(checked.exit_code, kDifferencesFound);
  const std::pair<const char*, int> expected[] = {{"BG.01", 23}, {"BG.02", 14}, {"BG.03", 1}, {"BG.04", 0},
                                                  {"BG.05", 0},  {"BG.06", 1},  {"BG.07", 1}};
  for (const auto& [code, count] : expected) EXPECT_EQ(checked.fails("protocol", code), count) << code;
  std::set<std::string> sections;
  std::int64_t moved = 0;
  std::size_t without_flash = 0;
  for (const json& finding : checked.answer["between"]["findings"]) {
    if (finding["rule"] != "BG.X1") continue;
    if (finding["verdict"] == "unknown") {
      without_flash += finding["lines"][0] == "" ? 1 : 0;
    } else {
      sections.insert(finding["unit"]);
      moved += std::abs(finding["difference"].get<std::int64_t>());
    }
  }
  EXPECT_EQ(sections.size(), 6U);
  EXPECT_EQ(moved, 415);
  EXPECT_EQ(without_flash, 94U);
  for (const json& finding : checked.answer["tables"][0]["findings"]) {
    if (finding["rule"] == "BG.03") {
      EXPECT_TRUE(finding["unit"].get<std::string>().ends_with("324300528"));
    }
    if (finding["rule"] == "BG.06") {
      EXPECT_TRUE(finding["unit"].get<std::string>().ends_with("234610053"));
    }
    if (finding["rule"] == "BG.07") {
      EXPECT_TRUE(finding["unit"].get<std::string>().ends_with("193300015"));
      EXPECT_EQ(finding["difference"], 3);
    }
  }
}

void expect_bolivia(const std::filesystem::path& data) {
  const Checked checked = check(data / "bolivia-2019", "bolivia-2019");
  EXPECT_EQ(checked.fails("final", "BO.01"), 0);
  std::map<std::string, std::set<std::string>> mesas;
  std::map<std::string, std::size_t> cells;
  for (const json& finding : checked.answer["between"]["findings"]) {
    if (finding["verdict"] != "fail" || finding["left_source"] != "final") continue;
    mesas[finding["right_source"]].insert(finding["unit"]);
    ++cells[finding["right_source"]];
    EXPECT_NE(finding["lines"][0], "registered");
  }
  EXPECT_EQ(mesas["trep_1"].size(), 549U);
  EXPECT_EQ(mesas["trep_2"].size(), 706U);
  EXPECT_EQ(cells["trep_2"], 1413U);
}

TEST(ResultsCheck, Bulgaria2021) {
  expect_bulgaria(tests::testdata());
}

TEST(ResultsCheck, Bolivia2019) {
  expect_bolivia(tests::testdata());
}

TEST(ResultsCheck, GeorgiaSignaturesAgainstBallots) {
  EXPECT_EQ(check(tests::testdata() / "georgia", "georgia-2013-president").fails("protocol", "GE.01"), 428);
  EXPECT_EQ(check(tests::testdata() / "georgia", "georgia-2013-president").fails("protocol", "GE.02"), 4);
  EXPECT_EQ(check(tests::testdata() / "georgia", "georgia-2016-runoff").fails("protocol", "GE.01"), 310);
}

TEST(ResultsCheck, KazakhstanTurnoutOfTheDay) {
  const Checked turnout = check(tests::testdata() / "kz2021", "kz2021-turnout");
  std::set<std::string> found;
  for (const json& finding : turnout.answer["between"]["findings"]) {
    if (finding["verdict"] != "fail") continue;
    found.insert(finding["rule"].get<std::string>() + " " + finding["lines"][0].get<std::string>() + " " +
                 finding["left"].dump() + " " + finding["right"].dump());
  }
  const auto has_pair = [&](const std::string& rule, const std::string& a, const std::string& b) {
    return found.contains(rule + " " + a + " " + b) || found.contains(rule + " " + b + " " + a);
  };
  EXPECT_TRUE(has_pair("KZT.X1 turnout_10", "1270", "1770")) << turnout.answer["between"].dump(1);
  EXPECT_TRUE(has_pair("KZT.X1 turnout_20", "5150", "6150"));
  EXPECT_TRUE(found.contains("KZT.02 turnout_20 5350 5150"));
  const Checked akmola = check(tests::testdata() / "kz2021", "kz2021-akmola");
  bool printed = false;
  for (const json& table : akmola.answer["tables"]) {
    for (const json& finding : table["findings"])
      printed =
          printed || (finding["rule"] == "KZT.01" && finding["left"] == 7280 && finding["right"] == 7135);
  }
  EXPECT_TRUE(printed) << akmola.answer.dump(1);
}

TEST(ResultsCheck, AnUnknownRuleSetIsAnsweredWithANearName) {
  const char* const words[] = {"rules", "show", "gr"};
  testing::internal::CaptureStderr();
  EXPECT_EQ(run(words), kCouldNot);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "tallyward: no rule set named 'gr'; did you mean 'ge'?\n");
}

TEST(ResultsCheck, WholeBulgariaAndBolivia) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  expect_bulgaria(shared / "data");
  expect_bolivia(shared / "data");
}

TEST(ResultsCheck, WholeGeorgia) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const std::tuple<const char*, int, int, int> expected[] = {
      {"georgia-2012-party", 937, 10, -1},        {"georgia-2012-majoritarian", 1915, -1, -1},
      {"georgia-2013-president", 428, 4, -1},     {"georgia-2016-party", 1033, 10, 9},
      {"georgia-2016-majoritarian", 2138, -1, 7}, {"georgia-2016-runoff", 310, -1, -1},
      {"georgia-2017-local", 960, -1, -1}};
  for (const auto& [profile, balance, series, received] : expected) {
    const Checked checked = check(shared / "data/georgia", profile);
    EXPECT_EQ(checked.fails("protocol", "GE.01"), balance) << profile;
    if (series >= 0) {
      EXPECT_EQ(checked.fails("protocol", "GE.02"), series) << profile;
    }
    if (received >= 0) {
      EXPECT_EQ(checked.fails("protocol", "GE.03"), received) << profile;
    }
    if (std::string_view(profile) == "georgia-2016-party") {
      EXPECT_EQ(checked.fails("protocol", "GE.05"), 125);
    }
  }
}

TEST(ResultsCheck, WholeRomania) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const std::pair<const char*, std::pair<int, int>> rounds[] = {{"romania-2019-round-1", {30, 41}},
                                                                {"romania-2019-round-2", {22, 23}}};
  for (const auto& [profile, equalities] : rounds) {
    const Checked checked = check(shared / "data/romania-2019", profile);
    for (const char* code : {"RO.01", "RO.02", "RO.03", "RO.04"})
      EXPECT_EQ(checked.fails("final", code), 0) << code;
    EXPECT_EQ(checked.fails("final", "RO.06"), equalities.first);
    EXPECT_EQ(checked.fails("final", "RO.07"), equalities.second);
  }
  const Checked postal = check(shared / "data/romania-2019", "romania-2019-postal-1");
  EXPECT_EQ(postal.fails("final", "ROP.03"), 1);
  EXPECT_EQ(postal.fails("final", "ROP.05"), 2);
  EXPECT_EQ(postal.fails("final", "ROP.06"), 9);
  const Checked parliament = check(shared / "data/romania-ep2024", "romania-ep2024");
  for (const char* code : {"ROE.01", "ROE.02", "ROE.03", "ROE.04"})
    EXPECT_EQ(parliament.fails("final", code), 0) << code;
}

TEST(ResultsCheck, WholeRussia) {
  const auto shared = TALLYWARD_SHARED_OR_SKIP();
  const Checked checked = check(shared / "data/russia-2018", "russia-2018");
  for (const char* code : {"RU.01", "RU.02", "RU.03", "RU.04"})
    EXPECT_EQ(checked.fails("protocol", code), 0) << code;
  EXPECT_EQ(checked.fails("protocol", "RU.05"), 6);
  EXPECT_EQ(checked.fails("protocol", "RU.06"), 26);
  EXPECT_EQ(checked.rule("between", "RU.X1")["deficit"], -7122);
}

}  // namespace
}  // namespace tallyward::cli
