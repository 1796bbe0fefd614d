#include "plots/row_chart.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plots/svg.h"

namespace tallyward::plots {

namespace {

constexpr double kFont = 13;
constexpr double kRowHeight = 26;
constexpr double kLabelLine = 18;
constexpr double kPadding = 8;

struct Layout {
  bool labels_above = false;
  double label_width = 0;
  double value_width = 0;
  double row_height = 0;
  double top = 0;
  Scale scale;
  double step = 1;
  std::vector<double> ticks;
};

void include(double& low, double& high, double value) {
  low = std::min(low, value);
  high = std::max(high, value);
}

Scale scale_of(const RowChart& chart, int wanted_ticks) {
  Scale scale;
  scale.low = chart.axis.low;
  scale.high = chart.axis.high;
  if (chart.axis.fixed) return scale;
  double low = 0;
  double high = 0;
  for (const Row& row : chart.rows) {
    for (const RowBar& bar : row.bars) {
      include(low, high, bar.from);
      include(low, high, bar.to);
    }
    for (const RowInterval& interval : row.intervals) {
      include(low, high, interval.low);
      include(low, high, interval.high);
    }
    for (const double value : row.strip) include(low, high, value);
  }
  for (const RowRule& rule : chart.rules) include(low, high, rule.at);
  widen_to_ticks(low, high, wanted_ticks, chart.axis.whole);
  scale.low = low;
  scale.high = high;
  return scale;
}

Layout lay_out(const RowChart& chart, const PlotStyle& style) {
  Layout layout;
  layout.labels_above = style.narrow();
  double widest_label = 0;
  for (const Row& row : chart.rows) {
    widest_label = std::max(widest_label, text_width(row.label, kFont) * (row.strong ? 1.1 : 1.03));
    layout.value_width = std::max(layout.value_width, text_width(row.value, kFont) * 1.06);
  }
  layout.label_width = layout.labels_above ? 0 : std::min(widest_label + 6, style.width * 0.4);
  layout.row_height = layout.labels_above ? kRowHeight + kLabelLine : kRowHeight;
  layout.top = chart.rules.empty() ||
                       std::ranges::all_of(chart.rules, [](const RowRule& r) { return r.label.empty(); })
                   ? 4
                   : 22;
  const double from = layout.label_width + kPadding;
  const double to = style.width - (layout.value_width > 0 ? layout.value_width + 2 * kPadding : kPadding);
  const int wanted = std::max(2, static_cast<int>((to - from) / 80));
  layout.scale = scale_of(chart, wanted);
  layout.scale.from = from + 4;
  layout.scale.to = to;
  layout.ticks = round_ticks(layout.scale.low, layout.scale.high, wanted, chart.axis.whole);
  layout.step = layout.ticks.size() > 1 ? layout.ticks[1] - layout.ticks[0] : 1;
  return layout;
}

void draw_row(Svg& svg, const Row& row, const Layout& layout, double y, int width) {
  const double centre = y + layout.row_height - kRowHeight / 2;
  const std::string_view weight = row.strong ? "strong" : "";
  const double font = row.strong ? kFont * 1.1 : kFont;
  if (layout.labels_above) {
    svg.text({4, y + 14}, shortened(row.label, font, width - 8), weight);
  } else {
    svg.text({layout.label_width, centre + 4.5}, shortened(row.label, font, layout.label_width - 2), weight,
             Anchor::end);
  }
  const auto clamp = [&](double v) { return std::clamp(v, layout.scale.low, layout.scale.high); };
  for (const RowBar& bar : row.bars) {
    const double a = layout.scale(clamp(std::min(bar.from, bar.to)));
    const double b = layout.scale(clamp(std::max(bar.from, bar.to)));
    const double drawn = bar.from == bar.to ? 0 : std::max(b - a, 1.5);
    if (drawn == 0) continue;
    svg.rect(a, centre - 8, drawn, 16, css_class(bar.tone), bar.tip);
    if (bar.broken) {
      for (const double at : {a + 10.0, a + 17.0})
        svg.path(fmt::format("M{} {}L{} {}L{} {}", coordinate(at), coordinate(centre - 9), coordinate(at + 4),
                             coordinate(centre), coordinate(at), coordinate(centre + 9)),
                 "break");
    }
  }
  for (const double value : row.strip)
    svg.line({layout.scale(clamp(value)), centre - 7}, {layout.scale(clamp(value)), centre + 7},
             "mark faint");
  for (const RowInterval& interval : row.intervals) {
    const double low = layout.scale(clamp(interval.low));
    const double high = layout.scale(clamp(interval.high));
    if (interval.low != interval.high) {
      svg.line({low, centre}, {high, centre}, "mark");
      for (const double end : {low, high}) svg.line({end, centre - 5}, {end, centre + 5}, "mark");
    }
    svg.circle({layout.scale(clamp(interval.middle)), centre}, 5,
               fmt::format("{} dot", css_class(interval.tone)));
  }
  if (!row.value.empty()) svg.text({width - 4.0, centre + 4.5}, row.value, weight, Anchor::end);
}

}  // namespace

Plot draw(const RowChart& chart, const PlotStyle& style) {
  const Layout layout = lay_out(chart, style);
  const double bottom = layout.top + layout.row_height * static_cast<double>(chart.rows.size());
  Svg svg(style.width, bottom + (chart.axis.label.empty() ? 26 : 44));
  for (const double tick : layout.ticks) {
    const double x = layout.scale(tick);
    svg.line({x, layout.top}, {x, bottom}, "grid");
    const std::string words = tick_text(tick, layout.step, chart.axis, *style.language);
    const double half = text_width(words, 11.5) / 2 + 1;
    svg.text({std::clamp(x, half, style.width - half), bottom + 16}, words, "small", Anchor::middle);
  }
  if (!chart.axis.label.empty()) {
    const double centre = (layout.scale.from + layout.scale.to) / 2;
    const double half = std::min(centre, style.width - centre);
    svg.text({centre, bottom + 36}, shortened(chart.axis.label, 11.5, 2 * half - 4), "small", Anchor::middle);
  }
  for (const RowRule& rule : chart.rules) {
    if (rule.at < layout.scale.low || rule.at > layout.scale.high) continue;
    const double x = layout.scale(rule.at);
    svg.line({x, layout.top - 4}, {x, bottom}, rule.dashed ? "mark dashed" : "mark");
    if (rule.label.empty()) continue;
    const double half = text_width(rule.label, 11.5) / 2;
    svg.text({std::clamp(x, half + 2, style.width - half - 2), layout.top - 8}, rule.label, "small",
             Anchor::middle);
  }
  double y = layout.top;
  for (std::size_t i = 0; i < chart.rows.size(); ++i) {
    if (chart.joined && i + 1 < chart.rows.size() && !chart.rows[i].bars.empty()) {
      const double x =
          layout.scale(std::clamp(chart.rows[i].bars[0].to, layout.scale.low, layout.scale.high));
      const double centre = y + layout.row_height - kRowHeight / 2;
      svg.line({x, centre}, {x, centre + layout.row_height}, "join");
    }
    y += layout.row_height;
  }
  y = layout.top;
  for (const Row& row : chart.rows) {
    draw_row(svg, row, layout, y, style.width);
    y += layout.row_height;
  }
  return {chart.heading, svg.finish(chart.heading.id, chart.heading.title, chart.heading.description),
          chart.table};
}

RowChart waterfall_chart(const Waterfall& waterfall, const locale::Language& language) {
  RowChart chart;
  chart.heading = waterfall.heading;
  chart.joined = true;
  chart.table.headings = {waterfall.step_heading, waterfall.amount_heading, waterfall.running_heading};
  std::int64_t running = waterfall.start;
  std::int64_t low = running;
  std::int64_t high = running;
  for (const WaterfallStep& step : waterfall.steps) {
    running += step.amount;
    low = std::min(low, running);
    high = std::max(high, running);
  }
  const std::int64_t end = running;
  // The stretch where something happens, with room at both sides, unless that is most of the way from zero.
  const std::int64_t extent = std::max<std::int64_t>(high - low, 1);
  const bool cut = low > 0 && extent * 3 < low;
  double from = cut ? static_cast<double>(low) - 0.35 * static_cast<double>(extent)
                    : std::min(0.0, static_cast<double>(low));
  double to = static_cast<double>(high) + (cut ? 0.15 * static_cast<double>(extent) : 0.0);
  widen_to_ticks(from, to, 5, true);
  chart.axis = {.label = waterfall.axis_label,
                .fixed = true,
                .low = from,
                .high = to,
                .percent = false,
                .whole = true,
                .with_sign = false,
                .logarithmic = false};
  const auto total = [&](const std::string& label, std::int64_t value) {
    chart.rows.push_back({.label = label,
                          .value = language.integer(value),
                          .bars = {{from, static_cast<double>(value), Tone::quiet, "", from > 0}},
                          .intervals = {},
                          .strip = {},
                          .strong = true});
    chart.table.rows.push_back({label, "", language.integer(value)});
  };
  total(waterfall.start_label, waterfall.start);
  running = waterfall.start;
  for (const WaterfallStep& step : waterfall.steps) {
    const Tone tone = step.unknown ? Tone::unknown : step.amount >= 0 ? Tone::above : Tone::below;
    const std::int64_t next = running + step.amount;
    chart.rows.push_back(
        {.label = step.label,
         .value = language.signed_integer(step.amount),
         .bars = {{static_cast<double>(running), static_cast<double>(next), tone, "", false}},
         .intervals = {},
         .strip = {},
         .strong = false});
    chart.table.rows.push_back({step.label, language.signed_integer(step.amount), language.integer(next)});
    running = next;
  }
  total(waterfall.end_label, end);
  return chart;
}

}  // namespace tallyward::plots
