// Contests, contestants, history, regions, names, results.
#include "founding.h"

namespace tallyward::founding {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(T07, PartyRegistrationByTheMinistryIsApartFromTheBallot) {
  const Json view = founding::view({"contestant", "registration", kz2021()}, kSourced);
  const Json row = view["applications"][0];
  EXPECT_EQ(row["year"], "2020");
  EXPECT_EQ(row["authority"], "Ministry of Justice");
  EXPECT_EQ(row["applications"], 9);
  EXPECT_EQ(row["declined"], 6);
  EXPECT_EQ(row["notified"], 3);
  EXPECT_EQ(row["full_package"], 1);
  EXPECT_TRUE(row["groups"].is_null());  // Names that no source gives stay blank.
  EXPECT_THAT(all_notes(view), HasSubstr("is not registration for the ballot"));
}

TEST(T08, ABoycottIsAStatusWithItsDecision) {
  const Json view = founding::view({"contestant", "list", kz2021()}, kSourced);
  const Json osdp = one(view["contestants"], "id", "OSDP");
  EXPECT_EQ(osdp["status"], "boycott");
  EXPECT_EQ(osdp["admitted_on"], "2020-11-05");
  EXPECT_EQ(osdp["decided_on"], "2020-11-27");
  EXPECT_THAT(osdp["decision"].get<std::string>(), HasSubstr("32/3/5"));
  EXPECT_EQ(osdp["registered_party"], true);
  EXPECT_THAT(all_notes(view), HasSubstr("5 of 6 registered parties contest"));
}

TEST(T09, TheShareIsRecomputedToTwoDigits) {
  const Json view = founding::view({"election", "results", kz2021()}, kSourced);
  const Json first = one(view["results"], "name", "Nur Otan");
  EXPECT_EQ(first["votes"], 5'148'074);
  EXPECT_EQ(first["of"], 7'241'562);
  EXPECT_EQ(first["share_percent"], "71.09");
  EXPECT_EQ(first["agrees"], true);
  std::vector<std::string> in_parliament;
  for (const Json& row : view["results"]) {
    if (!row["seats"].is_null() && row["seats"] > 0) in_parliament.push_back(row["name"]);
  }
  // The same three lists as in the parliament of 2016 (S57), whose lists are in the seat cases.
  EXPECT_EQ(in_parliament.size(), 3U);
}

TEST(T11, ElectionsStandInOrderWithAVersionedContext) {
  const Json view = founding::view({"election", "history", kz2021()}, kSourced);
  std::vector<std::string> titles;
  for (const Json& row : view["elections"]) titles.push_back(row["title"]);
  EXPECT_EQ(titles[0], "Mazhilis 2016");
  EXPECT_EQ(titles[1], "Early presidential election 2019");
  EXPECT_EQ(titles[2], "Mazhilis 2021");
  EXPECT_EQ(view["elections"][2]["version"], 1);
  EXPECT_THAT(view["elections"][2]["context"].get<std::string>(), HasSubstr("resignation of 2019"));
}

TEST(T17, APastConclusionStandsOnlyWithItsSourceAndSpeaker) {
  const Json view = founding::view({"election", "history", kz2021()}, kQuotation);
  for (const Json& row : view["elections"]) {
    EXPECT_FALSE(row["sources"].empty()) << row;
    if (!row["conclusion"].is_null()) {
      EXPECT_FALSE(row["said_by"].is_null()) << row;
    }
  }
  EXPECT_EQ(one(view["context"], "topic", "past elections")["said_by"], "RFE/RL");
}

TEST(T19, RegionsHaveTheCodesOfThenAndNowAndCoverageNamesTheRest) {
  const Json real = founding::view({"region", "list", kz2021()}, kSourced);
  EXPECT_EQ(real["regions"].size(), 17U);
  EXPECT_EQ(one(real["regions"], "code", "KZ-AKM")["code_since_2022"], "KZ-11");
  EXPECT_THAT(all_notes(real),
              HasSubstr("not known from the sources"));  // Which 13 they were no source says.
  const Json coverage = founding::view({"mission", "coverage", kz2021()}, kSourced);
  EXPECT_EQ(where(coverage["coverage"], "organisation", "OSCE/ODIHR").at(0)["regions_percent"], "76");
  const Json fixture = founding::view({"region", "list", training()}, kSynthetic);
  EXPECT_THAT(all_notes(fixture), HasSubstr("13 of 17 regions were visited (76 per cent of regions)"));
  EXPECT_THAT(all_notes(fixture), HasSubstr("Not visited: Silverton, Oakdale, Pinecrest, Birchwold"));
}

TEST(T36, NinetyEightOfAHundredAndSevenSeatsAreElectedDirectly) {
  const Json view = founding::view({"contest", "list", kz2021()}, kSourced);
  std::int64_t seats = 0;
  for (const Json& row : view["contests"]) seats += row["seats"].get<std::int64_t>();
  EXPECT_EQ(seats, 107);
  EXPECT_EQ(one(view["contests"], "id", "list")["seats"], 98);
  EXPECT_THAT(all_notes(view), HasSubstr("98 of 107 seats"));
}

TEST(T37, TheIndirectContestIsKeptOutOfThePopularVoteAndMeasured) {
  const Json view = founding::view({"contest", "list", kz2021()}, kSourced);
  const Json ank = one(view["contests"], "id", "ank");
  EXPECT_EQ(ank["seats"], 9);
  EXPECT_EQ(ank["date"], "2021-01-11");
  EXPECT_EQ(ank["in_popular_vote"], false);
  EXPECT_EQ(ank["benchmark"], "CPH-7.2");
  EXPECT_THAT(all_notes(view),
              HasSubstr("kept out of figures of the popular vote; measured against CPH-7.2"));
}

TEST(T38, SeatsComeWithTheEditionOfTheLaw) {
  const Json view = founding::view({"contest", "list", kz2021()}, kSourced);
  EXPECT_THAT(one(view["contests"], "id", "list")["law"].get<std::string>(), HasSubstr("art. 97-1"));
  EXPECT_THAT(one(view["contests"], "id", "list")["law"].get<std::string>(),
              HasSubstr("edition in force on election day not seen"));
}

TEST(T40, OneNameInThreeSpellingsFindsOneOrganisation) {
  for (const char* asked : {"Kanaty", "Қанаты", "Qanaty"}) {
    const Json view = founding::view({"name", "search", kz2021(), "--name", asked}, kSourced);
    EXPECT_THAT(all_notes(view), HasSubstr("Found: 1.")) << asked;
    for (const Json& row : view["names"]) EXPECT_EQ(row["entity"], "Erkindik Qanaty");
  }
  for (const char* asked : {"Toqaev", "Tokayev", "Тоқаев", "Токаев"})
    EXPECT_THAT(run({"name", "search", kz2021(), "--name", asked}).text, HasSubstr("Found: 1.")) << asked;
  for (const char* asked : {"Nur-Sultan", "Astana", "Астана", "Нұр-Сұлтан"}) {
    const Json view = founding::view({"region", "list", kz2021(), "--name", asked}, kSourced);
    ASSERT_EQ(view["regions"].size(), 1U) << asked;
    EXPECT_EQ(view["regions"][0]["code"], "KZ-AST");
  }
  EXPECT_THAT(run({"name", "search", kz2021(), "--name", "Zzz"}).text, HasSubstr("Found: 0."));
}

TEST(T41, AFactOfTheCountryHasSourceAndDate) {
  const Json view = founding::view({"election", "history", kz2021()}, kQuotation);
  const Json people = one(view["context"], "topic", "population");
  EXPECT_EQ(people["figure"], "about 18000000");
  EXPECT_EQ(people["sources"], Json::array({"S01"}));
  EXPECT_EQ(people["as_of"], "2021-01-12");
}

}  // namespace
}  // namespace tallyward::founding
