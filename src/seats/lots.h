// Lots that were drawn, as a TOML file: [[lot]] with question, drawn and drawn_on.
// docs/formats/allocation-law.md.
#pragma once

#include <string_view>
#include <vector>

#include "seats/seats.h"

namespace tallyward::seats {

/// Error invalid_input with line and column.
base::Result<std::vector<RecordedLot>> read_lots(std::string_view toml, std::string_view file);

}  // namespace tallyward::seats
