// tallyward results impact: could what is open change the outcome?
#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/results_reading.h"
#include "results/impact_law.h"

namespace tallyward::cli {
namespace {

using base::Result;
using results::ImpactStatus;
using results::ImpactVerdict;
using results::OpenItem;
using results::OpenResult;
using Json = nlohmann::ordered_json;

constexpr std::size_t kShownItems = 10;

Result<std::int64_t> whole_number(const Arguments& arguments, std::string_view option) {
  const std::string text = arguments.value_or(option, "0");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > 100'000)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{}: found '{}', expected a whole number up to 100000", option, text));
  return number;
}

/// Winner, then threshold and seats where a law or a threshold was named.
Result<std::vector<ImpactVerdict>> verdicts_of(const Arguments& arguments, const OpenResult& open) {
  results::ImpactQuestions questions;
  if (const auto id = arguments.value("--law")) {
    TRY_ASSIGN(questions.law, seats::find_law(*id));
  }
  if (const auto share = arguments.value("--threshold")) {
    TRY_ASSIGN(const seats::Share parsed, seats::parse_share(*share));
    questions.threshold = {.numerator = parsed.numerator,
                           .denominator = parsed.denominator,
                           .base_is_took_part = arguments.has("--of-those-who-took-part")};
  }
  TRY_ASSIGN(questions.seats, whole_number(arguments, "--seats"));
  return results::impact_verdicts(open, questions);
}

void print_text(const results::Results& results, const OpenResult& open,
                const std::vector<ImpactVerdict>& verdicts, bool all) {
  fmt::print("{}{}\n\n", heading_text(results), results::coverage_sentence(open));
  for (const ImpactVerdict& verdict : verdicts) {
    fmt::print("{}: {}\n", verdict.question, results::verdict_sentence(open, verdict));
    const std::size_t shown = all ? verdict.items.size() : std::min(verdict.items.size(), kShownItems);
    for (std::size_t i = 0; i < shown; ++i) {
      const OpenItem& item = open.items[verdict.items[i]];
      fmt::print("    {} {}{}\n", to_text(item.kind), unit_text(results.units, item.unit),
                 item.kind == results::OpenItemKind::discrepancy
                     ? ""
                     : fmt::format(", {} registered voters", grouped(item.voters)));
    }
    if (shown < verdict.items.size())
      fmt::print("    ... ({} more; --all shows them)\n", verdict.items.size() - shown);
  }
  fmt::print("\n{}", attribution_text(results));
}

Json verdict_json(const results::Results& results, const OpenResult& open, const ImpactVerdict& verdict) {
  const auto name = [&](std::optional<std::size_t> contestant) {
    return contestant ? Json(open.contestants[*contestant]) : Json(nullptr);
  };
  Json items = Json::array();
  for (const std::size_t item : verdict.items)
    items.push_back(
        {{"kind", to_text(open.items[item].kind)}, {"unit", results.units.path(open.items[item].unit)}});
  return {{"question", verdict.question},
          {"status", to_text(verdict.status)},
          {"contestant", name(verdict.contestant)},
          {"against", name(verdict.against)},
          {"least", verdict.least},
          {"most", verdict.most ? Json(*verdict.most) : Json(nullptr)},
          {"sentence", results::verdict_sentence(open, verdict)},
          {"items", items}};
}

void print_json(const results::Results& results, const OpenResult& open,
                const std::vector<ImpactVerdict>& verdicts) {
  Json json = heading_json(results);
  json["coverage"] = results::coverage_sentence(open);
  json["stations"] = open.stations;
  json["compared"] = open.compared;
  json["open_items"] = open.items.size();
  json["without_registered"] = open.without_registered;
  json["verdicts"] = Json::array();
  for (const ImpactVerdict& verdict : verdicts)
    json["verdicts"].push_back(verdict_json(results, open, verdict));
  fmt::print("{}\n", json.dump(2));
}

void print_csv(const OpenResult& open, const std::vector<ImpactVerdict>& verdicts) {
  fmt::print("{}", csv_row({"question", "status", "contestant", "against", "least", "most", "sentence"}));
  for (const ImpactVerdict& verdict : verdicts) {
    const auto name = [&](std::optional<std::size_t> contestant) {
      return contestant ? open.contestants[*contestant] : std::string();
    };
    fmt::print("{}",
               csv_row({verdict.question, std::string(to_text(verdict.status)), name(verdict.contestant),
                        name(verdict.against), std::to_string(verdict.least),
                        verdict.most ? std::to_string(*verdict.most) : "",
                        results::coverage_sentence(open) + " " + results::verdict_sentence(open, verdict)}));
  }
}

Result<int> impact(const Arguments& arguments) {
  TRY_ASSIGN(const exchange::Imported imported, read_results(arguments));
  const results::Results& results = imported.results;
  results::OpenItemsOptions options;
  for (const std::string& text : arguments.values("--source")) {
    TRY_ASSIGN(options.sides.emplace_back(), results::parse_side(text));
  }
  options.registered_line = arguments.value_or("--registered", options.registered_line);
  options.votes_group = arguments.value_or("--votes", options.votes_group);
  TRY_ASSIGN(const UnitFilter filter, read_filter(arguments, results.units));
  auto collected = results::collect_open_items(results, options);
  if (!collected && collected.error().code == base::ErrorCode::not_found && options.sides.empty()) {
    fmt::print(
        "{}{}\n", arguments.has("--json") ? "" : heading_text(results),
        arguments.has("--json")
            ? Json{{"status", "cannot_be_assessed"}, {"coverage", results::coverage_sentence({})}}.dump(2)
            : results::coverage_sentence({}));
    return kCouldNot;
  }
  TRY_ASSIGN(OpenResult open, std::move(collected));
  std::erase_if(open.items, [&](const OpenItem& item) { return !filter.takes(results.units, item.unit); });
  TRY_ASSIGN(const std::vector<ImpactVerdict> verdicts, verdicts_of(arguments, open));
  if (arguments.has("--json"))
    print_json(results, open, verdicts);
  else if (arguments.has("--csv"))
    print_csv(open, verdicts);
  else
    print_text(results, open, verdicts, arguments.has("--all"));
  const bool could =
      open.without_registered > 0 || std::ranges::any_of(verdicts, [](const ImpactVerdict& verdict) {
        return verdict.status != ImpactStatus::impossible;
      });
  return could ? kDifferencesFound : kGood;
}

}  // namespace

extern const Command results_impact_command;
const Command results_impact_command{
    .noun = "results",
    .verb = "impact",
    .summary = "Ask whether open discrepancies and missing protocols could change the outcome",
    .description =
        "Collects what is open at the polling stations: figures that differ between sources, protocols that "
        "are "
        "missing, quarantined, or that only one source has. Each item has a range, and the answer is the "
        "smallest "
        "set of items that could change the winner, who passes a threshold, or a seat, or that no set "
        "can.\n\n"
        "It bounds the open items and nothing else; it never confirms a result. Without station-level data "
        "the "
        "impact cannot be assessed.\n\n"
        "Exit code 0: no open items could change anything asked; 1: some could, or it is not decided; 2: "
        "could not do it.",
    .operands = results_operand(),
    .options = with_results_options(
        {{.name = "--source",
          .value = "ID[@VERSION]",
          .help = "A source to compare; none for all.",
          .repeatable = true},
         {.name = "--law", .value = "ID", .help = "An allocation law: threshold and seats are asked too."},
         {.name = "--seats", .value = "N", .help = "Seats, where the law does not say."},
         {.name = "--threshold", .value = "SHARE", .help = "A threshold such as \"5 %\"."},
         {.name = "--of-those-who-took-part",
          .value = "",
          .help = "The threshold is a share of everybody who took part."},
         {.name = "--registered",
          .value = "CODE",
          .help = "The line of registered voters; else 'registered'."},
         {.name = "--votes",
          .value = "GROUP",
          .help = "The group of lines with contestants' votes; else 'votes'."},
         {.name = "--all", .value = "", .help = "Show every item of a changing set."}}),
    .examples =
        {"tallyward results impact data/bolivia-2019 --profile bolivia-2019 --source final --source trep_2",
         "tallyward results impact snapshot --law method-dhondt --seats 98 --threshold \"5 %\""},
    .run =
        [](const Arguments& arguments) {
          const auto code = impact(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
