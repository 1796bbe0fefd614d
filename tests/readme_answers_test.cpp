// Every known answer that the READMEs of the six elections state, each by one command: the sentence of the
// README, the command as typed, where its JSON has the figure, and the figure. Without the shared data the
// tests say that they are skipped.
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "paths.h"

namespace tallyward {
namespace {

using Json = nlohmann::json;

struct KnownAnswer {
  const char* sentence;  ///< Of the README.
  const char* command;   ///< After "tallyward results"; DATA is the folder of the data.
  const char* place;  ///< In the JSON: "tables[source=final]/rules[rule=BO.01]/fail", or "...#" for a size.
  std::int64_t figure;
};

/// One step into JSON: a key, a key with "[member=value]" for the element of a list, a number for a place.
Json step_into(const Json& json, const std::string& step) {
  const auto bracket = step.find('[');
  const std::string key = step.substr(0, bracket);
  Json found = json;
  if (!key.empty() && json.is_array())
    found = json.at(std::stoul(key));
  else if (!key.empty())
    found = json.at(key);
  if (bracket == std::string::npos) return found;
  const auto equals = step.find('=', bracket);
  const std::string member = step.substr(bracket + 1, equals - bracket - 1);
  const std::string value = step.substr(equals + 1, step.size() - equals - 2);
  for (const Json& one : found)
    if (one.contains(member) && one[member] == value) return one;
  ADD_FAILURE() << "nothing with " << step;
  return {};
}

std::int64_t figure_at(const Json& json, const std::string& place) {
  Json at = json;
  const std::string path = place.substr(0, place.find('#'));
  for (const std::string_view step : base::split(path, '/'))
    if (!step.empty()) at = step_into(at, std::string(step));
  return place.ends_with('#') ? static_cast<std::int64_t>(at.size()) : at.get<std::int64_t>();
}

/// Runs a command once; what it printed stays.
const Json& answer_of(const std::string& command, const std::filesystem::path& data) {
  static std::map<std::string, Json> known;
  const auto found = known.find(command);
  if (found != known.end()) return found->second;
  std::vector<std::string> words{"results"};
  for (const std::string_view piece : base::split(command, ' ')) {
    std::string word(piece);
    if (word.starts_with("DATA")) word = data.string() + word.substr(4);
    words.push_back(std::move(word));
  }
  words.push_back("--json");
  std::vector<const char*> typed;
  for (const std::string& word : words) typed.push_back(word.c_str());
  testing::internal::CaptureStdout();
  EXPECT_NE(cli::run(typed), cli::kCouldNot) << command;
  return known.emplace(command, Json::parse(testing::internal::GetCapturedStdout())).first->second;
}

void expect_answers(std::span<const KnownAnswer> answers) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  for (const KnownAnswer& known : answers) {
    SCOPED_TRACE(std::string("tallyward results ") + known.command + " --json, " + known.place);
    EXPECT_EQ(figure_at(answer_of(known.command, data), known.place), known.figure) << known.sentence;
  }
}

constexpr const char* kBoliviaImport = "import DATA/bolivia-2019 --profile bolivia-2019";
constexpr const char* kBoliviaLevels = "tabulate DATA/bolivia-2019 --profile bolivia-2019 --source final";
constexpr const char* kBoliviaFirst =
    "compare DATA/bolivia-2019 --profile bolivia-2019 --source trep_1 --source final";
constexpr const char* kBoliviaSecond =
    "compare DATA/bolivia-2019 --profile bolivia-2019 --source trep_2 --source final";
constexpr const char* kBoliviaRegistered =
    "compare DATA/bolivia-2019 --profile bolivia-2019 --line registered";
constexpr const char* kBoliviaCheck = "check DATA/bolivia-2019 --profile bolivia-2019";

TEST(ReadmeAnswers, Bolivia2019) {
  const KnownAnswer answers[] = {
      {"preliminary, 20 Oct 19:40: 28,975 rows", kBoliviaImport, "tables[source=trep_1]/protocols", 28975},
      {"preliminary, 21 Oct 18:29: 32,806 rows", kBoliviaImport, "tables[source=trep_2]/protocols", 32806},
      {"official final count: 34,555 rows", kBoliviaImport, "tables[source=final]/protocols", 34555},
      {"country 34", kBoliviaLevels, "levels[level=country_of_vote]/units", 34},
      {"department 86", kBoliviaLevels, "levels[level=department]/units", 86},
      {"province 221", kBoliviaLevels, "levels[level=province]/units", 221},
      {"municipality 455", kBoliviaLevels, "levels[level=municipality]/units", 455},
      {"locality 3,652", kBoliviaLevels, "levels[level=locality]/units", 3652},
      {"venue 5,296", kBoliviaLevels, "levels[level=venue]/units", 5296},
      {"mesa 34,555", kBoliviaLevels, "levels[level=venue]/protocols", 34555},
      {"1st TREP vs final: 549 mesas changed", kBoliviaFirst, "pairs/0/protocols_changed", 549},
      {"427 in a party cell", kBoliviaFirst, "pairs/0/protocols_changed_in_votes", 427},
      {"2nd TREP vs final: 706 mesas", kBoliviaSecond, "pairs/0/protocols_changed", 706},
      {"1,413 cells changed", kBoliviaSecond, "pairs/0/cells_changed", 1413},
      {"546 mesas in a party cell", kBoliviaSecond, "pairs/0/protocols_changed_in_votes", 546},
      {"net MAS +3,796", kBoliviaSecond, "pairs/0/lines[line=votes_05]/net", 3796},
      {"CC +2,301", kBoliviaSecond, "pairs/0/lines[line=votes_01]/net", 2301},
      {"registered never changes", kBoliviaRegistered, "pairs[left=trep_1]/cells_changed", 0},
      {"registered never changes", kBoliviaRegistered, "pairs[left=trep_2]/cells_changed", 0},
      {"no mesa above registered", kBoliviaCheck, "tables[source=final]/rules[rule=BO.01]/fail", 0},
      {"CC 2,240,920", kBoliviaLevels, "levels[level=country]/sums/0/lines/votes_01", 2240920},
      {"MAS-IPSP 2,889,359", kBoliviaLevels, "levels[level=country]/sums/0/lines/votes_05", 2889359},
      {"21F 260,316", kBoliviaLevels, "levels[level=country]/sums/0/lines/votes_06", 260316},
      {"PDC 539,081", kBoliviaLevels, "levels[level=country]/sums/0/lines/votes_07", 539081},
      {"blank 93,507", kBoliviaLevels, "levels[level=country]/sums/0/lines/blank", 93507},
      {"null 229,337", kBoliviaLevels, "levels[level=country]/sums/0/lines/invalid", 229337},
      {"registered 7,315,364", kBoliviaLevels, "levels[level=country]/sums/0/lines/registered", 7315364},
  };
  expect_answers(answers);
}

constexpr const char* kBulgariaImport = "import DATA/bulgaria-2021-07 --profile bulgaria-2021-07";
constexpr const char* kBulgariaLevels = "tabulate DATA/bulgaria-2021-07 --profile bulgaria-2021-07";
constexpr const char* kBulgariaCheck = "check DATA/bulgaria-2021-07 --profile bulgaria-2021-07";
constexpr const char* kBulgariaFlash = "compare DATA/bulgaria-2021-07 --profile bulgaria-2021-07";
constexpr const char* kBulgariaCandidate =
    "compare DATA/bulgaria-2021-07 --profile bulgaria-2021-07 --line machine_19";

TEST(ReadmeAnswers, Bulgaria202107) {
  const KnownAnswer answers[] = {
      {"31_sections.csv 13,005", kBulgariaImport, "files[file=31_sections.csv]/rows_taken", 13005},
      {"40_elections_lists.csv 11,649: rows of sections that have a protocol", kBulgariaImport,
       "files[file=40_elections_lists.csv]/rows_taken", 11637},
      {"40_elections_lists.csv 11,649: 12 rows of sections that have none", kBulgariaImport,
       "files[file=40_elections_lists.csv]/rows_refused", 12},
      {"41_protocols.csv 13,005", kBulgariaImport, "files[file=41_protocols.csv]/rows_taken", 13005},
      {"50_votes_paper.csv 81,523", kBulgariaImport, "files[file=50_votes_paper.csv]/rows_taken", 81523},
      {"50_votes_machine.csv 232,660", kBulgariaImport, "files[file=50_votes_machine.csv]/rows_taken",
       232660},
      {"50_votes_machine_from_machine_data.csv 226,597", kBulgariaImport,
       "files[file=50_votes_machine_from_machine_data.csv]/rows_taken", 226597},
      {"31+1 RIK", kBulgariaLevels, "levels[level=rik]/units", 32},
      {"voted = paper+machine ballots fails in 23 sections", kBulgariaCheck,
       "tables[source=protocol]/rules[rule=BG.01]/fail", 23},
      {"voted <= registered + on-site fails in 14", kBulgariaCheck,
       "tables[source=protocol]/rules[rule=BG.02]/fail", 14},
      {"distributed = unused+destroyed+urn fails in 1", kBulgariaCheck,
       "tables[source=protocol]/rules[rule=BG.03]/fail", 1},
      {"sum of paper party votes != declared valid in 1", kBulgariaCheck,
       "tables[source=protocol]/rules[rule=BG.06]/fail", 1},
      {"sum of machine party votes != declared in 1", kBulgariaCheck,
       "tables[source=protocol]/rules[rule=BG.07]/fail", 1},
      {"193300015, candidate 19: machine 4", kBulgariaCandidate, "pairs/0/differences/0/left", 4},
      {"193300015, candidate 19: protocol 1", kBulgariaCandidate, "pairs/0/differences/0/right", 1},
      {"machine data differs from protocol in 6 sections", kBulgariaFlash,
       "pairs/0/protocols_changed_in_figures", 6},
      {"415 votes absolute incl. option 99", kBulgariaFlash, "pairs/0/absolute_sum", 415},
      {"94 sections have protocol machine votes but no machine file", kBulgariaFlash,
       "pairs/0/only_right_with_figures", 94},
      {"10,907 votes", kBulgariaFlash, "pairs/0/only_right_votes", 10907},
  };
  expect_answers(answers);
}

/// The sections that the README names, by the unit of the finding.
TEST(ReadmeAnswers, Bulgaria202107NamesTheSections) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Json& answer = answer_of(kBulgariaCheck, data);
  std::map<std::string, std::string> sections;
  for (const Json& finding : answer["tables"][0]["findings"])
    sections[finding["rule"]] = finding["unit"].get<std::string>();
  EXPECT_TRUE(sections["BG.03"].ends_with("324300528"));
  EXPECT_TRUE(sections["BG.06"].ends_with("234610053"));
  EXPECT_TRUE(sections["BG.07"].ends_with("193300015"));
}

