// Published totals as a small CSV file: what somebody printed for units above the polling stations.
// docs/formats/published-totals.md is the reference.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.h"
#include "results/tabulate.h"

namespace tallyward::exchange {

/// Reads columns unit (path of codes; "" or "/": the whole), line, figure, and, where they are, source and
/// published (RFC 3339), in any order. The first mistake is the error: invalid_input with line and column.
base::Result<std::vector<results::PublishedTotal>> read_published_totals(std::string_view csv,
                                                                         std::string_view file_name,
                                                                         const election::UnitTree& units);

}  // namespace tallyward::exchange
