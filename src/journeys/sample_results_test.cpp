#include "journeys/sample_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "exchange/results_snapshot.h"
#include "journeys/protocol_form.h"
#include "results/tabulate.h"

namespace tallyward::journeys {
namespace {

class SampleResults : public testing::Test {
 protected:
  SampleResults() { std::filesystem::create_directories(folder.path); }
  ~SampleResults() override { std::filesystem::remove_all(folder.path); }
  MissionFolder folder{std::filesystem::path(testing::TempDir()) /
                       ("sample-results-" + std::to_string(::getpid()))};
};

TEST_F(SampleResults, PapersAddUp) {
  for (const char* station : {"1001", "1017", "1048"}) {
    const auto paper = sample_figures(1, station);
    EXPECT_EQ(paper.at("valid") + paper.at("invalid"), paper.at("in_box"));
    EXPECT_EQ(paper.at("votes_01") + paper.at("votes_02") + paper.at("votes_03"), paper.at("valid"));
    EXPECT_LE(paper.at("issued"), paper.at("registered"));
  }
  EXPECT_EQ(sample_figures(1, "1001"), sample_figures(1, "1001"));
  EXPECT_NE(sample_figures(1, "1001"), sample_figures(2, "1001"));
}

TEST_F(SampleResults, ThePublishedOnesHaveThePlantedDiscrepancies) {
  ASSERT_TRUE(write_sample_results(folder, make_sample(1, 48), 1));
  const auto read = exchange::read_snapshot(folder.path / "official");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->results.synthetic);
  const auto tabulation = results::tabulate(read->results);
  ASSERT_TRUE(tabulation) << tabulation.error().message;
  EXPECT_EQ(tabulation->levels.front().missing.size(), 2U);
  EXPECT_EQ(tabulation->gaps(), 1U) << "the total of the first region";
  const auto form = read_protocol_form(folder);
  ASSERT_TRUE(form) << form.error().message;
  ASSERT_NE(form->find("votes_02"), nullptr);
  EXPECT_EQ(form->find("votes_02")->letter, "7.2");
  EXPECT_EQ(form->checks.size(), 4U);
  const auto policy = read_phone_policy(folder);
  ASSERT_TRUE(policy);
  EXPECT_THAT(*policy, testing::HasSubstr("camera_rule"));
}

TEST_F(SampleResults, WithoutFilesThereAreSixLinesAndNoPolicy) {
  const auto form = read_protocol_form(folder);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->lines.size(), 6U);
  EXPECT_EQ(read_phone_policy(folder).value(), "{}");
  ASSERT_TRUE(base::write_file(folder.path / "protocol.json",
                               R"({"lines":[{"code":"a","label":{}},{"code":"a","label":{}}]})"));
  EXPECT_FALSE(read_protocol_form(folder)) << "a code that stands twice";
}

}  // namespace
}  // namespace tallyward::journeys
