// tallyward disruption import: measurements of OONI or IODA into measurements.csv.
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/record_output.h"
#include "exchange/record_files.h"

namespace tallyward::cli {

namespace {

int import_measurements(const Arguments& arguments) {
  const std::filesystem::path folder = arguments.operands()[0];
  const std::string tool = arguments.value_or("--tool", "");
  if (tool != "ooni" && tool != "ioda")
    return report_failure({base::ErrorCode::invalid_input,
                           fmt::format("found the tool '{}', expected ooni or ioda", tool),
                           {}});
  const auto record = exchange::read_record(folder);
  if (!record) return report_failure(record.error());
  const std::string source = arguments.value_or("--source", "");
  if (!record->find("sources", source))
    return report_failure({base::ErrorCode::invalid_input,
                           fmt::format("found the source '{}', expected an id of sources.csv", source),
                           {}});
  auto rows = exchange::read_measurements(
      tool == "ooni" ? exchange::MeasurementFormat::ooni : exchange::MeasurementFormat::ioda,
      arguments.operands()[1], source);
  if (!rows) return report_failure(rows.error());
  const findings::TableRule& rule = *findings::find_table("measurements");
  // What the same tool gave before is replaced, so that an import twice is an import once.
  std::vector<findings::RecordRow> all;
  const auto before = record->tables.find("measurements");
  if (before != record->tables.end()) {
    for (const findings::RecordRow& row : before->second) {
      if (row.cells[*rule.find("tool")] != tool) all.push_back(row);
    }
  }
  const std::size_t taken = rows->size();
  all.insert(all.end(), rows->begin(), rows->end());
  if (const auto written = base::write_file(folder / "measurements.csv", exchange::table_csv(rule, all));
      !written)
    return report_failure(written.error());
  if (arguments.has("--json")) {
    fmt::print("{}\n", nlohmann::ordered_json{{"taken", taken}, {"rows", all.size()}}.dump(2));
  } else {
    fmt::print("{} rows of {} taken; measurements.csv has {}\n", taken, tool, all.size());
  }
  return kGood;
}

}  // namespace

extern const Command disruption_import_command;
const Command disruption_import_command{
    .noun = "disruption",
    .verb = "import",
    .summary = "Import network measurements of OONI or IODA",
    .description =
        "Reads an answer of the OONI API ({\"results\": [...]}) or of IODA ({\"data\": [...]}) into "
        "measurements.csv of the record. "
        "Measurements of one tool replace those that it gave before.",
    .operands = {{"FOLDER", "The record."}, {"FILE", "The JSON file."}},
    .options = {{"--tool", "NAME", "ooni or ioda.", true},
                {"--source", "ID", "The row of sources.csv that names the file.", true}},
    .examples = {"tallyward disruption import record ooni.json --tool ooni --source S80"},
    .run = import_measurements,
};

}  // namespace tallyward::cli
