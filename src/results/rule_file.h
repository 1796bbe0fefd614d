// Rule files: the control equations of one protocol form as TOML (docs/formats/rules.md), read strictly. A
// mistake is shown with its line, a caret and what was expected.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "results/rule_set.h"

namespace tallyward::results {

/// A rule set from the bytes of a file. `name` stands in messages. Error: invalid_input, the message of
/// several lines: place and expectation, the line of the file, a caret.
base::Result<RuleSet> read_rule_set(std::string_view bytes, std::string_view name);

/// A mission's own tolerances: [[override]] code, tolerance, tolerance_percent, reason.
base::Result<std::vector<RuleOverride>> read_rule_overrides(std::string_view bytes, std::string_view name);

}  // namespace tallyward::results
