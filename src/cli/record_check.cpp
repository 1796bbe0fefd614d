// tallyward record check: reads a folder of the record and says what is in it, or what is wrong where.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/record_output.h"
#include "exchange/record_files.h"

namespace tallyward::cli {

namespace {

int check_record(const Arguments& arguments) {
  if (arguments.has("--format")) {
    fmt::print("{}", findings::describe_tables());
    return kGood;
  }
  if (arguments.operands().empty())
    return report_failure({base::ErrorCode::invalid_input, "found no folder, expected one, or --format", {}});
  const auto record = exchange::read_record(arguments.operands()[0]);
  if (!record) return report_failure(record.error());
  nlohmann::ordered_json root{
      {"id", record->info.id}, {"synthetic", record->info.synthetic}, {"limited", record->info.limited}};
  for (const findings::TableRule& rule : findings::table_rules()) {
    if (!record->has(rule.name)) continue;
    root["rows"][std::string(rule.name)] = record->rows(rule.name).size();
    if (!arguments.has("--json")) fmt::print("{:<28} {:>6}\n", rule.name, record->rows(rule.name).size());
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return kGood;
}

}  // namespace

extern const Command record_check_command;
const Command record_check_command{
    .noun = "record",
    .verb = "check",
    .summary = "Check a folder of the record around an election",
    .description =
        "Reads record.toml and every table and says how many rows each has, or names the first mistake with "
        "file, line and "
        "column. With --format it prints the tables and columns that there are.",
    .operands = {{"FOLDER", "The record (docs/formats/mission-files.md).", false}},
    .options = {{"--format", "", "Print the documentation of all tables as Markdown."}},
    .examples = {"tallyward record check testdata/kz2021"},
    .run = check_record,
};

}  // namespace tallyward::cli
