// The first journey, whole: a server process on a free port, a phone that joins, reports and verifies its
// receipt; then the process is killed, started again, and nothing that was acknowledged is gone.
#include <filesystem>

#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/sample_mission.h"
#include "server_process.h"

namespace tallyward {
namespace {

using nlohmann::json;

class MissionServer : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "tallyward-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_.path = pattern;
    ASSERT_TRUE(journeys::make_mission_folder(folder_, journeys::sample_settings(), randomness_));
    const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_);
    ASSERT_TRUE(mission);
    ASSERT_TRUE(journeys::load_sample(**mission, journeys::make_sample(7, 6)));
    cards_ = journeys::make_cards(**mission, (*mission)->keys().server.name, 2, "team-01").value();
    vkey_ = (*mission)->log_vkey();
  }
  void TearDown() override { std::filesystem::remove_all(folder_.path); }

  crypto::SystemRandomness randomness_;
  journeys::SystemClock clock_;
  journeys::MissionFolder folder_;
  std::vector<journeys::Card> cards_;
  std::string vkey_;
};

TEST_F(MissionServer, GivesReceiptsAndLosesNothingAcknowledgedWhenKilled) {
  std::vector<http::SignedReport> acknowledged;
  {
    auto server = tests::serve_mission(folder_.path);
    ASSERT_NE(server.port(), 0);
    http::PhoneClient phone(server.port(), randomness_);
    ASSERT_TRUE(phone.join(cards_[0].id, cards_[0].secret));
    EXPECT_EQ(phone.fingerprint().size(), 4U);
    for (std::uint64_t number = 0; number < 20; ++number) {
      const auto report = phone.sign(http::sample_report("1001", number));
      ASSERT_TRUE(report);
      const auto answered = phone.send(*report);
      ASSERT_TRUE(answered);
      ASSERT_EQ(answered->status, 202) << answered->body;
      acknowledged.push_back(*report);
    }
    const auto verified = phone.verify_receipt(acknowledged.back(), vkey_);
    EXPECT_TRUE(verified) << verified.error().message;
    EXPECT_EQ(WTERMSIG(server.end(SIGKILL)), SIGKILL);
  }
  auto server = tests::serve_mission(folder_.path);
  ASSERT_NE(server.port(), 0);
  http::PhoneClient reader(server.port(), randomness_);
  for (const http::SignedReport& report : acknowledged) {
    const auto verified = reader.verify_receipt(report, vkey_);
    EXPECT_TRUE(verified) << verified.error().message;
    const auto again = reader.send(report);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status, 200) << "the same report again gets the same answer";
  }
  EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
}

TEST_F(MissionServer, RefusesWhatNobodyEnrolledOrWhatWasChanged) {
  auto server = tests::serve_mission(folder_.path);
  http::PhoneClient phone(server.port(), randomness_);
  EXPECT_FALSE(phone.join(cards_[0].id, cards_[1].secret)) << "the secret of another card";
  ASSERT_TRUE(phone.join(cards_[0].id, cards_[0].secret));
  http::PhoneClient thief(server.port(), randomness_);
  EXPECT_FALSE(thief.join(cards_[0].id, cards_[0].secret)) << "a card works once";

  const auto report = phone.sign(http::sample_report("1001", 3));
  ASSERT_TRUE(report);
  json body = json::parse(report->json);
  body["fields"][7]["value"] = body["fields"][7]["value"] == "yes" ? "no" : "yes";
  const auto changed = phone.http().send("POST", "/api/v1/reports", body.dump());
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->status, 400) << changed->body;
  body = json::parse(report->json);
  std::string note = body["note"];
  note[note.size() - 10] = note[note.size() - 10] == 'A' ? 'B' : 'A';
  body["note"] = note;
  const auto forged = phone.http().send("POST", "/api/v1/reports", body.dump());
  ASSERT_TRUE(forged);
  EXPECT_EQ(forged->status, 403) << forged->body;
  const auto wrong_key =
      phone.http().send("POST", "/api/v1/reports", report->json, {{"Idempotency-Key", std::string(64, 'a')}});
  EXPECT_EQ(wrong_key->status, 409);
  EXPECT_EQ(phone.send(*report)->status, 202) << "the honest one is taken after all that";
}

}  // namespace
}  // namespace tallyward
