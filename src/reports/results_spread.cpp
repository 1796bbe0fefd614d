// The sections with pictures of all units at once: how turnout and shares spread, and the regions on a map or
// as tiles.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "plots/map.h"
#include "plots/xy_chart.h"
#include "reports/page.h"
#include "reports/results_view.h"

namespace tallyward::reports {

namespace {

using results::kBlank;

/// Part over base for every protocol, in per cent; left out where the base is 0, or where a figure of the
/// part or the first of the base is blank. (Voters added on the day are often blank where there were none.)
std::vector<double> percents(const ResultsView& view, const std::vector<std::size_t>& part,
                             const std::vector<std::size_t>& base) {
  std::vector<double> values;
  for (std::size_t row = 0; row < view.table.rows(); ++row) {
    const auto figure = [&](std::size_t line) { return view.table.columns[line][row]; };
    const auto blank = [&](std::size_t line) { return figure(line) == kBlank; };
    if (std::ranges::any_of(part, blank) || blank(base[0])) continue;
    std::int64_t above = 0;
    std::int64_t below = 0;
    for (const std::size_t line : part) above += figure(line);
    for (const std::size_t line : base) below += std::max(figure(line), 0);
    if (below > 0) values.push_back(100.0 * static_cast<double>(above) / static_cast<double>(below));
  }
  return values;
}

std::string histogram(const ResultsView& view, const std::string& id, const std::string& title,
                      const std::string& axis, const std::vector<double>& values) {
  plots::XyChart chart;
  plots::Bars bars = plots::histogram_bars(values, 0, 100, 50);
  const auto above = std::ranges::count_if(values, [](double value) { return value > 100; });
  std::vector<double> sorted = values;
  std::ranges::sort(sorted);
  const auto quantile = [&](double share) {
    return fmt::format("{:.1f}",
                       sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]);
  };
  chart.heading = {
      id, title,
      view.text("histogram_text", {{"n", values.size()},
                                   {"low", view.language.percent(quantile(0.1))},
                                   {"middle", view.language.percent(quantile(0.5))},
                                   {"high", view.language.percent(quantile(0.9))}}),
      view.text("histogram_note", {{"n", values.size()}, {"rows", view.table.rows()}, {"above", above}})};
  chart.x = {.label = axis,
             .fixed = true,
             .low = 0,
             .high = 100,
             .percent = true,
             .whole = false,
             .with_sign = false,
             .logarithmic = false};
  chart.y.label = view.text("units_counted", {{"level", view.level_name(view.table.level)}});
  chart.y.whole = true;
  chart.height_share = 0.36;
  chart.table.headings = {axis, view.text("units_counted", {{"level", view.level_name(view.table.level)}})};
  for (std::size_t i = 0; i < bars.heights.size(); ++i) {
    chart.table.rows.push_back(
        {fmt::format("{}–{}", view.language.decimal(fmt::format("{:.0f}", bars.edges[i])),
                     view.language.percent(fmt::format("{:.0f}", bars.edges[i + 1]))),
         view.language.integer(static_cast<std::int64_t>(bars.heights[i]))});
  }
  chart.layers = {std::move(bars)};
  return plots::figure_html(chart, view.language);
}

plots::RegionMap region_map(const ResultsView& view, const std::vector<election::UnitIndex>& units) {
  plots::RegionMap map;
  map.unknown_label = view.text("no_figure");
  map.code_property = "ISO_3166_2";
  if (const auto* built_in = view.map) {
    map.regions = &built_in->regions;
    map.heading.note = built_in->credit;
  }
  for (const election::UnitIndex unit : units)
    map.shades.push_back(
        {std::string(view.input.results->units.code(unit)), view.unit_name(unit), false, 0, ""});
  return map;
}

void tabulate_shades(plots::RegionMap& map, const ResultsView& view, const std::string& heading) {
  map.table.headings = {view.level_name(1), heading};
  for (const plots::Shade& shade : map.shades)
    map.table.rows.push_back({shade.label, shade.known ? shade.text : map.unknown_label});
}

/// Turnout of each unit at level 1: reckoned from counts, or else the last one that was printed.
std::string turnout_map(const ResultsView& view, const std::vector<election::UnitIndex>& units) {
  const auto& tree = view.input.results->units;
  plots::RegionMap map = region_map(view, units);
  map.percent = true;
  if (view.turnout) {
    std::map<election::UnitIndex, std::pair<std::int64_t, std::int64_t>> sums;
    for (std::size_t row = 0; row < view.table.rows(); ++row) {
      if (tree.level(view.table.units[row]) < 1) continue;
      auto& [part, base] = sums[tree.ancestor(view.table.units[row], 1)];
      if (view.table.columns[view.turnout->registered[0]][row] == kBlank) continue;
      for (const std::size_t line : view.turnout->registered)
        base += std::max(view.table.columns[line][row], 0);
      for (const std::size_t line : view.turnout->numerator)
        part += std::max(view.table.columns[line][row], 0);
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
      const auto [part, base] = sums[units[i]];
      if (base <= 0) continue;
      const std::string percent =
          fmt::format("{:.1f}", 100.0 * static_cast<double>(part) / static_cast<double>(base));
      map.shades[i] = {map.shades[i].code, map.shades[i].label, true,
                       100.0 * static_cast<double>(part) / static_cast<double>(base),
                       view.language.percent(percent)};
    }
    map.key_label = view.text("turnout_of", {{"numerator", view.turnout->numerator_name}});
  } else {
    // The printed percentage that most regions have; of equals the later line.
    const results::Line* chosen = nullptr;
    std::size_t most = 0;
    for (const results::ProtocolTable& table : view.input.results->tables) {
      for (std::size_t line = 0; line < table.lines.size(); ++line) {
        if (table.level != 1 || table.lines[line].decimals == 0) continue;
        const auto filled = static_cast<std::size_t>(
            std::ranges::count_if(table.columns[line], [](results::Figure f) { return f != kBlank; }));
        if (filled < most || filled == 0 ||
            (filled == most && chosen != nullptr && table.lines[line].code < chosen->code))
          continue;
        most = filled;
        chosen = &table.lines[line];
      }
    }
    if (chosen == nullptr) return "";
    for (const results::ProtocolTable& table : view.input.results->tables) {
      const auto line = table.find_line(chosen->code);
      if (!line || table.level != 1) continue;
      for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto place = std::ranges::find(units, table.units[row]);
        const results::Figure figure = table.columns[*line][row];
        if (place == units.end() || figure == kBlank) continue;
        plots::Shade& shade = map.shades[static_cast<std::size_t>(place - units.begin())];
        if (shade.known) continue;
        double scale = 1;
        for (int i = 0; i < chosen->decimals; ++i) scale *= 10;
        shade = {shade.code, shade.label, true, figure / scale,
                 view.language.percent(fmt::format("{:.1f}", figure / scale))};
      }
    }
    map.key_label = view.line_name(*chosen);
  }
  map.heading.id = "turnout-map";
  map.heading.title = view.text("turnout_map_title", {{"level", view.level_name(1)}});
  const auto known = std::ranges::count_if(map.shades, &plots::Shade::known);
  if (known < 2) return "";
  map.heading.description =
      view.text("map_text", {{"n", known}, {"total", units.size()}, {"what", map.key_label}});
  tabulate_shades(map, view, map.key_label);
  return plots::figure_html(map, view.language);
}

