// tallyward event list, access funnel, recommendation matrix, finding list, statement quote-check: the record
// around an election, read from its files.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "exchange/mission_files.h"

namespace tallyward::cli {

namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

int list_events(const Arguments& arguments) {
  const auto events = exchange::read_events(arguments.operands()[0]);
  if (!events) return report_failure(events.error());
  std::optional<mission::PartialDate> day;
  if (const auto text = arguments.value("--election-day")) {
    const auto parsed = mission::parse_partial_date(*text);
    if (!parsed) return report_failure(parsed.error());
    day = *parsed;
  }
  ordered_json root;
  root["events"] = ordered_json::array();
  for (const mission::Event& event : *events) {
    if (const auto type = arguments.value("--type"); type && event.type != *type) continue;
    if (const auto group = arguments.value("--group"); group && event.group != *group) continue;
    const auto days = day ? mission::days_between(*day, event.date) : std::nullopt;
    const bool late = day && mission::is_late_rule(event, *day);
    if (arguments.has("--json")) {
      root["events"].push_back(
          {{"id", event.id},
           {"date", mission::to_text(event.date)},
           {"end", event.end ? ordered_json(mission::to_text(*event.end)) : ordered_json(nullptr)},
           {"days_from_election_day", days ? ordered_json(*days) : ordered_json(nullptr)},
           {"late_rule", late},
           {"type", event.type},
           {"title", event.title},
           {"actor", or_null(event.actor)},
           {"affected", or_null(event.affected)},
           {"legal_basis", or_null(event.legal_basis)},
           {"quantity", or_null(event.quantity)},
           {"sources", event.sources},
           {"single_source", mission::is_single_source(event)},
           {"group", or_null(event.group)},
           {"latest_outcome", or_null(event.latest_outcome)}});
      continue;
    }
    fmt::print("{:<10} {:>5}  {:<4} {:<24} {}{}{}\n", mission::to_text(event.date),
               days ? fmt::format("{:+}", *days) : "", event.id, event.type, event.title,
               late ? "  [late rule]" : "", mission::is_single_source(event) ? "  [single source]" : "");
    if (!event.latest_outcome.empty()) fmt::print("{:23}latest outcome: {}\n", "", event.latest_outcome);
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return kGood;
}

int show_funnel(const Arguments& arguments) {
  const auto groups = exchange::read_observers(arguments.operands()[0]);
  if (!groups) return report_failure(groups.error());
  ordered_json root;
  root["organisations"] = ordered_json::array();
  bool wrong = false;
  if (!arguments.has("--json")) {
    fmt::print("{:<62}", "organisation");
    for (const mission::AccessStep step : mission::kAccessSteps)
      fmt::print(" {:>10}", mission::to_text(step));
    fmt::print("\n");
  }
  for (const mission::ObserverGroup& group : *groups) {
    const auto faults = mission::check_group(group);
    wrong = wrong || !faults.empty();
    ordered_json row{{"organisation", group.organisation}, {"kind", group.kind}};
    for (std::size_t s = 0; s < group.counts.size(); ++s)
      row[std::string(mission::to_text(mission::kAccessSteps[s]))] =
          group.counts[s] ? ordered_json(*group.counts[s]) : ordered_json(nullptr);
    row["definition_of_effective"] = or_null(group.effective);
    row["quotation"] = or_null(group.quotation);
    row["sources"] = group.sources;
    row["faults"] = faults;
    root["organisations"].push_back(row);
    if (arguments.has("--json")) continue;
    fmt::print("{:<62}", group.organisation.substr(0, 62));
    for (const auto& count : group.counts)
      fmt::print(" {:>10}", count ? fmt::format("{}", *count) : "not known");
    fmt::print("\n");
    if (!group.quotation.empty())
      fmt::print("    source's words: {} ({})\n", group.quotation, base::join(group.sources, ", "));
    for (const std::string& fault : faults) fmt::print("    cannot be: {}\n", fault);
  }
  if (arguments.has("--json")) {
    fmt::print("{}\n", root.dump(2));
  } else {
    fmt::print("\n\"not known\" is a gap, not a zero. A source's words are never turned into a count.\n");
  }
  return wrong ? kDifferencesFound : kGood;
}

int show_matrix(const Arguments& arguments) {
  const auto recommendations = exchange::read_recommendations(arguments.operands()[0]);
  if (!recommendations) return report_failure(recommendations.error());
  const findings::Matrix matrix = findings::make_matrix(*recommendations);
  const std::string sentence = findings::to_sentence(findings::count_shares(*recommendations));
  if (arguments.has("--json")) {
    ordered_json root;
    for (std::size_t t = 0; t < matrix.themes.size(); ++t) {
      for (const findings::FollowUp status : findings::kFollowUps) {
        const auto& ids = matrix.cells[t][static_cast<std::size_t>(status)].recommendations;
        if (!ids.empty()) root["matrix"][matrix.themes[t]][std::string(findings::to_text(status))] = ids;
      }
    }
    for (const findings::Recommendation& r : *recommendations) {
      root["recommendations"].push_back({{"id", r.id},
                                         {"year", r.year},
                                         {"number", or_null(r.number)},
                                         {"priority", r.priority},
                                         {"theme", r.theme},
                                         {"text", r.text},
                                         {"addressee", or_null(r.addressee)},
                                         {"status", findings::to_text(r.status)},
                                         {"assessor", findings::to_text(r.assessor)},
                                         {"basis", or_null(r.basis)},
                                         {"sources", r.sources}});
    }
    root["shares"] = sentence;
    fmt::print("{}\n", root.dump(2));
    return kGood;
  }
  fmt::print("{:<36}", "theme");
  for (const findings::FollowUp status : findings::kFollowUps)
    fmt::print(" {:>13}", findings::to_text(status).substr(0, 13));
  fmt::print("\n");
  for (std::size_t t = 0; t < matrix.themes.size(); ++t) {
    fmt::print("{:<36}", matrix.themes[t]);
    for (const auto& cell : matrix.cells[t])
      fmt::print(" {:>13}",
                 cell.recommendations.empty() ? "." : fmt::format("{}", cell.recommendations.size()));
    fmt::print("\n");
  }
  fmt::print(
      "\nStatuses are a {}; they are not the statuses of the institution that made the "
      "recommendations.\n{}\n",
      findings::to_text(findings::Assessor::tallyward_reading), sentence);
  return kGood;
}

int list_findings(const Arguments& arguments) {
  const auto rows = exchange::read_findings(arguments.operands()[0]);
  if (!rows) return report_failure(rows.error());
  ordered_json root;
  root["findings"] = ordered_json::array();
  for (const exchange::FindingRow& row : *rows) {
    if (const auto section = arguments.value("--section"); section && row.section != *section) continue;
    const std::string figure = row.value.empty() ? ""
                               : row.of.empty()  ? row.value
                                                 : row.value + " of " + row.of;
    root["findings"].push_back({{"id", row.id},
                                {"section", row.section},
                                {"text", row.text},
                                {"figure", or_null(figure)},
                                {"unit", or_null(row.unit)},
                                {"sources", row.sources}});
    if (!arguments.has("--json")) {
      fmt::print("{:<4} {:<24} {}{}  [{}]\n", row.id, row.section, row.text,
                 figure.empty() ? "" : fmt::format(": {} {}", figure, row.unit),
                 base::join(row.sources, ", "));
    }
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return kGood;
}

int check_quotes(const Arguments& arguments) {
  const auto rows = exchange::read_findings(arguments.operands()[0]);
  if (!rows) return report_failure(rows.error());
  const auto text = base::read_file(arguments.operands()[1], std::size_t{16} << 20);
  if (!text) return report_failure(text.error());
  const auto numbers = findings::check_quotes(*text, exchange::quotable(*rows));
  ordered_json root;
  root["numbers"] = ordered_json::array();
  bool all_traced = true;
  for (const findings::QuotedNumber& number : numbers) {
    all_traced = all_traced && number.state == findings::QuoteState::traced;
    const std::string_view before = std::string_view(*text).substr(0, number.offset);
    const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t column =
        number.offset - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
    root["numbers"].push_back({{"line", line},
                               {"column", column},
                               {"text", number.text},
                               {"state", findings::to_text(number.state)},
                               {"finding", or_null(number.finding)},
                               {"data_say", or_null(number.expected)}});
    if (arguments.has("--json")) continue;
    fmt::print("{}:{}:{}: {}: {}", arguments.operands()[1], line, column, number.text,
               findings::to_text(number.state));
    if (number.state == findings::QuoteState::traced) fmt::print(" to {}", number.finding);
    if (number.state == findings::QuoteState::differs)
      fmt::print("; {} says {}", number.finding, number.expected);
    fmt::print("\n");
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return all_traced ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command event_list_command;
const Command event_list_command{
    .noun = "event",
    .verb = "list",
    .summary = "List what happened around an election, in order of date",
    .description =
        "Prints events.csv of the folder as a timeline, with days before or after election day, late rules "
        "and single sources marked. A "
        "date that is known to the month only stays so.",
    .operands = {{"FOLDER", "Where events.csv lies."}},
    .options = {{"--election-day", "DATE", "Counts days from it: 2021-01-10."},
                {"--type", "TYPE", "Only events of this type."},
                {"--group", "TITLE", "Only events under this neutral title."}},
    .examples = {"tallyward event list testdata/kz2021 --election-day 2021-01-10"},
    .run = list_events,
};

extern const Command access_funnel_command;
const Command access_funnel_command{
    .noun = "access",
    .verb = "funnel",
    .summary = "Show how many observers were planned and how many could observe",
    .description =
        "Prints observers.csv of the folder step by step: planned, accredited, deployed, admitted, reported. "
        "Unknown steps are gaps.",
    .operands = {{"FOLDER", "Where observers.csv lies."}},
    .options = {},
    .examples = {"tallyward access funnel testdata/kz2021"},
    .run = show_funnel,
};

extern const Command recommendation_matrix_command;
const Command recommendation_matrix_command{
    .noun = "recommendation",
    .verb = "matrix",
    .summary = "Show recommendations by theme and what became of them",
    .description =
        "Reads recommendations_YEAR.csv of every year in the folder. Our own readings are marked and never "
        "added up into shares.",
    .operands = {{"FOLDER", "Where the files lie."}},
    .options = {},
    .examples = {"tallyward recommendation matrix testdata/kz2021 --json"},
    .run = show_matrix,
};

extern const Command finding_list_command;
const Command finding_list_command{
    .noun = "finding",
    .verb = "list",
    .summary = "List findings with their figures, bases and sources",
    .description = "Prints findings.csv of the folder. A figure keeps its qualifier and its base.",
    .operands = {{"FOLDER", "Where findings.csv lies."}},
    .options = {{"--section", "SECTION", "Only this section."}},
    .examples = {"tallyward finding list testdata/kz2021 --section 'election day'"},
    .run = list_findings,
};

extern const Command statement_quote_check_command;
const Command statement_quote_check_command{
    .noun = "statement",
    .verb = "quote-check",
    .summary = "Trace every number of a text to a finding",
    .description =
        "Each number of the text, with its qualifier and its base, is traced to a finding, differs from one, "
        "or is untraced. Exit status 1 "
        "unless all are traced.",
    .operands = {{"FOLDER", "Where findings.csv lies."}, {"TEXT", "A text file (UTF-8)."}},
    .options = {},
    .examples = {"tallyward statement quote-check testdata/kz2021 article.txt"},
    .run = check_quotes,
};

}  // namespace tallyward::cli
