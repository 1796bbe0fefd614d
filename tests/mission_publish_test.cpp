// Journey 5, whole: a SYNTHETIC mission is served, phones report under a fresh code for each station, the
// mission publishes, and tallyward-verify, which trusts nobody, holds the folder to be what it says; every
// file of it, changed by one byte or taken away, is noticed. A commission that holds the folder and knows
// everything of one report learns nothing of that observer's others.
#include <filesystem>
#include <fstream>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "crypto/random.h"
#include "dataset/openings.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/publish_dataset.h"
#include "journeys/sample_mission.h"
#include "journeys/sample_results.h"
#include "server_process.h"

namespace tallyward {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class MissionPublish : public testing::Test {
 protected:
  static constexpr int kPhones = 8;

  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tallyward-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    folder_.path = top_ / "mission";
    auto settings = journeys::sample_settings();
    settings.same_code_everywhere = false;
    ASSERT_TRUE(journeys::make_mission_folder(folder_, settings, randomness_));
    const auto sample = journeys::make_sample(7, 3 * kPhones);
    ASSERT_TRUE(journeys::write_sample_results(folder_, sample, 7));
    const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_);
    ASSERT_TRUE(mission) << base::to_text(mission.error());
    ASSERT_TRUE(journeys::load_sample(**mission, sample));
    for (const std::string& team : sample.teams) {
      cards_.push_back(
          journeys::make_cards(**mission, (*mission)->keys().server.name, 1, team).value().at(0));
    }
    vkey_ = (*mission)->log_vkey();
  }
  void TearDown() override { fs::remove_all(top_); }

  /// Every phone reports from its three stations.
  void play() {
    auto server = tests::serve_mission(folder_.path);
    ASSERT_NE(server.port(), 0);
    for (int i = 0; i < kPhones; ++i) {
      http::PhoneClient phone(server.port(), randomness_);
      ASSERT_TRUE(
          phone.join(cards_[static_cast<std::size_t>(i)].id, cards_[static_cast<std::size_t>(i)].secret));
      phone.use_code_per_station();
      devices_.push_back(phone.observer());
      for (int k = 0; k < 3; ++k) {
        auto fields =
            http::sample_report(std::to_string(1001 + 3 * i + k), static_cast<std::uint64_t>(i + k));
        fields.push_back({"c.VO02", kSecret});
        const auto report = phone.sign(fields).value();
        ASSERT_EQ(phone.send(report).value().status, 202);
        reports_of_[phone.observer()].push_back(report);
      }
    }
    EXPECT_EQ(WEXITSTATUS(server.end(SIGTERM)), 0);
  }
  fs::path publish(const std::string& name) {
    const fs::path out = top_ / name;
    EXPECT_EQ(tests::run_tool({"mission", "publish", folder_.path.string(), out.string()}), 0);
    return out;
  }
  int verify(const fs::path& folder, const std::string& more = "") const {
    const std::string command = std::string(TALLYWARD_BINARY_DIR "/tallyward-verify ") + folder.string() +
                                " --key '" + vkey_ + "' " + more + " > " + (top_ / "said").string() + " 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  std::string said() const { return base::read_file(top_ / "said").value(); }
  static std::vector<fs::path> files_of(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& one : fs::recursive_directory_iterator(folder)) {
      if (one.is_regular_file()) files.push_back(one.path());
    }
    return files;
  }

  static constexpr const char* kSecret = "SYNTHETIC words that an observer typed";
  crypto::SystemRandomness randomness_;
  journeys::SystemClock clock_;
  fs::path top_;
  journeys::MissionFolder folder_;
  std::vector<journeys::Card> cards_;
  std::vector<std::string> devices_;
  std::map<std::string, std::vector<http::SignedReport>> reports_of_;
  std::string vkey_;
};

