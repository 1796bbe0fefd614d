// tallyward results check: every rule on every protocol.
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/results_check_output.h"
#include "exchange/read_results.h"
#include "exchange/rule_library.h"

namespace tallyward::cli {
namespace {

base::Result<results::RuleSet> rules_for(const Arguments& arguments, const results::Results& results) {
  const std::string name = arguments.value_or("--rules", results.rule_set);
  if (name.empty())
    return base::fail(
        base::ErrorCode::invalid_input,
        "the profile names no rule set; --rules NAME names one, 'tallyward rules list' lists them");
  TRY_ASSIGN(results::RuleSet rules, exchange::load_rule_set(name));
  if (const auto file = arguments.value("--overrides")) {
    TRY_ASSIGN(const std::string bytes, base::read_file(*file));
    TRY_ASSIGN(const std::vector<results::RuleOverride> overrides,
               results::read_rule_overrides(bytes, *file));
    TRY(results::apply_overrides(rules, overrides));
  }
  return rules;
}

base::Result<CheckOutput> output_for(const Arguments& arguments, const results::Results& results,
                                     const std::string& language) {
  CheckOutput output{.language = language};
  if (const auto name = arguments.value("--region")) {
    const auto level = results.units.find_level(*name);
    if (!level)
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("no level named '{}'; there are: {}", *name,
                                    fmt::join(results.units.level_names(), ", ")));
    output.region_level = *level;
  }
  if (const auto most = arguments.value("--most")) {
    const auto read = std::from_chars(most->data(), most->data() + most->size(), output.most_findings);
    if (read.ec != std::errc() || read.ptr != most->data() + most->size())
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("--most: found '{}', expected a whole number", *most));
  }
  return output;
}

int check_input(const Arguments& arguments) {
  exchange::ReadOptions options;
  if (const auto file = arguments.value("--annulled")) options.remarks = *file;
  Progress progress("reading", 100, !arguments.has("--json"));
  options.progress = [&](std::uint64_t done, std::uint64_t all) {
    progress.update(all == 0 ? 100 : done * 100 / all);
  };
  const std::optional<std::string> profile = arguments.value("--profile");
  const auto imported = exchange::load_results(
      arguments.operands()[0], profile ? std::optional<std::string_view>(*profile) : std::nullopt, options);
  if (!imported) return report_failure(imported.error());
  const results::Results& results = imported->results;
  const auto rules = rules_for(arguments, results);
  if (!rules) return report_failure(rules.error());
  const std::string language = arguments.value_or("--language", "en");
  const auto output = output_for(arguments, results, language);
  if (!output) return report_failure(output.error());

  const results::Check check = results::check_results(results, *rules);
  if (imported->report.rows_refused > 0)
    fmt::print(stderr, "tallyward: {} rows of the input were refused; 'results import' lists them\n",
               imported->report.rows_refused);
  if (arguments.has("--json")) {
    fmt::print("{}", check_json(results, *rules, check, *output));
  } else if (arguments.has("--csv")) {
    fmt::print("{}", dataset::check_findings_csv(results, *rules, check));
  } else {
    fmt::print("{}", check_text(results, *rules, check, *output));
  }
  return check.total().fail > 0 ? kDifferencesFound : kGood;
}

}  // namespace

extern const Command results_check_command;
const Command results_check_command{
    .noun = "results",
    .verb = "check",
    .summary = "Check every protocol against the control equations of its form",
    .description =
        "Applies every rule of the rule set to every protocol: what holds is counted, what fails or cannot "
        "be known is "
        "listed with both sides and the signed difference (left minus right). A blank figure makes a rule "
        "unknown, not "
        "failed. Exit 1 when something failed.",
    .operands = {{.name = "INPUT",
                  .help = "A results snapshot, or the folder or file that --profile describes."}},
    .options = {{.name = "--profile",
                 .value = "PROFILE",
                 .help = "How to read INPUT when it is not a snapshot."},
                {.name = "--rules",
                 .value = "RULES",
                 .help = "A shipped rule set or a rule file; else the profile's."},
                {.name = "--annulled",
                 .value = "FILE",
                 .help = "CSV of annulled or quarantined units: unit, status, reason."},
                {.name = "--overrides", .value = "FILE", .help = "The mission's own tolerances, TOML."},
                {.name = "--region", .value = "LEVEL", .help = "The level of the summary by region."},
                {.name = "--most", .value = "N", .help = "How many findings the table lists; 20 by default."},
                {.name = "--language", .value = "CODE", .help = "The language of the rules' messages."},
                {.name = "--csv", .value = "", .help = "All findings as CSV."}},
    .examples = {"tallyward results check bulgaria/ --profile bulgaria-2021-07",
                 "tallyward results check snapshot/ --rules ge --csv > findings.csv"},
    .run = check_input,
};

}  // namespace tallyward::cli
