// From the list of stations to a comparison with the official figure, by the commands alone.
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/command.h"

namespace tallyward::cli {
namespace {

class SampleCommands : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / "tallyward_sample_test";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::string frame = "station,stratum,registered\n";
    std::string reports = "station,a,valid\n";
    for (int i = 0; i < 300; ++i) {
      frame += fmt::format("s{:03},{},{}\n", i, i % 3 == 0 ? "rural" : "urban", 500);
      reports += fmt::format("s{:03},{},{}\n", i, 150 + i % 40, 300);
    }
    write("frame.csv", frame);
    write("reports.csv", reports);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const char* name, const std::string& bytes) {
    ASSERT_TRUE(base::write_file(folder_ / name, bytes).has_value());
  }
  std::string path(const char* name) const { return (folder_ / name).string(); }
  int tallyward(const std::vector<std::string>& words) {
    std::vector<const char*> pointers;
    for (const std::string& word : words) pointers.push_back(word.c_str());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run(pointers);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return code;
  }
  std::filesystem::path folder_;
  std::string out_;
  std::string err_;
};

TEST_F(SampleCommands, PlanDrawOpenAndCompare) {
  ASSERT_EQ(tallyward({"sample", "plan", path("frame.csv"), "--size", "60", "--output", path("plan.json")}),
            kGood)
      << err_;
  EXPECT_NE(out_.find("60 of 300 stations"), std::string::npos) << out_;
  const std::vector<std::string> drawing{path("frame.csv"), "--plan",  path("plan.json"), "--dice",
                                         "4 1 6",           "--nonce", path("nonce.txt")};
  std::vector<std::string> words{"sample", "draw"};
  words.insert(words.end(), drawing.begin(), drawing.end());
  words.insert(words.end(), {"--output", path("draw"), "--new-nonce"});
  ASSERT_EQ(tallyward(words), kGood) << err_;
  ASSERT_EQ(tallyward(words), kCouldNot) << "a nonce is made once";
  // From here on the nonce is fixed, so that the sample is the same in every run.
  write("nonce.txt", std::string(64, '7') + "\n");
  words.pop_back();
  ASSERT_EQ(tallyward(words), kGood) << err_;

  std::vector<std::string> opening{"sample", "open"};
  opening.insert(opening.end(), drawing.begin(), drawing.end());
  opening.insert(opening.end(),
                 {"--sample", path("draw/sample.csv"), "--announcement", path("draw/announcement.json")});
  EXPECT_EQ(tallyward(opening), kGood) << out_ << err_;
  opening[6] = "4 1 5";  // Other dice: another sample.
  EXPECT_EQ(tallyward(opening), kDifferencesFound) << out_;

  const std::vector<std::string> figures{
      path("frame.csv"), path("draw/sample.csv"), path("reports.csv"), "--share", "a", "--of", "valid"};
  std::vector<std::string> comparing{"quickcount", "compare"};
  comparing.insert(comparing.end(), figures.begin(), figures.end());
  comparing.insert(comparing.end(), {"--official", "0.5650"});
  EXPECT_EQ(tallyward(comparing), kGood) << out_;
  comparing.back() = "0.75";
  EXPECT_EQ(tallyward(comparing), kDifferencesFound) << out_;
  // Reports from stations outside the sample are named, and not estimated from.
  EXPECT_NE(err_.find("outside the sample"), std::string::npos);
}

TEST_F(SampleCommands, BelowTheFloorOnlyBoundsAreShown) {
  write("sample.csv", "station\ns001\ns002\ns003\ns004\n");
  write("one.csv", "station,a,valid\ns001,150,300\n");
  ASSERT_EQ(tallyward({"quickcount", "estimate", path("frame.csv"), path("sample.csv"), path("one.csv"),
                       "--share", "a", "--of", "valid", "--json"}),
            kGood)
      << err_;
  const auto root = nlohmann::json::parse(out_);
  EXPECT_EQ(root["assessment"], "cannot_be_assessed");
  EXPECT_FALSE(root.contains("estimate"));
}

TEST_F(SampleCommands, BadInputNamesFileLineAndColumn) {
  write("bad.csv", "station,stratum,registered\ns1,x,12\ns2,x,many\n");
  EXPECT_EQ(tallyward({"sample", "plan", path("bad.csv")}), kCouldNot);
  EXPECT_NE(err_.find("bad.csv:3:3: found 'many', expected a whole number"), std::string::npos) << err_;
  write("bad.csv", "station,stratun,registered\n");
  EXPECT_EQ(tallyward({"sample", "plan", path("bad.csv")}), kCouldNot);
  EXPECT_NE(err_.find("did you mean 'stratun'?"), std::string::npos) << err_;
}

}  // namespace
}  // namespace tallyward::cli
