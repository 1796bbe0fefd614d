// What one report says, once its fields are open: a visit to a station, an incident, a protocol as observed.
// Checks of its content are data (flags), never a reason to refuse it: what an observer typed is kept.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "observation/checklist.h"

namespace tallyward::observation {

struct Visit {
  std::string record;    ///< Leaf hash, hex.
  std::string observer;  ///< Code.
  std::string kind;      ///< visit, incident, protocol, longterm, practice
  std::string form;      ///< "VO"
  int version = 0;       ///< 0: not said.
  std::string station;   ///< "" when not at a station.
  std::string phase;
  std::string channel;        ///< app, paper, telephone, ...
  std::string on_behalf_of;   ///< Of a clerk's entry: the observer's code, or "card ID".
  std::string answers_query;  ///< Record of the query that this report answers, hex; "" for none.
  std::string corrects;       ///< base64 leaf hash of the report it corrects, or "".
  std::string arrived;        ///< Local time with offset.
  std::string left;
  std::vector<std::string> photos;              ///< SHA-256 of what was attached, hex or base64 as sent.
  std::map<std::string, std::string> answers;   ///< Question -> answer.
  std::map<std::string, std::string> comments;  ///< Question -> comment.
  std::map<std::string, std::string>
      figures;  ///< Protocol line -> figure as on paper; "" is blank, "illegible" too.
};

/// Sorts opened fields (name, value) into a visit. Unknown names are kept out; nothing fails.
Visit visit_from_fields(const std::map<std::string, std::string>& fields);

enum class Severity : std::uint8_t { information, warning, serious };
std::string_view to_text(Severity severity);

/// One thing that a rule found. Not an error: a question to the team, or a fact about the station.
struct Flag {
  std::string code;  ///< "T2", stable.
  Severity severity = Severity::warning;
  std::vector<std::string> fields;
  std::string expected;
  std::string found;
};

/// The rules that need this visit only: answers that its form cannot have (A1), left before arrived (T1), a
/// visit longer than a day (T2), "very good" overall with ballot stuffing or a falsification seen (C1),
/// straight-lining (C2: at least 12 answers and all the same), a comment that the form requires and that is
/// missing (C3), a protocol that was refused (P1). `form` may be null: an unknown form is kept and flagged
/// (A0).
std::vector<Flag> check_visit(const Visit& visit, const Checklist* form);

/// What a rule needs to know of the observer's other visits.
struct OtherVisit {
  std::string record;
  std::string station;
  std::string form;
  std::string arrived;
  std::string left;
};

/// Rules across visits of one observer: the same form at the same station twice (D1), two stations at
/// overlapping times (D2).
std::vector<Flag> check_against_others(const Visit& visit, std::span<const OtherVisit> others);

/// Protocol lines on which two copies of one protocol differ; a line that one of them does not have, or that
/// is blank or illegible there, is no conflict.
std::vector<std::string> conflicting_lines(const std::map<std::string, std::string>& first,
                                           const std::map<std::string, std::string>& second);

/// The state that the rules give: "verified" when they found nothing but information, else "flagged". What a
/// person decides later stands above it.
std::string_view state_by_rules(std::span<const Flag> flags);

/// The overall assessment of a form: the answer to its last question on the scale very good to very bad; ""
/// when there is none.
std::string overall_assessment(const Visit& visit, const Checklist& form);

/// Reads "2026-11-29T07:02+05:00" to seconds since 1970; nothing when it is no such time.
std::optional<std::int64_t> seconds_of(std::string_view local_time_with_offset);

}  // namespace tallyward::observation
