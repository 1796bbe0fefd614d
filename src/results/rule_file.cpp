#include "results/rule_file.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/kinds.h"
#include "expression/parse.h"
#include "results/rule_file_keys.h"

namespace tallyward::results {

namespace {

using expression::Expression;
using expression::Node;
using expression::NodeIndex;
using expression::NodeKind;
using expression::ValueKind;

/// What derived quantities in derived quantities may grow to; more is refused.
constexpr std::size_t kMostNodes = 5'000;

/// The subtree at `index` as part of `into`, derived quantities put in where they are named, so that
/// evaluators know lines only. False when it grows too large.
bool copy_node(const Expression& from, NodeIndex index, const RuleSet& rules, Expression& into,
               int depth = 0) {
  if (depth > expression::kTallestTree || into.nodes.size() > kMostNodes) return false;
  const Node& node = from.node(index);
  if (node.kind == NodeKind::variable) {
    const auto derived = std::ranges::find(rules.derived, node.text, &DerivedQuantity::code);
    if (derived != rules.derived.end())
      return copy_node(derived->formula, derived->formula.root(), RuleSet{}, into, depth);
  }
  Node copy = node;
  for (NodeIndex& child : copy.children) {
    if (!copy_node(from, child, rules, into, depth + 1)) return false;
    child = into.root();
  }
  into.nodes.push_back(std::move(copy));
  return true;
}

class RuleFileReader {
 public:
  RuleFileReader(RuleFileText& text, RuleSet& rules) : text_(text), rules_(rules) {}

  void read(const toml::table& root) {
    TomlKeys keys(text_.file, root, "the rule file");
    if (const std::string format = keys.required_text("format"); format != "tallyward-rules/1")
      keys.complain("format", fmt::format("'{}'", format), "'tallyward-rules/1'");
    rules_.id = keys.required_text("id");
    rules_.country = keys.text("country");
    rules_.version = keys.required_text("version");
    rules_.title = keys.text_map("title");
    rules_.form = keys.text_map("form");
    rules_.notes = keys.text_map("notes");
    rules_.authority = keys.texts("authority");
    rules_.versions = static_cast<results::VersionChoice>(
        choice(keys, "versions", {"latest", "first", "authority", "all"}));
    if (const toml::table* law = keys.table("law")) read_law(*law, law_);
    for (const toml::table* table : keys.tables("line")) read_line(*table);
    for (const toml::table* table : keys.tables("group")) read_group(*table);
    for (const toml::table* table : keys.tables("derived")) read_derived(*table);
    for (const toml::table* table : keys.tables("rule")) read_rule(*table);
    if (rules_.rules.empty() && !text_.file.mistake)
      text_.file.complain(root.source(), "no [[rule]]", "at least one");
    keys.finish();
  }

 private:
  void read_law(const toml::table& table, LawReference& law) {
    TomlKeys keys(text_.file, table, "[law]");
    law.text = keys.text("text", law.text);
    law.edition = keys.text("edition", law.edition);
    law.consulted = keys.text("consulted", law.consulted);
    law.verified_by_national_lawyer =
        keys.flag("verified_by_national_lawyer", law.verified_by_national_lawyer);
    keys.finish();
  }

  bool name_is_free(TomlKeys& keys, const std::string& code) {
    if (names_.insert(code).second) return true;
    keys.complain("code", fmt::format("'{}' a second time", code), "a code of its own");
    return false;
  }

  void read_line(const toml::table& table) {
    TomlKeys keys(text_.file, table, "[[line]]");
    RuleLine line;
    line.code = keys.required_text("code");
    line.paper = keys.text("paper");
    line.label = keys.text_map("label");
    line.kind = static_cast<RuleLineKind>(choice(keys, "kind", {"count", "tick", "words"}));
    line.origin = static_cast<LineOrigin>(choice(keys, "origin", {"counted", "computed"}));
    line.words_of = keys.text("words_of");
    line.optional = keys.flag("optional", false);
    line.blank_is_zero = choice(keys, "blank", {"unknown", "zero"}) == 1;
    if (line.kind == RuleLineKind::words && rules_.find_line(line.words_of) == nullptr)
      keys.complain("words_of", fmt::format("'{}'", line.words_of), "the code of a line above");
    keys.finish();
    if (name_is_free(keys, line.code)) rules_.lines.push_back(std::move(line));
  }

