// Which figures of a table may be published without pointing at a team. A figure stands on the reports of
// some teams; with fewer than three, whoever knows where a team was knows what it said. So a figure is safe
// when nobody or at least three teams stand behind it; and, where an earlier release gave the same figure,
// when nobody's or at least three teams' contributions changed since (what one release minus another tells).
// The same must hold for what can be computed: a published total minus its published parts.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tallyward::observation {

inline constexpr std::size_t kFewestTeams = 3;

/// How much each team contributes to a figure; a team with 0 does not stand there.
using Contributions = std::map<std::string, std::int64_t>;

/// A published sum: `total` is the sum of `parts`, all of them figures of the same table.
struct PublishedSum {
  std::string total;
  std::vector<std::string> parts;
};

struct FigureTable {
  std::map<std::string, Contributions> figures;  ///< By key.
  std::vector<PublishedSum> sums;
};

/// An earlier release of the same table: what stood behind each figure, and which were withheld.
struct EarlierRelease {
  std::map<std::string, Contributions> figures;
  std::set<std::string> suppressed;
};

/// Groups (rows) on which one or two teams stand are left out before, with all their figures and out of the
/// totals: even a zero would say what the only team there did not see.
///
/// The keys that must be withheld: the unsafe ones, and as many more as it takes that nothing unsafe can be
/// computed from the rest: under a published total no part or at least two are withheld (the part with the
/// fewest teams first, then by key; at last the total itself).
std::set<std::string> figures_to_suppress(const FigureTable& table,
                                          const std::vector<EarlierRelease>& earlier = {});

std::int64_t sum_of(const Contributions& contributions);

}  // namespace tallyward::observation
