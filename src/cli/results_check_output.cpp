#include "cli/results_check_output.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tallyward::cli {

namespace {

using dataset::FindingTexts;
using dataset::texts_of;
using results::BetweenFinding;
using results::Check;
using results::CheckGroup;
using results::Results;
using results::Rule;
using results::RuleFinding;
using results::RuleSet;
using results::RuleTally;
using results::RuleVerdict;
using results::TableCheck;
using Json = nlohmann::ordered_json;

std::string level_name(const Results& results, election::LevelIndex level) {
  return results.units.level_names()[level];
}

std::string signed_text(std::int64_t value) {
  return fmt::format("{}{}", value > 0 ? "+" : "", value);
}

/// A rule is listed for a source when it was checked there, or when the source lacks one of its lines.
bool said_anything(const TableCheck& table, std::size_t rule) {
  const RuleTally& tally = table.tallies[rule];
  return tally.pass + tally.fail + tally.unknown + tally.not_applicable + tally.suppressed > 0;
}

std::string_view why_overtaken(results::VersionChoice versions) {
  switch (versions) {
    case results::VersionChoice::first:
      return "the first version counts";
    case results::VersionChoice::by_authority:
      return "a later version or a higher source counts";
    default:
      return "a later version counts";
  }
}

std::string tally_row(const Rule& rule, const RuleTally& tally, std::string_view language) {
  return fmt::format("  {:<8} {} {:>8} {:>7} {:>8} {:>9} {:>10}  {}\n", rule.code, letter(rule.severity),
                     tally.pass, tally.fail, tally.unknown, signed_text(tally.excess),
                     signed_text(tally.deficit), results::text_in(rule.message, language));
}

constexpr std::string_view kTallyHead =
    "  rule     s     pass    fail  unknown   sum of + and - differences  what a failure says\n";

void add_groups(std::string_view title, const std::vector<CheckGroup>& groups, std::string& text) {
  std::vector<const CheckGroup*> shown;
  for (const CheckGroup& group : groups) {
    if (group.failures + group.unknowns > 0) shown.push_back(&group);
  }
  if (shown.empty()) return;
  text += fmt::format("\n  {} with findings:\n", title);
  constexpr std::size_t kMost = 15;
  for (std::size_t i = 0; i < std::min(kMost, shown.size()); ++i)
    text += fmt::format("    {:<32} {:>6} of {:>6} protocols with a failure, {} failures, {} unknown\n",
                        shown[i]->name, shown[i]->with_failure, shown[i]->protocols, shown[i]->failures,
                        shown[i]->unknowns);
  if (shown.size() > kMost) text += fmt::format("    and {} more; --json has all\n", shown.size() - kMost);
}

/// The path of a unit; the whole country by its name.
std::string unit_words(const Results& results, election::UnitIndex unit) {
  if (unit != 0) return results.units.path(unit);
  return results.units.name(0).empty() ? "(the whole)" : std::string(results.units.name(0));
}

std::string source_words(const std::string& source, std::int32_t version) {
  return version == 0 ? source : fmt::format("{}, version {}", source, version);
}

/// Of a rule for each member: which one.
std::string member_words(const RuleSet& rules, const TableCheck& table, const RuleFinding& finding) {
  const Rule& rule = rules.rules[finding.rule];
  return rule.for_each.empty()
             ? ""
             : fmt::format("  {} {}", rule.for_each, table.members[finding.rule][finding.member]);
}

/// The protocols of annulled and merged units, with all their figures.
void add_annulled(const Results& results, const TableCheck& table, std::string& text) {
  if (table.annulled == 0) return;
  const results::ProtocolTable& source = results.tables[table.table];
  text += "\n  Annulled or merged units do not count; what was printed of them:\n";
  for (const results::AnnulledProtocol& protocol : annulled_protocols(results, table)) {
    text += fmt::format("  {:<20} {}{}{}\n   ", unit_words(results, protocol.unit), to_text(protocol.status),
                        protocol.reason.empty() ? "" : ": ", protocol.reason);
    for (std::size_t line = 0; line < source.lines.size(); ++line) {
      const results::Figure figure = source.columns[line][protocol.row];
      if (figure != results::kBlank)
        text += fmt::format(" {} {}", source.lines[line].code,
                            results::decimal_text(figure, source.lines[line].decimals));
    }
    text += '\n';
  }
}

void add_findings(const Results& results, const RuleSet& rules, const TableCheck& table,
                  const CheckOutput& output, std::string& text) {
  std::size_t shown = 0;
  for (const RuleFinding& finding : table.findings) {
    if (finding.verdict != RuleVerdict::fail) continue;
    if (shown++ == 0) text += "\n  unit                 rule         left      right  difference\n";
    if (shown > output.most_findings) continue;
    const FindingTexts sides = texts_of(table.sides(finding));
    text += fmt::format("  {:<20} {:<8} {:>8} {:>10} {:>11}{}\n", unit_words(results, finding.unit),
                        rules.rules[finding.rule].code, sides.left, sides.right, sides.difference,
                        member_words(rules, table, finding));
  }
  if (shown > output.most_findings)
    text += fmt::format("  and {} more; --csv or --json lists all\n", shown - output.most_findings);
}

void add_between(const Results& results, const RuleSet& rules, const Check& check, const CheckOutput& output,
                 std::string& text) {
  bool head = false;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const RuleTally& tally = check.between[i];
    if (tally.pass + tally.fail + tally.unknown == 0) continue;
    if (!head) text += fmt::format("\nBetween levels and sources, figure by figure\n{}", kTallyHead);
    head = true;
    text += tally_row(rules.rules[i], tally, output.language);
  }
  std::size_t shown = 0;
  for (const BetweenFinding& finding : check.between_findings) {
    if (finding.verdict != RuleVerdict::fail) continue;
    if (shown++ == 0) text += "\n  unit                 rule     line         left and right\n";
    if (shown > output.most_findings) continue;
    const auto figure = [&](std::int64_t value) { return results::decimal_text(value, finding.decimals); };
    text += fmt::format("  {:<20} {:<8} {:<12} {} ({}) and {} ({}): {}\n", unit_words(results, finding.unit),
                        rules.rules[finding.rule].code, finding.line, figure(finding.left),
                        source_words(finding.left_source, finding.left_version), figure(finding.right),
                        source_words(finding.right_source, finding.right_version),
                        figure(finding.left - finding.right));
  }
  if (shown > output.most_findings)
    text += fmt::format("  and {} more; --csv or --json lists all\n", shown - output.most_findings);
}

