// The sections on what two printers say of the same thing: levels recomputed, and sources cell by cell.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "plots/row_chart.h"
#include "reports/page.h"
#include "reports/results_view.h"
#include "results/waterfall.h"

namespace tallyward::reports {

namespace {

constexpr std::size_t kMostRows = 60;
constexpr std::size_t kMostWaterfalls = 3;

std::string step_label(const ResultsView& view, const results::WaterfallStep& step, const std::string& from,
                       const std::string& to) {
  if (step.code == "only_left" || step.code == "only_right")
    return view.text("step_only", {{"source", step.code == "only_left" ? from : to}});
  const std::string key = "report.step_" + step.code;
  if (!locale::english().has(key)) return step.label;
  return view.language.text(key, {{"n", step.count}});
}

std::string waterfall_figure(const ResultsView& view, const results::Waterfall& found,
                             const results::Line& line, const std::string& id, const std::string& from,
                             const std::string& to) {
  const std::int64_t difference = found.end - found.start;
  plots::Waterfall chart;
  chart.heading = {id,
                   view.text("waterfall_title", {{"line", view.line_name(line)}, {"from", from}, {"to", to}}),
                   view.text("waterfall_text", {{"start", view.figure(line, found.start)},
                                                {"end", view.figure(line, found.end)},
                                                {"difference", view.signed_figure(line, difference)},
                                                {"n", found.steps.size()}}),
                   view.text("waterfall_note")};
  chart.axis_label = view.line_name(line);
  chart.start_label = from;
  chart.start = found.start;
  for (const results::WaterfallStep& step : found.steps) {
    // What nobody has accounted for is hatched; a kind of difference describes the figures and is drawn as it
    // is.
    chart.steps.push_back({step_label(view, step, from, to), step.amount, step.code == "remaining"});
  }
  chart.end_label = to;
  chart.step_heading = view.text("step");
  chart.amount_heading = view.text("difference");
  chart.running_heading = view.text("running");
  return plots::figure_html(plots::waterfall_chart(chart, view.language), view.language);
}

/// Lines with the largest net difference, at most kMostWaterfalls, back in the order of the form.
std::vector<std::size_t> lines_that_move(const std::vector<std::int64_t>& net) {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < net.size(); ++i) {
    if (net[i] != 0) lines.push_back(i);
  }
  std::ranges::stable_sort(lines, std::ranges::greater{}, [&](std::size_t i) { return std::llabs(net[i]); });
  if (lines.size() > kMostWaterfalls) lines.resize(kMostWaterfalls);
  std::ranges::sort(lines);
  return lines;
}

std::string differences_by_unit(const ResultsView& view, const results::PairComparison& pair,
                                const std::string& id, const std::string& left, const std::string& right) {
  const auto& units = view.input.results->units;
  if (units.lowest_level() < 2) return "";
  const auto by_unit = results::by_level(units, pair, 1);
  constexpr std::size_t kMostUnits = 40;
  if (by_unit.empty()) return "";
  plots::RowChart chart;
  chart.heading = {id, view.text("by_unit_title", {{"level", view.level_name(1)}}),
                   view.text("by_unit_text", {{"n", by_unit.size()}, {"left", left}, {"right", right}}),
                   view.text("by_unit_note", {{"left", left}, {"right", right}})};
  chart.axis.label = view.text("by_unit_axis");
  chart.axis.whole = true;
  chart.axis.with_sign = true;
  chart.rules = {{0, "", false}};
  chart.table.headings = {view.level_name(1), view.text("added"), view.text("removed"),
                          view.text("protocols_changed")};
  std::vector<std::pair<std::int64_t, std::int64_t>> moved(by_unit.size());
  for (const results::CellDifference& cell : pair.cells) {
    const election::UnitIndex above = units.ancestor(cell.unit, 1);
    const auto place = std::ranges::find(by_unit, above, &results::UnitDifferences::unit);
    if (place == by_unit.end() || pair.lines[cell.line].decimals > 0) continue;
    auto& [up, down] = moved[static_cast<std::size_t>(place - by_unit.begin())];
    (cell.difference() > 0 ? up : down) += cell.difference();
  }
  for (std::size_t i = 0; i < by_unit.size(); ++i) {
    const auto [up, down] = moved[i];
    const std::string name = view.unit_name(by_unit[i].unit);
    chart.table.rows.push_back(
        {name, view.language.signed_integer(up), view.language.signed_integer(down),
         view.language.integer(static_cast<std::int64_t>(by_unit[i].protocols_changed))});
    if (i >= kMostUnits || (up == 0 && down == 0)) continue;
    plots::Row row;
    row.label = name;
    row.value = fmt::format("{} {}", view.language.signed_integer(up), view.language.signed_integer(down));
    row.bars = {{0, static_cast<double>(up), plots::Tone::above, "", false},
                {0, static_cast<double>(down), plots::Tone::below, "", false}};
    chart.rows.push_back(std::move(row));
  }
  return chart.rows.empty() ? "" : plots::figure_html(chart, view.language);
}

std::string kinds_table(const ResultsView& view, const results::PairComparison& pair) {
  TextTable table{view.text("kinds_caption"), {{view.text("kind"), false}, {view.text("cells"), true}}, {}};
  const auto counts = results::count_kinds(pair);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const auto kind = static_cast<results::DifferenceKind>(i);
    table.rows.push_back({view.text("kind_" + std::string(results::to_text(kind))),
                          view.language.integer(static_cast<std::int64_t>(counts[i]))});
  }
  return table_html(table);
}

