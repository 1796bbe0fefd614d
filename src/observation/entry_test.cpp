#include "observation/entry.h"

#include <gtest/gtest.h>

namespace tallyward::observation {
namespace {

TEST(Entry, FiguresAndAdverseAnswersAreReadBack) {
  Checklist form;
  form.form = "VO";
  Question stuffing;
  stuffing.name = "VO24";
  stuffing.flagged = {"yes"};
  Question calm;
  calm.name = "VO30";
  calm.flagged = {"no"};
  Question name;
  name.name = "VO01";
  name.required = true;
  form.questions = {stuffing, calm, name};
  const ReportFields fields = {{"@station", "1001"}, {"arrived", "07:00"}, {"q.VO24", "yes"},
                               {"q.VO30", "yes"},    {"q.VO01", "x"},      {"p.valid", "120"}};
  EXPECT_EQ(critical_fields(&form, fields),
            (std::vector<std::string>{"@station", "p.valid", "q.VO01", "q.VO24"}));
  EXPECT_EQ(critical_fields(nullptr, fields), (std::vector<std::string>{"@station", "p.valid"}));
}

TEST(Entry, TwoEntriesDifferWherePaperDoes) {
  const Figures first = {{"valid", "0120"}, {"invalid", ""}, {"issued", "130"}, {"in_box", "illegible"}};
  const Figures second = {{"valid", "120"}, {"issued", "103"}, {"in_box", "125"}};
  EXPECT_EQ(differing_lines(first, second), (std::vector<std::string>{"in_box", "issued"}))
      << "a line left out is blank, 0120 is 120; blank is not zero";
  EXPECT_EQ(differing_lines({{"a", ""}}, {{"a", "0"}}).size(), 1U);
}

TEST(Entry, OnlyTheDifferingLinesAreResolved) {
  const Figures first = {{"valid", "120"}, {"issued", "130"}};
  EXPECT_EQ(resolve(first, {"issued"}, {{"issued", "0103"}}).value(),
            (Figures{{"valid", "120"}, {"issued", "103"}}));
  EXPECT_FALSE(resolve(first, {"issued"}, {{"valid", "1"}}));
  EXPECT_FALSE(resolve(first, {"issued"}, {{"issued", "1"}, {"valid", "1"}}));
}

TEST(Entry, FiguresAreDigitsBlankOrIllegible) {
  EXPECT_TRUE(check_figures({{"valid", "120"}, {"votes.7", ""}, {"issued", "illegible"}}));
  EXPECT_FALSE(check_figures({{"valid", "12O"}}));
  EXPECT_FALSE(check_figures({{"valid", "-1"}}));
  EXPECT_FALSE(check_figures({{"=cmd", "1"}}));
  EXPECT_FALSE(check_figures({}));
}

}  // namespace
}  // namespace tallyward::observation
