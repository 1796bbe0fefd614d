// tallyward forensics scan, methods, controls.
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "exchange/read_results.h"
#include "forensics/scan.h"

namespace tallyward::cli {

namespace {

using forensics::Indicator;
using forensics::Scan;

/// Ten significant digits: what is published must be the same on every machine.
double published(double value) {
  return std::isfinite(value) ? std::stod(fmt::format("{:.10g}", value)) : 0;
}

std::vector<std::string> sum_of_lines(const std::optional<std::string>& text) {
  std::vector<std::string> codes;
  if (!text) return codes;
  for (const std::string_view piece : base::split(*text, '+')) codes.emplace_back(base::trim(piece));
  return codes;
}

std::string contestant_name(const results::Results& results, std::string_view code) {
  for (const results::Contestant& contestant : results.contestants) {
    if (contestant.code == code) return contestant.name;
  }
  return std::string(code);
}

std::string unit_name(const results::Results& results, election::UnitIndex unit) {
  if (unit == 0) return "all";
  const std::string_view name = results.units.name(unit);
  return name.empty() ? results.units.path(unit) : std::string(name);
}

nlohmann::ordered_json outliers_json(const results::Results& results, const Scan& scan,
                                     const forensics::Outliers& found) {
  nlohmann::ordered_json row{{"stations", found.stations_used},
                             {"regions", found.regions_used},
                             {"above", found.high},
                             {"below", found.low},
                             {"list", nlohmann::ordered_json::array()}};
  for (const forensics::OutlyingStation& station : found.list) {
    row["list"].push_back({{"unit", results.units.path(scan.station_units[station.station])},
                           {"side", station.high ? "above" : "below"},
                           {"p_adjusted", published(station.p_adjusted)},
                           {"robust_z", published(station.robust_z)}});
  }
  return row;
}

/// Single stations: both sides counted, for follow-up in the field.
nlohmann::ordered_json stations_json(const results::Results& results, const Scan& scan) {
  nlohmann::ordered_json root;
  root["outlying"].push_back(outliers_json(results, scan, scan.turnout_outliers));
  root["outlying"].back()["contestant"] = nullptr;
  for (const forensics::ContestantPicture& picture : scan.pictures) {
    root["outlying"].push_back(outliers_json(results, scan, picture.outliers));
    root["outlying"].back()["contestant"] = contestant_name(results, picture.contestant);
  }
  root["exchange_comparisons"] = scan.exchanges.comparisons;
  root["exchanged"] = nlohmann::ordered_json::array();
  for (const forensics::PossibleExchange& found : scan.exchanges.list) {
    root["exchanged"].push_back(
        {{"unit", results.units.path(scan.station_units[found.station])},
         {"kind", found.kind == forensics::Exchange::transposed_digits ? "digits" : "contestants"},
         {"contestant", contestant_name(results, scan.pictures[found.contestant].contestant)},
         {"other", contestant_name(results, scan.pictures[found.other].contestant)},
         {"written", found.written},
         {"exchanged", found.exchanged}});
  }
  root["revised_protocols"] = {{"protocols", scan.revisions.protocols}, {"changed", scan.revisions.changed}};
  for (const forensics::LineRevision& line : scan.revisions.lines) {
    root["revisions"].push_back({{"line", line.line},
                                 {"up", line.up},
                                 {"down", line.down},
                                 {"net", line.net()},
                                 {"p", published(line.p)}});
  }
  return root;
}

nlohmann::ordered_json to_json(const results::Results& results, const Scan& scan) {
  nlohmann::ordered_json root;
  root["election"] = results.election;
  root["source"] = scan.source;
  root["synthetic"] = results.synthetic;
  root["protocols"] = scan.protocols;
  root["left_out_blank"] = scan.left_out_blank;
  root["left_out_impossible"] = scan.left_out_impossible;
  root["tests"] = scan.indicators.size();
  root["correction"] = "Benjamini-Yekutieli";
  for (const Indicator& indicator : scan.indicators) {
    const Indicator::Facts& facts = indicator.facts();
    nlohmann::ordered_json row{{"method", indicator.method().id},
                               {"calibration", to_text(indicator.method().calibration)}};
    row["contestant"] = facts.contestant.empty()
                            ? nlohmann::ordered_json(nullptr)
                            : nlohmann::ordered_json(contestant_name(results, facts.contestant));
    row["unit"] = results.units.path(facts.unit);
    row["stations"] = facts.stations;
    row["observed"] = facts.departure.observed;
    row["expected"] = published(facts.departure.expected);
    row["sd"] = published(facts.departure.sd);
    row["z"] = published(facts.departure.z());
    row["p"] = published(facts.p);
    row["p_adjusted"] = published(indicator.p_adjusted());
    row["tail"] = facts.tail;
    row["detectable_share_of_stations"] = published(facts.detectable);
    row["sentence"] = indicator.sentence();
    row["caveats"] = indicator.method().caveats;
    row["innocent_explanations"] = indicator.method().innocent_explanations;
    root["indicators"].push_back(std::move(row));
  }
  for (const forensics::ContestantPicture& picture : scan.pictures) {
    nlohmann::ordered_json row{{"contestant", contestant_name(results, picture.contestant)},
                               {"correlation", published(picture.correlation.overall)},
                               {"correlation_within_regions", published(picture.correlation.within_regions)},
                               {"stations", picture.correlation.stations_used}};
    row["peak"] = {{"estimable", picture.peak.estimable}, {"refusal", picture.peak.refusal}};
    if (picture.peak.estimable) {
      row["peak"]["turnout"] = picture.peak.turnout;
      row["peak"]["interval"] = {picture.peak.turnout_interval.lower, picture.peak.turnout_interval.upper};
    }
    root["pictures"].push_back(std::move(row));
  }
  if (!scan.station_units.empty()) root["stations"] = stations_json(results, scan);
  return root;
}

void print_stations(const results::Results& results, const Scan& scan) {
  const auto line = [](std::string_view name, const forensics::Outliers& found) {
    fmt::print("  {:<34} {} above, {} below, of {} stations in {} regions\n", name, found.high, found.low,
               found.stations_used, found.regions_used);
  };
  fmt::print("\nStations far from their region (both sides; for follow-up, not a public count)\n");
  line("turnout", scan.turnout_outliers);
  for (const forensics::ContestantPicture& picture : scan.pictures)
    line(contestant_name(results, picture.contestant), picture.outliers);
  fmt::print(
      "\nFigures that would fit their region better exchanged (not calibrated: strongholds of small parties "
      "are "
      "listed too; {} comparisons): {}\n",
      scan.exchanges.comparisons, scan.exchanges.list.empty() ? "none" : "");
  for (const forensics::PossibleExchange& found : scan.exchanges.list) {
    const std::string first = contestant_name(results, scan.pictures[found.contestant].contestant);
    fmt::print("  {}: {} of {}: {} written, {} fits the region better\n",
               results.units.path(scan.station_units[found.station]),
               found.kind == forensics::Exchange::transposed_digits ? "digits" : "votes",
               found.contestant == found.other
                   ? first
                   : first + " and " + contestant_name(results, scan.pictures[found.other].contestant),
               found.written, found.exchanged);
  }
}

void print_scan(const results::Results& results, const Scan& scan) {
  if (results.synthetic) fmt::print("SYNTHETIC DATA: invented, not an election\n\n");
  fmt::print(
      "{}\nSource: {}. {} protocols; {} left out with a blank line, {} with impossible figures (look at them "
      "apart).\n\n",
      results.election, scan.source, scan.protocols, scan.left_out_blank, scan.left_out_impossible);
  std::string_view method;
  for (const Indicator& indicator : scan.indicators) {
    const Indicator::Facts& facts = indicator.facts();
    if (facts.unit != 0) continue;
    if (indicator.method().id != method) {
      method = indicator.method().id;
      const double rms = forensics::control_rms(method);
      fmt::print("{} ({}{})\n", indicator.method().name, to_text(indicator.method().calibration),
                 rms > 0 ? fmt::format("; root mean square of z in clean elections {:.2f}", rms) : "");
    }
    fmt::print("  {:<34} z {:>6.2f}   {}\n",
               facts.contestant.empty() ? "turnout" : contestant_name(results, facts.contestant),
               facts.departure.z(), indicator.sentence());
  }
  fmt::print("\nRegions whose p-value, corrected for all {} tests, is below 0.05:\n", scan.indicators.size());
  bool any = false;
  for (const Indicator& indicator : scan.indicators) {
    const Indicator::Facts& facts = indicator.facts();
    if (facts.unit == 0 || indicator.p_adjusted() >= 0.05) continue;
    any = true;
    fmt::print("  {:<30} {:<28} {:<26} z {:>6.2f}  p {:.2g}\n", unit_name(results, facts.unit),
               indicator.method().id,
               facts.contestant.empty() ? "turnout" : contestant_name(results, facts.contestant),
               facts.departure.z(), indicator.p_adjusted());
  }
  if (!any) fmt::print("  none\n");
  fmt::print("\nTurnout and share together (descriptive; clean elections ranged from -0.17 to 0.10)\n");
  for (const forensics::ContestantPicture& picture : scan.pictures) {
    fmt::print("  {:<34} overall {:>6.3f}, within regions {:>6.3f}; peak of the curve: {}\n",
               contestant_name(results, picture.contestant), picture.correlation.overall,
               picture.correlation.within_regions,
               picture.peak.estimable
                   ? fmt::format("{} per cent of turnout ({:.0f} to {:.0f})", picture.peak.turnout,
                                 picture.peak.turnout_interval.lower, picture.peak.turnout_interval.upper)
                   : "not estimable, " + picture.peak.refusal);
  }
  if (!scan.station_units.empty()) print_stations(results, scan);
  fmt::print(
      "\nA departure from a null model is a reason to look, never a proof: it names no cause, no person and "
      "no number of votes.\n"
      "Indicators are internal until the statistician and the head of mission release them.\n");
}

int run_scan(const Arguments& arguments) {
  exchange::ReadOptions reading;
  auto imported = exchange::load_results(arguments.operands()[0], arguments.value("--profile"), reading);
  if (!imported) return report_failure(imported.error());
  forensics::ScanOptions options;
  options.threads = 2;
  options.stations = arguments.has("--stations");
  options.source = arguments.value_or("--source", "");
  if (const auto lines = sum_of_lines(arguments.value("--registered")); !lines.empty())
    options.roles.registered = lines;
  options.roles.given = sum_of_lines(arguments.value("--given"));
  options.roles.counted = sum_of_lines(arguments.value("--counted"));
  if (const auto level = arguments.value("--regions")) {
    const auto index = imported->results.units.find_level(*level);
    if (!index) {
      std::vector<std::string_view> known;
      for (const std::string& name : imported->results.units.level_names()) known.push_back(name);
      const std::string_view near = base::nearest_name(*level, known);
      return report_failure({base::ErrorCode::not_found,
                             fmt::format("no level named '{}'{}", *level,
                                         near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
                             {}});
    }
    options.region_level = *index;
  }
  const auto scan = forensics::scan(imported->results, options);
  if (!scan) return report_failure(scan.error());
  if (arguments.has("--json")) {
    fmt::print("{}\n", to_json(imported->results, *scan).dump(2));
  } else {
    print_scan(imported->results, *scan);
  }
  return kGood;
}

int run_methods(const Arguments& arguments) {
  if (arguments.has("--json")) {
    nlohmann::ordered_json root;
    for (const forensics::Method& m : forensics::methods()) {
      root["methods"].push_back({{"id", m.id},
                                 {"name", m.name},
                                 {"question", m.question},
                                 {"null_model", m.null_model},
                                 {"calibration", to_text(m.calibration)},
                                 {"calibration_note", m.calibration_note},
                                 {"minimum_units", m.minimum_units},
                                 {"caveats", m.caveats},
                                 {"innocent_explanations", m.innocent_explanations},
                                 {"source", m.source}});
    }
    fmt::print("{}\n", root.dump(2));
    return kGood;
  }
  for (const forensics::Method& m : forensics::methods()) {
    fmt::print("{} ({})\n  {}\n  Null model: {}\n  {}\n", m.name, to_text(m.calibration), m.question,
               m.null_model, m.calibration_note);
    for (const std::string_view caveat : m.caveats) fmt::print("  Caveat: {}\n", caveat);
    for (const std::string_view innocent : m.innocent_explanations)
      fmt::print("  Innocent explanation to rule out: {}\n", innocent);
    fmt::print("  Source: {}\n\n", m.source);
  }
  return kGood;
}

int run_controls(const Arguments& arguments) {
  nlohmann::ordered_json root;
  std::string_view method;
  for (const forensics::Control& control : forensics::controls()) {
    if (arguments.has("--json")) {
      root["controls"].push_back({{"method", control.method},
                                  {"election", control.election},
                                  {"contestant", control.contestant},
                                  {"value", control.value}});
      continue;
    }
    if (control.method != method) {
      method = control.method;
      fmt::print("{} (root mean square {:.2f})\n", method, forensics::control_rms(method));
    }
    fmt::print("  {:<36} {:<14} {:>7.3f}\n", control.election, control.contestant, control.value);
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return kGood;
}

}  // namespace

extern const Command forensics_scan_command;
const Command forensics_scan_command{
    .noun = "forensics",
    .verb = "scan",
    .summary = "Look for departures of results from null models",
    .description =
        "Runs every method over turnout and over every contestant in ballot order, for the whole and for "
        "each region, two-sided, "
        "with p-values corrected for the number of tests. Each result stands beside its caveats, its "
        "innocent explanations and its "
        "value in clean elections. There is no composite score and no count of votes.",
    .operands = {{"INPUT", "A results snapshot, or raw files (a folder or a file) with --profile."}},
    .options = {{"--profile", "PROFILE", "Shipped name or path of the profile that reads raw files."},
                {"--stations", "",
                 "Also list single stations: far from their region, figures that fit better exchanged, "
                 "revisions."},
                {"--source", "ID", "The source to look at; the one of highest authority unless named."},
                {"--regions", "LEVEL",
                 "The level whose units are tested one by one; the one below the top unless named."},
                {"--registered", "LINES", "Lines that add up to registered voters, joined by +."},
                {"--given", "LINES", "Lines that add up to voters who took part, joined by +."},
                {"--counted", "LINES", "Lines that add up to ballots counted, joined by +."}},
    .examples = {"tallyward forensics scan testdata/georgia --profile georgia-2016-party",
                 "tallyward forensics scan snapshot --json"},
    .run = run_scan,
};

extern const Command forensics_methods_command;
const Command forensics_methods_command{
    .noun = "forensics",
    .verb = "methods",
    .summary = "Explain each method, its caveats and what is refused",
    .description =
        "Prints every method with its question, null model, calibration on clean elections, caveats, "
        "innocent explanations and "
        "source; and the methods that are refused, with the measurement that shows why.",
    .operands = {},
    .options = {},
    .examples = {"tallyward forensics methods"},
    .run = run_methods,
};

extern const Command forensics_controls_command;
const Command forensics_controls_command{
    .noun = "forensics",
    .verb = "controls",
    .summary = "Show each statistic in elections without findings of fraud",
    .description =
        "Prints the control corpus: the value of each method's statistic in elections that are taken as "
        "clean.",
    .operands = {},
    .options = {},
    .examples = {"tallyward forensics controls --json"},
    .run = run_controls,
};

}  // namespace tallyward::cli
