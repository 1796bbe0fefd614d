// Missions, statements, findings, benchmarks, recommendations, visits, media.
#include "founding.h"

namespace tallyward::founding {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(T01, TheMissionItsHeadAndHisStatementTwoDaysAfterTheVote) {
  const Json missions = founding::view({"mission", "list", kz2021()}, kSourced);
  const Json leom = one(missions["missions"], "id", "odihr-leom-2021");
  EXPECT_EQ(leom["mission_type"], "LEOM");
  EXPECT_EQ(leom["head"], "J. Domanski");
  EXPECT_THAT(leom["limits"].get<std::string>(), HasSubstr("no systematic"));
  const Json said = founding::view({"statement", "list", kz2021(), "--speaker", "Domanski"}, kQuotation);
  ASSERT_FALSE(said["statements"].empty());
  for (const Json& row : said["statements"]) {
    EXPECT_EQ(row["date"], "2021-01-12");
    EXPECT_EQ(row["mission_type"], "LEOM");
    EXPECT_THAT(row["sources"], Contains(Json("S01")));
  }
  EXPECT_THAT(run({"mission", "list", training()}).text,
              Not(HasSubstr("OSCE")));  // Invented forms, invented names.
}

TEST(T02, AConclusionNeedsAFinding) {
  const Json real = founding::view({"finding", "conclusions", kz2021()}, kQuotation);
  const Json first = one(real["conclusions"], "id", "K1");
  EXPECT_EQ(first["phase"], "preliminary");
  EXPECT_EQ(first["benchmarks"], Json::array({"CPH-7.5", "CPH-7.6"}));
  EXPECT_EQ(first["publishable"], true);
  const Json fixture =
      founding::view({"finding", "conclusions", training()}, kSynthetic, cli::kDifferencesFound);
  EXPECT_EQ(one(fixture["conclusions"], "id", "TK2")["text"], "withheld");
  EXPECT_THAT(run({"finding", "conclusions", training(), "--json"}).text, Not(HasSubstr("nothing carries")));
}

TEST(T03, TextsOnOneThemeStandSideBySideWithoutAScore) {
  const Json view = founding::view({"statement", "consistency", kz2021(), "--theme", "counting"}, kQuotation);
  ASSERT_EQ(view["side_by_side"].size(), 2U);
  EXPECT_EQ(view["side_by_side"][0]["form"], "report");
  EXPECT_THAT(view["side_by_side"][1]["speaker"].get<std::string>(), HasSubstr("Domanski"));
  for (const Json& row : view["side_by_side"]) EXPECT_FALSE(row.contains("tone"));
  EXPECT_THAT(all_notes(view), HasSubstr("No score of tone"));
}

TEST(T05, VisitsSayNOfNAndNoCountrywideShare) {
  const Json view = founding::view({"visit", "profile", training()}, kSynthetic);
  const Json overall = one(view["profile"], "question", "VO-overall");
  EXPECT_EQ(overall["visits"], 90);
  EXPECT_EQ(overall["answered"].get<int>() + overall["not_answered"].get<int>(), 90);
  EXPECT_EQ(overall["positive"].get<int>() + overall["negative"].get<int>(), overall["answered"].get<int>());
  EXPECT_THAT(overall["said"].get<std::string>(),
              HasSubstr("of " + std::to_string(overall["answered"].get<int>()) + " answers"));
  EXPECT_THAT(run({"visit", "profile", training()}).text, Not(HasSubstr("%")));
  EXPECT_THAT(one(view["profile"], "question", "VO-health")["topic"].get<std::string>(), HasSubstr("health"));
}

TEST(T06, TransparencyIsAProfileOfQuestionsAndNoIndex) {
  const Json view = founding::view({"visit", "profile", training(), "--topic", "transparency"}, kSynthetic);
  EXPECT_EQ(view["profile"].size(), 6U);
  const Json seen = one(view["profile"], "question", "VO-view");
  EXPECT_EQ(seen["negative_visits"].size(),
            seen["negative"].get<std::size_t>());                     // The list behind the count.
  const Json nobody = one(view["profile"], "question", "TA-screen");  // No tabulation was visited.
  EXPECT_EQ(nobody["said"], "not observed");
  EXPECT_TRUE(nobody["positive"].is_null());
  EXPECT_THAT(all_notes(view), HasSubstr("no index"));
}

TEST(T10, PhasesHaveTheirOwnCountsAndMissingFormsSayNothing) {
  const Json view = founding::view({"visit", "profile", training(), "--topic", "rating"}, kSynthetic);
  const Json count = one(view["profile"], "question", "CC-overall");
  EXPECT_EQ(count["phase"], "counting");
  EXPECT_EQ(count["visits"], 15);
  EXPECT_LE(count["answered"].get<int>(), 15);
  EXPECT_EQ(one(view["profile"], "question", "TA-overall")["said"], "not observed");
  // Of Kazakhstan only the words are known: no count is made of them.
  const Json real = founding::view({"finding", "list", kz2021(), "--section", "election day"}, kQuotation);
  EXPECT_TRUE(one(real["findings"], "id", "F12")["figure"].is_null());
}

TEST(T12, OurReadingsAreMarkedAndNeverAddedUp) {
  const Json view = founding::view({"recommendation", "matrix", kz2021()}, kSourced);
  EXPECT_THAT(all_notes(view), HasSubstr("No share is given: of 22 recommendations none"));
  EXPECT_THAT(all_notes(view), HasSubstr("Tallyward reading, theme level, incomplete list"));
  EXPECT_EQ(view["theme_status"].size(), 12U);
  EXPECT_EQ(one(view["theme_status"], "wording", "impartiality of election administration")["status"],
            "quotation only");
  const Json list = founding::view({"recommendation", "list", kz2021()}, kSourced);
  EXPECT_EQ(list["recommendations"].size(), 22U);
  for (const Json& row : list["recommendations"])
    EXPECT_TRUE(row["assessor"] == "tallyward reading" || row["assessor"] == "nobody") << row;
  EXPECT_EQ(one(list["recommendations"], "id", "KZ19-b")["times_made"], 3);  // 2012, 2016, 2019.
  EXPECT_EQ(one(list["recommendations"], "id", "KZ19-b")["first_made"], "2012");
}

TEST(T13, FourOfTenAddressedThreeOfFourOnlyPartially) {
  const Json view = founding::view({"recommendation", "matrix", training()}, kSynthetic);
  EXPECT_THAT(all_notes(view), HasSubstr("4 of 10 addressed; 3 of 4 only partially: most not addressed; of "
                                         "those addressed most only partially"));
}

TEST(T14, TheSixThemesFilterRecommendationsFindingsAndCommitments) {
  for (const char* theme : {"fundamental-freedoms", "impartiality", "eligibility", "legislation", "media",
                            "party-registration"}) {
    EXPECT_FALSE(
        founding::view({"recommendation", "list", kz2021(), "--theme", theme}, kSourced)["recommendations"]
            .empty())
        << theme;
    const Json found = Json::parse(run({"finding", "list", kz2021(), "--theme", theme, "--json"}).text);
    EXPECT_FALSE(found["findings"].empty()) << theme;
  }
  EXPECT_FALSE(
      founding::view({"benchmark", "list", kz2021(), "--theme", "media"}, kSourced)["benchmarks"].empty());
  EXPECT_EQ(run({"finding", "list", kz2021(), "--theme", "medai"}).exit_code, cli::kCouldNot);
}

TEST(T15, PriorityRecommendationsComeFirst) {
  const Json view = founding::view({"recommendation", "list", kz2021()}, kSourced);
  bool other_seen = false;
  for (const Json& row : view["recommendations"]) {
    if (row["priority"] == false) other_seen = true;
    if (row["priority"] == true) {
      EXPECT_FALSE(other_seen) << row["id"];
    }
  }
  EXPECT_EQ(view["recommendations"][0]["id"], "KZ21-a");
}

TEST(T16, CommitmentsAreLoadedAndFindingsNameThem) {
  const Json view = founding::view({"benchmark", "list", kz2021()}, kSourced);
  EXPECT_EQ(view["benchmarks"].size(), 56U);  // 55 of the catalogue and the national law.
  const Json observers = one(view["benchmarks"], "id", "CPH-8");
  EXPECT_EQ(observers["not_met"], 2);
  EXPECT_EQ(observers["findings"], Json::array({"F09", "F43"}));
  EXPECT_EQ(one(view["benchmarks"], "id", "CPH-5.1")["not_met"], 0);
}

TEST(T27, AClaimIsConfirmedOnlyByAnIndependentSource) {
  const Json real = founding::view({"finding", "claims", kz2021()}, kSourced);
  EXPECT_EQ(one(real["claims"], "id", "C1")["status"], "confirmed");
  EXPECT_EQ(one(real["claims"], "id", "C4")["status"], "supported");  // In kind only.
  EXPECT_EQ(one(real["claims"], "id", "C5")["status"], "single source");
  EXPECT_EQ(one(real["claims"], "id", "C6")["status"], "contested");
  const Json fixture = founding::view({"finding", "claims", training()}, kSynthetic);
  EXPECT_EQ(one(fixture["claims"], "id", "TC1")["status"], "confirmed");
  // Two media, one citing the claimant and one citing the other: three sources, none independent.
  EXPECT_EQ(one(fixture["claims"], "id", "TC2")["status"], "supported");
  EXPECT_EQ(one(fixture["claims"], "id", "TC2")["independent_sources"], 0);
  EXPECT_EQ(one(fixture["claims"], "id", "TC3")["status"], "single source");
}

TEST(T29, ABreachOfACommitmentWhileTheLawIsUnderReview) {
  const Json finding =
      one(founding::view({"finding", "list", kz2021()}, kQuotation)["findings"], "id", "F09");
  const std::string text = finding["benchmarks"].dump();
  EXPECT_THAT(text, HasSubstr("commitment CPH-8: not met"));
  EXPECT_THAT(text, HasSubstr("national law KZ-LAW: under review"));
}

TEST(T30, TheAuthoritysReplyStandsBesideTheFinding) {
  const Json finding =
      one(founding::view({"finding", "list", kz2021()}, kQuotation)["findings"], "id", "F43");
  EXPECT_THAT(finding["authority_reply"].dump(), HasSubstr("officials of Kazakhstan"));
  EXPECT_THAT(finding["authority_reply"].dump(), HasSubstr("[S01]"));
}

TEST(T32, LawsAndCasesAreLinkedToFindingsAndBenchmarks) {
  const Json view = founding::view({"legal", "list", kz2021()}, kSourced);
  EXPECT_EQ(one(view["legal"], "id", "L1")["benchmark"], "ICCPR-19");
  EXPECT_EQ(one(view["legal"], "id", "L1")["finding"], "F41");
  EXPECT_EQ(one(view["legal"], "id", "L3")["kind"], "case");
}

TEST(T33, MediaSharesAddUpToAHundredAndCodersAreCompared) {
  const Json view = founding::view({"media", "summary", training()}, kSynthetic);
  for (const char* table : {"time", "space"}) {
    double sum = 0;  // Of figures rounded to one digit.
    for (const Json& row : view[table]) {
      sum += std::stod(row["share_percent"].get<std::string>());
      EXPECT_EQ(row["positive"].get<int>() + row["neutral"].get<int>() + row["negative"].get<int>(),
                row["amount"].get<int>());
    }
    EXPECT_NEAR(sum, 100.0, 0.11) << table;
  }
  EXPECT_THAT(all_notes(view), HasSubstr("Coders agree on tone for 7 of 10 items coded twice"));
}

TEST(T34, FollowUpActionsHaveDatesAndOutcomeOrSayThereAreNone) {
  const Json fixture = founding::view({"recommendation", "list", training()}, kSynthetic);
  EXPECT_THAT(one(fixture["recommendations"], "id", "TR10")["follow_up"].dump(),
              HasSubstr("legal opinion: 2023-02-01 2023-04-10; opinion published"));
  const Json real = founding::view({"recommendation", "list", kz2021()}, kSourced);
  EXPECT_EQ(real["recommendations"][0]["follow_up"], "no follow-up recorded");
}

TEST(T35, EachRecommendationNamesItsAddressee) {
  const Json real = founding::view({"recommendation", "list", kz2021()}, kSourced);
  for (const Json& row : real["recommendations"]) EXPECT_FALSE(row["addressee"].is_null()) << row["id"];
  EXPECT_TRUE(real["recommendations"][0]["state_response"].is_null());
  const Json fixture = founding::view({"recommendation", "list", training()}, kSynthetic);
  EXPECT_EQ(one(fixture["recommendations"], "id", "TR10")["state_response"], "accepted");
}

}  // namespace
}  // namespace tallyward::founding
