// Examples beside the rules of a rule file.
#include <fmt/format.h>

#include "base/text.h"
#include "results/rule_file_keys.h"

namespace tallyward::results {

namespace {

class ExampleReader {
 public:
  ExampleReader(RuleFileText& text, const RuleSet& rules) : text_(text), rules_(rules) {}

  void read_protocol(const toml::table& table, RuleExample::Figures& into) {
    for (const auto& [name, value] : table) read_figures(std::string(name.str()), value, into);
  }

 private:
  void add(const toml::node& node, std::vector<Figure>& figures) {
    const auto* number = node.as_integer();
    const auto* text = node.as_string();
    if (number != nullptr && number->get() >= 0 && number->get() <= kLargestFigure) {
      figures.push_back(static_cast<Figure>(number->get()));
    } else if (text != nullptr && text->get().empty()) {
      figures.push_back(kBlank);
    } else {
      text_.file.complain(
          node.source(), number != nullptr ? std::to_string(number->get()) : std::string(kind_of(node)),
          number != nullptr ? "a figure from 0 to 2000000000" : "a whole number, or \"\" for blank");
    }
  }

  void read_figures(const std::string& name, const toml::node& value, RuleExample::Figures& into) {
    const bool group = rules_.find_group(name) != nullptr;
    if (!group && rules_.find_line(name) == nullptr && rules_.group_of_member(name) == nullptr) {
      std::vector<std::string_view> known;
      for (const RuleLine& line : rules_.lines) known.emplace_back(line.code);
      for (const RuleGroup& each : rules_.groups) known.emplace_back(each.code);
      const std::string_view near = base::nearest_name(name, known);
      return text_.file.complain(value.source(), fmt::format("'{}'", name),
                                 near.empty()
                                     ? "a line or group of this file"
                                     : fmt::format("a line or group of this file; did you mean '{}'?", near));
    }
    std::vector<Figure>& figures = into[name];
    const auto* members = value.as_array();
    if (group != (members != nullptr))
      return text_.file.complain(value.source(), std::string(kind_of(value)),
                                 group ? "an array of figures for a group" : "one figure for a line");
    if (members == nullptr) return add(value, figures);
    for (const toml::node& member : *members) add(member, figures);
  }

  RuleFileText& text_;
  const RuleSet& rules_;
};

}  // namespace

RuleExample read_rule_example(RuleFileText& text, const toml::table& table, const RuleSet& rules,
                              const Rule& rule) {
  TomlKeys keys(text.file, table, "[[rule.example]]");
  ExampleReader reader(text, rules);
  RuleExample example;
  example.name = keys.text("name");
  example.file_line = table.source().begin.line;
  (void)keys.required_text("verdict");
  example.verdict = static_cast<RuleVerdict>(
      choice(keys, "verdict", {"pass", "fail", "unknown", "not_applicable", "suppressed"}));
  if (keys.has("left")) example.left = text.number_text(keys, "left");
  if (keys.has("right")) example.right = text.number_text(keys, "right");
  if (const toml::table* figures = keys.table("figures")) {
    reader.read_protocol(*figures, example.figures);
  } else if (!text.file.mistake) {
    text.file.complain(table.source(), "[[rule.example]] without 'figures'",
                       "figures = {line = 1, group = [1, 2]}");
  }
  for (const toml::table* unit : keys.tables("below"))
    reader.read_protocol(*unit, example.below.emplace_back());
  if (const toml::table* other = keys.table("other")) reader.read_protocol(*other, example.other.emplace());
  if (!example.below.empty() != (rule.kind == RuleKind::parent_sum))
    keys.complain("below",
                  rule.kind == RuleKind::parent_sum ? "no figures of units below" : "figures of units below",
                  "'below' in the examples of a parent_sum, and only there");
  if (example.other.has_value() != (rule.kind == RuleKind::same_figure))
    keys.complain(
        "other",
        rule.kind == RuleKind::same_figure ? "no figures of another source" : "figures of another source",
        "'other' in the examples of a same_figure, and only there");
  keys.finish();
  return example;
}

}  // namespace tallyward::results