TEST(ReadmeAnswers, Georgia) {
  const std::tuple<std::string, std::int64_t, std::int64_t> rows[] = {
      {"2012-party", 3696, 937},  {"2012-majoritarian", 3649, 1915}, {"2013-president", 3707, 428},
      {"2016-party", 3668, 1033}, {"2016-majoritarian", 3495, 2138}, {"2016-runoff", 2151, 310},
      {"2017-local", 3634, 960},  {"2012-adjara-party", 347, -1},    {"2012-adjara-majoritarian", 347, -1}};
  for (const auto& [name, protocols, violations] : rows) {
    const std::string import = "import DATA/georgia --profile georgia-" + name;
    const std::string check = "check DATA/georgia --profile georgia-" + name;
    const KnownAnswer count[] = {{"rows", import.c_str(), "tables/0/protocols", protocols}};
    expect_answers(count);
    if (violations < 0) continue;
    const KnownAnswer balance[] = {{"signatures = invalid + sum of votes", check.c_str(),
                                    "tables/0/rules[rule=GE.01]/fail", violations}};
    expect_answers(balance);
  }
  const KnownAnswer answers[] = {
      {"73-74 districts", "tabulate DATA/georgia --profile georgia-2013-president --level district",
       "levels/0/units", 74},
      {"125 of them more ballots than signatures", "check DATA/georgia --profile georgia-2016-party",
       "tables/0/rules[rule=GE.05]/fail", 125},
      {"v12<=v17<=signatures fails 10 (2012)", "check DATA/georgia --profile georgia-2012-party",
       "tables/0/rules[rule=GE.02]/fail", 10},
      {"4 (2013)", "check DATA/georgia --profile georgia-2013-president", "tables/0/rules[rule=GE.02]/fail",
       4},
      {"10 (2016)", "check DATA/georgia --profile georgia-2016-party", "tables/0/rules[rule=GE.02]/fail", 10},
      {"signatures <= ballots received fails 9 (2016 party)",
       "check DATA/georgia --profile georgia-2016-party", "tables/0/rules[rule=GE.03]/fail", 9},
      {"7 (2016 maj.)", "check DATA/georgia --profile georgia-2016-majoritarian",
       "tables/0/rules[rule=GE.03]/fail", 7},
  };
  expect_answers(answers);
}

