// tallyward results report: one self-contained page on the results of an election, with JSON and CSV beside
// it.
#include "reports/results_report.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/results_reading.h"
#include "cli/results_seats_input.h"
#include "exchange/contest_file.h"
#include "exchange/rule_library.h"
#include "reports/results_checks.h"
#include "reports/results_impact.h"
#include "reports/results_view.h"
#include "results/impact_law.h"
#include "seats/seats.h"

namespace tallyward::cli {
namespace {

using base::Result;
namespace fs = std::filesystem;

/// The votes that seats are allocated from: a file of their own, or the sums of the protocols.
Result<election::Contest> votes_of(const Arguments& arguments, const results::Results& results) {
  if (const auto file = arguments.value("--votes")) {
    TRY_ASSIGN(exchange::ContestFile read, exchange::read_contest_file(*file));
    return read.contest;
  }
  TRY_ASSIGN(const results::Standing standing, results::result_as_it_stands(results));
  return contest_of(results, standing);
}

Result<std::optional<reports::SeatsShown>> seats_of(const Arguments& arguments,
                                                    const results::Results& results,
                                                    const locale::Language& language) {
  const auto id = arguments.value("--law");
  if (!id) return std::optional<reports::SeatsShown>{};
  TRY_ASSIGN(const seats::AllocationLaw* law, seats::find_law(*id));
  TRY_ASSIGN(election::Contest contest, votes_of(arguments, results));
  if (const auto took_part = arguments.value("--took-part"))
    contest.took_part = election::Voters(std::strtoll(took_part->c_str(), nullptr, 10));
  TRY_ASSIGN(const seats::Allocation allocation, seats::allocate_seats(*law, contest, {}, true));
  reports::SeatsShown shown;
  const auto title = law->title.find(std::string(language.code()));
  shown.law = title == law->title.end() ? law->title.at("en") : title->second;
  if (!law->edition.empty()) shown.law += fmt::format(" ({})", law->edition);
  for (std::size_t i = 0; i < contest.contestants.size(); ++i) {
    const auto& contestant = contest.contestants[i];
    shown.seats.emplace_back(contestant.name.empty() ? contestant.id.text : contestant.name,
                             allocation.seats[i].value);
  }
  for (const seats::Step& step : allocation.steps)
    shown.steps.push_back({step.article, step.text, step.caveat});
  for (const seats::LotQuestion& question : allocation.undetermined) shown.questions.push_back(question.text);
  return std::optional(std::move(shown));
}

std::string quoted(const std::string& word) {
  return word.find_first_of(" '\"") == std::string::npos ? word : fmt::format("'{}'", word);
}

/// The command as it was typed, with file names but without folders of this machine.
std::string command_line(const Arguments& arguments) {
  std::string line = "tallyward results report";
  for (const std::string& operand : arguments.operands())
    line += " " + quoted(fs::path(operand).filename().empty()
                             ? fs::path(operand).parent_path().filename().string()
                             : fs::path(operand).filename().string());
  for (const std::string_view option : {"--profile", "--rules", "--law", "--took-part", "--lang"}) {
    if (const auto value = arguments.value(option)) line += fmt::format(" {} {}", option, quoted(*value));
  }
  if (const auto votes = arguments.value("--votes"))
    line += " --votes " + quoted(fs::path(*votes).filename().string());
  if (arguments.has("--selection")) line += " --selection";
  return line + " -o DIR";
}

std::size_t count_differences(const reports::ResultsReportInput& input) {
  std::size_t count = input.failed.size();
  if (input.tabulation != nullptr) count += reports::level_counts(*input.tabulation).gaps;
  if (input.comparison != nullptr) {
    for (const auto& pair : input.comparison->pairs) count += reports::printed_differences(pair);
  }
  return count;
}

/// Applies the rule set of --rules, or else the one that the profile names. Without either the page says so.
Result<void> apply_rules(const Arguments& arguments, const results::Results& results,
                         reports::ResultsReportInput& input, const locale::Language& language) {
  const std::string name = arguments.value_or("--rules", results.rule_set);
  if (name.empty() || name == "none") return {};
  TRY_ASSIGN(const results::RuleSet rules, exchange::load_rule_set(name));
  reports::show_checks(input, rules, results::check_results(results, rules), language);
  return {};
}

/// The winner, and under a law of --law the threshold and the seats too.
Result<std::vector<results::ImpactVerdict>> verdicts_of(const Arguments& arguments,
                                                        const results::OpenResult& open) {
  results::ImpactQuestions questions;
  if (const auto id = arguments.value("--law")) {
    TRY_ASSIGN(questions.law, seats::find_law(*id));
  }
  auto verdicts = results::impact_verdicts(open, questions);
  // A tie in the result as it stands, or no number of seats: then the winner alone.
  if (!verdicts) return std::vector{results::impact_on_winner(open)};
  return verdicts;
}

Result<int> report(const Arguments& arguments) {
  TRY_ASSIGN(const locale::Language* language, locale::find_language(arguments.value_or("--lang", "en")));
  TRY_ASSIGN(const exchange::Imported imported, read_results_files(arguments, arguments.operands()));
  reports::ResultsReportInput input;
  input.results = &imported.results;
  input.command = command_line(arguments);
  input.selection = arguments.has("--selection");
  for (const exchange::ImportedFile& file : imported.report.files)
    input.inputs.push_back(
        {fs::path(file.name).filename().string(), file.sha256, file.rows_taken, file.rows_refused});

  TRY(apply_rules(arguments, imported.results, input, *language));
  // Levels and sources: what cannot be done for these results is said on the page.
  const auto tabulation = results::tabulate(imported.results);
  if (tabulation) input.tabulation = &*tabulation;
  const auto comparison = results::compare(imported.results);
  if (comparison) input.comparison = &*comparison;

  const auto open =
      imported.results.contestants.empty()
          ? Result<results::OpenResult>(base::fail(base::ErrorCode::not_found, "no contestants"))
          : results::collect_open_items(imported.results);
  if (open) {
    TRY_ASSIGN(const auto verdicts, verdicts_of(arguments, *open));
    input.impact = reports::impact_shown(*open, verdicts, *language);
  }
  TRY_ASSIGN(input.seats, seats_of(arguments, imported.results, *language));

  const fs::path folder = *arguments.value("-o");
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return base::fail(base::ErrorCode::unavailable,
                      fmt::format("cannot make the folder {}: {}", folder.string(), failed.message()));
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const reports::ReportFile& file : reports::results_report(input, *language)) {
    TRY(base::write_file(folder / file.name, file.bytes));
    files.push_back((folder / file.name).string());
  }
  const std::size_t differences = count_differences(input);
  if (arguments.has("--json")) {
    fmt::print("{}\n",
               nlohmann::ordered_json{
                   {"election", imported.results.election}, {"differences", differences}, {"files", files}}
                   .dump());
  } else {
    fmt::print("{}: {} discrepancies shown in {}\n", imported.results.election, differences,
               (folder / "index.html").string());
  }
  return differences > 0 ? kDifferencesFound : kGood;
}

}  // namespace

