// A figure followed from one end to the other: from the sum of one source to the sum of another, or from the
// sum of the stations to the published figure. The steps always add up exactly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "results/compare.h"
#include "results/tabulate.h"

namespace tallyward::results {

struct WaterfallStep {
  std::string label;        ///< For people.
  std::string code;         ///< A DifferenceKind, an AccountKind, "remaining", or a level's name.
  std::int64_t amount = 0;  ///< Signed.
  std::size_t count = 0;    ///< How many cells or units make it.
};

struct Waterfall {
  std::string line;
  std::string from;
  std::int64_t start = 0;
  std::vector<WaterfallStep> steps;  ///< None has amount 0 and count 0.
  std::string to;
  std::int64_t end = 0;
};

/// From the sum of the left side to the sum of the right side of a pair, one step for each kind of
/// difference. Error: not_found for a line that the pair does not have.
base::Result<Waterfall> waterfall(const Comparison& comparison, const PairComparison& pair,
                                  std::string_view line);

/// From the sum of the stations to the figure published for the country: at each level the accounts, then
/// what remains. Error: not_found when nothing was published for the country on this line by `published_by`
/// ("": anybody, the first).
base::Result<Waterfall> waterfall(const Results& results, const Tabulation& tabulation, std::string_view line,
                                  std::string_view published_by = {});

}  // namespace tallyward::results