/// How many protocols have a failed check or a difference between sources, by unit of level 1.
std::string discrepancy_map(const ResultsView& view, const std::vector<election::UnitIndex>& units) {
  const auto& tree = view.input.results->units;
  std::map<election::UnitIndex, std::set<election::UnitIndex>> marked;
  for (const FailedCheck& failed : view.input.failed) {
    if (tree.level(failed.unit) >= 1) marked[tree.ancestor(failed.unit, 1)].insert(failed.unit);
  }
  if (view.input.comparison != nullptr) {
    for (const auto& pair : view.input.comparison->pairs) {
      for (const auto& cell : pair.cells) {
        if (printed_by_both(cell) && tree.level(cell.unit) >= 1)
          marked[tree.ancestor(cell.unit, 1)].insert(cell.unit);
      }
    }
  }
  if (marked.empty()) return "";
  plots::RegionMap map = region_map(view, units);
  map.whole = true;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto count = marked.contains(units[i]) ? marked[units[i]].size() : 0;
    map.shades[i] = {map.shades[i].code, map.shades[i].label, true, static_cast<double>(count),
                     view.language.integer(static_cast<std::int64_t>(count))};
  }
  map.key_label = view.text("marked_units", {{"level", view.level_name(view.table.level)}});
  map.heading.id = "discrepancy-map";
  map.heading.title = view.text("discrepancy_map_title", {{"level", view.level_name(1)}});
  map.heading.description =
      view.text("map_text", {{"n", units.size()}, {"total", units.size()}, {"what", map.key_label}});
  map.heading.note += (map.heading.note.empty() ? "" : " · ") + view.text("discrepancy_map_note");
  tabulate_shades(map, view, map.key_label);
  return plots::figure_html(map, view.language);
}

}  // namespace

std::string spread_section(const ResultsView& view) {
  constexpr std::size_t kFewest = 30;  // Fewer values make no distribution.
  std::string html;
  if (view.turnout) {
    const auto values = percents(view, view.turnout->numerator, view.turnout->registered);
    if (values.size() >= kFewest)
      html += histogram(view, "turnout",
                        view.text("turnout_title", {{"level", view.level_name(view.table.level)}}),
                        view.text("turnout_of", {{"numerator", view.turnout->numerator_name}}), values);
  }
  const auto votes = view.votes_lines();
  for (const std::size_t line : votes) {
    // Contestants with at least a tenth of the votes, in ballot order: a rule, not a choice.
    if (view.sums[line] * 10 < view.votes()) continue;
    const auto values = percents(view, {line}, votes);
    if (values.size() < kFewest) continue;
    const std::string name = view.line_name(view.table.lines[line]);
    html +=
        histogram(view, fmt::format("share-{}", line),
                  view.text("share_title", {{"name", name}, {"level", view.level_name(view.table.level)}}),
                  view.text("share_axis", {{"name", name}}), values);
  }
  return html.empty() ? "" : paragraph(view.text("spread_lead")) + html;
}

std::string regions_section(const ResultsView& view) {
  const auto& tree = view.input.results->units;
  if (tree.level_names().size() < 2) return "";
  const auto units = tree.at_level(1);
  constexpr std::size_t kMostUnits = 120;
  if (units.size() < 2 || units.size() > kMostUnits) return "";
  return turnout_map(view, units) + discrepancy_map(view, units);
}

}  // namespace tallyward::reports