extern const Command results_report_command;
const Command results_report_command{
    .noun = "results",
    .verb = "report",
    .summary = "Write a page on the results: checks, levels, sources, seats, impact",
    .description =
        "Reads results, checks them, adds them up, compares levels and sources, and writes one "
        "self-contained HTML page\n"
        "(index.html) with report.json, checks.csv, levels.csv and differences.csv beside it. The same input "
        "gives the same\n"
        "bytes. The exit code is 1 when there are discrepancies.",
    .operands = {{"INPUT", "A results snapshot, or raw files (or their folder) with --profile.", true, true}},
    .options = with_reading_options(
        {{"-o", "DIR", "The folder to write; it is made if it is not there.", true, false},
         {"--rules", "RULES", "A shipped rule set, a rule file, or none; else the profile's own.", false,
          false},
         {"--lang", "CODE", "The language of the page: en, ru or kk (en).", false, false},
         {"--selection", "",
          "Say on the page that the data are a selection of units, not the whole election.", false, false},
         {"--law", "ID", "Allocate the seats by this law ('results seats --list').", false, false},
         {"--votes", "FILE", "The votes to allocate seats from, if not the sums of the protocols.", false,
          false},
         {"--took-part", "N", "How many voters took part, where the law's threshold is a share of them.",
          false, false}}),
    .examples = {"tallyward results report testdata/bulgaria-2021-07 --profile bulgaria-2021-07 -o report",
                 "tallyward results report snapshot --lang kk -o report"},
    .run =
        [](const Arguments& arguments) {
          const auto code = report(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
