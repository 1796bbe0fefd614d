// Rule files: the control equations of one protocol form as TOML (docs/formats/rules.md), read strictly. A
// mistake is shown with its line, a caret and what was expected.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "results/rule_set.h"

namespace tallyward::exchange {

/// A rule set from the bytes of a file. `name` stands in messages. Error: invalid_input, the message of
/// several lines: place and expectation, the line of the file, a caret.
base::Result<results::RuleSet> read_rule_set(std::string_view bytes, std::string_view name);

/// A mission's own tolerances: [[override]] code, tolerance, tolerance_percent, reason.
base::Result<std::vector<results::RuleOverride>> read_rule_overrides(std::string_view bytes,
                                                                     std::string_view name);

/// The names of the shipped rule sets, sorted.
std::vector<std::string> rule_set_names();

/// A shipped rule set by name, or a file by path. Error: not_found: "no rule set named 'gr'; did you mean
/// 'ge'?".
base::Result<results::RuleSet> load_rule_set(std::string_view name_or_path);

/// What an example in a rule file says and what the rule answers.
struct ExampleOutcome {
  std::string rule;
  std::string example;
  std::size_t line = 0;  ///< Of the file.
  results::RuleVerdict expected = results::RuleVerdict::pass;
  results::RuleVerdict found = results::RuleVerdict::pass;
  std::string difference;  ///< "" when the sides are as stated, else "left: found 3, expected 4".
  bool good() const { return expected == found && difference.empty(); }
};

/// Runs every example that stands beside a rule.
std::vector<ExampleOutcome> run_examples(const results::RuleSet& rules);

/// The page of docs/checks about a rule set, in Markdown.
std::string rule_set_page(const results::RuleSet& rules);

}  // namespace tallyward::exchange
