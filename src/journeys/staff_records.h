// Everything that is recorded beside observers' reports: enrolments, revocations, stations, assignments,
// decisions and what staff do. Each is a signed record with a salted commitment to its body, and each changes
// the views.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

/// The collections of views; `mission rebuild` compares them all.
inline constexpr std::array<std::string_view, 17> kViewCollections = {
    "code",       "visit",     "incident", "protocol", "unknown_record", "observer", "station",
    "assignment", "message",   "decision", "approval", "portal",         "attempt",  "form",
    "entry",      "log_event", "team"};

/// A staff record `tallyward/staff/v1` of `type` ("decision", "stations", ...) with a JSON body, signed by
/// the server on behalf of `author` (a pseudonym); the record says so.
base::Result<Submission> staff_record(OpenMission& mission, std::string_view author, std::string_view type,
                                      const std::string& json_body);

/// The enrolment of a phone's key.
base::Result<Submission> enrolment_record(OpenMission& mission, const transparency::VerifierKey& key,
                                          std::string_view role, bool extractable);
base::Result<Submission> revocation_record(OpenMission& mission, std::string_view author,
                                           const transparency::VerifierKey& key,
                                           const std::string& json_body);

/// The views of every known type but reports.
base::Result<void> apply_staff_record(Desk& desk, const storage::Record& record,
                                      const transparency::RecordText& text, const std::string& opened);

/// One of an observer's four conditions for activation is met.
base::Result<void> fulfil_condition(Desk& desk, const std::string& observer, std::string_view condition);
/// code_of_conduct, conflict_of_interest, data_consent, practice_form.
std::span<const std::string_view> activation_conditions();

}  // namespace tallyward::journeys
