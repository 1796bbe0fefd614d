// What leaves the mission: nothing before the last station has closed everywhere, nothing by one person
// alone, nothing that points at a team; withdrawn at once by one.
#include "journeys/approve.h"
#include "journeys/staff_records.h"
#include "mission_fixture.h"

namespace tallyward {
namespace {

using nlohmann::json;

class MissionRelease : public MissionFixture {
 protected:
  void SetUp() override {
    MissionFixture::SetUp();
    add("head", accounts::Role::head_of_mission);
    add("holder", accounts::Role::key_holder);
    add("security", accounts::Role::security);
  }
  /// Election day is over everywhere (the sample's last closing is on 29 November 2026).
  void after_the_day() { clock_.ahead = std::chrono::hours(24 * 10); }

  /// Asks as one, confirms as the other; what the confirmation gave.
  json two_people(const std::string& target, const json& body) {
    const std::string approval = post(target, log_in("head"), body, 202)["approval"];
    post("/api/v1/approvals/" + approval + "/confirm", log_in("head"), json::object(), 403);
    return post("/api/v1/approvals/" + approval + "/confirm", log_in("holder"), json::object());
  }
  void reports_by(int teams, const std::string& station, const std::string& answer) {
    for (int i = 0; i < teams; ++i) {
      auto one = phone("team-r" + std::to_string(i));
      report(*one, {{"@kind", "visit"}, {"@form", "VO 1"}, {"@station", station}, {"q.VO24", answer}});
    }
  }
};

TEST_F(MissionRelease, NothingIsOpenedBeforeTheLastStationClosesInEveryTimeZone) {
  const json refused = post("/api/v1/portal/coverage/open", log_in("head"), {{"reason", "early"}}, 409);
  EXPECT_NE(refused.dump().find("embargo"), std::string::npos);
  for (const char* part : {"stations", "coverage", "observation", "incidents", "results", "estimates"}) {
    client_->send("GET", std::string("/api/v1/public/") + part).value();
    get(std::string("/api/v1/public/") + part, {}, 404);
  }
  post("/api/v1/portal/nothing/open", log_in("head"), {{"reason", "x"}}, 400);
  // A station further west closes later by the sun, and the embargo with it.
  mission::MissionSettings settings = mission_->settings();
  settings.closing_time = "20:00";
  settings.legal_silence_minutes = 30;
  const base::Time east = mission::embargo_ends(settings, {"Asia/Almaty"}).value();
  EXPECT_EQ(mission::embargo_ends(settings, {"Asia/Almaty", "Europe/Lisbon"}).value() - east,
            std::chrono::hours(5));
  settings.last_closing += std::chrono::hours(48);
  EXPECT_EQ(mission::embargo_ends(settings, {"Asia/Almaty"}).value(),
            settings.last_closing + std::chrono::minutes(30));
  EXPECT_FALSE(mission::embargo_ends(settings, {"Nowhere/Here"}));
}

TEST_F(MissionRelease, ReleasesPassTheGateAndTwoPeopleAndHideFewTeams) {
  reports_by(4, "1001", "no");
  reports_by(1, "1002", "yes");
  after_the_day();
  json gate = get("/api/v1/releases/gate?part=observation", log_in("security"));
  EXPECT_FALSE(gate["ok"]);
  EXPECT_EQ(gate["missing"][0]["what"], "risk_note");
  post("/api/v1/releases", log_in("head"), {{"part", "observation"}, {"reason", "statement"}}, 409);
  post("/api/v1/risk_notes", log_in("head"), {{"part", "observation"}, {"text", "x"}}, 403);
  post("/api/v1/risk_notes", log_in("security"), {{"part", "observation"}, {"text", "low"}}, 201);
  const json made = two_people("/api/v1/releases", {{"part", "observation"}, {"reason", "statement"}});
  EXPECT_EQ(made["release"], "R-000001");
  get("/api/v1/public/observation", {}, 404);
  two_people("/api/v1/portal/observation/open", {{"reason", "statement"}});
  const json released = get("/api/v1/public/observation", {});
  bool seen = false;
  for (const json& table : released["tables"]) {
    if (table["table"] != "VO/1/VO24") continue;
    seen = true;
    EXPECT_EQ(table["left_out"], json::array({"Southmark"})) << "one team was there";
    for (const json& cell : table["cells"]) {
      EXPECT_NE(cell["answer"], "yes") << "one team said so, where it was alone";
      EXPECT_NE(cell["group"], "Southmark");
      EXPECT_EQ(cell["n"], 4) << cell.dump();
    }
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(released.dump().find("team-r"), std::string::npos);
  EXPECT_EQ(released.dump().find("behind"), std::string::npos);
  // One report more: the second release minus the first would be that report.
  reports_by(1, "1001", "no");
  post("/api/v1/risk_notes", log_in("security"), {{"part", "observation"}, {"text", "again"}}, 201);
  two_people("/api/v1/releases", {{"part", "observation"}, {"reason", "update"}});
  const json second = get("/api/v1/public/observation", {});
  for (const json& table : second["tables"]) {
    for (const json& cell : table["cells"]) {
      if (table["table"] == "VO/1/VO24") {
        EXPECT_TRUE(cell["n"].is_null()) << cell.dump();
      }
    }
  }
  // Withdrawn by one, at once; a second confirms it afterwards, or it raises an alert.
  const std::string closing =
      post("/api/v1/portal/observation/close", log_in("head"), {{"reason", "threat"}})["approval"];
  get("/api/v1/public/observation", {}, 404);
  clock_.ahead += std::chrono::hours(25);
  EXPECT_EQ(journeys::lapse_approvals(*mission_).value(), 1);
  post("/api/v1/approvals/" + closing + "/confirm", log_in("holder"), json::object(), 409);
  get("/api/v1/public/observation", {}, 404);
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionRelease, IncidentsNeedConsentAndReviewedPhotos) {
  auto one = phone("team-01");
  report(*one, {{"@kind", "incident"},
                {"@form", "INC 1"},
                {"@station", "1001"},
                {"q.severity", "3"},
                {"q.kind", "violence"},
                {"q.people_at_risk", "yes"},
                {"attachment.1", "sha256 AAAA 100 image/jpeg"}});
  after_the_day();
  post("/api/v1/incidents/I-000001/assign", log_in("head"), {{"other", "head"}});
  post("/api/v1/incidents/I-000001/verify", log_in("head"), json::object());
  const auto missing = [&] {
    std::vector<std::string> what;
    const json gate = get("/api/v1/releases/gate?part=incidents", log_in("head"));
    for (const json& item : gate["missing"]) what.push_back(item["what"]);
    return what;
  };
  EXPECT_EQ(missing(), (std::vector<std::string>{"risk_note", "consent", "consent", "photo_review"}));
  post("/api/v1/consents", log_in("head"), {{"about", "I-000001"}, {"who", "source"}, {"given", true}}, 201);
  post("/api/v1/consents", log_in("head"), {{"about", "I-000001"}, {"who", "victim"}, {"given", false}}, 201);
  EXPECT_EQ(missing(), (std::vector<std::string>{"risk_note", "consent", "photo_review"})) << "refused";
  post("/api/v1/consents", log_in("head"), {{"about", "I-000001"}, {"who", "victim"}, {"given", true}}, 201);
  post("/api/v1/photo_reviews", log_in("head"), {{"sha256", "AAAA"}, {"outcome", "withheld"}}, 201);
  EXPECT_EQ(missing(), (std::vector<std::string>{"risk_note"}));
}

TEST_F(MissionRelease, AccountsAreGrantedByTwoAndEndedByOne) {
  const json asked{
      {"login", "anna"}, {"roles", {"data_clerk"}}, {"regions", {"Northshire"}}, {"reason", "new"}};
  post("/api/v1/accounts", log_in("security"), asked, 403);
  const json gave = two_people("/api/v1/accounts", asked);
  post("/api/v1/activate", {}, {{"login", "anna"}, {"token", "wrong"}, {"password", kPassword}}, 403);
  post("/api/v1/activate", {}, {{"login", "anna"}, {"token", gave["activation"]}, {"password", "short"}},
       400);
  post("/api/v1/activate", {}, {{"login", "anna"}, {"token", gave["activation"]}, {"password", kPassword}});
  post("/api/v1/activate", {}, {{"login", "anna"}, {"token", gave["activation"]}, {"password", kPassword}},
       403);
  const Headers anna = log_in("anna");
  EXPECT_EQ(get("/api/v1/session", anna)["scope"], json::array({"Northshire"}));
  EXPECT_EQ(get("/api/v1/session", anna)["needs"], json::array({"second_factor"}));
  get("/api/v1/protocol_jobs", anna, 403);
  post("/api/v1/accounts/anna/disable", log_in("security"), {{"reason", "left"}});
  get("/api/v1/session", anna, 401);
}

}  // namespace
}  // namespace tallyward
