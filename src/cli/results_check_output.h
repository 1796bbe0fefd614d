// What `results check` prints: a table for people, JSON. CSV is the dataset's own (dataset/checks_file.h).
#pragma once

#include <string>
#include <string_view>

#include "dataset/checks_file.h"
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

}  // namespace tallyward::cli
