// The control equations of a dataset: the rule file that was used travels as it is, and what every rule said
// of every protocol stands beside it, so that whoever verifies evaluates the rules again.
//   results/rules.toml           the rule file, byte for byte
//   results/rule-overrides.toml  the mission's own tolerances with their reasons, if there are any
//   results/checks.csv           for each source, level and rule how many protocols passed, failed, are
//   unknown results/check_findings.csv   every finding with both sides
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "dataset/manifest.h"
#include "results/check.h"

namespace tallyward::dataset {

inline constexpr std::string_view kRulesPath = "results/rules.toml";
inline constexpr std::string_view kOverridesPath = "results/rule-overrides.toml";
inline constexpr std::string_view kChecksPath = "results/checks.csv";
inline constexpr std::string_view kCheckFindingsPath = "results/check_findings.csv";

/// The rules of a rule file with the tolerances of `overrides_toml` ("" for none). Error: invalid_input.
base::Result<results::RuleSet> read_rules(std::string_view rules_toml, std::string_view overrides_toml);

/// Checks `results` and adds the files above. Error: invalid_input.
base::Result<void> write_checks(DatasetWriter& writer, const results::Results& results,
                                std::string_view rules_toml, std::string_view overrides_toml = "");

/// source,level,rule,severity,pass,fail,unknown,not_applicable,suppressed,excess,deficit; the rules between
/// levels and sources have source and level "*".
std::string checks_csv(const results::Results& results, const results::RuleSet& rules,
                       const results::Check& check);
/// rule,severity,verdict,source,other_source,level,unit,left,right,difference,lines: one row for each
/// finding.
std::string check_findings_csv(const results::Results& results, const results::RuleSet& rules,
                               const results::Check& check);

/// The sides and the difference of a finding as texts; "" when not known.
struct FindingTexts {
  std::string left;
  std::string right;
  std::string difference;
};
FindingTexts texts_of(const results::FindingSides& sides);
FindingTexts texts_of(const results::BetweenFinding& finding);

}  // namespace tallyward::dataset
