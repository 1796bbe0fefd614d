// What every forensic method reads: per polling station, how many are registered, took part, were counted,
// and voted for the contestant looked at. Columns lie one after another in memory; all have the same length.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tallyward::forensics {

using Figure = std::int32_t;

/// A view; it owns nothing. Stations with a blank in any column were left out by the caller, who says how
/// many.
struct Stations {
  std::span<const Figure> registered;  ///< N: voters on the list.
  std::span<const Figure> given;       ///< T: ballots given out, or voters who took part.
  std::span<const Figure> counted;     ///< R: ballots counted, valid and invalid.
  std::span<const Figure> votes;       ///< W: votes for the contestant.

  std::size_t size() const { return registered.size(); }
};

}  // namespace tallyward::forensics