std::string cells_table(const ResultsView& view, const results::PairComparison& pair, const std::string& left,
                        const std::string& right) {
  TextTable table{view.text("cells_caption"),
                  {{view.text("unit"), false},
                   {view.text("line"), false},
                   {left, true},
                   {right, true},
                   {view.text("difference"), true},
                   {view.text("kind"), false}},
                  {}};
  for (const results::CellDifference& cell : pair.cells) {
    if (!printed_by_both(cell)) continue;
    if (table.rows.size() == kMostRows) break;
    const results::Line& line = pair.lines[cell.line];
    table.rows.push_back({view.unit_name(cell.unit), view.line_name(line), view.figure(line, cell.left),
                          view.figure(line, cell.right), view.signed_figure(line, cell.difference()),
                          view.text("kind_" + std::string(results::to_text(cell.kind)))});
  }
  if (table.rows.empty()) return "";
  std::string html = table_html(table);
  if (const std::size_t total = printed_differences(pair); total > kMostRows)
    html += fmt::format("<p class=\"note\">{} <a href=\"differences.csv\">differences.csv</a></p>\n",
                        base::escape_html(view.text("more_rows", {{"shown", kMostRows}, {"total", total}})));
  return html;
}

}  // namespace

std::string levels_section(const ResultsView& view) {
  const results::Tabulation* tabulation = view.input.tabulation;
  if (tabulation == nullptr) return paragraph(view.text("no_levels"));
  std::string html;
  TextTable levels{view.text("levels_caption", {{"source", view.source_name(tabulation->source)}}),
                   {{view.text("level"), false},
                    {view.text("recomputed_from"), false},
                    {view.text("cells_compared"), true},
                    {view.text("cells_equal"), true},
                    {view.text("gaps"), true},
                    {view.text("units_missing"), true}},
                   {}};
  const std::size_t compared = level_counts(*tabulation).compared;
  for (const results::LevelTabulation& level : tabulation->levels) {
    levels.rows.push_back({view.level_name(level.level), view.level_name(level.from_level),
                           view.language.integer(static_cast<std::int64_t>(level.cells_compared)),
                           view.language.integer(static_cast<std::int64_t>(level.cells_equal)),
                           view.language.integer(static_cast<std::int64_t>(level.gaps.size())),
                           view.language.integer(static_cast<std::int64_t>(level.missing.size()))});
  }
  if (compared == 0) return paragraph(view.text("nothing_published"));
  html += table_html(levels);
  TextTable gaps{view.text("gaps_caption"),
                 {{view.text("unit"), false},
                  {view.text("line"), false},
                  {view.text("printed_by"), false},
                  {view.text("published"), true},
                  {view.text("recomputed"), true},
                  {view.text("difference"), true},
                  {view.text("not_accounted"), true},
                  {view.text("accounted_by"), false}},
                 {}};
  std::size_t total = 0;
  for (const results::LevelTabulation& level : tabulation->levels) {
    for (const results::Gap& gap : level.gaps) {
      if (++total > kMostRows) continue;
      const auto found = std::ranges::find(level.lines, gap.line, &results::Line::code);
      const results::Line line = found == level.lines.end()
                                     ? results::Line{gap.line, "", "", results::LineOrigin::counted, 0}
                                     : *found;
      std::string accounts;
      for (const results::AccountItem& item : gap.accounts)
        accounts += fmt::format("{}{}: {} ({})", accounts.empty() ? "" : "; ", view.unit_name(item.unit),
                                view.signed_figure(line, item.amount),
                                view.text("account_" + std::string(results::to_text(item.kind))));
      if (gap.remaining != 0)
        accounts +=
            (accounts.empty() ? "" : "; ") + view.text("undetermined", {{"n", gap.single_units_that_fit}});
      gaps.rows.push_back({view.unit_name(gap.unit), view.line_name(line), view.source_name(gap.published_by),
                           view.figure(line, gap.published), view.figure(line, gap.recomputed),
                           view.signed_figure(line, gap.gap()), view.signed_figure(line, gap.remaining),
                           accounts});
    }
  }
  if (total == 0) return html + paragraph(view.text("levels_equal", {{"n", compared}}));
  html += table_html(gaps);
  if (total > kMostRows)
    html += fmt::format("<p class=\"note\">{} <a href=\"levels.csv\">levels.csv</a></p>\n",
                        base::escape_html(view.text("more_rows", {{"shown", kMostRows}, {"total", total}})));
  // Waterfalls for the country's own gaps, in the order of the form.
  std::size_t drawn = 0;
  for (const results::Gap& gap : tabulation->levels.back().gaps) {
    if (gap.unit != 0 || drawn == kMostWaterfalls) continue;
    const auto steps = results::waterfall(*view.input.results, *tabulation, gap.line, gap.published_by);
    const auto line = std::ranges::find(tabulation->levels.back().lines, gap.line, &results::Line::code);
    if (!steps || line == tabulation->levels.back().lines.end()) continue;
    html += waterfall_figure(view, *steps, *line, fmt::format("level-waterfall-{}", ++drawn),
                             view.text("sum_of", {{"source", view.source_name(tabulation->source)}}),
                             view.text("published_by", {{"source", view.source_name(gap.published_by)}}));
  }
  return html;
}

