// Recommendations across elections: what was recommended, to whom, and whose assessment says what became of
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/fraction.h"

namespace tallyward::findings {

enum class FollowUp { fully, mostly, partially, not_addressed, no_longer_relevant, superseded, not_assessed };
inline constexpr FollowUp kFollowUps[] = {FollowUp::fully,
                                          FollowUp::mostly,
                                          FollowUp::partially,
                                          FollowUp::not_addressed,
                                          FollowUp::no_longer_relevant,
                                          FollowUp::superseded,
                                          FollowUp::not_assessed};
std::string_view to_text(FollowUp status);
/// The word that `text` begins with, with what stands behind it left to the caller. Blank and "new" are not
/// assessed. Error: invalid_input.
base::Result<FollowUp> parse_follow_up(std::string_view text);

/// Whose reading a status is. Ours of an incomplete list is never added up and never shown as somebody
/// else's.
enum class Assessor { mission, tallyward_reading, none };
/// "Tallyward reading, theme level, incomplete list"
std::string_view to_text(Assessor assessor);

struct Recommendation {
  std::string id;
  int year = 0;        ///< Of the election whose report makes it.
  std::string number;  ///< In the report; "" where it was not seen.
  bool priority = false;
  std::string theme;
  std::string text;  ///< Paraphrase unless it says otherwise.
  std::string addressee;
  FollowUp status = FollowUp::not_assessed;
  Assessor assessor = Assessor::none;
  std::string assessor_name;  ///< "" where nobody assessed it.
  std::string status_as_of;   ///< The report or year of the assessment.
  std::string basis;          ///< What the status rests on.
  std::vector<std::string> commitments;
  std::string law_changed;
  std::string state_response;  ///< The State's; "" where none is recorded.
  std::vector<std::string> sources;
  std::string same_as;  ///< The id of an earlier one of the same substance.
};

/// A chain of the same substance through reports, oldest first, as `same_as` links them. One that repeats
/// nothing and that nothing repeats is a chain of one.
struct Chain {
  std::vector<std::string> recommendations;
  int first_year = 0;
  int last_year = 0;
};
/// By first year, then id. A link into a circle or to nothing ends the chain.
std::vector<Chain> chains_of(std::span<const Recommendation> recommendations);

/// Theme by status: how many, with the ids behind each number.
struct MatrixCell {
  std::vector<std::string> recommendations;
};
struct Matrix {
  std::vector<std::string> themes;             ///< In alphabetical order.
  std::vector<std::vector<MatrixCell>> cells;  ///< [theme][status in kFollowUps]
};
Matrix make_matrix(std::span<const Recommendation> recommendations);

/// Shares with their n. Only statuses that a mission assessed count: ours are left out, and so are "not
/// assessed".
struct Shares {
  std::size_t assessed = 0;   ///< n
  std::size_t of = 0;         ///< of all that were given
  std::size_t addressed = 0;  ///< fully, mostly or partially
  std::size_t partially = 0;
  std::size_t left_out_ours = 0;
};
Shares count_shares(std::span<const Recommendation> recommendations);

/// "4 of 10 addressed; 3 of 4 only partially: most not addressed; of those addressed most only partially".
/// Where nothing was assessed by a mission it says so.
std::string to_sentence(const Shares& shares);

/// Priority ones first, then by year and id.
void sort_by_priority(std::vector<Recommendation>& recommendations);

}  // namespace tallyward::findings
