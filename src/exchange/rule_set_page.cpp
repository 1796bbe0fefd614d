#include <algorithm>

#include <fmt/format.h>

#include "exchange/rule_library.h"

namespace tallyward::exchange {

namespace {

using results::Rule;
using results::RuleSet;

std::string severity_words(results::RuleSeverity severity) {
  switch (severity) {
    case results::RuleSeverity::must_hold:
      return "E, must hold";
    case results::RuleSeverity::worth_a_look:
      return "W, worth a look";
    default:
      return "X, between levels or sources";
  }
}

std::string tolerance_words(const results::RuleTolerance& tolerance) {
  if (tolerance.is_zero()) return "";
  constexpr std::string_view bases[] = {"left side", "right side", "mean of both sides", "larger side"};
  if (tolerance.percent == 0) return fmt::format("{}", tolerance.absolute);
  const std::string percent = fmt::format("{} % of the {}", base::to_text(tolerance.percent),
                                          bases[static_cast<std::size_t>(tolerance.of)]);
  return tolerance.absolute == 0 ? percent
                                 : fmt::format("{} or {}, whichever is larger", tolerance.absolute, percent);
}

std::string cell(const results::RuleTexts& texts, std::string_view language) {
  std::string text = results::text_in(texts, language);
  std::ranges::replace(text, '|', '/');
  return text;
}

std::string figures_words(const results::RuleExample::Figures& figures, std::string_view between) {
  std::string text;
  for (const auto& [name, values] : figures) {
    std::vector<std::string> texts;
    for (const results::Figure value : values)
      texts.push_back(value == results::kBlank ? "blank" : std::to_string(value));
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, fmt::join(texts, between));
  }
  return text.empty() ? "all blank" : text;
}

std::string_view versions_words(results::VersionChoice versions) {
  switch (versions) {
    case results::VersionChoice::latest:
      return "Of a protocol issued several times the newest version is checked";
    case results::VersionChoice::first:
      return "Of a protocol issued several times the first version is checked";
    case results::VersionChoice::by_authority:
      return "Of several protocols of a unit the newest of the highest source is checked";
    case results::VersionChoice::all:
      return "Every version of a protocol is checked, and versions are compared";
  }
  return "";
}

void add_rule(const RuleSet& rules, const Rule& rule, std::string& page) {
  page += fmt::format("\n### {}: {}\n\n", rule.code, cell(rule.message, "en"));
  page += fmt::format("    {}\n\n", rule.formula);
  page +=
      fmt::format("- {}; relation {}\n", severity_words(rule.severity),
                  rule.basis == results::RuleBasis::law ? "L: written in the law"
                                                        : "D: derived by us from the meaning of the lines");
  if (rule.kind != results::RuleKind::formula)
    page += fmt::format("- kind: {}; lines: {}\n", results::to_text(rule.kind),
                        rule.lines.empty() ? "all" : fmt::format("{}", fmt::join(rule.lines, ", ")));
  if (!rule.for_each.empty()) page += fmt::format("- for each {} by itself\n", rule.for_each);
  if (rule.condition) page += fmt::format("- only when `{}`\n", rule.condition->source);
  for (const std::uint32_t other : rule.unless)
    page += fmt::format("- silent where {} failed\n", rules.rules[other].code);
  if (!rule.sources.empty()) page += fmt::format("- only in: {}\n", fmt::join(rule.sources, ", "));
  if (!rule.tolerance.is_zero()) page += fmt::format("- tolerance: {}\n", tolerance_words(rule.tolerance));
  if (!rule.law.text.empty())
    page += fmt::format("- source: {}{}{}; {}\n", rule.law.text,
                        rule.law.edition.empty() ? "" : ", edition: " + rule.law.edition,
                        rule.law.consulted.empty() ? "" : ", consulted " + rule.law.consulted,
                        rule.law.verified_by_national_lawyer ? "verified by a national lawyer"
                                                             : "not verified by a national lawyer");
  for (const auto& [language, text] : rule.message) {
    if (language != "en") page += fmt::format("- {}: {}\n", language, text);
  }
  for (const results::RuleExample& example : rule.examples) {
    // Members of a group that a rule adds up stand with a plus, others one after another.
    std::string text = figures_words(example.figures, rule.for_each.empty() ? " + " : ", then ");
    if (example.other) text += "; the other source " + figures_words(*example.other, " + ");
    for (const auto& below : example.below) text += "; below it " + figures_words(below, " + ");
    page += fmt::format("- example: {} gives **{}**\n", text, results::to_text(example.verdict));
  }
}

}  // namespace

std::string rule_set_page(const RuleSet& rules) {
  std::string page =
      fmt::format("<!-- Made by `tallyward rules show {} --page`; do not edit. -->\n# {}: {}\n\n", rules.id,
                  rules.id, results::text_in(rules.title, "en"));
  if (!rules.form.empty()) page += fmt::format("Form: {}\n\n", results::text_in(rules.form, "en"));
  if (!rules.notes.empty()) page += fmt::format("{}\n\n", results::text_in(rules.notes, "en"));
  page += fmt::format("Version {}. ", rules.version);
  if (!rules.authority.empty())
    page += fmt::format("Order of authority of sources: {}. ", fmt::join(rules.authority, ", then "));
  page += fmt::format("{}; annulled units are shown and not checked.\n", versions_words(rules.versions));
  page += "\n## Lines\n\n| code | on paper | origin | meaning |\n|---|---|---|---|\n";
  for (const results::RuleLine& line : rules.lines) {
    std::string notes;
    if (line.kind == results::RuleLineKind::tick) notes += "; a box to tick";
    if (line.kind == results::RuleLineKind::words) notes += "; " + line.words_of + " in words";
    if (line.optional) notes += "; not on every form";
    if (line.blank_is_zero) notes += "; blank means 0";
    page += fmt::format("| `{}` | {} | {} | {}{} |\n", line.code, line.paper,
                        line.origin == results::LineOrigin::computed ? "computed" : "counted",
                        cell(line.label, "en"), notes);
  }
  for (const results::RuleGroup& group : rules.groups)
    page += fmt::format("| `{}` |  | group | {}; one for each {}{}{} |\n", group.code,
                        cell(group.label, "en"), group.each, group.optional ? "; not on every form" : "",
                        group.blank_is_zero ? "; blank means 0" : "");
  if (!rules.derived.empty()) {
    page +=
        "\n## Derived quantities\n\nThey add up over units as lines do.\n\n| code | formula | in an annulled "
        "unit | meaning |\n|---|---|---|---|\n";
    for (const results::DerivedQuantity& derived : rules.derived)
      page += fmt::format("| `{}` | `{}` | {} | {} |\n", derived.code, derived.formula.source,
                          derived.when_annulled ? "`" + derived.when_annulled->source + "`" : "0",
                          cell(derived.label, "en"));
  }
  page += "\n## Rules\n";
  for (const Rule& rule : rules.rules) add_rule(rules, rule, page);
  return page;
}

}  // namespace tallyward::exchange