std::string sources_section(const ResultsView& view) {
  const results::Comparison* comparison = view.input.comparison;
  if (comparison == nullptr) return paragraph(view.text("one_source"));
  std::string html = paragraph(view.text("sources_lead", {{"n", comparison->sides.size()}}));
  std::size_t number = 0;
  for (const results::PairComparison& pair : comparison->pairs) {
    ++number;
    const std::string left = view.source_name(results::to_text(comparison->sides[pair.left]));
    const std::string right = view.source_name(results::to_text(comparison->sides[pair.right]));
    if (pair.cells_compared == 0) continue;
    html += fmt::format("<h3>{}</h3>\n",
                        base::escape_html(view.text("pair_title", {{"left", left}, {"right", right}})));
    html += paragraph(view.text("pair_text", {{"protocols", pair.protocols_compared},
                                              {"cells", pair.cells_compared},
                                              {"changed", pair.protocols_changed},
                                              {"n", printed_differences(pair)},
                                              {"blank", pair.cells.size() - printed_differences(pair)}}));
    const auto only_right = std::ranges::count(pair.lone, true, &results::LoneProtocol::on_right);
    if (!pair.lone.empty())
      html += paragraph(
          view.text("pair_lone", {{"left", left},
                                  {"right", right},
                                  {"only_left", static_cast<std::int64_t>(pair.lone.size()) - only_right},
                                  {"only_right", only_right}}));
    if (pair.cells.empty()) continue;
    html += kinds_table(view, pair);
    for (const std::size_t line : lines_that_move(pair.net)) {
      if (pair.lines[line].decimals > 0) continue;
      const auto steps = results::waterfall(*comparison, pair, pair.lines[line].code);
      if (steps)
        html += waterfall_figure(view, *steps, pair.lines[line], fmt::format("waterfall-{}-{}", number, line),
                                 left, right);
    }
    html += differences_by_unit(view, pair, fmt::format("by-unit-{}", number), left, right);
    html += cells_table(view, pair, left, right);
  }
  return html;
}

}  // namespace tallyward::reports
