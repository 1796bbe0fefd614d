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
inline constexpr auto kViewCollections = std::to_array<std::string_view>(
    {"visit",      "incident", "protocol", "unknown_record", "observer",     "station",      "message",
     "assignment", "decision", "approval", "portal",         "attempt",      "form",         "entry",
     "log_event",  "team",     "seat",     "signer",         "query",        "protocol_job", "official",
     "case",       "welfare",  "consent",  "release",        "photo_review", "risk_note",    "contact",
     "intake",     "viewer",   "code"});

/// A staff record `tallyward/staff/v1` of `type` ("decision", "stations", ...) with a JSON body, signed by
/// the server on behalf of `author` (a pseudonym); the record says so.
base::Result<Submission> staff_record(OpenMission& mission, std::string_view author, std::string_view type,
                                      const std::string& json_body);

/// The same, added inside a piece of work; returns its identity (leaf hash in hexadecimal).
base::Result<std::string> add_staff_record(Desk& desk, std::string_view author, std::string_view type,
                                           const std::string& json_body);
/// The same as a piece of work of its own.
base::Result<std::string> keep_staff_record(OpenMission& mission, std::string_view author,
                                            std::string_view type, const std::string& json_body);

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
