#include "journeys/verification_case.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <nlohmann/json.hpp>

#include "exchange/rule_library.h"
#include "journeys/enter_protocol.h"
#include "results/check.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using observation::Figures;
using storage::Shelf;

std::optional<std::int64_t> number_of(const std::string& figure) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(figure.data(), figure.data() + figure.size(), number);
  if (figure.empty() || error != std::errc() || end != figure.data() + figure.size()) return std::nullopt;
  return number;
}

std::string figure_of(const Figures& figures, const std::string& line) {
  const auto found = figures.find(line);
  return found == figures.end() ? std::string() : found->second;
}

/// One protocol as a table of one row: what is blank or illegible is not known.
results::Results as_results(const std::string& station, const Figures& figures) {
  results::Results all;
  all.units = election::UnitTree({"country", "polling_station"});
  results::ProtocolTable table;
  table.source = "observer_copy";
  table.level = 1;
  table.units.push_back(all.units.add(0, station));
  for (const auto& [line, figure] : figures) {
    const auto number = number_of(figure);
    const bool votes = line.starts_with("votes");
    table.lines.push_back({.code = line, .group = votes ? "votes" : "", .label = ""});
    table.columns.push_back({number && *number <= results::kLargestFigure
                                 ? static_cast<results::Figure>(*number)
                                 : results::kBlank});
  }
  // Without a single contestant's line the votes are not known; an empty sum would be zero.
  if (std::ranges::none_of(table.lines, [](const results::Line& line) { return line.group == "votes"; })) {
    table.lines.push_back({.code = "votes", .group = "votes", .label = ""});
    table.columns.push_back({results::kBlank});
  }
  all.sources.push_back({"observer_copy", "Observer's copy", 1});
  all.tables.push_back(std::move(table));
  return all;
}

std::string side(std::int64_t figure) {
  return figure == results::RuleFinding::kNotKnown ? "" : std::to_string(figure);
}

std::vector<CaseCheck> check_figures(const std::string& station, const Figures& figures,
                                     const results::RuleSet& rules) {
  std::vector<CaseCheck> checks;
  const results::Check check = results::check_results(as_results(station, figures), rules);
  for (const results::TableCheck& table : check.tables) {
    for (const results::RuleFinding& finding : table.findings) {
      if (finding.verdict != results::RuleVerdict::fail && finding.verdict != results::RuleVerdict::unknown)
        continue;
      const results::Rule& rule = rules.rules[finding.rule];
      checks.push_back({rule.code, finding.verdict == results::RuleVerdict::fail ? "fail" : "unknown",
                        std::string(1, results::letter(rule.severity)), side(finding.left),
                        side(finding.right)});
    }
  }
  return checks;
}

}  // namespace

base::Result<VerificationCase> verification_case(OpenMission& mission, storage::Reader& reader,
                                                 std::string_view job, std::string_view rules) {
  TRY_ASSIGN(const Figures figures, agreed_figures(mission, reader, job));
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "protocol_job", job));
  VerificationCase found{std::string(job), item->b, "matches", {}, {}};
  TRY_ASSIGN(const results::RuleSet rule_set, exchange::load_rule_set(rules));
  found.checks = check_figures(found.station, figures, rule_set);
  TRY_ASSIGN(const auto official, reader.find(Shelf::view, "official", found.station));
  const Figures published = official ? json::parse(official->body).at("figures").get<Figures>() : Figures();
  std::set<std::string> lines;
  for (const auto& [line, figure] : figures) lines.insert(line);
  for (const auto& [line, figure] : published) lines.insert(line);
  bool differs = false;
  for (const std::string& line : lines) {
    CaseLine row{line, figure_of(figures, line), figure_of(published, line), {}};
    const auto ours = number_of(row.observed);
    const auto theirs = number_of(row.official);
    if (ours && theirs) {
      row.difference = *theirs - *ours;
      differs = differs || *row.difference != 0;
    }
    found.lines.push_back(std::move(row));
  }
  bool fails = false;
  for (const CaseCheck& check : found.checks)
    fails = fails || (check.verdict == "fail" && check.severity == "E");
  if (!official) found.state = "no_official";
  if (fails) found.state = "checks_fail";
  if (differs) found.state = "differs";
  return found;
}

base::Result<bool> may_see_figures(storage::Reader& reader, std::string_view login) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "viewer", login));
  return item.has_value();
}

}  // namespace tallyward::journeys
