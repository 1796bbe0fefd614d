// The day as staff live it: the plan is imported and changed, paper and calls are entered, protocols are
// entered twice, reports are checked, queries answered, silence noticed.
#include <fstream>

#include "base/file.h"
#include "formats/xlsx.h"
#include "journeys/staff_records.h"
#include "mission_fixture.h"

namespace tallyward {
namespace {

using nlohmann::json;

class MissionDay : public MissionFixture {
 protected:
  json import(const std::string& part, const std::string& query, const std::string& bytes, const Headers& who,
              int status = 200) {
    Headers headers = who;
    headers.emplace_back("Content-Type", "text/csv");
    const auto answered =
        client_->send("POST", "/api/v1/imports/" + part + "?" + query, bytes, headers).value();
    EXPECT_EQ(answered.status, status) << answered.body;
    return json::parse(answered.body);
  }
};

TEST_F(MissionDay, APlanIsComparedBeforeItIsImported) {
  add("head", accounts::Role::head_of_mission);
  const Headers head = log_in("head");
  const std::string file =
      "Номер участка;Область;Name;Telephone\n1001;Northshire;New name;+7 701\n2001;Farland;Far school;\n;"
      "Farland;x;\n2002;;y;\n2001;Farland;again;\n";
  json seen = import("stations", "dry_run=1", file, head);
  EXPECT_EQ(seen["rows"], 5);
  EXPECT_EQ(seen["columns"]["station"], "Номер участка");
  EXPECT_EQ(seen["unread"], json::array({"Telephone"})) << "a telephone number is not read";
  EXPECT_EQ(seen["difference"]["added"], json::array({"2001"}));
  ASSERT_EQ(seen["difference"]["changed"].size(), 1U);
  EXPECT_EQ(seen["difference"]["changed"][0]["key"], "1001");
  EXPECT_EQ(seen["difference"]["missing"].size(), 5U) << "they are kept";
  ASSERT_EQ(seen["faults"].size(), 3U);
  EXPECT_EQ(seen["faults"][0]["line"], 4);
  EXPECT_EQ(seen["faults"][2]["line"], 6) << "the same station twice";
  EXPECT_EQ(get("/api/v1/stations", head)["items"].size(), 6U) << "a dry run writes nothing";
  import("stations", "", file, head, 400);
  const std::string state = seen["state"];
  EXPECT_TRUE(import("stations", "skip_faulty=1&state=" + state, file, head)["applied"]);
  EXPECT_EQ(get("/api/v1/stations", head)["items"].size(), 7U);
  import("stations", "skip_faulty=1&state=" + state, file, head, 409);
  EXPECT_EQ(import("stations", "dry_run=1&skip_faulty=1", file, head)["difference"]["same"], 2);
  import("stations", "columns=station:Nowhere", file, head, 400);
  import("nothing", "dry_run=1", file, head, 404);
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionDay, AssignmentsComeFromAWorkbookWithTheStationsOwnTime) {
  add("head", accounts::Role::head_of_mission);
  const Headers head = log_in("head");
  import("stations", "", "station,region,time_zone\n3001,Westreach,Asia/Oral\n3002,Westreach,Nowhere/Here\n",
         head, 400);
  import("stations", "", "station,region,time_zone\n3001,Westreach,Asia/Oral\n", head);
  import("teams", "", "team\nteam-01\nteam-77\n", head);
  const auto path = folder_.path / "plan.xlsx";
  {
    auto book = std::move(formats::XlsxWriter::create(path, "Plan").value());
    ASSERT_TRUE(book.add_row({"Team", "Station", "Phases", "From", "To"}));
    ASSERT_TRUE(book.add_row({"team-77", "3001", "opening, voting", "06:30", "2026-11-29 08:00"}));
    ASSERT_TRUE(book.add_row({"team-99", "9999", "party", "later", "06:00"}));
    ASSERT_TRUE(book.close());
  }
  const std::string bytes = base::read_file(path, 1 << 20).value();
  const json seen = import("assignments", "dry_run=1&sheet=Plan", bytes, head);
  EXPECT_EQ(seen["difference"]["added"].size(), 1U);
  EXPECT_EQ(seen["faults"].size(), 4U) << "team, station, phase and time: " << seen["faults"].dump();
  EXPECT_TRUE(import("assignments", "skip_faulty=1", bytes, head)["applied"]);
  const auto planned = mission_
                           ->read([](storage::Reader& reader) {
                             return reader.list(storage::Shelf::view, "assignment", {.a = "team-77"});
                           })
                           .value();
  ASSERT_EQ(planned.size(), 1U);
  EXPECT_EQ(json::parse(planned[0].body)["due"], "2026-11-29T09:00+05:00") << "an hour after, local time";
}

TEST_F(MissionDay, AReplacementIsEnrolledAndTakesOver) {
  add("head", accounts::Role::head_of_mission);
  const Headers head = log_in("head");
  auto first = phone("team-01");
  report(*first, http::sample_report("1001", 1));
  post("/api/v1/assignments", head,
       {{"assignments",
         {{{"team", "team-01"},
           {"station", "1002"},
           {"observer", first->observer()},
           {"phases", {"voting"}},
           {"from", "2026-11-29T13:00"},
           {"to", "2026-11-29T14:00"}}}}});
  const std::string code = first->observer().substr(first->observer().find('/') + 1);
  const json card = post("/api/v1/observers/" + code + "/replace", head, {{"reason", "ill"}}, 201)["card"];
  EXPECT_EQ(card["caller_code"].get<std::string>().size(), 6U);
  EXPECT_EQ(first->send(first->sign(http::sample_report("1001", 2)).value()).value().status, 403);
  post("/api/v1/observers/" + code + "/replace", head, {{"reason", "again"}}, 409);
  http::PhoneClient second(server_->port(), randomness_);
  const std::string typed = card["typed"];
  std::string plain;
  for (const char c : typed) {
    if (c != '-') plain += c;
  }
  ASSERT_TRUE(second.join(plain.substr(0, 8), plain.substr(8)));
  const auto planned = mission_
                           ->read([&](storage::Reader& reader) {
                             return reader.list(storage::Shelf::view, "assignment", {.c = second.observer()});
                           })
                           .value();
  EXPECT_EQ(planned.size(), 1U) << "the visit by name went along";
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionDay, StationsAreAddedMovedMergedAndVisitsReassigned) {
  add("head", accounts::Role::head_of_mission);
  const Headers head = log_in("head");
  post("/api/v1/stations", head, {{"station", "4001"}, {"region", "Eastfold"}}, 201);
  post("/api/v1/stations", head, {{"station", "4001"}, {"region", "Eastfold"}}, 409);
  post("/api/v1/stations/4001/move", head, {{"address", "New street 1"}, {"reason", "flood"}});
  const json merged = post("/api/v1/stations/1001/merge", head, {{"into", "4001"}, {"reason", "flood"}});
  EXPECT_EQ(merged["moved"], 1);
  post("/api/v1/stations/1001/merge", head, {{"into", "4001"}, {"reason", "flood"}}, 409);
  post("/api/v1/stations/4001/merge", head, {{"into", "4001"}, {"reason", "x"}}, 409);
  const json moved = post("/api/v1/assignments/reassign", head,
                          {{"from_team", "team-01"}, {"to_team", "team-02"}, {"reason", "road closed"}});
  EXPECT_EQ(moved["moved"], 3);
  post("/api/v1/assignments/reassign", head,
       {{"from_team", "team-01"}, {"to_team", "team-02"}, {"reason", "road closed"}}, 404);
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionDay, AClerkEntersACallAndNobodyTakesItForTheObservers) {
  add("clerk", accounts::Role::data_clerk);
  add("head", accounts::Role::head_of_mission);
  const Headers clerk = log_in("clerk");
  const auto cards = journeys::make_cards(*mission_, "demo-2026/server", 1, "team-01").value();
  http::PhoneClient observer(server_->port(), randomness_);
  ASSERT_TRUE(observer.join(cards[0].id, cards[0].secret));
  json entry{
      {"channel", "telephone"},
      {"observer", observer.observer()},
      {"caller_code", "000000"},
      {"source", "call, line 2"},
      {"values",
       {{"@kind", "visit"}, {"@form", "VO 1"}, {"@station", "1002"}, {"q.VO24", "yes"}, {"q.VO03", "yes"}}}};
  if (cards[0].caller_code == "000000") entry["caller_code"] = "000001";
  post("/api/v1/entries", clerk, entry, 403);
  entry["caller_code"] = cards[0].caller_code;
  const json missing = post("/api/v1/entries", clerk, entry, 422)["missing"];
  EXPECT_NE(std::find(missing.begin(), missing.end(), "@station"), missing.end());
  EXPECT_NE(std::find(missing.begin(), missing.end(), "q.VO24"), missing.end()) << "an adverse answer";
  entry["read_back"] = missing;
  const json kept = post("/api/v1/entries", clerk, entry, 202);
  const std::string record = kept["record"];
  EXPECT_EQ(client_->send("GET", kept["receipt"].get<std::string>()).value().status, 200);
  const json visit = get("/api/v1/visits/" + record, log_in("head"));
  EXPECT_EQ(visit["signed_by"], "clerk");
  EXPECT_EQ(visit["on_behalf_of"], observer.observer());
  EXPECT_EQ(visit["channel"], "telephone");
  EXPECT_NE(visit["signer"], observer.observer());
  EXPECT_EQ(visit["values"]["@caller"], "code");
  entry["values"]["@on_behalf_of"] = "somebody";
  post("/api/v1/entries", clerk, entry, 400);
  // A phone that claims to speak for another is shown as what it is: its own.
  const std::string claimed =
      report(observer, {{"@kind", "visit"}, {"@form", "VO 1"}, {"@station", "1003"}, {"@on_behalf_of", "x"}});
  EXPECT_EQ(get("/api/v1/visits/" + claimed, log_in("head"))["signed_by"], "observer");
  // The same sheet on paper, by the card of one who has no phone; its scan comes later.
  const auto paper = journeys::make_cards(*mission_, "demo-2026/server", 1, "team-02").value();
  entry = {{"channel", "paper"},
           {"observer", paper[0].id},
           {"source", "sheet 17"},
           {"values", {{"@kind", "visit"}, {"@form", "VO 1"}, {"@station", "1004"}}}};
  const std::string sheet = post("/api/v1/entries", clerk, entry, 202)["record"];
  post("/api/v1/entries/" + sheet + "/scan", clerk, {{"sha256", std::string(64, 'a')}});
  post("/api/v1/entries/" + claimed + "/scan", clerk, {{"sha256", std::string(64, 'a')}}, 409);
  EXPECT_EQ(get("/api/v1/visits/" + sheet, log_in("head"))["scans"].size(), 1U);
  EXPECT_TRUE(mission_->rebuild_views().value());
}

TEST_F(MissionDay, ThreeWrongCallerCodesRest) {
  add("clerk", accounts::Role::data_clerk);
  const Headers clerk = log_in("clerk");
  const auto cards = journeys::make_cards(*mission_, "demo-2026/server", 1, "team-01").value();
  json entry{{"channel", "telephone"},
             {"observer", cards[0].id},
             {"caller_code", "x"},
             {"source", "call"},
             {"values", {{"@kind", "visit"}, {"@form", "VO 1"}}}};
  for (int i = 0; i < 3; ++i) post("/api/v1/entries", clerk, entry, 403);
  entry["caller_code"] = cards[0].caller_code;
  post("/api/v1/entries", clerk, entry, 429);
  clock_.ahead = std::chrono::minutes(11);
  post("/api/v1/entries", clerk, entry, 202);
}

TEST_F(MissionDay, ProtocolsAreEnteredBlindTwiceAndHeldAgainstTheOfficialFigures) {
  for (const char* login : {"anna", "boris", "clara"}) add(login, accounts::Role::data_clerk);
  add("head", accounts::Role::head_of_mission);
  add("analyst", accounts::Role::analyst);
  const Headers head = log_in("head");
  const Headers analyst = log_in("analyst");
  const Headers anna = log_in("anna");
  const Headers boris = log_in("boris");
  const Headers clara = log_in("clara");
  const std::string job =
      post("/api/v1/protocol_jobs", anna, {{"station", "1001"}, {"sheet", "copy"}}, 201)["job"];
  EXPECT_EQ(get("/api/v1/protocol_jobs/next", anna)["job"]["job"], job);
  const std::string entry = "/api/v1/protocol_jobs/" + job + "/entry";
  EXPECT_EQ(post(entry, anna,
                 {{"figures", {{"valid", "0073519"}, {"invalid", "20"}, {"in_box", "73539"}}}})["state"],
            "second");
  post(entry, anna, {{"figures", {{"valid", "1"}}}}, 403);
  EXPECT_TRUE(get("/api/v1/protocol_jobs/next", anna)["job"].is_null());
  EXPECT_EQ(get("/api/v1/protocol_jobs", boris).dump().find("73519"), std::string::npos) << "blind";
  get("/api/v1/protocol_jobs/" + job, boris, 409);
  EXPECT_EQ(post(entry, boris,
                 {{"figures", {{"valid", "73519"}, {"invalid", "26"}, {"in_box", "73539"}}}})["state"],
            "differs");
  post(entry, clara, {{"figures", {{"valid", "1"}}}}, 409);
  get("/api/v1/protocol_jobs/" + job, boris, 403);
  const json differing = get("/api/v1/protocol_jobs/" + job, clara)["differing"];
  ASSERT_EQ(differing.size(), 1U);
  EXPECT_EQ(differing[0], (json{{"line", "invalid"}, {"first", "20"}, {"second", "26"}}));
  const std::string resolve = "/api/v1/protocol_jobs/" + job + "/resolve";
  post(resolve, anna, {{"figures", {{"invalid", "20"}}}, {"reason", "mine"}}, 403);
  post(resolve, clara, {{"figures", {{"valid", "1"}}}, {"reason", "wrong cell"}}, 400);
  post(resolve, clara, {{"figures", {{"invalid", "20"}}}, {"reason", "photo"}});
  // Then against the rules and the official figures; vote figures are for named people only.
  EXPECT_EQ(get("/api/v1/cases", analyst)["items"][0]["state"], "no_official");
  import("official", "", "station,valid,invalid,in_box\n1001,73519,20,73540\n", head);
  const json blind = get("/api/v1/cases", analyst);
  EXPECT_EQ(blind["items"][0]["state"], "differs");
  EXPECT_EQ(blind.dump().find("73519"), std::string::npos);
  ASSERT_TRUE(journeys::keep_staff_record(*mission_, "demo-2026/head", "figure_viewer",
                                          R"({"login":"analyst","allowed":true})"));
  const std::uint64_t before = mission_->log_size();
  const json seen = get("/api/v1/cases", analyst)["items"][0];
  EXPECT_EQ(mission_->log_size(), before + 1) << "the look is recorded";
  for (const json& line : seen["lines"]) {
    if (line["line"] == "in_box") {
      EXPECT_EQ(line["difference"], 1);
    }
    if (line["line"] == "valid") {
      EXPECT_EQ(line["difference"], 0);
    }
  }
  for (const json& check : seen["checks"]) EXPECT_NE(check["code"], "G.02") << "20 + 73519 = 73539 holds";
  EXPECT_TRUE(mission_->rebuild_views().value());
}

}  // namespace
}  // namespace tallyward
