// tallyward quickcount estimate, bounds, compare: what a probability sample says, and what it cannot say.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "exchange/sample_files.h"
#include "quickcount/estimate.h"

namespace tallyward::cli {

namespace {

using quickcount::Assessment;
using quickcount::ShareEstimate;

base::Result<double> share_option(const Arguments& arguments, std::string_view option, double otherwise) {
  const auto text = arguments.value(option);
  if (!text) return otherwise;
  try {
    std::size_t used = 0;
    const double value = std::stod(*text, &used);
    if (used == text->size() && value >= -1 && value <= 1) return value;
  } catch (const std::exception&) {
  }
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("{}: found '{}', expected a share such as 0.7", option, *text));
}

struct Outcome {
  ShareEstimate estimate;
  std::size_t blank = 0;
  std::vector<std::string> refused;
};

base::Result<Outcome> estimate(const Arguments& arguments) {
  const auto operands = arguments.operands();
  TRY_ASSIGN(const quickcount::Frame frame, exchange::read_frame(operands[0]));
  TRY_ASSIGN(const std::vector<std::uint32_t> sample, exchange::read_sample(operands[1], frame));
  TRY_ASSIGN(
      const exchange::StationReports reports,
      exchange::read_station_reports(operands[2], *arguments.value("--share"), *arguments.value("--of")));
  quickcount::ReportingRules rules;
  TRY_ASSIGN(rules.response_floor, share_option(arguments, "--floor", rules.response_floor));
  TRY_ASSIGN(rules.stratum_floor, share_option(arguments, "--stratum-floor", rules.stratum_floor));
  TRY_ASSIGN(rules.turnout_cap, share_option(arguments, "--turnout-cap", 1));
  TRY_ASSIGN(const double confidence, share_option(arguments, "--confidence", 0.95));
  rules.alpha = 1 - confidence;
  quickcount::LiveShare live(
      {&frame, sample}, rules,
      arguments.has("--margin") ? quickcount::Quantity::margin : quickcount::Quantity::share);
  Outcome outcome;
  outcome.blank = reports.blank;
  for (const exchange::StationFigures& row : reports.rows) {
    const auto found = std::lower_bound(frame.stations.begin(), frame.stations.end(), row.station,
                                        [](const auto& s, const std::string& id) { return s.station < id; });
    base::Result<void> added;
    if (found == frame.stations.end() || found->station != row.station) {
      added = base::fail(base::ErrorCode::not_found,
                         fmt::format("found station '{}', expected one of the frame", row.station));
    } else {
      added = live.add({static_cast<std::uint32_t>(found - frame.stations.begin()), row.y, row.x});
    }
    if (!added) outcome.refused.push_back(base::to_text(row.place) + ": " + added.error().message);
  }
  outcome.estimate = live.estimate();
  return outcome;
}

double published(double value) {
  return std::stod(fmt::format("{:.10g}", value));
}

nlohmann::ordered_json to_json(const Outcome& outcome) {
  const ShareEstimate& e = outcome.estimate;
  nlohmann::ordered_json root{
      {"assessment", e.assessment == Assessment::estimated ? "estimated" : "cannot_be_assessed"}};
  root["reported"] = e.reported;
  root["sampled"] = e.sampled;
  root["rows_blank"] = outcome.blank;
  root["rows_refused"] = outcome.refused;
  if (e.assessment == Assessment::estimated) {
    root["estimate"] = {{"value", published(e.value)},
                        {"se", published(e.se)},
                        {"df", e.df},
                        {"interval", {published(e.interval.lower), published(e.interval.upper)}}};
  } else {
    root["reason"] = e.reason;
  }
  root["bounds"] = {published(e.bounds.lower), published(e.bounds.upper)};
  root["strata_collapsed"] = e.collapsed;
  return root;
}

void print_rows(const Outcome& outcome) {
  for (const std::string& refused : outcome.refused) fmt::print(stderr, "tallyward: {}\n", refused);
  const ShareEstimate& e = outcome.estimate;
  fmt::print("Reports: {} of {} sampled stations ({} rows blank, {} refused).\n", e.reported, e.sampled,
             outcome.blank, outcome.refused.size());
}

int run_estimate(const Arguments& arguments) {
  const auto outcome = estimate(arguments);
  if (!outcome) return report_failure(outcome.error());
  if (arguments.has("--json")) {
    fmt::print("{}\n", to_json(*outcome).dump(2));
    return kGood;
  }
  print_rows(*outcome);
  const ShareEstimate& e = outcome->estimate;
  if (e.assessment == Assessment::estimated) {
    fmt::print(
        "Estimate: {:.2f} per cent; sampling error alone puts it between {:.2f} and {:.2f} (standard error "
        "{:.3f} points, {:.0f} degrees of freedom).\n",
        100 * e.value, 100 * e.interval.lower, 100 * e.interval.upper, 100 * e.se, e.df);
    for (const std::string& collapsed : e.collapsed)
      fmt::print("Stratum collapsed by the published rule: {}.\n", collapsed);
  } else {
    fmt::print("Cannot be assessed: {}.\n", e.reason);
  }
  fmt::print(
      "Whatever the stations that did not report hold, the sample's figure lies between {:.2f} and {:.2f} "
      "per cent.\n",
      100 * e.bounds.lower, 100 * e.bounds.upper);
  return kGood;
}

int run_bounds(const Arguments& arguments) {
  const auto outcome = estimate(arguments);
  if (!outcome) return report_failure(outcome.error());
  if (arguments.has("--json")) {
    nlohmann::ordered_json root = to_json(*outcome);
    root.erase("estimate");
    fmt::print("{}\n", root.dump(2));
    return kGood;
  }
  print_rows(*outcome);
  fmt::print(
      "Whatever the stations that did not report hold, the sample's figure lies between {:.2f} and {:.2f} "
      "per cent.\n",
      100 * outcome->estimate.bounds.lower, 100 * outcome->estimate.bounds.upper);
  return kGood;
}

int run_compare(const Arguments& arguments) {
  const auto official = share_option(arguments, "--official", 0);
  if (!official) return report_failure(official.error());
  const auto outcome = estimate(arguments);
  if (!outcome) return report_failure(outcome.error());
  const quickcount::Comparison comparison = quickcount::compare_with_official(outcome->estimate, *official);
  using Verdict = quickcount::Comparison::Verdict;
  if (arguments.has("--json")) {
    nlohmann::ordered_json root = to_json(*outcome);
    root["official"] = *official;
    root["verdict"] = comparison.verdict == Verdict::within    ? "within"
                      : comparison.verdict == Verdict::outside ? "outside"
                                                               : "cannot_be_assessed";
    root["sentence"] = comparison.sentence;
    fmt::print("{}\n", root.dump(2));
  } else {
    print_rows(*outcome);
    fmt::print("{}\n", comparison.sentence);
  }
  return comparison.verdict == Verdict::outside ? kDifferencesFound : kGood;
}

std::vector<Operand> operands() {
  return {{"FRAME", "CSV of all stations: station, stratum, registered."},
          {"SAMPLE", "CSV of the stations drawn."},
          {"REPORTS", "CSV of what was reported: station and figures."}};
}

std::vector<Option> options() {
  return {{"--share", "COLUMNS",
           "The figure: a column, or a sum such as a+b; with --margin a difference a-b.", true},
          {"--of", "COLUMNS", "What it is a share of: a column, or a sum.", true},
          {"--margin", "", "The figure is a difference between two contestants and may be negative."},
          {"--confidence", "SHARE", "0.95 unless given."},
          {"--floor", "SHARE",
           "Below this response nothing is estimated; fixed before the day. 0.7 unless given."},
          {"--stratum-floor", "SHARE", "The same in each stratum. 0.5 unless given."},
          {"--turnout-cap", "SHARE", "The largest plausible turnout of a missing station. 1 unless given."}};
}

}  // namespace

