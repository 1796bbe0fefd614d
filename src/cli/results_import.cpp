#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "cli/command.h"
#include "exchange/guess_profile.h"
#include "exchange/results_snapshot.h"

namespace tallyward::cli {

namespace {

constexpr std::size_t kShownRemarks = 20;

int guess(const Arguments& arguments) {
  const auto guessed = exchange::guess_profile(arguments.operands().front());
  if (!guessed) return report_failure(guessed.error());
  if (!arguments.has("--json")) {
    fmt::print("{}", guessed->toml);
    return kGood;
  }
  nlohmann::ordered_json columns = nlohmann::ordered_json::array();
  for (const exchange::GuessedColumn& column : guessed->columns)
    columns.push_back({{"heading", column.heading},
                       {"role", column.role},
                       {"means", column.means},
                       {"distinct", column.distinct}});
  const nlohmann::ordered_json json{{"encoding", guessed->encoding},
                                    {"delimiter", std::string(1, guessed->delimiter)},
                                    {"heading", guessed->heading},
                                    {"rows_seen", guessed->rows_seen},
                                    {"columns", columns},
                                    {"profile", guessed->toml}};
  fmt::print("{}\n", json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
  return kGood;
}

nlohmann::ordered_json remarks_json(const std::vector<exchange::RowRemark>& remarks) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const exchange::RowRemark& remark : remarks)
    json.push_back({{"file", remark.place.file},
                    {"line", remark.place.line},
                    {"column", remark.place.column},
                    {"heading", remark.column},
                    {"found", remark.found},
                    {"expected", remark.expected}});
  return json;
}

void print_json(const exchange::Imported& imported, const std::string& out) {
  const exchange::ImportReport& report = imported.report;
  nlohmann::ordered_json json{{"election", imported.results.election},
                              {"snapshot", out},
                              {"rows_taken", report.rows_taken},
                              {"rows_refused", report.rows_refused},
                              {"rows_repeated", report.rows_repeated}};
  json["files"] = nlohmann::ordered_json::array();
  for (const exchange::ImportedFile& file : report.files)
    json["files"].push_back({{"file", file.name},
                             {"sha256", file.sha256},
                             {"bytes", file.bytes},
                             {"rows_taken", file.rows_taken},
                             {"rows_refused", file.rows_refused}});
  json["tables"] = nlohmann::ordered_json::array();
  for (const results::ProtocolTable& table : imported.results.tables)
    json["tables"].push_back({{"source", table.source},
                              {"level", imported.results.units.level_names()[table.level]},
                              {"protocols", table.rows()},
                              {"lines", table.lines.size()}});
  json["refused"] = remarks_json(report.refused);
  json["repeated"] = remarks_json(report.repeated);
  fmt::print("{}\n", json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_remarks(std::string_view title, std::uint64_t count,
                   const std::vector<exchange::RowRemark>& remarks) {
  if (count == 0) return;
  fmt::print("\n{} ({}):\n", title, count);
  for (std::size_t i = 0; i < std::min(remarks.size(), kShownRemarks); ++i)
    fmt::print("  {}\n", exchange::to_text(remarks[i]));
  if (count > kShownRemarks)
    fmt::print("  ... and {} more; refused.csv of the snapshot has them\n", count - kShownRemarks);
}

void print_text(const exchange::Imported& imported, const std::string& out) {
  const exchange::ImportReport& report = imported.report;
  fmt::print("{}\n\n", imported.results.election);
  if (imported.results.synthetic) fmt::print("SYNTHETIC: invented data.\n\n");
  fmt::print("{:<44}{:>12}{:>10}\n", "file", "rows taken", "refused");
  for (const exchange::ImportedFile& file : report.files)
    fmt::print("{:<44}{:>12}{:>10}\n", file.name, file.rows_taken, file.rows_refused);
  fmt::print("\n{:<20}{:<24}{:>10}{:>8}\n", "source", "level", "protocols", "lines");
  for (const results::ProtocolTable& table : imported.results.tables)
    fmt::print("{:<20}{:<24}{:>10}{:>8}\n", table.source, imported.results.units.level_names()[table.level],
               table.rows(), table.lines.size());
  print_remarks("Refused", report.rows_refused, report.refused);
  print_remarks("Taken, but not for the first time", report.rows_repeated, report.repeated);
  fmt::print("\n{} rows taken, {} refused.{}\n", report.rows_taken, report.rows_refused,
             out.empty() ? " Nothing was written: name a folder with --out." : " Snapshot: " + out);
}

int import(const Arguments& arguments) {
  const std::vector<std::filesystem::path> paths(arguments.operands().begin(), arguments.operands().end());
  const auto profile_name = arguments.value("--profile");
  if (!profile_name)
    return report_failure({base::ErrorCode::invalid_input,
                           "no profile: name one with --profile, or let --guess propose one",
                           {}});
  std::string profile_text;
  std::string plain_name = *profile_name;
  if (const auto profile = exchange::find_results_profile(*profile_name)) {
    profile_text = profile->text;
    plain_name = profile->name;
  }
  base::Time now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (const auto at = arguments.value("--at")) {
    const auto time = base::parse_time(*at);
    if (!time) return report_failure(time.error());
    now = *time;
  }
  Progress progress("reading", 1000, !arguments.has("--json"));
  exchange::ReadOptions options;
  options.hash_inputs = true;
  options.progress = [&progress](std::uint64_t done, std::uint64_t total) {
    progress.update(total == 0 ? 1000 : std::min<std::uint64_t>(1000, done * 1000 / total));
  };
  if (const auto remarks = arguments.value("--remarks")) options.remarks = *remarks;
  const auto imported = exchange::read_named_results(paths, *profile_name, options);
  if (!imported) return report_failure(imported.error());
  const std::string out = arguments.value_or("--out", "");
  if (!out.empty()) {
    const auto files = exchange::snapshot_files(*imported, {plain_name, profile_text, now});
    const auto written = exchange::write_snapshot(out, files);
    if (!written) return report_failure(written.error());
  }
  arguments.has("--json") ? print_json(*imported, out) : print_text(*imported, out);
  return imported->report.rows_refused == 0 ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command results_import_command;
const Command results_import_command{
    .noun = "results",
    .verb = "import",
    .summary = "Read a commission's files with a profile into a results snapshot",
    .description =
        "Reads CSV, XLSX, JSON or XML files as a results profile describes them and writes a results "
        "snapshot: a "
        "folder of canonical CSV with a manifest that holds the SHA-256 of every input. All other results "
        "commands "
        "read such a folder.\n\n"
        "A row that does not fit is refused, with its file, line and column, what was found and what was "
        "expected; "
        "the import goes on, and refused.csv of the snapshot keeps the list. Exit code 1 says that rows were "
        "refused.\n\n"
        "--guess FILE proposes a profile, with comments, from the file itself.",
    .operands = {{"PATH", "A folder that holds the profile's files, or the files.", true, true}},
    .options = {{"--profile", "NAME",
                 "A profile that travels with the program, the path of a .toml file, nist-1500-100-v2 or "
                 "eml-nl-510."},
                {"--out", "FOLDER",
                 "Where the snapshot is written; without it the files are read and reported only."},
                {"--remarks", "FILE",
                 "A CSV of annulled, quarantined or merged units: unit, status, reason."},
                {"--at", "TIME",
                 "The time of import in the manifest, for a repeatable result; otherwise now."},
                {"--guess", "", "Propose a profile for the file instead of importing it."}},
    .examples = {"tallyward results import shared/data/bulgaria-2021-07 --profile bulgaria-2021-07 --out bg",
                 "tallyward results import --guess protocols.csv > protocols.toml"},
    .run =
        [](const Arguments& arguments) {
          return arguments.has("--guess") ? guess(arguments) : import(arguments);
        },
};

}  // namespace tallyward::cli
