// The shipped rule sets, which travel in the program, and the examples that stand beside their rules.
#include "exchange/rule_library.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "embedded/rules.h"
#include "results/check.h"
#include "results/rule_file_keys.h"

namespace tallyward::exchange {

namespace {

constexpr std::string_view kEnding = ".toml";

/// One protocol with the figures of an example; lines that it does not name are blank, groups have no
/// members.
results::Results example_results(const results::RuleSet& rules, const results::RuleExample& example) {
  results::Results results;
  results.units = election::UnitTree({"country", "polling_station"});
  results::ProtocolTable table;
  table.source = "protocol";
  table.level = 1;
  table.units.push_back(results.units.add(0, "1"));
  const auto add = [&](results::Line line, results::Figure figure) {
    table.lines.push_back(std::move(line));
    table.columns.push_back({figure});
  };
  for (const results::RuleLine& line : rules.lines) {
    const auto figures = example.figures.find(line.code);
    add({.code = line.code, .group = "", .label = ""},
        figures == example.figures.end() ? results::kBlank : figures->second.at(0));
  }
  for (const results::RuleGroup& group : rules.groups) {
    const auto figures = example.figures.find(group.code);
    if (figures == example.figures.end()) {
      add({.code = group.code + "_1", .group = group.code, .label = ""}, results::kBlank);
      continue;
    }
    for (std::size_t i = 0; i < figures->second.size(); ++i)
      add({.code = fmt::format("{}_{}", group.code, i + 1), .group = group.code, .label = ""},
          figures->second[i]);
  }
  results.tables.push_back(std::move(table));
  return results;
}

ExampleOutcome run_example(const results::RuleSet& rules, std::uint32_t index,
                           const results::RuleExample& example) {
  const results::Rule& rule = rules.rules[index];
  ExampleOutcome outcome{.rule = rule.code,
                         .example = example.name,
                         .line = example.file_line,
                         .expected = example.verdict,
                         .difference = ""};
  results::RuleSet everywhere = rules;
  for (results::Rule& each : everywhere.rules) {
    each.sources.clear();
    each.across_sources = false;
  }
  const results::Results results = example_results(rules, example);
  const results::TableCheck check = results::check_table(results, 0, everywhere);
  for (const auto verdict :
       {results::RuleVerdict::pass, results::RuleVerdict::fail, results::RuleVerdict::unknown,
        results::RuleVerdict::not_applicable, results::RuleVerdict::suppressed}) {
    if (check.tallies[index].of(verdict) > 0) outcome.found = verdict;
  }
  const auto compare = [&](std::string_view side, const std::optional<std::string>& expected,
                           const expression::OptionalNumber& found) {
    const std::string text = found ? base::to_text(*found) : "unknown";
    if (expected && *expected != text)
      outcome.difference = fmt::format("{}: found {}, expected {}", side, text, *expected);
  };
  const auto finding = std::ranges::find(check.findings, index, &results::RuleFinding::rule);
  if (finding != check.findings.end()) {
    const results::FindingSides sides = check.sides(*finding);
    compare("right", example.right, sides.right);
    compare("left", example.left, sides.left);
  } else if (example.left || example.right) {
    outcome.difference = "sides are only kept where a rule does not pass";
  }
  return outcome;
}

}  // namespace

std::vector<std::string> rule_set_names() {
  std::vector<std::string> names;
  for (const base::EmbeddedFile& file : embedded::rules())
    names.emplace_back(file.path.substr(0, file.path.size() - kEnding.size()));
  return names;
}

base::Result<RuleSetText> rule_set_text(std::string_view name) {
  for (const base::EmbeddedFile& file : embedded::rules()) {
    if (file.path.substr(0, file.path.size() - kEnding.size()) == name)
      return RuleSetText{std::string(file.bytes), fmt::format("rules/{}", file.path)};
  }
  if (name.ends_with(kEnding) || name.contains('/')) {
    TRY_ASSIGN(std::string bytes, base::read_file(std::string(name), results::kLongestRuleFile));
    return RuleSetText{std::move(bytes), std::string(name)};
  }
  const std::vector<std::string> names = rule_set_names();
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view near = base::nearest_name(name, views);
  return base::fail(base::ErrorCode::not_found,
                    fmt::format("no rule set named '{}'{}", name,
                                near.empty() ? fmt::format("; there are: {}", base::join(names, ", "))
                                             : fmt::format("; did you mean '{}'?", near)));
}

base::Result<results::RuleSet> load_rule_set(std::string_view name) {
  TRY_ASSIGN(const RuleSetText text, rule_set_text(name));
  return results::read_rule_set(text.bytes, text.name);
}

std::vector<ExampleOutcome> run_examples(const results::RuleSet& rules) {
  std::vector<ExampleOutcome> outcomes;
  for (std::uint32_t i = 0; i < rules.rules.size(); ++i) {
    for (const results::RuleExample& example : rules.rules[i].examples)
      outcomes.push_back(run_example(rules, i, example));
  }
  return outcomes;
}

}  // namespace tallyward::exchange