extern const Command quickcount_estimate_command;
const Command quickcount_estimate_command{
    .noun = "quickcount",
    .verb = "estimate",
    .summary = "Estimate a share from the sampled stations that reported",
    .description =
        "A stratified ratio estimate with a design-based interval, and bounds for what did not report. Below "
        "the response floor only "
        "bounds are shown. Stations that were visited because they could be are no sample: they have no "
        "margin of error.",
    .operands = operands(),
    .options = options(),
    .examples =
        {"tallyward quickcount estimate stations.csv sample.csv reports.csv --share party_a --of valid"},
    .run = run_estimate,
};

extern const Command quickcount_bounds_command;
const Command quickcount_bounds_command{
    .noun = "quickcount",
    .verb = "bounds",
    .summary = "Bound a share whatever the missing stations hold",
    .description = "Manski's bounds: every station that did not report could be all for or all against.",
    .operands = operands(),
    .options = options(),
    .examples =
        {"tallyward quickcount bounds stations.csv sample.csv reports.csv --share party_a --of valid"},
    .run = run_bounds,
};

extern const Command quickcount_compare_command;
const Command quickcount_compare_command{
    .noun = "quickcount",
    .verb = "compare",
    .summary = "Hold an official figure against the sample",
    .description =
        "Says within, outside, or cannot be assessed, with the arithmetic, and sampling error apart from "
        "what did not report. Exit status "
        "1 when the official figure lies outside.",
    .operands = operands(),
    .options =
        [] {
          auto all = options();
          all.push_back({"--official", "SHARE", "The official figure, as a share such as 0.5213.", true});
          return all;
        }(),
    .examples = {"tallyward quickcount compare stations.csv sample.csv reports.csv --share party_a --of "
                 "valid --official 0.5213"},
    .run = run_compare,
};

}  // namespace tallyward::cli