constexpr const char* kRomaniaFirst = "check DATA/romania-2019 --profile romania-2019-round-1";
constexpr const char* kRomaniaSecond = "check DATA/romania-2019 --profile romania-2019-round-2";
constexpr const char* kRomaniaPostal = "check DATA/romania-2019 --profile romania-2019-postal-1";
constexpr const char* kRomaniaLevels = "tabulate DATA/romania-2019 --profile romania-2019-round-1";

TEST(ReadmeAnswers, Romania2019) {
  const KnownAnswer answers[] = {
      {"19,583 rows", "import DATA/romania-2019 --profile romania-2019-round-1", "tables/0/protocols", 19583},
      {"19,583 rows", "import DATA/romania-2019 --profile romania-2019-round-2", "tables/0/protocols", 19583},
      {"98 postal protocols", "import DATA/romania-2019 --profile romania-2019-postal-1",
       "tables/0/protocols", 98},
      {"county (48)", kRomaniaLevels, "levels[level=county]/units", 48},
      {"round 1 versions 1:16,998", kRomaniaLevels, "levels/0/versions/1", 16998},
      {"2:2,344", kRomaniaLevels, "levels/0/versions/2", 2344},
      {"3:227", kRomaniaLevels, "levels/0/versions/3", 227},
      {"4:13", kRomaniaLevels, "levels/0/versions/4", 13},
      {"5:1", kRomaniaLevels, "levels/0/versions/5", 1},
      {"b=b1+b2+b3 0 violations", kRomaniaFirst, "tables/0/rules[rule=RO.01]/fail", 0},
      {"c=sum(g) 0", kRomaniaFirst, "tables/0/rules[rule=RO.02]/fail", 0},
      {"b=c+d fails 30", kRomaniaFirst, "tables/0/rules[rule=RO.06]/fail", 30},
      {"e=c+d+f fails 41", kRomaniaFirst, "tables/0/rules[rule=RO.07]/fail", 41},
      {"law allows >=: 0", kRomaniaFirst, "tables/0/rules[rule=RO.03]/fail", 0},
      {"law allows >=: 0", kRomaniaFirst, "tables/0/rules[rule=RO.04]/fail", 0},
      {"round 2: 22", kRomaniaSecond, "tables/0/rules[rule=RO.06]/fail", 22},
      {"and 23", kRomaniaSecond, "tables/0/rules[rule=RO.07]/fail", 23},
      {"b1=c fails 2", kRomaniaPostal, "tables/0/rules[rule=ROP.05]/fail", 2},
      {"d=d1+d2 fails 1", kRomaniaPostal, "tables/0/rules[rule=ROP.03]/fail", 1},
      {"c1=d fails 9", kRomaniaPostal, "tables/0/rules[rule=ROP.06]/fail", 9},
      {"a 18,217,146", kRomaniaLevels, "levels[level=country]/sums/0/lines/registered", 18217146},
      {"b 9,334,354", kRomaniaLevels, "levels[level=country]/sums/0/lines/voted", 9334354},
      {"c 9,193,341", kRomaniaLevels, "levels[level=country]/sums/0/lines/valid", 9193341},
      {"d 140,857", kRomaniaLevels, "levels[level=country]/sums/0/lines/invalid", 140857},
      {"g1 3,474,639", kRomaniaLevels, "levels[level=country]/sums/0/lines/votes_01", 3474639},
      {"g5 2,051,484", kRomaniaLevels, "levels[level=country]/sums/0/lines/votes_05", 2051484},
  };
  expect_answers(answers);
}

