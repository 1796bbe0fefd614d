// What `results check` prints: a table for people, JSON, CSV.
#pragma once

#include <string>
#include <string_view>

#include "results/check.h"

namespace tallyward::cli {

struct CheckOutput {
  std::string_view language = "en";
  std::size_t most_findings = 20;  ///< Rows shown for people; JSON and CSV have all.
  election::LevelIndex region_level = 1;
};

std::string check_text(const results::Results& results, const results::RuleSet& rules,
                       const results::Check& check, const CheckOutput& output);
std::string check_json(const results::Results& results, const results::RuleSet& rules,
                       const results::Check& check, const CheckOutput& output);
/// One row for each finding: rule, severity, verdict, source, level, unit, left, right, difference, lines.
std::string check_csv(const results::Results& results, const results::RuleSet& rules,
                      const results::Check& check);

/// The severity letter, the sides and the difference of a finding, as texts; "" when not known.
struct FindingTexts {
  std::string left;
  std::string right;
  std::string difference;
};
FindingTexts texts_of(const results::FindingSides& sides);
FindingTexts texts_of(const results::BetweenFinding& finding);

}  // namespace tallyward::cli
