#include "dataset/answers_file.h"

#include <gtest/gtest.h>

namespace tallyward::dataset {
namespace {

/// `teams` of a region that gave this answer, one report each.
void add(std::vector<ReleasedAnswer>& answers, const std::string& region, const std::string& answer,
         int teams, bool released = false) {
  static int next = 0;
  for (int i = 0; i < teams; ++i)
    answers.push_back({region, "VO 1", "VO07", answer, "team-" + std::to_string(next++), false, released});
}

const AnswerCell& cell(const std::vector<AnswerCell>& cells, const std::string& scope,
                       const std::string& answer) {
  for (const AnswerCell& one : cells) {
    if (one.scope == scope && one.answer == answer) return one;
  }
  ADD_FAILURE() << "no cell " << scope << " " << answer;
  return cells.front();
}

TEST(ReleasedAnswers, CountsWithTheirBaseWhereEnoughTeamsStandBehind) {
  std::vector<ReleasedAnswer> answers;
  for (const char* region : {"North", "South"}) {
    add(answers, region, "yes", 4);
    add(answers, region, "no", 5);
  }
  answers[0].flagged = true;
  const auto cells = count_answers(answers);
  EXPECT_EQ(cell(cells, "North", "yes").count, 4);
  EXPECT_EQ(cell(cells, "North", "yes").without_flagged, 3);
  EXPECT_EQ(cell(cells, "North", "yes").of, 9);
  EXPECT_EQ(cell(cells, "*", "no").count, 10);
  for (const AnswerCell& one : cells) EXPECT_FALSE(one.withheld) << one.scope << " " << one.answer;
  const auto read = parse_answers_csv(answers_csv(cells));
  ASSERT_TRUE(read);
  EXPECT_EQ(answers_csv(*read), answers_csv(cells));
}

TEST(ReleasedAnswers, WithholdsAFewTeamsAndWhatWouldGiveThemAwayBySubtraction) {
  std::vector<ReleasedAnswer> answers;
  for (const char* region : {"East", "North", "South"}) {
    add(answers, region, "bad", region == std::string("North") ? 1 : 6);
    add(answers, region, "good", 9);
    add(answers, region, "very_good", 4);
  }
  const auto cells = count_answers(answers);
  EXPECT_TRUE(cell(cells, "North", "bad").withheld);
  // Every published row and column that has a withheld cell has two of them.
  for (const char* scope : {"East", "North", "South", "*"}) {
    int withheld = 0;
    for (const char* answer : {"*", "bad", "good", "very_good"})
      withheld += cell(cells, scope, answer).withheld;
    EXPECT_NE(withheld, 1) << scope;
  }
  for (const char* answer : {"bad", "good", "very_good"}) {
    int withheld = 0;
    for (const char* scope : {"East", "North", "South", "*"}) withheld += cell(cells, scope, answer).withheld;
    EXPECT_NE(withheld, 1) << answer;
  }
  EXPECT_FALSE(cell(cells, "South", "good").withheld && cell(cells, "East", "good").withheld)
      << "no more than is needed";
  EXPECT_NE(answers_csv(cells).find("North,VO 1,VO07,bad,,,"), std::string::npos) << answers_csv(cells);
}

TEST(ReleasedAnswers, WithholdsTheBaseOfARowWithTooFewTeams) {
  std::vector<ReleasedAnswer> answers;
  add(answers, "North", "yes", 2);
  add(answers, "South", "yes", 7);
  add(answers, "West", "yes", 8);
  const auto cells = count_answers(answers);
  EXPECT_TRUE(cell(cells, "North", "yes").of_withheld);
  EXPECT_EQ(cell(cells, "South", "yes").of_withheld + cell(cells, "West", "yes").of_withheld +
                cell(cells, "*", "yes").of_withheld,
            1)
      << "or the whole minus the others gives it";
}

TEST(ReleasedAnswers, ADifferenceOfTwoReleasesShowsNoFewTeamsEither) {
  std::vector<ReleasedAnswer> answers;
  add(answers, "North", "yes", 7, true);
  add(answers, "North", "no", 8, true);
  add(answers, "South", "yes", 7, true);
  add(answers, "South", "no", 8, true);
  EXPECT_FALSE(cell(count_answers(answers), "North", "yes").withheld);
  add(answers, "North", "yes", 1);  // One more team: 8 minus the 7 of the first release is that team.
  EXPECT_TRUE(cell(count_answers(answers), "North", "yes").withheld);
}

}  // namespace
}  // namespace tallyward::dataset