TEST_F(MissionPublish, VerifiesElsewhereAndEveryChangedFileIsNoticed) {
  play();
  const fs::path first = publish("first");
  ASSERT_EQ(verify(first), 0) << said();
  const std::string report = said();
  for (const char* check : {"records.signatures:", "dataset.receipts: ", "dataset.openings:",
                            "observations.answers:", "results.checks:", "results.tabulation:"}) {
    EXPECT_NE(report.find(check), std::string::npos) << check << "\n" << report;
  }
  EXPECT_EQ(report.find("results.checks: the dataset has no"), std::string::npos) << report;
  EXPECT_TRUE(report.starts_with("SYNTHETIC")) << report;
  EXPECT_NE(base::read_file(first / "index.html")->find("cannot be recalled"), std::string::npos);
  for (const char* page : {"index-ru.html", "index-kk.html", "datapackage.json", "manifest.note"})
    EXPECT_TRUE(fs::exists(first / page)) << page;

  for (const fs::path& file : files_of(first)) {
    const std::string bytes = base::read_file(file).value();
    std::string changed = bytes;
    if (changed.empty()) continue;
    changed[changed.size() / 2] ^= 1;
    ASSERT_TRUE(base::write_file(file, changed));
    EXPECT_NE(verify(first), 0) << file << " was changed by one bit";
    if (file.extension() != ".entry" || bytes.size() % 4 == 0) {  // Of the many alike, some.
      fs::remove(file);
      EXPECT_NE(verify(first), 0) << file << " was taken away";
    }
    ASSERT_TRUE(base::write_file(file, bytes));
  }
  ASSERT_EQ(verify(first), 0) << "and whole again it holds: " << said();

  // The next release is held to the head of the first.
  const fs::path second = publish("second");
  EXPECT_EQ(verify(second, "--since " + (first / "checkpoint").string()), 0) << said();
  EXPECT_NE(verify(first, "--since " + (second / "checkpoint").string()), 0) << "a log that shrank";
}

TEST_F(MissionPublish, ACommissionThatKnowsOneReportLearnsNothingOfHerOthers) {
  play();
  const fs::path out = publish("published");
  std::string all;
  for (const fs::path& file : files_of(out)) all += base::read_file(file).value() + "\n";
  EXPECT_EQ(all.find(kSecret), std::string::npos) << "words that somebody typed";
  for (const char* word : {"team-0", "2026-11-29T11:", "@time", "@station"})
    EXPECT_EQ(all.find(word), std::string::npos) << word;
  for (const std::string& device : devices_)
    EXPECT_EQ(all.find(device), std::string::npos) << "a device's code";
  const auto openings = dataset::parse_openings(base::read_file(out / "openings.jsonl").value()).value();
  EXPECT_GT(openings.size(), 100U);
  // It has every word of her first report; none but what every report has stands in her others.
  const auto words_of = [](const http::SignedReport& report) {
    std::set<std::string> words;
    const transparency::Record record = transparency::read_record(report.note);
    for (const auto& line : record.text.lines) words.insert(line.value);
    for (const auto& hash : record.text.commitments) words.insert(crypto::to_base64(hash));
    words.emplace(record.signer());
    return words;
  };
  for (const auto& [device, reports] : reports_of_) {
    const auto known = words_of(reports[0]);
    for (std::size_t i = 1; i < reports.size(); ++i) {
      for (const std::string& word : words_of(reports[i])) {
        EXPECT_TRUE(!known.contains(word) || word == "demo-2026" || word == "0" || word == "-") << word;
      }
    }
  }
  // Nor do two enrolments share what they commit to.
  std::set<std::string> holders;
  std::size_t enrolments = 0;
  for (const fs::path& file : files_of(out / "records")) {
    if (file.extension() != ".entry") continue;
    const auto record = transparency::read_record(base::read_file(file).value());
    if (record.text.type != "enrolment") continue;
    ++enrolments;
    holders.emplace(record.text.line("holder").value());
  }
  EXPECT_EQ(enrolments, 1U + 3U * kPhones);
  EXPECT_EQ(holders.size(), enrolments);
}

TEST_F(MissionPublish, NothingLeavesUnderTheEmbargoOrBeforeTwoPeopleOpenedIt) {
  json settings = json::parse(base::read_file(folder_.settings_file()).value());
  settings["synthetic"] = false;
  settings["last_closing"] = "2100-01-01T00:00:00Z";
  ASSERT_TRUE(base::write_file(folder_.settings_file(), settings.dump()));
  {
    const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_).value();
    const auto early = journeys::publish_dataset(*mission, {top_ / "early", "demo-2026/server", ""});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, base::ErrorCode::forbidden);
    EXPECT_NE(early.error().message.find("2100-01-01"), std::string::npos);
  }
  settings["last_closing"] = "2020-01-01T00:00:00Z";
  ASSERT_TRUE(base::write_file(folder_.settings_file(), settings.dump()));
  const auto mission = journeys::OpenMission::open(folder_, clock_, randomness_).value();
  const std::uint64_t size = mission->log_size();
  const auto closed = journeys::publish_dataset(*mission, {top_ / "early", "demo-2026/server", ""});
  ASSERT_FALSE(closed);
  EXPECT_NE(closed.error().message.find("second person"), std::string::npos);
  EXPECT_FALSE(fs::exists(top_ / "early"));
  EXPECT_EQ(mission->log_size(), size) << "and nothing is logged";
}

}  // namespace
}  // namespace tallyward
