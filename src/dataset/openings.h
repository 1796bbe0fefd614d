// The fields that a release opens: one line of canonical JSON each,
// {"index":7,"name":"@station","salt":B64,"value":"12-034"}. Whoever has the entry recomputes the commitment.
// A field that is not here is withheld, never "false".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "crypto/commitment.h"

namespace tallyward::dataset {

struct Opening {
  std::uint64_t index = 0;  ///< Of the entry in the log.
  crypto::OpenedField field;
};

/// Lines in the order given. parse_openings wants them sorted by index and name, none twice. Error:
/// invalid_input, with the line.
std::string to_lines(std::vector<Opening> openings);
base::Result<std::vector<Opening>> parse_openings(std::string_view text);

}  // namespace tallyward::dataset