  void read_group(const toml::table& table) {
    TomlKeys keys(text_.file, table, "[[group]]");
    RuleGroup group;
    group.code = keys.required_text("code");
    group.each = keys.text("each", "contestant");
    group.label = keys.text_map("label");
    group.optional = keys.flag("optional", false);
    group.blank_is_zero = choice(keys, "blank", {"unknown", "zero"}) == 1;
    keys.finish();
    if (name_is_free(keys, group.code)) rules_.groups.push_back(std::move(group));
  }

  void read_derived(const toml::table& table) {
    TomlKeys keys(text_.file, table, "[[derived]]");
    DerivedQuantity derived;
    derived.code = keys.required_text("code");
    derived.label = keys.text_map("label");
    if (auto formula = read_formula(keys, "formula", ValueKind::number))
      derived.formula = inlined(keys, *formula, formula->root());
    if (derived.formula.nodes.empty()) derived.formula.nodes.assign(1, Node{});
    if (keys.has("when_annulled")) {
      if (auto formula = read_formula(keys, "when_annulled", ValueKind::number))
        derived.when_annulled = inlined(keys, *formula, formula->root());
    }
    keys.finish();
    if (name_is_free(keys, derived.code)) rules_.derived.push_back(std::move(derived));
  }

  Expression inlined(TomlKeys& keys, const Expression& from, NodeIndex index) {
    Expression copy;
    copy.source = from.source;
    if (copy_node(from, index, rules_, copy)) return copy;
    keys.complain("formula", "derived quantities within derived quantities",
                  fmt::format("at most {} operations in all", kMostNodes));
    copy.nodes.assign(1, Node{});
    return copy;
  }

  std::optional<ValueKind> kind_of_name(std::string_view name) const {
    if (rules_.find_line(name) != nullptr) return ValueKind::number;
    if (const RuleGroup* group = rules_.find_group(name))
      return !for_each_.empty() && group->each == for_each_ ? ValueKind::number : ValueKind::group;
    if (std::ranges::find(rules_.derived, name, &DerivedQuantity::code) != rules_.derived.end())
      return ValueKind::number;
    return std::nullopt;
  }

  /// A formula of the wanted kind; a problem in it becomes the file's mistake, with its own caret.
  std::optional<Expression> read_formula(TomlKeys& keys, std::string_view key, ValueKind wanted) {
    const std::string source = keys.required_text(key);
    if (source.empty()) return std::nullopt;
    expression::Answer<Expression> formula = expression::parse(source);
    if (!formula) {
      text_.complain_formula(keys, key, source, formula.error());
      return std::nullopt;
    }
    const auto kind =
        expression::kind_of(*formula, [this](std::string_view name) { return kind_of_name(name); });
    if (!kind) {
      expression::Problem problem = kind.error();
      if (problem.code == expression::ProblemCode::unknown_name) problem.expected = name_hint(problem.found);
      text_.complain_formula(keys, key, source, problem);
      return std::nullopt;
    }
    if (*kind != wanted) {
      keys.complain(key, wanted == ValueKind::truth ? "a formula that gives a number" : "a condition",
                    wanted == ValueKind::truth ? "a comparison, as ${a} = ${b}" : "a number, as ${a} - ${b}");
      return std::nullopt;
    }
    return std::move(*formula);
  }

  /// `found` is "${nmae}".
  std::string name_hint(std::string_view found) const {
    const std::string_view name = found.size() > 3 ? found.substr(2, found.size() - 3) : found;
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    const std::string_view near = base::nearest_name(name, known);
    return near.empty() ? "a [[line]], [[group]] or [[derived]] of this file"
                        : fmt::format("a name of this file; did you mean ${{{}}}?", near);
  }

