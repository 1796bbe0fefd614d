// The text of a rule file while it is read: TOML, and mistakes shown in their line.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/fraction.h"
#include "expression/problem.h"
#include "results/rule_set.h"
#include "results/toml_keys.h"

namespace tallyward::results {

/// Rule files are written by hand; a longer one is refused before it is parsed.
inline constexpr std::size_t kLongestRuleFile = 1'000'000;

struct RuleFileText {
  RuleFileText(std::string_view file_bytes, std::string_view name) : bytes(file_bytes) {
    file.name = std::string(name);
  }

  /// Error: invalid_input with caret; too_large.
  base::Result<toml::table> parse();

  /// A mistake inside a formula: its own line and caret, at the place of the key in the file.
  void complain_formula(TomlKeys& keys, std::string_view key, std::string_view source,
                        const expression::Problem& problem);
  /// "1.5" or 2 as an exact percentage.
  void read_percent(TomlKeys& keys, const toml::node& node, base::Fraction& percent);
  /// An integer, or a fraction as text, in lowest terms.
  std::string number_text(TomlKeys& keys, std::string_view key);
  /// The error with the line it names and a caret below, unless it shows a formula already.
  base::Error with_caret(base::Error error) const;

  std::string_view bytes;
  TomlFile file;
  bool shows_formula = false;
};

/// The place of a text in a list; 0 when the key is absent; complains when it is another.
std::size_t choice(TomlKeys& keys, std::string_view key, std::initializer_list<std::string_view> allowed);

/// One [[rule.example]] of `rule`; its lines and groups must stand in `rules`.
RuleExample read_rule_example(RuleFileText& text, const toml::table& table, const RuleSet& rules,
                              const Rule& rule);

}  // namespace tallyward::results
