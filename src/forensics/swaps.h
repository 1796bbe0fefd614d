// Figures that would fit better in another place: two contestants' votes exchanged on the protocol, or two
// neighbouring digits of a figure transposed. Both are what tired people do at four in the morning; the list
// is for the commission to look at the paper.
//
// The likelihood of the figure as written and of the exchanged figure are compared under the beta-binomial of
// the station's neighbours (or of a previous round). Since an exchange gives every outcome another one's
// chance, the expected ratio is at most 1 when nothing was exchanged, and 1 / ratio is a p-value by Markov's
// inequality: no simulation, no approximation, conservative.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forensics/stations.h"
#include "stats/beta_binomial.h"

namespace tallyward::forensics {

enum class Exchange { swapped_contestants, transposed_digits };

struct PossibleExchange {
  Exchange kind = Exchange::swapped_contestants;
  std::uint32_t station = 0;
  std::uint32_t contestant = 0;
  std::uint32_t other = 0;  ///< The second contestant; the same for transposed digits.
  Figure written = 0;
  Figure exchanged = 0;
  double log_likelihood_ratio = 0;  ///< Exchanged against written, natural logarithm.
  double p_adjusted = 1;  ///< Benjamini-Hochberg on 1 / ratio: valid under any dependence (e-values).
};

struct ExchangeSearch {
  std::size_t comparisons = 0;  ///< Pairs of contestants at stations, and figures of two digits or more.
  std::vector<PossibleExchange> list;  ///< p_adjusted below the level, the best of each station, the
                                       ///< largest ratio first.
};

/// `votes[contestant][station]`; `neighbourhood` numbers each station's group of neighbours from 0. Expected
/// shares of a pair come from the other stations of the group; groups under `smallest_group` stations are
/// left out. Contestants who got under a half per cent in the group are not compared.
ExchangeSearch find_exchanges(std::span<const std::span<const Figure>> votes,
                              std::span<const std::uint32_t> neighbourhood, double level = 0.01,
                              std::size_t smallest_group = 10);

/// With the previous round's votes at the same stations as expectation in place of the neighbours: the shares
/// of the pair there, scattered as the pair's changes between the rounds are in the group.
ExchangeSearch find_exchanges_since(std::span<const std::span<const Figure>> votes,
                                    std::span<const std::span<const Figure>> previous,
                                    std::span<const std::uint32_t> neighbourhood, double level = 0.01,
                                    std::size_t smallest_group = 10);

/// A figure with two neighbouring digits exchanged, the `place`-th from the right and the one before it; -1
/// where that changes nothing or would leave a leading zero.
Figure transposed(Figure figure, int place);

}  // namespace tallyward::forensics