Json tally_json(const Rule& rule, const RuleTally& tally) {
  return {{"rule", rule.code},
          {"severity", std::string(1, letter(rule.severity))},
          {"pass", tally.pass},
          {"fail", tally.fail},
          {"unknown", tally.unknown},
          {"not_applicable", tally.not_applicable},
          {"suppressed", tally.suppressed},
          {"excess", tally.excess},
          {"deficit", tally.deficit}};
}

Json groups_json(const std::vector<CheckGroup>& groups) {
  Json array = Json::array();
  for (const CheckGroup& group : groups)
    array.push_back({{"name", group.name},
                     {"unit", group.path},
                     {"protocols", group.protocols},
                     {"with_failure", group.with_failure},
                     {"failures", group.failures},
                     {"unknowns", group.unknowns}});
  return array;
}

/// Every annulled or merged protocol with what was printed; it does not count.
Json annulled_json(const Results& results, const TableCheck& table) {
  const results::ProtocolTable& source = results.tables[table.table];
  Json array = Json::array();
  for (const results::AnnulledProtocol& protocol : annulled_protocols(results, table)) {
    Json figures = Json::object();
    for (std::size_t line = 0; line < source.lines.size(); ++line) {
      const results::Figure figure = source.columns[line][protocol.row];
      figures[source.lines[line].code] = figure == results::kBlank ? Json(nullptr) : Json(figure);
    }
    array.push_back({{"unit", results.units.path(protocol.unit)},
                     {"status", to_text(protocol.status)},
                     {"reason", protocol.reason},
                     {"figures", std::move(figures)}});
  }
  return array;
}

/// A whole number as a number, a fraction as text, not known as null.
Json side_json(const std::string& text) {
  if (text.empty()) return nullptr;
  if (text.contains('/')) return text;
  return std::stoll(text);
}

Json finding_json(const Rule& rule, const Results& results, election::UnitIndex unit, RuleVerdict verdict,
                  const FindingTexts& sides) {
  return {{"rule", rule.code},
          {"unit", results.units.path(unit)},
          {"severity", std::string(1, letter(rule.severity))},
          {"verdict", to_text(verdict)},
          {"left", side_json(sides.left)},
          {"right", side_json(sides.right)},
          {"difference", side_json(sides.difference)}};
}

}  // namespace