  void read_tolerance(TomlKeys& keys, RuleTolerance& tolerance) {
    tolerance.absolute = keys.number("tolerance", 0, 1'000'000'000).value_or(tolerance.absolute);
    if (const toml::node* node = keys.node("tolerance_percent"))
      text_.read_percent(keys, *node, tolerance.percent);
    if (keys.has("tolerance_of"))
      tolerance.of =
          static_cast<ToleranceBase>(choice(keys, "tolerance_of", {"left", "right", "mean", "larger"}));
  }

  void read_rule(const toml::table& table) {
    TomlKeys keys(text_.file, table, "[[rule]]");
    Rule rule;
    rule.code = keys.required_text("code");
    rule.severity = static_cast<RuleSeverity>(choice(keys, "severity", {"E", "W", "X"}));
    if (!keys.has("severity"))
      keys.complain("severity", "a rule without severity", "severity = \"E\", \"W\" or \"X\"");
    rule.basis = choice(keys, "relation", {"D", "L"}) == 1 ? RuleBasis::law : RuleBasis::derived;
    if (!keys.has("relation"))
      keys.complain("relation", "a rule without relation",
                    "relation = \"L\" (in the law) or \"D\" (derived)");
    rule.message = keys.text_map("message");
    if (!rule.message.contains("en")) keys.complain("message", "no English text", "message = {en = \"...\"}");
    rule.sources = keys.texts("sources");
    read_tolerance(keys, rule.tolerance);
    rule.law = law_;
    if (const toml::table* law = keys.table("law")) read_law(*law, rule.law);
    for_each_ = rule.for_each = keys.text("for_each");
    read_relation(keys, rule);
    check_for_each(keys, rule);
    if (keys.has("when")) {
      if (auto condition = read_formula(keys, "when", ValueKind::truth))
        rule.condition = inlined(keys, *condition, condition->root());
    }
    for (const std::string& other : keys.texts("unless_failed")) {
      if (const auto index = rules_.find_rule(other)) {
        rule.unless.push_back(*index);
      } else {
        keys.complain("unless_failed", fmt::format("'{}'", other), "the code of a rule above");
      }
    }
    for (const toml::table* example : keys.tables("example"))
      rule.examples.push_back(read_rule_example(text_, *example, rules_, rule));
    keys.finish();
    if (rules_.find_rule(rule.code))
      keys.complain("code", fmt::format("'{}' a second time", rule.code), "a code of its own");
    rules_.rules.push_back(std::move(rule));
  }

  /// A rule for each member names a group of that kind, and no derived quantity that adds such a group up.
  void check_for_each(TomlKeys& keys, const Rule& rule) {
    if (rule.for_each.empty()) return;
    if (rule.kind != RuleKind::formula)
      keys.complain("for_each", fmt::format("for_each beside {}", to_text(rule.kind)),
                    "for_each beside a formula");
    const bool named = std::ranges::any_of(rule.lines, [&](const std::string& name) {
      const RuleGroup* group = rules_.find_group(name);
      return group != nullptr && group->each == rule.for_each;
    });
    if (!named)
      keys.complain("for_each", fmt::format("'{}'", rule.for_each),
                    fmt::format("the 'each' of a group that the formula names"));
    for (const RuleComparison& comparison : rule.comparisons) {
      for (const Expression* side : {&comparison.left, &comparison.right}) {
        if (!expression::kind_of(*side, [this](std::string_view name) { return kind_of_name(name); }))
          keys.complain("formula", "a derived quantity that adds up the members",
                        "lines and groups only, beside for_each");
      }
    }
  }

  /// One of formula, series, parent_sum, same_figure.
  void read_relation(TomlKeys& keys, Rule& rule) {
    constexpr std::string_view kinds[] = {"formula", "series", "parent_sum", "same_figure"};
    const auto given = std::ranges::count_if(kinds, [&](std::string_view kind) { return keys.has(kind); });
    if (given != 1) {
      text_.file.complain(keys.all().source(),
                          fmt::format("{} of formula, series, parent_sum, same_figure", given),
                          "exactly one");
      return;
    }
    if (keys.has("formula")) return read_comparison(keys, rule);
    if (keys.has("series")) return read_series(keys, rule);
    rule.kind = keys.has("parent_sum") ? RuleKind::parent_sum : RuleKind::same_figure;
    const std::string_view key = to_text(rule.kind);
    for (const std::string& name : keys.texts(key)) {
      if (name == "*") continue;
      if (rules_.find_line(name) == nullptr && rules_.find_group(name) == nullptr)
        keys.complain(key, fmt::format("'{}'", name), "lines and groups of this file, or \"*\" for all");
      rule.lines.push_back(name);
    }
    rule.formula = rule.kind == RuleKind::parent_sum ? "line of the unit = sum of the line below it"
                                                     : "line in one source = line in the other";
  }

  void read_comparison(TomlKeys& keys, Rule& rule) {
    std::optional<Expression> formula = read_formula(keys, "formula", ValueKind::truth);
    if (!formula) return;
    const Node& root = formula->node(formula->root());
    if (root.kind != NodeKind::binary || !expression::is_comparison(root.op)) {
      keys.complain("formula", "a condition",
                    "a comparison of two sides, as ${a} = ${b}; use 'when' for conditions");
      return;
    }
    rule.formula = formula->source;
    rule.lines = formula->variables();
    rule.comparisons.push_back(
        {inlined(keys, *formula, root.children[0]), root.op, inlined(keys, *formula, root.children[1])});
  }

  void read_series(TomlKeys& keys, Rule& rule) {
    rule.kind = RuleKind::series;
    rule.lines = keys.texts("series");
    rule.across_sources = keys.flag("across_sources", false);
    if (rule.lines.size() < 2)
      keys.complain("series", "fewer than two lines", "lines in the order in which they grow");
    const auto line = [&](const std::string& name) {
      if (kind_of_name(name) != ValueKind::number)
        keys.complain("series", fmt::format("'{}'", name), "codes of lines of this file");
      Expression side;
      side.source = fmt::format("${{{}}}", name);
      side.nodes.push_back(Node{.kind = NodeKind::variable, .size = side.source.size(), .text = name});
      return inlined(keys, side, 0);
    };
    for (std::size_t i = 0; i + 1 < rule.lines.size(); ++i)
      rule.comparisons.push_back(
          {line(rule.lines[i]), expression::Operator::less_equal, line(rule.lines[i + 1])});
    for (const std::string& name : rule.lines)
      rule.formula += (rule.formula.empty() ? "${" : " <= ${") + name + "}";
  }

  RuleFileText& text_;
  RuleSet& rules_;
  LawReference law_;
  std::string for_each_;  ///< Of the rule that is being read.
  std::set<std::string, std::less<>> names_;
};

}  // namespace

base::Result<RuleSet> read_rule_set(std::string_view bytes, std::string_view name) {
  RuleFileText text(bytes, name);
  TRY_ASSIGN(const toml::table root, text.parse());
  RuleSet rules;
  RuleFileReader(text, rules).read(root);
  if (text.file.mistake) return base::fail(text.with_caret(std::move(*text.file.mistake)));
  return rules;
}

base::Result<std::vector<RuleOverride>> read_rule_overrides(std::string_view bytes, std::string_view name) {
  RuleFileText text(bytes, name);
  TRY_ASSIGN(const toml::table root, text.parse());
  TomlKeys keys(text.file, root, "the file of overrides");
  std::vector<RuleOverride> overrides;
  for (const toml::table* table : keys.tables("override")) {
    TomlKeys entry(text.file, *table, "[[override]]");
    RuleOverride change;
    change.code = entry.required_text("code");
    change.reason = entry.required_text("reason");
    change.tolerance.absolute = entry.number("tolerance", 0, 1'000'000'000).value_or(0);
    if (const toml::node* node = entry.node("tolerance_percent"))
      text.read_percent(entry, *node, change.tolerance.percent);
    change.says_of_what = entry.has("tolerance_of");
    if (change.says_of_what)
      change.tolerance.of =
          static_cast<ToleranceBase>(choice(entry, "tolerance_of", {"left", "right", "mean", "larger"}));
    entry.finish();
    overrides.push_back(std::move(change));
  }
  keys.finish();
  if (text.file.mistake) return base::fail(text.with_caret(std::move(*text.file.mistake)));
  return overrides;
}

}  // namespace tallyward::results
