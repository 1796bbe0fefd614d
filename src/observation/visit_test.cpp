#include "observation/visit.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tallyward::observation {
namespace {

Checklist voting() {
  Checklist form;
  form.form = "VO";
  for (int i = 1; i <= 14; ++i) {
    Question question;
    question.name = (i < 10 ? "VO0" : "VO") + std::to_string(i);
    question.options = {{"yes", {}}, {"no", {}}};
    form.questions.push_back(question);
  }
  Question overall;
  overall.name = "VO58";
  overall.type = AnswerType::scale;
  overall.options = {{"very_good", {}}, {"good", {}}, {"bad", {}}, {"very_bad", {}}};
  overall.flagged = {"bad", "very_bad"};
  overall.comment_when_flagged = true;
  form.questions.push_back(overall);
  Question stuffing;
  stuffing.name = "VO24";
  stuffing.options = {{"yes", {}}, {"no", {}}};
  form.questions.push_back(stuffing);
  return form;
}

bool has(const std::vector<Flag>& flags, std::string_view code) {
  return std::ranges::any_of(flags, [&](const Flag& flag) { return flag.code == code; });
}

TEST(VisitRules, VeryGoodWithStuffingSeenIsFlagged) {
  const Checklist form = voting();
  Visit visit =
      visit_from_fields({{"@kind", "visit"}, {"@form", "VO 1"}, {"q.VO58", "very_good"}, {"q.VO24", "yes"}});
  EXPECT_EQ(visit.form, "VO");
  EXPECT_EQ(visit.version, 1);
  EXPECT_TRUE(has(check_visit(visit, &form), "C1"));
  visit.answers["VO24"] = "no";
  EXPECT_FALSE(has(check_visit(visit, &form), "C1"));
}

TEST(VisitRules, StraightLiningNeedsTwelveEqualAnswers) {
  const Checklist form = voting();
  Visit visit;
  visit.form = "VO";
  for (int i = 1; i <= 12; ++i) visit.answers[(i < 10 ? "VO0" : "VO") + std::to_string(i)] = "no";
  EXPECT_TRUE(has(check_visit(visit, &form), "C2"));
  visit.answers["VO05"] = "yes";
  EXPECT_FALSE(has(check_visit(visit, &form), "C2"));
  visit.answers.erase("VO05");
  EXPECT_FALSE(has(check_visit(visit, &form), "C2")) << "eleven are too few";
}

TEST(VisitRules, TimesAndTwoPlacesAtOnce) {
  Visit visit;
  visit.station = "1001";
  visit.form = "VO";
  visit.arrived = "2026-11-29T11:02+05:00";
  visit.left = "2026-11-29T10:30+05:00";
  EXPECT_TRUE(has(check_visit(visit, nullptr), "T1"));
  EXPECT_TRUE(has(check_visit(visit, nullptr), "A0")) << "an unknown form is kept and flagged";
  visit.left = "2026-11-29T11:30+05:00";
  EXPECT_FALSE(has(check_visit(visit, nullptr), "T1"));
  // The same instants, written with another offset.
  const OtherVisit elsewhere{"x", "1002", "VO", "2026-11-29T06:10Z", "2026-11-29T06:20Z"};
  const OtherVisit later{"y", "1002", "VO", "2026-11-29T06:40Z", "2026-11-29T06:50Z"};
  EXPECT_TRUE(has(check_against_others(visit, std::vector{elsewhere}), "D2"));
  EXPECT_FALSE(has(check_against_others(visit, std::vector{later}), "D2"));
}

TEST(Answers, MissingIsNeitherWrongNorAdverse) {
  const Checklist form = voting();
  const Question& overall = *form.find("VO58");
  EXPECT_TRUE(check_answer(overall, "could_not_observe"));
  EXPECT_FALSE(is_flagged(overall, "could_not_observe"));
  EXPECT_TRUE(is_flagged(overall, "very_bad"));
  EXPECT_FALSE(check_answer(overall, "excellent"));
}

}  // namespace
}  // namespace tallyward::observation
