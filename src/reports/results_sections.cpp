// The sections in words and tables: summary, figures, checks, levels, impact, seats, method, inputs.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "plots/map.h"
#include "plots/row_chart.h"
#include "reports/page.h"
#include "reports/results_view.h"

namespace tallyward::reports {

namespace {

/// What a page shows of a long list; the data file has all of it.
constexpr std::size_t kMostRows = 60;

std::string card(const std::string& number, const std::string& words) {
  return fmt::format("<li><b>{}</b> <span>{}</span></li>\n", base::escape_html(number),
                     base::escape_html(words));
}

std::string more_rows(const ResultsView& view, std::size_t total, std::string_view file) {
  if (total <= kMostRows) return "";
  return fmt::format("<p class=\"note\">{} <a href=\"{}\">{}</a></p>\n",
                     base::escape_html(view.text("more_rows", {{"shown", kMostRows}, {"total", total}})),
                     file, file);
}

std::size_t protocols_with_failures(const ResultsView& view) {
  std::set<std::pair<election::UnitIndex, std::string_view>> protocols;
  for (const FailedCheck& failed : view.input.failed) protocols.insert({failed.unit, failed.source});
  return protocols.size();
}

}  // namespace

std::string summary_section(const ResultsView& view) {
  const auto& input = view.input;
  std::string html = "<ul class=\"cards\">\n";
  html += card(view.language.integer(static_cast<std::int64_t>(view.table.rows())),
               view.text("card_protocols", {{"n", view.table.rows()},
                                            {"units", view.units_at_level},
                                            {"level", view.level_name(view.table.level)}}));
  if (input.rules_applied) {
    std::uint64_t done = 0;
    std::uint64_t unknown = 0;
    for (const RuleShown& rule : input.rules) {
      done += rule.passed + rule.failed;
      unknown += rule.unknown;
    }
    html += card(view.language.integer(static_cast<std::int64_t>(input.failed.size())),
                 view.text("card_checks", {{"done", done},
                                           {"n", input.failed.size()},
                                           {"protocols", protocols_with_failures(view)}}));
    if (unknown > 0)
      html += card(view.language.integer(static_cast<std::int64_t>(unknown)),
                   view.text("card_unknown", {{"n", unknown}}));
  }
  if (input.tabulation != nullptr) {
    const LevelCounts counts = level_counts(*input.tabulation);
    if (counts.compared > 0)
      html += card(
          view.language.integer(static_cast<std::int64_t>(counts.gaps)),
          view.text("card_levels",
                    {{"compared", counts.compared}, {"n", counts.gaps}, {"remaining", counts.remaining}}));
  }
  if (input.comparison != nullptr) {
    std::size_t differ = 0;
    std::size_t blank = 0;
    std::size_t compared = 0;
    for (const auto& pair : input.comparison->pairs) {
      differ += printed_differences(pair);
      blank += pair.cells.size() - printed_differences(pair);
      compared += pair.cells_compared;
    }
    html += card(view.language.integer(static_cast<std::int64_t>(differ)),
                 view.text("card_sources", {{"compared", compared}, {"n", differ}}));
    if (blank > 0)
      html += card(view.language.integer(static_cast<std::int64_t>(blank)),
                   view.text("card_blank", {{"n", blank}}));
  }
  std::uint64_t refused = 0;
  for (const InputShown& file : input.inputs) refused += file.rows_refused;
  if (refused > 0)
    html += card(view.language.integer(static_cast<std::int64_t>(refused)),
                 view.text("card_refused", {{"n", refused}}));
  html += "</ul>\n";
  html += paragraph(view.text("discrepancy_note"));
  if (input.impact && input.comparison != nullptr)
    html += paragraph(input.impact->coverage) +
            (input.impact->verdicts.empty() ? "" : paragraph(input.impact->verdicts[0]));
  return html;
}

std::string figures_section(const ResultsView& view) {
  TextTable table;
  table.caption = view.text("figures_caption",
                            {{"n", view.table.rows()}, {"source", view.source_name(view.table.source)}});
  const auto votes = view.votes_lines();
  if (view.table.rows() == 0) return "";
  std::string html;
  if (view.annulled + view.quarantined > 0)
    html +=
        paragraph(view.text("not_in_sums", {{"annulled", view.annulled}, {"quarantined", view.quarantined}}));
  if (!votes.empty()) {
    table.columns = {
        {view.text("contestant"), false}, {view.text("votes"), true}, {view.text("share"), true}};
    if (view.input.seats) table.columns.push_back({view.text("seats"), true});
    const std::int64_t all = view.votes();
    for (const std::size_t line : votes) {
      const std::string name = view.line_name(view.table.lines[line]);
      const std::string share = percent_of(view.sums[line], all);
      table.rows.push_back({name, view.figure(view.table.lines[line], view.sums[line]),
                            share.empty() ? "" : view.language.percent(share)});
      if (!view.input.seats) continue;
      const auto found =
          std::ranges::find(view.input.seats->seats, name, &std::pair<std::string, std::int64_t>::first);
      table.rows.back().push_back(
          found == view.input.seats->seats.end() ? "" : view.language.integer(found->second));
    }
    html += table_html(table) + paragraph(view.text("share_note", {{"votes", all}}), "note");
  }
  TextTable others{view.text("lines_caption"),
                   {{view.text("line"), false}, {view.text("sum"), true}, {view.text("blanks"), true}},
                   {}};
  for (std::size_t i = 0; i < view.table.lines.size(); ++i) {
    const results::Line& line = view.table.lines[i];
    // Sums of percentages mean nothing, and the votes have stood above.
    if (line.decimals > 0 || !line.group.empty() || std::ranges::find(votes, i) != votes.end()) continue;
    const auto blanks = std::ranges::count(view.table.columns[i], results::kBlank);
    others.rows.push_back(
        {view.line_name(line), view.figure(line, view.sums[i]), view.language.integer(blanks)});
  }
  if (!others.rows.empty()) html += table_html(others);
  return html;
}

std::string checks_section(const ResultsView& view) {
  const auto& input = view.input;
  if (!input.rules_applied) return paragraph(view.text("no_rules"));
  std::string html =
      paragraph(view.text("checks_lead", {{"n", input.rules.size()}, {"set", input.rule_set}}));
  TextTable rules{view.text("rules_caption"),
                  {{view.text("rule"), false},
                   {view.text("severity"), false},
                   {view.text("passed"), true},
                   {view.text("failed"), true},
                   {view.text("unknown"), true}},
                  {}};
  for (const RuleShown& rule : input.rules) {
    const std::string severity = "report.severity_" + rule.severity;
    rules.rows.push_back(
        {fmt::format("{} · {}{}", rule.code, rule.title, rule.law.empty() ? "" : " (" + rule.law + ")"),
         locale::english().has(severity) ? view.language.text(severity) : rule.severity,
         view.language.integer(static_cast<std::int64_t>(rule.passed)),
         view.language.integer(static_cast<std::int64_t>(rule.failed)),
         view.language.integer(static_cast<std::int64_t>(rule.unknown))});
  }
  html += table_html(rules) + paragraph(view.text("unknown_note"), "note");
  if (input.failed.empty()) return html + paragraph(view.text("no_failures"));
  html += fmt::format("<h3>{}</h3>\n", base::escape_html(view.text("failed_title")));
  TextTable failed{view.text("failed_caption"),
                   {{view.text("unit"), false},
                    {view.text("rule"), false},
                    {view.text("printed_by"), false},
                    {view.text("left"), true},
                    {view.text("right"), true},
                    {view.text("difference"), true}},
                   {}};
  for (std::size_t i = 0; i < std::min(kMostRows, input.failed.size()); ++i) {
    const FailedCheck& check = input.failed[i];
    const std::string sign =
        !check.difference.empty() && check.difference[0] != '-' && check.difference != "0" ? "+" : "";
    failed.rows.push_back({view.unit_name(check.unit), input.rules[check.rule].code,
                           view.source_name(check.source), view.language.decimal(check.left),
                           view.language.decimal(check.right),
                           sign + view.language.decimal(check.difference)});
  }
  return html + table_html(failed) + more_rows(view, input.failed.size(), "checks.csv");
}

std::string impact_section(const ResultsView& view) {
  if (!view.input.impact) return "";
  std::string html = paragraph(view.input.impact->coverage);
  html += "<ul>\n";
  for (const std::string& verdict : view.input.impact->verdicts)
    html += fmt::format("<li>{}</li>\n", base::escape_html(verdict));
  return html + "</ul>\n" + paragraph(view.text("impact_note"), "note");
}

std::string seats_section(const ResultsView& view) {
  if (!view.input.seats) return "";
  const SeatsShown& seats = *view.input.seats;
  std::string html = paragraph(view.text("seats_lead", {{"law", seats.law}}));
  TextTable table{
      view.text("seats_caption"), {{view.text("contestant"), false}, {view.text("seats"), true}}, {}};
  for (const auto& [name, count] : seats.seats) table.rows.push_back({name, view.language.integer(count)});
  html += table_html(table);
  for (const std::string& question : seats.questions) html += paragraph(question, "lead");
  if (seats.steps.empty()) return html;
  html += fmt::format("<details><summary>{}</summary><ol>\n",
                      base::escape_html(view.text("seats_steps", {{"n", seats.steps.size()}})));
  for (const SeatStep& step : seats.steps) {
    html += fmt::format(
        "<li>{}{}{}</li>\n", step.article.empty() ? "" : "<b>" + base::escape_html(step.article) + "</b> ",
        base::escape_html(step.text),
        step.caveat.empty() ? "" : " <span class=\"note\">(" + base::escape_html(step.caveat) + ")</span>");
  }
  return html + "</ol></details>\n";
}

std::string method_section(const ResultsView& view) {
  std::string html = "<ul>\n";
  for (const std::string_view key : {"method_exact", "method_blank", "method_sign", "method_authority",
                                     "method_fit", "method_indicator", "method_absent"})
    html += fmt::format("<li>{}</li>\n", base::escape_html(view.text(key)));
  html += "</ul>\n";
  if (!view.input.command.empty())
    html += paragraph(view.text("command")) +
            fmt::format("<pre><code>{}</code></pre>\n", base::escape_html(view.input.command));
  return html;
}

std::string inputs_section(const ResultsView& view) {
  TextTable table{view.text("inputs_caption"),
                  {{view.text("file"), false},
                   {view.text("rows_taken"), true},
                   {view.text("rows_refused"), true},
                   {"SHA-256", false}},
                  {}};
  for (const InputShown& file : view.input.inputs)
    table.rows.push_back({file.name, view.language.integer(static_cast<std::int64_t>(file.rows_taken)),
                          view.language.integer(static_cast<std::int64_t>(file.rows_refused)),
                          file.sha256.empty() ? "" : file.sha256});
  std::string html = table.rows.empty() ? "" : table_html(table);
  if (view.input.results->attributions.empty()) {
    html += paragraph(view.text("no_attribution"));
  } else {
    html += paragraph(view.text("attributions"));
    html += "<ul>\n";
    for (const std::string& credit : view.input.results->attributions)
      html += fmt::format("<li>{}</li>\n", base::escape_html(credit));
    html += "</ul>\n";
  }
  html += paragraph(view.text("data_files")) + "<ul>\n";
  for (const std::string_view file : {"report.json", "checks.csv", "levels.csv", "differences.csv"})
    html += fmt::format("<li><a href=\"{0}\">{0}</a></li>\n", file);
  return html + "</ul>\n";
}

}  // namespace tallyward::reports
