// The contest that `results seats` is about: from a small file or from the sums of protocols, with what the
// options add to it.
#pragma once

#include <optional>

#include "cli/command.h"
#include "exchange/contest_file.h"
#include "results/standing.h"

namespace tallyward::cli {

struct SeatsInput {
  exchange::ContestFile file;
  /// From protocols only: how many are in the sums, and how many were left out and why.
  std::size_t protocols = 0;
  std::size_t annulled = 0;
  std::size_t quarantined = 0;
  /// The same contest with the quarantined protocols, when there are any.
  std::optional<election::Contest> with_quarantined;
};

/// Errors: those of reading; invalid_input for options that do not fit; not_found when a contestant's votes
/// are not among the lines.
base::Result<SeatsInput> seats_input(const Arguments& arguments);

/// The contestants with their sums. Error: not_found for a contestant without a line of votes.
base::Result<election::Contest> contest_of(const results::Results& results,
                                           const results::Standing& standing);

/// "ID=2020-11-27" (or with another `mark`): the day on which that list was registered. `option` is for
/// messages.
base::Result<void> set_registered(election::Contest& contest, std::string_view text, char mark,
                                  std::string_view option);

}  // namespace tallyward::cli
