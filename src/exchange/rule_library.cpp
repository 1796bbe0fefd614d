// The shipped rule sets, which travel in the program, and the examples that stand beside their rules.
#include "exchange/rule_library.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "embedded/rules.h"
#include "results/check.h"
#include "results/rule_file_keys.h"

namespace tallyward::exchange {

namespace {

constexpr std::string_view kEnding = ".toml";

/// An empty table of an example; lines that the example does not name are blank, groups have no members.
/// `only_named`: without the lines that no protocol of the example names, as rules between protocols want it.
results::ProtocolTable example_table(const results::RuleSet& rules, std::string source,
                                     election::LevelIndex level,
                                     std::span<const results::RuleExample::Figures* const> protocols,
                                     bool only_named) {
  results::ProtocolTable table;
  table.source = std::move(source);
  table.level = level;
  const auto add = [&](results::Line line, const std::string& name, std::size_t member) {
    std::vector<results::Figure> column;
    for (const auto* figures : protocols) {
      const auto found = figures->find(name);
      const bool there = found != figures->end() && member < found->second.size();
      column.push_back(there ? found->second[member] : results::kBlank);
    }
    table.lines.push_back(std::move(line));
    table.columns.push_back(std::move(column));
  };
  const auto most_members = [&](const std::string& name) {
    std::size_t most = 0;
    for (const auto* figures : protocols) {
      const auto found = figures->find(name);
      if (found != figures->end()) most = std::max(most, found->second.size());
    }
    return most;
  };
  for (const results::RuleLine& line : rules.lines) {
    if (only_named && most_members(line.code) == 0) continue;
    add({.code = line.code, .group = "", .label = ""}, line.code, 0);
  }
  for (const results::RuleGroup& group : rules.groups) {
    bool single = false;
    for (const auto* figures : protocols) {
      for (const auto& [name, figure] : *figures) {
        if (rules.group_of_member(name) != &group || rules.find_line(name) || rules.find_group(name))
          continue;
        if (std::ranges::find(table.lines, name, &results::Line::code) == table.lines.end())
          add({.code = name, .group = group.code, .label = ""}, name, 0);
        single = true;
      }
    }
    if (single) continue;
    const std::size_t members = most_members(group.code);
    if (only_named && members == 0) continue;
    const bool empty = members == 0 && !std::ranges::any_of(protocols, [&](const auto* figures) {
                         return figures->contains(group.code);
                       });
    for (std::size_t i = 0; i < (empty ? 1 : members); ++i)
      add({.code = fmt::format("{}_{}", group.code, i + 1), .group = group.code, .label = ""}, group.code, i);
  }
  return table;
}

/// The protocol of an example, with the protocols below it or that of another source beside it.
results::Results example_results(const results::RuleSet& rules, const results::RuleExample& example) {
  results::Results results;
  results.units = election::UnitTree({"country", "unit", "polling_station"});
  const election::UnitIndex unit = results.units.add(0, "1");
  const bool between = example.other || !example.below.empty();
  const auto add = [&](std::string source, election::LevelIndex level,
                       std::span<const results::RuleExample::Figures* const> protocols) {
    results.tables.push_back(example_table(rules, std::move(source), level, protocols, between));
    for (std::size_t i = 0; i < protocols.size(); ++i)
      results.tables.back().units.push_back(level == 1 ? unit
                                                       : results.units.add(unit, std::to_string(i + 1)));
  };
  const results::RuleExample::Figures* const own[] = {&example.figures};
  add("protocol", 1, own);
  if (example.other) {
    const results::RuleExample::Figures* const other[] = {&*example.other};
    add("other", 1, other);
  }
  if (!example.below.empty()) {
    std::vector<const results::RuleExample::Figures*> below;
    for (const auto& figures : example.below) below.push_back(&figures);
    add("below", 2, below);
  }
  return results;
}

/// What a rule says of an example: its tally, and both sides where it does not pass.
struct ExampleAnswer {
  results::RuleTally tally;
  bool sides_known = false;
  results::FindingSides sides;
};

ExampleAnswer answer_of(const results::RuleSet& rules, std::uint32_t index, const results::Results& results) {
  ExampleAnswer answer;
  const auto kind = rules.rules[index].kind;
  if (kind == results::RuleKind::parent_sum || kind == results::RuleKind::same_figure) {
    const results::Check check = results::check_results(results, rules);
    answer.tally = check.between[index];
    const auto finding = std::ranges::find(check.between_findings, index, &results::BetweenFinding::rule);
    if (finding == check.between_findings.end()) return answer;
    answer.sides_known = true;
    if (finding->left != results::RuleFinding::kNotKnown) answer.sides.left = base::Fraction(finding->left);
    if (finding->right != results::RuleFinding::kNotKnown)
      answer.sides.right = base::Fraction(finding->right);
    return answer;
  }
  const results::TableCheck check = results::check_table(results, 0, rules);
  answer.tally = check.tallies[index];
  const auto finding = std::ranges::find(check.findings, index, &results::RuleFinding::rule);
  if (finding == check.findings.end()) return answer;
  answer.sides_known = true;
  answer.sides = check.sides(*finding);
  return answer;
}

/// Of several answers (steps, members, lines) the one that counts most.
results::RuleVerdict verdict_of(const results::RuleTally& tally) {
  for (const auto verdict : {results::RuleVerdict::fail, results::RuleVerdict::unknown,
                             results::RuleVerdict::suppressed, results::RuleVerdict::pass}) {
    if (tally.of(verdict) > 0) return verdict;
  }
  return results::RuleVerdict::not_applicable;
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
  everywhere.authority = {"protocol"};
  const ExampleAnswer answer = answer_of(everywhere, index, example_results(rules, example));
  outcome.found = verdict_of(answer.tally);
  const auto compare = [&](std::string_view side, const std::optional<std::string>& expected,
                           const expression::OptionalNumber& found) {
    const std::string text = found ? base::to_text(*found) : "unknown";
    if (expected && *expected != text)
      outcome.difference = fmt::format("{}: found {}, expected {}", side, text, *expected);
  };
  if (answer.sides_known) {
    compare("right", example.right, answer.sides.right);
    compare("left", example.left, answer.sides.left);
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
