// Access to observation, events, disruptions.
#include <filesystem>

#include "base/file.h"
#include "founding.h"

namespace tallyward::founding {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(T04, ObstaclesToObservationStandInDateOrderUnderANeutralTitle) {
  const Json view =
      founding::view({"event", "list", kz2021(), "--group", "Obstacles to observation"}, kSourced);
  std::vector<std::string> ids;
  for (const Json& event : view["events"]) ids.push_back(event["id"]);
  // E27 is known to the month only: it stands before the days of its month.
  EXPECT_EQ(ids, (std::vector<std::string>{"E04", "E09", "E13", "E27", "E19", "E26", "E28"}));
  EXPECT_EQ(one(view["events"], "id", "E13")["days_from_election_day"], -12);
  EXPECT_EQ(one(view["events"], "id", "E26")["days_from_election_day"], 5);
  EXPECT_TRUE(one(view["events"], "id", "E04")["days_from_election_day"].is_null());
  EXPECT_THAT(one(view["events"], "id", "E26")["latest_outcome"].get<std::string>(), HasSubstr("retracted"));
  for (const char* word : {"obstruct", "crackdown", "fraud", "harass"})
    EXPECT_THAT(run({"event", "list", kz2021()}).text, Not(HasSubstr(word)));
}

TEST(T18, MoreThanNinetyStationsIsMoreThanAShareAndVisitsAreNotStations) {
  const Json view = founding::view({"mission", "coverage", kz2021()}, kSourced);
  const Json odihr = where(view["coverage"], "organisation", "OSCE/ODIHR").at(0);
  EXPECT_EQ(odihr["stations"], "more than 90");
  EXPECT_EQ(odihr["stations_of"], 10061);
  EXPECT_EQ(odihr["share_percent"], "more than 0.89");
  const Json fixture = founding::view({"mission", "coverage", training()}, kSynthetic);
  const Json all = one(fixture["own_visits"], "phase", "all phases");
  EXPECT_EQ(all["distinct_stations"], 86);
  EXPECT_EQ(all["visits"], 115);
  EXPECT_THAT(all_notes(fixture), HasSubstr("A limited mission"));
}

TEST(T21, RulesShortlyBeforeTheVoteAreFlaggedLate) {
  const Json view = founding::view({"access", "rules", kz2021()}, kSourced);
  EXPECT_EQ(one(view["rules"], "id", "R3")["late"], "late 30 days");
  EXPECT_EQ(one(view["rules"], "id", "R1")["late"], "late one year");  // Its day is not known, its month is.
  for (const Json& rule : view["rules"]) EXPECT_FALSE(rule["sources"].empty()) << rule;
}

TEST(T22, TheTestRuleGivesTwelveDaysNoticeAndFiveToRegister) {
  const Json rule = one(founding::view({"access", "rules", kz2021()}, kSourced)["rules"], "id", "R3");
  EXPECT_EQ(rule["published"], "2020-12-29");
  EXPECT_EQ(rule["notice_days"], 12);
  EXPECT_EQ(rule["days_to_register"], 5);
  EXPECT_EQ(rule["test_window"], "2021-01-05 – 2021-01-09");
  EXPECT_EQ(rule["repealed"], "2021-03-05");
  EXPECT_THAT(rule["where"].get<std::string>(), HasSubstr("risk zones"));
  EXPECT_EQ(rule["affected"].size(), 4U);
}

TEST(T23, DenialsOnTheHealthGroundHaveClassesAndNoInventedCounts) {
  const Json view = founding::view({"access", "denials", kz2021(), "--ground", "health"}, kQuotation);
  ASSERT_EQ(view["denials"].size(), 2U);
  for (const Json& row : view["by_class"]) EXPECT_TRUE(row["count"].is_null()) << row;
  EXPECT_EQ(one(view["by_class"], "class", "journalists")["entries_without_count"], 1);
  EXPECT_EQ(view["denials"][0]["finding"], "F09");
  EXPECT_EQ(run({"access", "denials", kz2021(), "--ground", "heath"}).exit_code, cli::kCouldNot);
}

TEST(T24, TwoThousandPlannedAreGivenJointlyAndTheShareNeedsADefinition) {
  const Json real = founding::view({"access", "funnel", kz2021()}, kQuotation);
  Json joint;
  std::int64_t international = 0;
  for (const Json& row : real["organisations"]) {
    if (!row["planned"].is_null()) joint = row;
    if (row["kind"] == "international")
      international += row["accredited"].is_null() ? 0 : row["accredited"].get<std::int64_t>();
  }
  EXPECT_EQ(joint["planned"], 2000);
  EXPECT_THAT(joint["organisation"].get<std::string>(), HasSubstr("together"));
  EXPECT_TRUE(joint["reported"].is_null());
  EXPECT_TRUE(joint["not_effective_percent"].is_null());
  EXPECT_THAT(joint["quotation"].get<std::string>(), HasSubstr("Domanski, head of the ODIHR LEOM"));
  EXPECT_THAT(joint["quotation"].get<std::string>(), HasSubstr("nearly 90 per cent"));
  EXPECT_THAT(joint["losses"].get<std::string>(), HasSubstr("health rule (not known)"));
  EXPECT_THAT(all_notes(real), HasSubstr("nobody defined what \"effective\" means"));
  EXPECT_EQ(international, 398);
  // The fixture: 200 of 2,000 effective, with the definition; without it there is no share.
  const Json fixture = founding::view({"access", "funnel", training()}, kSynthetic);
  const Json a = one(fixture["organisations"], "organisation", "Organisation A and Organisation B together");
  EXPECT_EQ(a["not_effective_percent"], "90.0");
  EXPECT_THAT(a["definition_of_effective"].get<std::string>(),
              HasSubstr("admitted for voting and for the count"));
  EXPECT_TRUE(
      one(fixture["organisations"], "organisation", "Organisation C")["not_effective_percent"].is_null());
}

TEST(T25, RemovalsWithoutAListedGroundAreRecordedAndMarkedDiscretionary) {
  const Json real = founding::view({"access", "denials", kz2021()}, kSourced);
  EXPECT_EQ(one(real["denials"], "id", "D4")["discretionary"], true);
  EXPECT_EQ(one(real["denials"], "id", "D1")["discretionary"], false);
  const Json view = founding::view({"access", "denials", training()}, kSynthetic);
  EXPECT_EQ(one(view["denials"], "id", "TD2")["discretionary"], true);
  EXPECT_EQ(one(view["denials"], "id", "TD2")["discretion"], "no listed ground");
  EXPECT_EQ(one(view["denials"], "id", "TD1")["appeal"], "no");
  EXPECT_EQ(one(view["by_ground"], "ground", "Disturbing the work of the commission")["count"], 3);
  EXPECT_EQ(one(view["by_ground"], "ground", "no listed ground")["count"], 2);
}

TEST(T26, FinesAddUpAndNeverStandWithoutTheirOutcome) {
  const Json view = founding::view({"access", "pressure", kz2021()}, kSourced);
  std::int64_t tenge = 0;
  for (const Json& row : view["pressure"]) {
    if (!row["amount"].is_null()) tenge += row["amount"].get<std::int64_t>();
    EXPECT_THAT(row["latest_outcome"].get<std::string>(), HasSubstr("retracted")) << row;
    EXPECT_FALSE(row["outcome_date"].get<std::string>().empty());
  }
  EXPECT_EQ(tenge, 1'166'800 * 2 + 2'333'600 + 277'800);
  EXPECT_EQ(tenge, 4'945'000);
  EXPECT_EQ(one(view["amounts"], "currency", "KZT")["amount"], tenge);
  EXPECT_EQ(one(view["pressure"], "id", "Q1")["suspension_months"], 3);
  EXPECT_THAT(one(view["pressure"], "id", "Q1")["role"].get<std::string>(),
              HasSubstr("observer organisation"));
  // Without consent no name leaves, in no form.
  const Answer withheld = run({"access", "pressure", training(), "--json"});
  EXPECT_THAT(withheld.text, Not(HasSubstr("Organisation D")));
  EXPECT_THAT(withheld.text, HasSubstr("name withheld"));
}

TEST(T26, ASanctionWithoutItsOutcomeIsRefusedWithItsPlace) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tallyward_no_outcome";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(training(), folder);
  ASSERT_TRUE(base::write_file(folder / "pressure.csv",
                               "pressure_id,date,organisation,instrument,latest_outcome,outcome_date,consent,"
                               "outcome_source,source\n"
                               "P1,2026-10-01,X,fine,,2026-12-31,given,Z1,Z1\n")
                  .has_value());
  testing::internal::CaptureStderr();
  const Answer answer = run({"access", "pressure", folder});
  const std::string complaint = testing::internal::GetCapturedStderr();
  EXPECT_EQ(answer.exit_code, cli::kCouldNot);
  EXPECT_THAT(complaint,
              HasSubstr("pressure.csv:2:5: found '', expected a value in the column 'latest_outcome'"));
  std::filesystem::remove_all(folder);
}

TEST(T28, TheChainRunsFromTheRuleToAccessInTotalsOnly) {
  const Json view = founding::view({"access", "impact", kz2021()}, kQuotation);
  const Json rule = one(view["chain"], "event", "E13");
  EXPECT_EQ(rule["finding"], "F09");
  EXPECT_EQ(rule["figure"], "nearly 90");
  EXPECT_THAT(rule["said_by"].get<std::string>(), HasSubstr("Domanski"));
  EXPECT_EQ(view["totals"][0]["planned"], 2000);
  EXPECT_TRUE(view["totals"][0]["reported"].is_null());
  EXPECT_THAT(all_notes(view), HasSubstr("there is no map"));
  EXPECT_THAT(all_notes(view), HasSubstr("E13"));
}

TEST(T31, OneSourceIsSaidToBeOneAndAnIndependentMeasurementRaisesTheDegree) {
  const Json real = founding::view({"disruption", "list", kz2021()}, kSourced);
  EXPECT_EQ(real["disruptions"][0]["event"], "E18");
  EXPECT_EQ(real["disruptions"][0]["degree"], "single source");
  EXPECT_TRUE(real["disruptions"][0]["late_during"].is_null());
  // An OONI-like file (invented measurements) of another organisation, imported into a copy.
  const auto folder = std::filesystem::path(testing::TempDir()) / "tallyward_ooni";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(kz2021(), folder);
  ASSERT_TRUE(base::write_file(folder / "ooni.json", R"({"results": [
    {"measurement_start_time": "2021-01-10T06:20:00Z", "probe_asn": "AS64500", "probe_cc": "KZ", "test_name": "web_connectivity",
     "input": "https://example.org/", "anomaly": true, "confirmed": false, "failure": false},
    {"measurement_start_time": "2021-01-10T06:40:00Z", "probe_asn": "AS64500", "probe_cc": "KZ", "test_name": "web_connectivity",
     "input": "https://example.org/", "anomaly": false, "confirmed": false, "failure": false}]})")
                  .has_value());
  EXPECT_EQ(run({"disruption", "import", folder, folder / "ooni.json", "--tool", "ooni", "--source", "S66"})
                .exit_code,
            0);
  const Json more = founding::view({"disruption", "list", folder}, kSourced);
  EXPECT_EQ(more["disruptions"][0]["degree"], "independent sources");
  EXPECT_EQ(more["disruptions"][0]["independent_sources"], 2);
  EXPECT_EQ(more["measurements"][0]["signals"], 1);
  EXPECT_EQ(more["measurements"][0]["of"], 2);
  std::filesystem::remove_all(folder);
  // Late forms during an interruption, on the fixture; the one that only cites the reporter does not count.
  const Json fixture = founding::view({"disruption", "list", training()}, kSynthetic);
  EXPECT_EQ(fixture["disruptions"][0]["measured_by"], Json::array({"Measuring body X"}));
  EXPECT_EQ(fixture["disruptions"][0]["late_during"],
            "8 of 12 reports due in that time were late or did not come (1 did not come)");
  EXPECT_THAT(all_notes(fixture), HasSubstr("No cause is claimed"));
}

}  // namespace
}  // namespace tallyward::founding
