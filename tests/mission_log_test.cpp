// The log in a running server, with real witnesses as processes: cosignatures come; a log restored from a
// stale backup signs nothing, however often it is started; reports that arrive meanwhile are kept and
// promised, never given a receipt; and once the lost entries are taken back and the witness was asked, both
// heads are one log.
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/file.h"
#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/sample_mission.h"
#include "server_process.h"
#include "transparency/policy.h"
#include "transparency/promise.h"

namespace tallyward {
namespace {

using nlohmann::json;
using tests::ToolProcess;

template <typename Question>
bool comes_true(Question question) {
  for (int i = 0; i < 200; ++i) {
    if (question()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

class MissionLogs : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "tallyward-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    folder_.path = top_ / "mission";
    auto settings = journeys::sample_settings();
    settings.same_code_everywhere = false;
    ASSERT_TRUE(journeys::make_mission_folder(folder_, settings, randomness_));
    {
      const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_);
      ASSERT_TRUE(mission) << base::to_text(mission.error());
      ASSERT_TRUE(journeys::load_sample(**mission, journeys::make_sample(7, 6)));
      cards_ = journeys::make_cards(**mission, (*mission)->keys().server.name, 2, "team-01").value();
      vkey_ = (*mission)->log_vkey();
    }
    start_witness("0");
    policy_ = "log " + vkey_ + "\nwitness uni " + witness_->ready().at("vkey").get<std::string>() +
              " http://127.0.0.1:" + std::to_string(witness_->port()) + "/\nquorum uni\n";
    ASSERT_TRUE(base::write_file(folder_.policy_file(), policy_));
  }
  void TearDown() override {
    witness_.reset();
    std::filesystem::remove_all(top_);
  }

  void start_witness(const std::string& port) {
    witness_ = std::make_unique<ToolProcess>(
        std::vector<std::string>{"witness", "serve", (top_ / "witness").string(), "--name",
                                 "witness.example/uni", "--log", vkey_, "--port", port});
    ASSERT_NE(witness_->port(), 0);
    witness_port_ = witness_->port();
  }
  std::uint16_t witness_port() const { return witness_port_; }
  static json health(http::PhoneClient& phone) {
    return json::parse(phone.http().send("GET", "/api/v1/health").value().body);
  }
  bool is_cosigned(http::PhoneClient& phone) const {
    const auto note = transparency::parse_note(phone.http().send("GET", "/checkpoint").value().body);
    const auto policy = transparency::parse_policy(policy_);
    return note && transparency::open_with_policy(*note, *policy).value().quorum;
  }
  http::SignedReport report(http::PhoneClient& phone, std::uint64_t number) {
    const auto signed_report =
        phone.sign(http::sample_report(std::to_string(1001 + number % 3), number)).value();
    const auto answered = phone.send(signed_report).value();
    EXPECT_EQ(answered.status, 202) << answered.body;
    return signed_report;
  }

  crypto::SystemRandomness randomness_;
  journeys::SystemClock clock_;
  std::filesystem::path top_;
  journeys::MissionFolder folder_;
  std::vector<journeys::Card> cards_;
  std::unique_ptr<ToolProcess> witness_;
  std::uint16_t witness_port_ = 0;
  std::string vkey_;
  std::string policy_;
};

TEST_F(MissionLogs, AStaleRestoreSignsNothingUntilTheLostEntriesAreBackAndTheWitnessWasAsked) {
  http::PhoneClient* phone = nullptr;
  const std::string backup = (top_ / "backup.sqlite").string();
  const std::string newest = (top_ / "newest.sqlite").string();
  std::unique_ptr<http::PhoneClient> first;
  std::uint64_t size_before = 0;
  {
    auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
    ASSERT_NE(server.port(), 0);
    first = std::make_unique<http::PhoneClient>(server.port(), randomness_);
    phone = first.get();
    ASSERT_TRUE(phone->join(cards_[0].id, cards_[0].secret));
    phone->use_code_per_station();
    for (std::uint64_t number = 0; number < 4; ++number) (void)report(*phone, number);
    EXPECT_TRUE(comes_true([&] { return is_cosigned(*phone); })) << health(*phone);
    EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
  }
  ASSERT_EQ(tests::run_tool({"mission", "backup", folder_.path.string(), backup}), 0);
  http::SignedReport lost;
  {
    auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
    phone->connect_to(server.port());
    for (std::uint64_t number = 4; number < 8; ++number) lost = report(*phone, number);
    EXPECT_TRUE(comes_true([&] { return is_cosigned(*phone); }));
    size_before = health(*phone).at("log_size");
    server.end(SIGKILL);
  }
  ASSERT_EQ(tests::run_tool({"mission", "backup", folder_.path.string(), newest}), 0);
  ASSERT_EQ(tests::run_tool({"mission", "restore", folder_.path.string(), "--backup", backup}), 0);
  // Even the note on this machine is gone: only the witness knows that there was more.
  std::filesystem::remove(folder_.head_note());
  witness_.reset();

  http::SignedReport promised;
  {
    // Blackout: nobody can be asked. Kept and promised, no receipt, nothing signed, over two starts.
    for (int start = 0; start < 2; ++start) {
      auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
      phone->connect_to(server.port());
      const std::uint64_t size = health(*phone).at("log_size");
      EXPECT_LT(size, size_before);
      EXPECT_EQ(health(*phone).at("log"), "asks") << health(*phone);
      const http::SignedReport kept = report(*phone, 8 + static_cast<std::uint64_t>(start));
      if (start == 0) promised = kept;
      EXPECT_FALSE(phone->verify_receipt(kept, vkey_));
      const auto answered = phone->http().send("GET", "/api/v1/reports/" + kept.id + "/receipt").value();
      ASSERT_EQ(answered.status, 202) << answered.body;
      const std::string note = json::parse(answered.body).at("promise");
      const auto promise = transparency::open_promise(transparency::parse_note(note).value(),
                                                      transparency::parse_verifier_key(vkey_).value());
      ASSERT_TRUE(promise) << base::to_text(promise.error());
      EXPECT_EQ(crypto::to_hex(promise->leaf), kept.id);
      EXPECT_NE(promise->origin.find("/blackout/"), std::string::npos);
      EXPECT_EQ(health(*phone).at("log_size"), size) << "nothing was signed";
    }
  }
  start_witness(std::to_string(witness_port()));
  {
    auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
    phone->connect_to(server.port());
    EXPECT_TRUE(comes_true([&] { return health(*phone).at("log") == "behind"; })) << health(*phone);
    EXPECT_FALSE(phone->verify_receipt(promised, vkey_)) << "a stale log never signs";
    EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
  }
  ASSERT_EQ(tests::run_tool({"mission", "restore", folder_.path.string(), "--take-back", newest}), 0);
  auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
  phone->connect_to(server.port());
  EXPECT_TRUE(comes_true([&] { return health(*phone).at("log") == "signs"; })) << health(*phone);
  EXPECT_TRUE(phone->verify_receipt(lost, vkey_)) << "taken back at its place";
  EXPECT_TRUE(phone->verify_receipt(promised, vkey_)) << "the promise was kept";
  EXPECT_TRUE(phone->verify_receipt(report(*phone, 12), vkey_));
  EXPECT_TRUE(comes_true([&] { return is_cosigned(*phone); })) << "the witness sees one log that only grew";
  EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
  EXPECT_EQ(tests::run_tool({"mission", "fsck", folder_.path.string()}), 0);
  EXPECT_EQ(tests::run_tool({"mission", "rebuild", folder_.path.string()}), 0) << "every view follows";
}

TEST_F(MissionLogs, AWitnessThatSawMoreStopsALogThatThinksItIsTheNewest) {
  // The whole machine was set back to yesterday, note and all: nothing here says so.
  const std::filesystem::path yesterday = top_ / "yesterday";
  std::filesystem::copy(folder_.path, yesterday, std::filesystem::copy_options::recursive);
  {
    auto server = tests::serve_mission(folder_.path, {"--witness-pause", "100"});
    http::PhoneClient phone(server.port(), randomness_);
    ASSERT_TRUE(phone.join(cards_[0].id, cards_[0].secret));
    for (std::uint64_t number = 0; number < 3; ++number) (void)report(phone, number);
    EXPECT_TRUE(comes_true([&] { return is_cosigned(phone); }));
  }
  auto server = tests::serve_mission(yesterday, {"--witness-pause", "100"});
  http::PhoneClient phone(server.port(), randomness_);
  EXPECT_TRUE(comes_true([&] { return health(phone).at("log") == "behind"; })) << health(phone);
  const std::uint64_t size = health(phone).at("log_size");
  ASSERT_TRUE(phone.join(cards_[1].id, cards_[1].secret));
  const auto kept = report(phone, 5);
  EXPECT_FALSE(phone.verify_receipt(kept, vkey_));
  EXPECT_EQ(health(phone).at("log_size"), size);
}

}  // namespace
}  // namespace tallyward
