// The report of a small invented election, in every language.
#include "reports/results_report.h"

#include <regex>

#include <gmock/gmock.h>

#include "golden.h"
#include "reports/page.h"
#include "reports/results_impact.h"
#include "reports/results_view.h"

namespace tallyward::reports {
namespace {

using results::kBlank;
using testing::HasSubstr;
using testing::Not;

/// Two districts, six polling stations; the commission's copy differs in one figure, and its total in
/// another.
results::Results invented() {
  results::Results all;
  all.election = "Lyria, invented <council>, 1 May 2030";
  all.synthetic = true;
  all.units = election::UnitTree({"country", "district", "polling_station"}, "LY", "Lyria");
  all.contestants = {{"votes_01", "Party of <Bees>", "Bees", 1}, {"votes_02", "Әділ партия", "Әділ", 2}};
  all.sources = {{"protocol", "Station commission", 0},
                 {"copy", "Observers' copy", 1},
                 {"national", "National commission", 2}};
  all.attributions = {"Invented for a test"};
  const std::vector<results::Line> lines{
      {"registered", "", "Registered voters", results::LineOrigin::counted, 0},
      {"invalid", "", "Invalid ballots", results::LineOrigin::counted, 0},
      {"votes_01", "votes", "", results::LineOrigin::counted, 0},
      {"votes_02", "votes", "", results::LineOrigin::counted, 0}};
  results::ProtocolTable protocol{.source = "protocol",
                                  .level = 2,
                                  .lines = lines,
                                  .columns = {{}, {}, {}, {}},
                                  .units = {},
                                  .versions = {},
                                  .published = {},
                                  .file_lines = {}};
  for (int district = 1; district <= 2; ++district) {
    const auto above = all.units.add(0, std::to_string(district), district == 1 ? "North" : "South");
    for (int station = 1; station <= 3; ++station) {
      protocol.units.push_back(all.units.add(above, std::to_string(station)));
      protocol.columns[0].push_back(1000);
      protocol.columns[1].push_back(station == 3 ? kBlank : 10);
      protocol.columns[2].push_back(300 + 10 * station);
      protocol.columns[3].push_back(200 + district);
    }
  }
  results::ProtocolTable copy = protocol;
  copy.source = "copy";
  copy.columns[2][1] = 302;
  results::ProtocolTable national{.source = "national",
                                  .level = 0,
                                  .lines = lines,
                                  .columns = {{6000}, {40}, {1925}, {1209}},
                                  .units = {0},
                                  .versions = {},
                                  .published = {},
                                  .file_lines = {}};
  all.tables = {protocol, copy, national};
  return all;
}

struct Made {
  results::Results all = invented();
  std::optional<results::Tabulation> tabulation;
  std::optional<results::Comparison> comparison;
  ResultsReportInput input;

