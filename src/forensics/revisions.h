// What changed between two versions of the same protocols, as a statistic: how many, in which direction, for
// whom. Corrections are normal; one that mostly helps the same contestant is a reason to look at the papers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "results/protocol_table.h"

namespace tallyward::forensics {

struct LineRevision {
  std::string line;
  std::int64_t up = 0;      ///< Protocols in which the figure rose,
  std::int64_t down = 0;    ///< fell.
  std::int64_t gained = 0;  ///< Sum of the rises,
  std::int64_t lost = 0;    ///< of the falls, as a positive figure.
  /// Two-sided exact sign test that rises and falls are equally likely; 1 when nothing changed.
  double p = 1;
  std::int64_t net() const { return gained - lost; }
};

struct Revisions {
  std::size_t protocols = 0;        ///< That both versions have.
  std::size_t changed = 0;          ///< With another figure in one of the lines.
  std::vector<LineRevision> lines;  ///< In the order of the form.
  std::size_t cells_blank = 0;      ///< Blank on one side: not counted as a rise or fall.
};

/// The lines that both have, over units that both have; of each table its latest versions are taken unless
/// the two are one table, of which the first and the last version are compared.
Revisions revisions(const results::ProtocolTable& before, const results::ProtocolTable& after);

}  // namespace tallyward::forensics
