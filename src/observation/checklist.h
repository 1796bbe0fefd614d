// A checklist: numbered questions in a version. Old versions stay answerable for ever; a change is a new
// version.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::observation {

/// Text in languages: {"en": "...", "ru": "..."}.
using Texts = std::map<std::string, std::string>;

enum class AnswerType : std::uint8_t {
  yes_no,
  yes_no_unknown,
  number,
  figure,  ///< One number for each contestant, joined by spaces.
  time,
  date,
  choice,
  choices,    ///< Several, joined by spaces.
  scale,      ///< Very good to very bad.
  frequency,  ///< Always to never.
  text,
  photo  ///< SHA-256 of the stripped image.
};
std::string_view to_text(AnswerType type);
std::optional<AnswerType> answer_type_from_text(std::string_view text);

struct ChecklistOption {
  std::string value;  ///< "very_good"
  Texts label;
};

struct Question {
  std::string name;  ///< "VO07"
  AnswerType type = AnswerType::yes_no;
  Texts label;
  std::vector<ChecklistOption> options;
  std::string section;
  std::string relevant;    ///< Expression; "" is always.
  std::string constraint;  ///< Expression; "" is none.
  Texts constraint_message;
  bool required = false;
  std::vector<std::string> flagged;           ///< Adverse answers; "any" for any answer at all.
  std::optional<std::int64_t> flagged_above;  ///< Adverse when the number is greater.
  bool comment_when_flagged = false;
  std::string source;
};

struct Checklist {
  std::string form;  ///< "VO"
  int version = 1;
  Texts title;
  std::string kind;   ///< visit, incident, protocol, longterm, practice
  std::string phase;  ///< opening, voting, closing, tabulation, ""
  std::vector<Question> questions;

  const Question* find(std::string_view name) const;
  std::string id() const { return form + "/" + std::to_string(version); }
};

/// Answers that stand for none.
inline constexpr std::string_view kCouldNotObserve = "could_not_observe";
inline constexpr std::string_view kNotApplicable = "not_applicable";
bool is_missing(std::string_view answer);

/// Whether an answer is one that this question can have. Error: invalid_input, in words for the person who
/// typed.
base::Result<void> check_answer(const Question& question, std::string_view answer);

/// Whether the answer is adverse, as the question's columns say.
bool is_flagged(const Question& question, std::string_view answer);

/// Share of texts (title, labels, options) that a language has, in per cent, rounded down.
int completeness(const Checklist& checklist, const std::string& language);

/// What changed between two versions, one sentence each: "VO07: label changed (en)".
std::vector<std::string> version_difference(const Checklist& before, const Checklist& after);

}  // namespace tallyward::observation
