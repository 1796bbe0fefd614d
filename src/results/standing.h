// The result as it stands: what one source's protocols add up to, and which of them do not count.
//
// Of each unit the newest protocol counts, and it counts once. Annulled and merged units never count;
// quarantined ones do not count until somebody decides, unless they are asked for. Everything that turns
// protocols into votes for a law (seats, impact, the report) starts from this one sum.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "results/protocol_table.h"

namespace tallyward::results {

struct StandingOptions {
  std::string_view source;  ///< "": the highest authority that has protocols at the lowest level with any.
  bool with_quarantined = false;
};

struct Standing {
  const ProtocolTable* table = nullptr;  ///< As imported, all versions.
  std::vector<std::uint8_t> counted;     ///< By row of the table: 1 if it is in the sums.
  std::vector<std::int64_t> sums;        ///< By line; 0 for lines that do not add up.
  std::vector<std::uint32_t> blanks;     ///< By line: counted protocols in which it is blank.
  std::size_t protocols = 0;             ///< In the sums.
  std::size_t annulled = 0;              ///< Left out: annulled or merged.
  std::size_t quarantined = 0;           ///< Set aside, whether counted (with_quarantined) or not.
  std::size_t overtaken = 0;             ///< Left out: an earlier version, or the same protocol again.

  /// The sum of a line; nothing if the table does not have it or it does not add up.
  std::optional<std::int64_t> sum(std::string_view line) const;
};

/// Errors: not_found when no protocols (of that source) are there. `results` must outlive the answer.
base::Result<Standing> result_as_it_stands(const Results& results, const StandingOptions& options = {});

}  // namespace tallyward::results
