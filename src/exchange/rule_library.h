// The shipped rule sets, which travel in the program; the examples that stand beside their rules; and the
// page of docs/checks about each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/rule_file.h"

namespace tallyward::exchange {

/// The names of the shipped rule sets, sorted.
std::vector<std::string> rule_set_names();

/// The bytes of a shipped rule set by name, or of a file by path, and how messages call it.
/// Error: not_found: "no rule set named 'gr'; did you mean 'ge'?".
struct RuleSetText {
  std::string bytes;
  std::string name;
};
base::Result<RuleSetText> rule_set_text(std::string_view name_or_path);

/// The same, read. Errors: those of rule_set_text and results::read_rule_set.
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
