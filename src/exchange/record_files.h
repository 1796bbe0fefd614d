// Reads the record around an election: record.toml and the CSV files of one folder
// (docs/formats/mission-files.md).
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "findings/quote_check.h"
#include "findings/record.h"

namespace tallyward::exchange {

/// Every table whose file is there. Other files of the folder are passed over. Errors: not_found (no
/// record.toml), invalid_input with file, line, column, what was found and what was expected: an unknown
/// column, a cell that its column cannot hold, an id twice, a reference to nothing, a row without a source.
base::Result<findings::Record> read_record(const std::filesystem::path& folder);

/// One table alone, for import; `file` is any path.
base::Result<std::vector<findings::RecordRow>> read_table(const findings::TableRule& rule,
                                                          const std::filesystem::path& file);

/// A measurement file of OONI (the answer of its API: {"results": [...]}) or IODA ({"data": [...]}), as rows
/// of measurements.csv. Measurements of one tool, network, service and region are joined by hour. Errors:
/// invalid_input, naming the entry and the key.
enum class MeasurementFormat { ooni, ioda };
base::Result<std::vector<findings::RecordRow>> read_measurements(MeasurementFormat format,
                                                                 const std::filesystem::path& file,
                                                                 std::string_view source);

/// Rows as CSV with the table's heading.
std::string table_csv(const findings::TableRule& rule, const std::vector<findings::RecordRow>& rows);

}  // namespace tallyward::exchange