TEST(ReadmeAnswers, RomaniaEp2024) {
  const char* compare = "compare DATA/romania-ep2024 --profile romania-ep2024";
  const char* levels = "tabulate DATA/romania-ep2024 --profile romania-ep2024 --source final";
  const char* first = "tabulate DATA/romania-ep2024 --profile romania-ep2024 --source prov";
  const char* check = "check DATA/romania-ep2024 --profile romania-ep2024";
  const KnownAnswer answers[] = {
      {"19,870 precincts each", levels, "levels/0/protocols", 19870},
      {"19,870 precincts each", first, "levels/0/protocols", 19870},
      {"prov = version 1 of each precinct's protocol", first, "levels/0/versions/1", 19870},
      {"9,442 re-issued (version>1): 19,870 less the first versions", levels, "levels/0/versions/1",
       19870 - 9442},
      {"last version (1..8)", levels, "levels/0/versions#", 8},
      {"555 with changed candidate votes", compare, "pairs/0/protocols_changed_in_votes", 555},
      {"a=a1+a2", check, "tables[source=final]/rules[rule=ROE.01]/fail", 0},
      {"b=b1+b2+b3", check, "tables[source=final]/rules[rule=ROE.02]/fail", 0},
      {"e=sum of votes", check, "tables[source=final]/rules[rule=ROE.03]/fail", 0},
  };
  expect_answers(answers);
}

