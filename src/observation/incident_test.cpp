#include "observation/incident.h"

#include <gtest/gtest.h>

namespace tallyward::observation {
namespace {

TEST(Incident, ReachesEveryOneOfItsNineStates) {
  IncidentFacts facts;
  facts.assignee = "anna";
  facts.adviser = "boris";
  facts.has_outcome = true;
  const auto step = [&](const char* name, std::string_view who = "anna") {
    const auto after = take_step(facts, incident_step_from_text(name).value(), who);
    EXPECT_TRUE(after) << name << ": " << (after ? "" : after.error().message);
    if (after) facts.state = *after;
    return std::string(to_text(facts.state));
  };
  EXPECT_EQ(to_text(facts.state), "new");
  EXPECT_EQ(step("verify"), "verified");
  EXPECT_EQ(step("escalate"), "verified");
  EXPECT_EQ(step("request_advice"), "advice_requested");
  EXPECT_EQ(step("provide_advice", "boris"), "advice_provided");
  EXPECT_EQ(step("refer"), "action_pending");
  EXPECT_EQ(step("complete_action"), "action_taken");
  EXPECT_EQ(step("close"), "closed");
  EXPECT_EQ(step("reopen"), "reopened");
  EXPECT_EQ(step("invalidate"), "invalidated");
}

TEST(Incident, IsNotClosedWithoutAnOutcomeOrWhileSomethingIsAwaited) {
  IncidentFacts facts{IncidentState::verified, "anna", "", false, "", ""};
  EXPECT_EQ(take_step(facts, IncidentStep::close, "anna").error().code, base::ErrorCode::conflict);
  facts.has_outcome = true;
  EXPECT_TRUE(take_step(facts, IncidentStep::close, "anna"));
  facts.state = IncidentState::action_pending;
  EXPECT_FALSE(take_step(facts, IncidentStep::close, "anna"));
  facts.state = IncidentState::advice_requested;
  EXPECT_FALSE(take_step(facts, IncidentStep::close, "anna"));
}

TEST(Incident, IsVerifiedByThePersonInChargeOnly) {
  const IncidentFacts facts{IncidentState::fresh, "anna", "", false, "", ""};
  EXPECT_EQ(take_step(facts, IncidentStep::verify, "boris").error().code, base::ErrorCode::forbidden);
  EXPECT_FALSE(take_step({}, IncidentStep::verify, "")) << "nobody in charge";
}

TEST(Incident, EscalatesWhenOverdueNotWhenFresh) {
  EXPECT_TRUE(must_escalate(IncidentState::fresh, 1000, 1001));
  EXPECT_FALSE(must_escalate(IncidentState::fresh, 1000, 999));
  EXPECT_FALSE(must_escalate(IncidentState::closed, 1000, 5000));
  EXPECT_EQ(minutes_to_act(4), 15);
}

TEST(Incident, IsCorroboratedByAnotherTeamOnly) {
  EXPECT_TRUE(is_independent("team-02", {"team-01"}));
  EXPECT_FALSE(is_independent("team-01", {"team-01"}));
  EXPECT_FALSE(is_independent("", {"team-01"}));
}

}  // namespace
}  // namespace tallyward::observation