std::string check_text(const Results& results, const RuleSet& rules, const Check& check,
                       const CheckOutput& output) {
  std::string text = fmt::format("{}, checked with the rules of '{}'\n", results.election, rules.id);
  if (results.synthetic) text += "SYNTHETIC: invented data\n";
  for (const TableCheck& table : check.tables) {
    text += fmt::format("\nSource '{}', level {}: {} protocols checked", table.source,
                        level_name(results, table.level), table.checked);
    if (table.overtaken > 0)
      text += fmt::format(", {} left out because {}", table.overtaken, why_overtaken(rules.versions));
    if (table.annulled > 0) text += fmt::format(", {} of annulled units left out", table.annulled);
    text += fmt::format("\n{}", kTallyHead);
    std::string without;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      if (!table.missing_lines[i].empty()) {
        without += fmt::format("  {:<8} not checked: this source has no {}\n", rules.rules[i].code,
                               fmt::join(table.missing_lines[i], ", "));
      } else if (said_anything(table, i)) {
        text += tally_row(rules.rules[i], table.tallies[i], output.language);
      }
    }
    text += without;
    add_annulled(results, table, text);
    add_findings(results, rules, table, output, text);
    if (table.level > output.region_level)
      add_groups(fmt::format("Units of level {}", level_name(results, output.region_level)),
                 by_region(results, table, output.region_level), text);
    add_groups("Size classes by registered voters", by_size(results, table), text);
    for (const results::DerivedQuantity& derived : rules.derived) {
      for (const auto& total : derived_totals(results, table.table, rules, derived.code, 0))
        text += fmt::format("\n  {}: {} in all, not zero in {} protocols, unknown in {}\n", derived.code,
                            base::to_text(total.sum), total.not_zero, total.unknown);
    }
  }
  add_between(results, rules, check, output, text);
  const RuleTally total = check.total();
  text += fmt::format(
      "\n{} checks: {} passed, {} failed, {} unknown. A failure is a discrepancy between printed figures; it "
      "says "
      "nothing about its cause.\n",
      total.pass + total.fail + total.unknown, total.pass, total.fail, total.unknown);
  for (const std::string& attribution : results.attributions) text += attribution + "\n";
  return text;
}

std::string check_json(const Results& results, const RuleSet& rules, const Check& check,
                       const CheckOutput& output) {
  Json json{{"election", results.election},      {"rule_set", rules.id},
            {"rule_set_version", rules.version}, {"versions", to_text(rules.versions)},
            {"synthetic", results.synthetic},    {"tables", Json::array()}};
  for (const TableCheck& table : check.tables) {
    Json entry{{"source", table.source},
               {"level", level_name(results, table.level)},
               {"checked", table.checked},
               {"overtaken", table.overtaken},
               {"annulled", table.annulled},
               {"rules", Json::array()},
               {"regions", Json::array()},
               {"sizes", groups_json(by_size(results, table))},
               {"annulled_protocols", annulled_json(results, table)},
               {"findings", Json::array()}};
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      if (!said_anything(table, i)) continue;
      Json row = tally_json(rules.rules[i], table.tallies[i]);
      if (!table.missing_lines[i].empty()) row["missing_lines"] = table.missing_lines[i];
      entry["rules"].push_back(std::move(row));
    }
    if (table.level > output.region_level)
      entry["regions"] = groups_json(by_region(results, table, output.region_level));
    const results::ProtocolTable& source = results.tables[table.table];
    for (const RuleFinding& finding : table.findings) {
      const Rule& rule = rules.rules[finding.rule];
      Json one = finding_json(rule, results, finding.unit, finding.verdict, texts_of(table.sides(finding)));
      one["lines"] = rule.kind == results::RuleKind::series
                         ? Json{rule.lines[finding.comparison], rule.lines[finding.comparison + 1U]}
                         : Json(rule.lines);
      if (!rule.for_each.empty()) one["member"] = table.members[finding.rule][finding.member];
      if (!source.file_lines.empty()) one["file_line"] = source.file_lines[finding.row];
      entry["findings"].push_back(std::move(one));
    }
    json["tables"].push_back(std::move(entry));
  }
  json["between"] = {{"rules", Json::array()}, {"findings", Json::array()}};
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    if (check.between[i].pass + check.between[i].fail + check.between[i].unknown > 0)
      json["between"]["rules"].push_back(tally_json(rules.rules[i], check.between[i]));
  }
  for (const BetweenFinding& finding : check.between_findings) {
    Json one =
        finding_json(rules.rules[finding.rule], results, finding.unit, finding.verdict, texts_of(finding));
    one["lines"] = Json{finding.line};
    one["left_source"] = finding.left_source;
    one["right_source"] = finding.right_source;
    if (finding.decimals > 0) one["decimals"] = finding.decimals;
    if (finding.left_version > 0) one["left_version"] = finding.left_version;
    if (finding.right_version > 0) one["right_version"] = finding.right_version;
    json["between"]["findings"].push_back(std::move(one));
  }
  const RuleTally total = check.total();
  json["total"] = {{"pass", total.pass}, {"fail", total.fail}, {"unknown", total.unknown}};
  json["attributions"] = results.attributions;
  return json.dump(2) + "\n";
}

}  // namespace tallyward::cli