/// "8,846 votes in absolute change": added up over the parties' lines of one answer.
TEST(ReadmeAnswers, RomaniaEp2024AbsoluteChange) {
  const auto data = TALLYWARD_SHARED_OR_SKIP() / "data";
  const Json& answer = answer_of("compare DATA/romania-ep2024 --profile romania-ep2024", data);
  std::int64_t absolute = 0;
  for (const Json& line : answer["pairs"][0]["lines"])
    if (line["line"].get<std::string>().starts_with("votes_"))
      absolute += line["absolute"].get<std::int64_t>();
  EXPECT_EQ(absolute, 8846);
}

TEST(ReadmeAnswers, Russia2018) {
  const char* levels = "tabulate DATA/russia-2018 --profile russia-2018 --line registered";
  const char* annulled =
      "tabulate DATA/russia-2018 --profile russia-2018 --level country --annulled-line 45559 --annulled-line "
      "45563 --annulled-line 92554 --annulled-line 92561";
  const char* check = "check DATA/russia-2018 --profile russia-2018";
  const KnownAnswer answers[] = {
      {"97,699 protocols", levels, "levels/0/protocols", 97699},
      {"87 regions", levels, "levels[level=region]/units", 87},
      {"2,778 TIK", levels, "levels/0/units", 2778},
      {"1>=3+4+5 holds in every row", check, "tables[source=protocol]/rules[rule=RU.01]/fail", 0},
      {"1>=3+4+5 holds in every row", check, "tables[source=protocol]/rules[rule=RU.01]/pass", 97699},
      {"2=3+4+5+6+11-12", check, "tables[source=protocol]/rules[rule=RU.02]/pass", 97699},
      {"7+8=9+10", check, "tables[source=protocol]/rules[rule=RU.03]/pass", 97699},
      {"10=sum of votes", check, "tables[source=protocol]/rules[rule=RU.04]/pass", 97699},
      {"7+8<=3+4+5 fails in 6", check, "tables[source=protocol]/rules[rule=RU.05]/fail", 6},
      {"7<=3+5 fails in 26", check, "tables[source=protocol]/rules[rule=RU.06]/fail", 26},
      {"sum of registered 109,008,428", levels, "levels[level=country]/sums/0/lines/registered", 109008428},
      {"against the published total 109,001,306", levels, "levels[level=country]/gaps/0/published",
       109001306},
      {"the gap without a list is undetermined", levels, "levels[level=country]/gaps/0/remaining", -7122},
      {"file line 45559: 1406", annulled, "levels/0/gaps/0/accounts/0/amount", -1406},
      {"file line 45563: 1555", annulled, "levels/0/gaps/0/accounts/1/amount", -1555},
      {"file line 92554: 2381", annulled, "levels/0/gaps/0/accounts/2/amount", -2381},
      {"file line 92561: 1780", annulled, "levels/0/gaps/0/accounts/3/amount", -1780},
      {"annulled later: a real roll-up discrepancy", annulled, "levels/0/gaps/0/remaining", 0},
  };
  expect_answers(answers);
}

}  // namespace
}  // namespace tallyward
