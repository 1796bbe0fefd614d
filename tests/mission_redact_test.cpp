// What must be forgotten is forgotten, and nothing that points at a person lies in the data folder in clear:
// a SYNTHETIC mission receives words with a name, a telephone number and a position; none of them, and no
// address of the network, is found in any byte of any file; a destroyed key erases the fields while the log,
// its receipts and its checks hold.
#include <filesystem>

#include "base/file.h"
#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/sample_mission.h"
#include "server_process.h"

namespace tallyward {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class MissionRedact : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tallyward-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_.path = fs::path(pattern) / "mission";
    ASSERT_TRUE(journeys::make_mission_folder(folder_, journeys::sample_settings(), randomness_));
    {
      const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_);
      ASSERT_TRUE(mission);
      ASSERT_TRUE(journeys::load_sample(**mission, journeys::make_sample(7, 6)));
      cards_ = journeys::make_cards(**mission, (*mission)->keys().server.name, 1, "team-01").value();
      vkey_ = (*mission)->log_vkey();
    }
    auto server = tests::serve_mission(folder_.path);
    http::PhoneClient phone(server.port(), randomness_);
    ASSERT_TRUE(phone.join(cards_[0].id, cards_[0].secret));
    const std::string token = phone.device_token();
    for (std::uint64_t number = 0; number < 3; ++number) {
      auto fields = http::sample_report(std::to_string(1001 + number), number);
      fields.push_back({"c.VO03", std::string("The chair, ") + kName + ", " + kPhone});
      fields.push_back({"gps", kPlace});
      reports_.push_back(phone.sign(fields).value());
      ASSERT_EQ(phone.send(reports_.back()).value().status, 202);
      ASSERT_TRUE(phone.verify_receipt(reports_.back(), vkey_));
    }
    secrets_ = {kName, kPhone, kPlace, "127.0.0.1", token, cards_[0].secret};
    EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
  }
  void TearDown() override { fs::remove_all(folder_.path.parent_path()); }

  static bool holds(const fs::path& folder, std::string_view words) {
    for (const auto& one : fs::recursive_directory_iterator(folder)) {
      if (one.is_regular_file() && base::read_file(one.path()).value().find(words) != std::string::npos)
        return true;
    }
    return false;
  }

  static constexpr const char* kName = "Aigul Syntheticova";
  static constexpr const char* kPhone = "+77015550199";
  static constexpr const char* kPlace = "43.238949 76.889709";
  crypto::SystemRandomness randomness_;
  journeys::SystemClock clock_;
  journeys::MissionFolder folder_;
  std::vector<journeys::Card> cards_;
  std::vector<http::SignedReport> reports_;
  std::vector<std::string> secrets_;
  std::string vkey_;
};

TEST_F(MissionRedact, NoNameNumberPlaceOrAddressLiesInTheDataFolderInClear) {
  EXPECT_TRUE(holds(folder_.path, "1001")) << "the search itself finds what is there";
  for (const std::string& secret : secrets_) EXPECT_FALSE(holds(folder_.path, secret)) << secret;
  const fs::path backup = folder_.path.parent_path() / "backup.sqlite";
  ASSERT_EQ(tests::run_tool({"mission", "backup", folder_.path.string(), backup.string()}), 0);
  for (const std::string& secret : secrets_)
    EXPECT_FALSE(holds(folder_.path.parent_path(), secret)) << secret;
}

TEST_F(MissionRedact, ADestroyedKeyErasesTheFieldsAndNothingElse) {
  const std::string folder = folder_.path.string();
  const auto opened = [&](const std::string& id) {
    const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_).value();
    return mission->read([&](storage::Reader& reader) -> base::Result<std::string> {
      TRY_ASSIGN(const auto record, reader.find_record(id));
      return mission->open_body(reader, *record);
    });
  };
  ASSERT_TRUE(opened(reports_[0].id));
  ASSERT_EQ(tests::run_tool({"mission", "redact", folder, "--record", reports_[0].id}), 0);
  EXPECT_FALSE(opened(reports_[0].id)) << "not even by those who hold every key of the mission";
  EXPECT_TRUE(opened(reports_[1].id));
  EXPECT_EQ(tests::run_tool({"mission", "redact", folder, "--record", reports_[0].id}), 2) << "erased once";
  EXPECT_EQ(tests::run_tool({"mission", "fsck", folder}), 0);
  EXPECT_EQ(tests::run_tool({"mission", "rebuild", folder}), 0);
  {
    auto server = tests::serve_mission(folder_.path);
    http::PhoneClient reader(server.port(), randomness_);
    EXPECT_TRUE(reader.verify_receipt(reports_[0], vkey_)) << "the entry and its proof stay";
  }
  // Retention: all that are left, with one tombstone.
  ASSERT_EQ(tests::run_tool({"mission", "redact", folder, "--before", "2100-01-01T00:00:00Z"}), 0);
  EXPECT_FALSE(opened(reports_[2].id));
  ASSERT_EQ(tests::run_tool({"mission", "seal", folder}), 0);
  EXPECT_EQ(tests::run_tool({"mission", "seal", folder}), 2) << "a mission ends once";
  EXPECT_EQ(tests::run_tool({"mission", "fsck", folder}), 0);
  const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_).value();
  std::map<std::string, int> kinds;
  ASSERT_TRUE(mission->read([&](storage::Reader& reader) -> base::Result<void> {
    TRY_ASSIGN(const auto records, reader.records_after(0, 1000));
    for (const auto& record : records) ++kinds[record.kind];
    return {};
  }));
  EXPECT_EQ(kinds["redaction/v1"], 2);
  EXPECT_EQ(kinds["seal/v1"], 1);
  EXPECT_EQ(kinds["report/v1"], 3) << "a record is never deleted";
}

}  // namespace
}  // namespace tallyward
