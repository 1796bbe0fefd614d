// Quality through the day: rules, questions, copies that conflict, overdue incidents, silent teams.
#include "journeys/on_the_minute.h"
#include "mission_fixture.h"

namespace tallyward {
namespace {

using nlohmann::json;

class MissionQuality : public MissionFixture {
 protected:
  void SetUp() override {
    MissionFixture::SetUp();
    add("head", accounts::Role::head_of_mission);
    add("analyst", accounts::Role::analyst);
  }
};

TEST_F(MissionQuality, RulesFlagOrVerifyAndTablesShowBoth) {
  auto one = phone("team-01");
  const std::string calm = report(*one, {{"@kind", "visit"},
                                         {"@form", "VO 1"},
                                         {"@station", "1001"},
                                         {"arrived", "2026-11-29T07:00+05:00"},
                                         {"left", "2026-11-29T07:30+05:00"},
                                         {"q.VO24", "no"}});
  const std::string odd = report(*one, {{"@kind", "visit"},
                                        {"@form", "VO 1"},
                                        {"@station", "1002"},
                                        {"arrived", "2026-11-29T07:10+05:00"},
                                        {"left", "2026-11-29T07:40+05:00"},
                                        {"q.VO24", "yes"},
                                        {"q.VO58", "very_good"}});
  const Headers head = log_in("head");
  EXPECT_EQ(get("/api/v1/visits/" + calm, head)["state"], "verified");
  const json flagged = get("/api/v1/visits/" + odd, head);
  EXPECT_EQ(flagged["state"], "flagged");
  std::set<std::string> codes;
  for (const json& flag : flagged["flags"]) codes.insert(flag["code"]);
  EXPECT_TRUE(codes.contains("D2")) << "two places at once";
  EXPECT_TRUE(codes.contains("C1")) << "very good with stuffing seen";
  EXPECT_EQ(flagged["assessment"], "very_good");
  const json both = get("/api/v1/answers?form=VO&question=VO24", head);
  EXPECT_EQ(both["n"], 2);
  EXPECT_EQ(both["without_flagged"]["n"], 1);
  EXPECT_EQ(both["without_flagged"]["counts"], (json{{"no", 1}}));
  post("/api/v1/visits/" + odd + "/decision", head, {{"decision", "quarantined"}, {"reason", "called"}});
  EXPECT_EQ(get("/api/v1/answers?form=VO&question=VO24", head)["n"], 1);
  EXPECT_EQ(get("/api/v1/stations/1002", head)["assessments"].size(), 0U) << "quarantined";
}

TEST_F(MissionQuality, AQuestionGoesToTheTeamAndItsCorrectionAnswersIt) {
  auto one = phone("team-01");
  const std::string first =
      report(*one, {{"@kind", "visit"}, {"@form", "VO 1"}, {"@station", "1001"}, {"q.VO24", "yes"}});
  const Headers head = log_in("head");
  post("/api/v1/visits/" + first + "/query", head, {{"question", "VO24"}, {"text", "Seen or told?"}});
  const json open = get("/api/v1/queries?state=open", head)["items"];
  ASSERT_EQ(open.size(), 1U);
  const auto leaf = crypto::hash_from_hex(first).value();
  const std::string second =
      report(*one, {{"@kind", "visit"},
                    {"@form", "VO 1"},
                    {"@station", "1001"},
                    {"q.VO24", "no"},
                    {"@corrects", crypto::to_base64(leaf)},
                    {"answers_query", std::to_string(open[0]["id"].get<std::int64_t>())}});
  EXPECT_EQ(get("/api/v1/queries?state=open", head)["items"].size(), 0U);
  EXPECT_EQ(get("/api/v1/queries", head)["items"][0]["answer"], second);
  EXPECT_EQ(get("/api/v1/visits/" + first, head)["superseded_by"], second);
  EXPECT_EQ(get("/api/v1/answers?form=VO&question=VO24", head)["counts"], (json{{"no", 1}}));
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionQuality, CopiesOfOneProtocolThatConflictAreSetAside) {
  auto one = phone("team-01");
  auto two = phone("team-02");
  const auto copy = [](const char* valid) {
    return std::vector<transparency::Field>{
        {"@kind", "protocol"}, {"@form", "PR 1"}, {"@station", "1001"}, {"p.valid", valid}, {"p.issued", ""}};
  };
  const std::string a = report(*one, copy("120"));
  const Headers head = log_in("head");
  EXPECT_NE(get("/api/v1/visits/" + a, head)["state"], "quarantined");
  const std::string b = report(*two, copy("0120"));
  EXPECT_NE(get("/api/v1/visits/" + b, head)["state"], "quarantined") << "0120 is 120";
  auto three = phone("team-03");
  const std::string c = report(*three, copy("210"));
  for (const std::string& record : {a, b, c})
    EXPECT_EQ(get("/api/v1/visits/" + record, head)["state"], "quarantined") << record;
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionQuality, AnOverdueIncidentReallyEscalatesAndOnlyOncePerTerm) {
  auto one = phone("team-01");
  report(*one, {{"@kind", "incident"},
                {"@form", "INC 1"},
                {"@station", "1001"},
                {"q.severity", "4"},
                {"q.kind", "violence"}});
  EXPECT_EQ(journeys::on_the_minute(*mission_).escalated, 0);
  clock_.ahead = std::chrono::minutes(31);
  EXPECT_EQ(journeys::on_the_minute(*mission_).escalated, 1);
  EXPECT_EQ(journeys::on_the_minute(*mission_).escalated, 0) << "a new term has begun";
  const json incident = get("/api/v1/incidents/I-000001", log_in("head"));
  EXPECT_EQ(incident["escalated_to"], "regional_coordinator");
  EXPECT_EQ(incident["state"], "new");
  clock_.ahead = std::chrono::minutes(60);
  EXPECT_EQ(journeys::on_the_minute(*mission_).escalated, 1);
  EXPECT_EQ(get("/api/v1/incidents/I-000001", log_in("head"))["escalated_to"], "head_of_mission");
}

TEST_F(MissionQuality, ASilentTeamIsAskedWhetherItIsWellBeforeAnybodyAsksForData) {
  // The sample's visits begin on 29 November 2026 at 06:30 in Almaty; four hours later nobody was heard.
  const auto noon = mission::instant_of("2026-11-29T10:31", "Asia/Almaty").value();
  clock_.ahead = std::chrono::duration_cast<std::chrono::milliseconds>(noon - journeys::SystemClock().now());
  EXPECT_EQ(journeys::on_the_minute(*mission_).welfare_checks, 2) << "both teams";
  EXPECT_EQ(journeys::on_the_minute(*mission_).welfare_checks, 0) << "one check at a time";
  const Headers head = log_in("head");
  const json late = get("/api/v1/late", head)["items"];
  ASSERT_EQ(late.size(), 2U);
  EXPECT_EQ(late[0]["minutes_late"], 91);
  EXPECT_EQ(late[0]["welfare_open"], true);
  const std::string team = late[0]["team"];
  const json call{{"team", team}, {"purpose", "report"}, {"outcome", "no_answer"}};
  EXPECT_EQ(post("/api/v1/late/attempts", head, call, 409)["code"], "welfare_first");
  post("/api/v1/late/attempts", head, {{"team", team}, {"purpose", "welfare"}, {"outcome", "no_answer"}},
       201);
  std::string check;
  const json open = get("/api/v1/welfare?state=open", head);
  for (const json& one : open["items"]) {
    if (one["team"] == team) check = one["check"];
  }
  post("/api/v1/welfare/" + check + "/close", head, {{"outcome", "maybe"}}, 400);
  post("/api/v1/welfare/" + check + "/close", head, {{"outcome", "safe"}, {"note", "no network"}});
  post("/api/v1/late/attempts", head, call, 201);
  EXPECT_EQ(journeys::on_the_minute(*mission_).welfare_checks, 0) << "it was heard of just now";
  EXPECT_TRUE(mission_->rebuild_views().value());
}

}  // namespace
}  // namespace tallyward