  explicit Made(const locale::Language& language) {
    tabulation = results::tabulate(all).value();
    comparison = results::compare(all).value();
    const auto open = results::collect_open_items(all).value();
    const results::ImpactVerdict verdicts[] = {results::impact_on_winner(open)};
    input.results = &all;
    input.inputs = {{"stations.csv", "ab12", 6, 1}};
    input.rule_set = "lyria";
    input.rules_applied = true;
    input.rules = {{"R1", "Votes and invalid ballots do not exceed registered voters",
                    "sum(${votes}) + ${invalid} <= ${registered}", "must_hold", "art. 5", 3, 1, 2}};
    input.failed = {{0, all.units.find("1/2"), "protocol", "1020", "1000", "20"}};
    input.tabulation = &*tabulation;
    input.comparison = &*comparison;
    input.impact = impact_shown(open, verdicts, language);
    input.seats = SeatsShown{"Invented law",
                             {{"Party of <Bees>", 4}, {"Әділ партия", 3}},
                             {{"art. 1", "Quota 7.", "edition not seen"}},
                             {}};
    input.command = "tallyward results report stations.csv -o DIR";
  }
};

std::vector<ReportFile> report(std::string_view code) {
  const locale::Language& language = *locale::find_language(code).value();
  const Made made(language);
  return results_report(made.input, language);
}

TEST(ResultsReport, IsTheSameBytesAgain) {
  for (const auto& code : locale::spoken_languages()) {
    const auto first = report(code);
    const auto second = report(code);
    for (std::size_t i = 0; i < first.size(); ++i)
      EXPECT_EQ(first[i].bytes, second[i].bytes) << first[i].name;
    EXPECT_TRUE(tests::equals_golden("reports/" + code + ".html", first[0].bytes));
  }
  for (const auto& file : report("en")) {
    if (file.name != "index.html") {
      EXPECT_TRUE(tests::equals_golden("reports/" + file.name, file.bytes));
    }
  }
}

TEST(ResultsReport, IsSelfContained) {
  const std::string page = report("en")[0].bytes;
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_FALSE(std::regex_search(page, std::regex(R"((src|href)="(https?:)?//)")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("url(http")));
}

TEST(ResultsReport, LabelsInventedDataInEveryLanguage) {
  for (const auto& code : locale::spoken_languages())
    EXPECT_THAT(report(code)[0].bytes,
                HasSubstr(locale::find_language(code).value()->text("report.synthetic")));
}

TEST(ResultsReport, EscapesForeignText) {
  for (const auto& code : locale::spoken_languages())
    EXPECT_THAT(report(code)[0].bytes, Not(HasSubstr("<Bees>")));
}

TEST(ResultsReport, LeavesNoMessageOrPlaceUnfilled) {
  for (const auto& code : locale::spoken_languages()) {
    const std::string page = report(code)[0].bytes;
    std::smatch found;
    EXPECT_FALSE(std::regex_search(page, found,
                                   std::regex(R"((report|plots|impact)\.(?!json)[a-z_]+|\{[a-z_]+\}(?!<))")))
        << code << ": " << found.str();
  }
}

TEST(ResultsReport, NamesWhoPrintedEachFigureAndShowsTheSign) {
  const std::string page = report("en")[0].bytes;
  EXPECT_THAT(page, HasSubstr("North / 2"));
  EXPECT_THAT(page, HasSubstr("Observers&#39; copy"));
  EXPECT_THAT(page, HasSubstr("+18"));
  EXPECT_THAT(page, HasSubstr("National commission"));
}

TEST(ResultsReport, KeepsTheOrderOfTheBallot) {
  const std::string page = report("en")[0].bytes;
  const auto figures = page.find("id=\"figures\"");
  EXPECT_LT(page.find("Party of &lt;Bees&gt;", figures), page.find("Әділ партия", figures));
}

TEST(ResultsReport, UsesNeutralWords) {
  const std::string page = report("en")[0].bytes;
  for (const char* word : {"fraud", "Fraud", "falsif", "manipul", "stolen", "cheat"})
    EXPECT_THAT(page, Not(HasSubstr(word)));
}

TEST(ResultsReport, SaysWhatWasNotDone) {
  const results::Results all = invented();
  ResultsReportInput input;
  input.results = &all;
  const std::string page = results_report(input, locale::english())[0].bytes;
  EXPECT_THAT(page, HasSubstr(locale::english().text("report.no_rules")));
  EXPECT_THAT(page, HasSubstr(locale::english().text("report.no_levels")));
}

TEST(Percent, RoundsHalfAwayFromZero) {
  EXPECT_EQ(percent_of(5148074, 7241562), "71.09");
  EXPECT_EQ(percent_of(1, 16), "6.25");
  EXPECT_EQ(percent_of(1, 800), "0.13");
  EXPECT_EQ(percent_of(-1, 800), "-0.13");
  EXPECT_EQ(percent_of(1, 0), "");
  EXPECT_EQ(percent_of(9'000'000'000'000'000, 9'000'000'000'000'000), "100.00");
}

TEST(Csv, QuotesAndDisarmsFormulas) {
  EXPECT_EQ(csv_row({"a,b", "c\"d", "=1+1", "-12", "-x", ""}), "\"a,b\",\"c\"\"d\",'=1+1,-12,'-x,\r\n");
}

}  // namespace
}  // namespace tallyward::reports
