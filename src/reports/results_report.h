// The report on an election's results: what was checked, what does not agree, where, by how much, and what it
// could change; as one page, with JSON and CSV beside it.
//
// Neutral by construction: contestants in the order of the ballot, both printers of a difference named, no
// cause and no intent, coverage before every finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "locale/language.h"
#include "results/compare.h"
#include "results/protocol_table.h"
#include "results/tabulate.h"

namespace tallyward::reports {

/// A file that the figures came from.
struct InputShown {
  std::string name;
  std::string sha256;
  std::uint64_t rows_taken = 0;
  std::uint64_t rows_refused = 0;
};

/// A rule of the rule set with its counts over all protocols.
struct RuleShown {
  std::string code;
  std::string title;     ///< In the page's language where the rule file has it.
  std::string formula;   ///< As in the rule file.
  std::string severity;  ///< "must_hold", "worth_a_look", "between": keys of the catalogue.
  std::string law;       ///< Article and edition; "" if the file names none.
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
};

/// One protocol for which a rule does not hold. Figures are written plainly ("-12", "71.35").
struct FailedCheck {
  std::size_t rule = 0;  ///< Into ResultsReportInput::rules.
  election::UnitIndex unit = 0;
  std::string source;  ///< Source::id of who printed the protocol.
  std::string left;
  std::string right;
  std::string difference;
};

struct SeatStep {
  std::string article;
  std::string text;
  std::string caveat;
};

struct SeatsShown {
  std::string law;                                          ///< Title and edition.
  std::vector<std::pair<std::string, std::int64_t>> seats;  ///< In ballot order.
  std::vector<SeatStep> steps;
  std::vector<std::string> questions;  ///< What the law leaves to a lot, or what is not known.
};

struct ImpactShown {
  std::string coverage;
  std::vector<std::string> verdicts;
};

/// Everything the report shows; what is absent is said to be absent. The pointed-to values outlive the call.
struct ResultsReportInput {
  const results::Results* results = nullptr;
  std::vector<InputShown> inputs;
  std::string rule_set;
  bool rules_applied = false;
  std::vector<RuleShown> rules;
  std::vector<FailedCheck> failed;
  const results::Tabulation* tabulation = nullptr;
  const results::Comparison* comparison = nullptr;
  std::optional<SeatsShown> seats;
  std::optional<ImpactShown> impact;
  bool selection = false;  ///< Only some units of the election are in the data: sums are not its result.
  std::string command;     ///< That makes this report again.
};

struct ReportFile {
  std::string name;
  std::string bytes;
};

/// "index.html", "report.json", "checks.csv", "levels.csv", "differences.csv". The same input gives the same
/// bytes.
std::vector<ReportFile> results_report(const ResultsReportInput& input, const locale::Language& language);

}  // namespace tallyward::reports
