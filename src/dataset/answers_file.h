// What observers answered, counted, with small cells withheld: observations/answers.csv of a dataset. A cell
// is "so many reports from this scope gave this answer to this question"; the base of a row is how many
// answered it at all. A cell behind which fewer than three teams stand is withheld, and so is a second one
// wherever a single withheld cell could be had by subtraction: from the base of its row, from the whole
// country, or from an earlier release. Nothing here generalises beyond the visits: n of the N that answered.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::dataset {

inline constexpr std::string_view kAnswersPath = "observations/answers.csv";
inline constexpr std::string_view kWholeScope = "*";
inline constexpr std::string_view kAnyAnswer = "*";  ///< The cell that is the base of its row.
inline constexpr std::size_t kFewestTeams = 3;

/// One answer of one released report.
struct ReleasedAnswer {
  std::string scope;     ///< Region.
  std::string form;      ///< "VO 1"
  std::string question;  ///< "VO07"
  std::string answer;
  std::string team;           ///< Never published; only counted.
  bool flagged = false;       ///< Quality control flagged the report.
  bool was_released = false;  ///< An earlier release counted this report.
};

struct AnswerCell {
  std::string scope;
  std::string form;
  std::string question;
  std::string answer;
  std::int64_t count = 0;
  std::int64_t without_flagged = 0;
  std::int64_t of = 0;  ///< Base of the row: answers of any kind in this scope.
  bool withheld = false;
  bool of_withheld = false;
  std::set<std::string> teams = {};      ///< Behind `count`; empty after parsing.
  std::set<std::string> new_teams = {};  ///< Behind those that no earlier release counted.
  bool in_earlier = false;          ///< An earlier release counted something here.
};

/// One cell for each scope (and kWholeScope), form, question and answer that occurs anywhere for this
/// question, sorted; small cells withheld as above.
std::vector<AnswerCell> count_answers(std::span<const ReleasedAnswer> answers);

/// scope,form,question,answer,count,count_without_flagged,of: a withheld count or base is an empty cell.
std::string answers_csv(std::span<const AnswerCell> cells);
/// Error: invalid_input, with the line.
base::Result<std::vector<AnswerCell>> parse_answers_csv(std::string_view text);

}  // namespace tallyward::dataset
