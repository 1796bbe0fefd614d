#include <fmt/format.h>

#include "base/file.h"
#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/import_deployment.h"

namespace tallyward::cli {

namespace {

void print_result(const journeys::ImportResult& result) {
  for (const auto& [ours, theirs] : result.columns) fmt::print("column   {} <- {}\n", ours, theirs);
  for (const std::string& heading : result.unread) fmt::print("not read {}\n", heading);
  for (const std::string& key : result.added) fmt::print("added    {}\n", key);
  for (const journeys::RowChange& row : result.changed) {
    for (const journeys::FieldChange& field : row.fields)
      fmt::print("changed  {}: {} \"{}\" -> \"{}\"\n", row.key, field.name, field.before, field.after);
  }
  for (const std::string& key : result.missing) fmt::print("kept     {} (not in the file)\n", key);
  fmt::print("{} rows read: {} added, {} changed, {} the same, {} in the mission only, {} faults; {}\n",
             result.rows, result.added.size(), result.changed.size(), result.same, result.missing.size(),
             result.faults.size(), result.applied ? "imported" : "dry run, nothing was written");
}

int run_import(const Arguments& arguments) {
  const auto bytes = base::read_file(arguments.operands()[2], std::size_t{64} << 20);
  if (!bytes) return report_failure(bytes.error());
  std::map<std::string, std::string, std::less<>> columns;
  for (const std::string& pair : arguments.values("--column")) {
    const auto one = journeys::read_column_map(pair);
    if (!one) return report_failure(one.error());
    columns.insert(one->begin(), one->end());
  }
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto result = journeys::import_deployment(
      **mission, (*mission)->keys().server.name,
      {arguments.operands()[1], *bytes, columns, arguments.value_or("--sheet", ""), !arguments.has("--write"),
       arguments.has("--skip-faulty"), arguments.value_or("--state", "")});
  if (!result) return report_failure(result.error());
  if (arguments.has("--json")) {
    fmt::print("{}\n", journeys::import_json(*result));
  } else {
    print_result(*result);
  }
  for (const exchange::RowFault& fault : result->faults) {
    fmt::print(stderr, "line {}, {}: found {}, expected {}\n", fault.line, fault.column,
               fault.found.empty() ? "nothing" : fault.found, fault.expected);
  }
  return result->faults.empty() ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command mission_import_command;
const Command mission_import_command{
    .noun = "mission",
    .verb = "import",
    .summary = "Import stations, teams, observers, visits or official figures",
    .description =
        "Reads a CSV or XLSX file, checks every row, and shows what would be added and changed, and what the "
        "mission has that the file has not (it is kept). Nothing is written without --write. Names and "
        "telephone numbers are never read: they belong into the roster vault.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."},
                 {"PART", "stations, teams, observers, assignments or official."},
                 {"FILE", "CSV (UTF-8, UTF-16 or windows-1251; comma, semicolon or tab) or XLSX."}},
    .options = {{"--column", "OURS:THEIRS", "Which heading is which column.", false, true},
                {"--sheet", "NAME", "Sheet of a workbook (default: the first)."},
                {"--write", "", "Write it; without this it is a dry run."},
                {"--skip-faulty", "", "Write the good rows although others are faulty."},
                {"--state", "STATE", "Only if the plan is still as the dry run saw it."}},
    .examples = {"tallyward mission import ./mission stations stations.xlsx --column station:Number",
                 "tallyward mission import ./mission stations stations.xlsx --write"},
    .run = run_import,
};

}  // namespace tallyward::cli
