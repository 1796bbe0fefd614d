#include "plots/xy_chart.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace tallyward::plots {

namespace {

constexpr double kSmall = 11.5;

template <typename... F>
struct Overload : F... {
  using F::operator()...;
};
template <typename... F>
Overload(F...) -> Overload<F...>;

struct Extent {
  double low = 0;
  double high = 0;
  bool any = false;
  void take(double value) {
    if (!std::isfinite(value)) return;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  void take(const std::vector<double>& values) {
    for (const double value : values) take(value);
  }
};

void take_layer(const Layer& layer, Extent& x, Extent& y) {
  const auto points = [&](const std::vector<Point>& list) {
    for (const Point& point : list) {
      x.take(point.x);
      y.take(point.y);
    }
  };
  std::visit(Overload{[&](const Bars& bars) {
                        x.take(bars.edges);
                        y.take(bars.heights);
                        y.take(0.0);
                      },
                      [&](const Line& line) { points(line.points); },
                      [&](const Band& band) {
                        x.take(band.x);
                        y.take(band.low);
                        y.take(band.high);
                      },
                      [&](const Dots& dots) { points(dots.points); },
                      [&](const Whiskers& whiskers) {
                        x.take(whiskers.x);
                        y.take(whiskers.low);
                        y.take(whiskers.high);
                      },
                      [&](const Cells& cells) {
                        x.take({cells.x0, cells.x1});
                        y.take({cells.y0, cells.y1});
                      },
                      [&](const Rule& rule) { (rule.upright ? x : y).take(rule.at); }},
             layer);
}

/// One axis on the sheet; a logarithmic one works on log10 of its values.
struct Side {
  Scale scale;
  std::vector<double> ticks;
  double step = 1;
  bool logarithmic = false;
  double operator()(double value) const {
    const double low = std::min(scale.low, scale.high);
    const double high = std::max(scale.low, scale.high);
    return scale(std::clamp(logarithmic ? std::log10(value) : value, low, high));
  }
};

Side side_of(const Axis& axis, const Extent& extent, int wanted) {
  Side side;
  side.logarithmic = axis.logarithmic;
  double low = axis.fixed ? axis.low : extent.low;
  double high = axis.fixed ? axis.high : extent.high;
  if (axis.logarithmic) {
    low = std::floor(std::log10(low));
    high = std::ceil(std::log10(high));
    if (high <= low) high = low + 1;
    double power = 1;
    for (int i = 0; i < static_cast<int>(high); ++i) power *= 10;
    for (double tick = power; std::log10(tick) >= low - 1e-9; tick /= 10)
      side.ticks.insert(side.ticks.begin(), tick);
  } else {
    if (!axis.fixed) widen_to_ticks(low, high, wanted, axis.whole);
    side.ticks = round_ticks(low, high, wanted, axis.whole);
    if (side.ticks.size() > 1) side.step = side.ticks[1] - side.ticks[0];
  }
  side.scale.low = low;
  side.scale.high = high;
  return side;
}

std::string label_of(const Side& side, double tick, const Axis& axis, const locale::Language& language) {
  return tick_text(tick, side.logarithmic ? std::min(tick, 1.0) : side.step, axis, language);
}

/// Five classes that grow by equal factors: the class of a count, 1 to 5.
int class_of(double count, double largest) {
  if (largest <= 1) return 5;
  const double position = std::log(std::max(count, 1.0)) / std::log(largest);
  return std::clamp(1 + static_cast<int>(position * 5), 1, 5);
}

void draw_cells(Svg& svg, const Cells& cells, const Side& x, const Side& y) {
  const double largest =
      cells.counts.empty() ? 0 : *std::max_element(cells.counts.begin(), cells.counts.end());
  const double dx = (cells.x1 - cells.x0) / static_cast<double>(cells.columns);
  const double dy = (cells.y1 - cells.y0) / static_cast<double>(cells.rows);
  // One path a class: a fingerprint of ten thousand cells stays small and quick.
  std::string paths[6];
  for (std::size_t row = 0; row < cells.rows; ++row) {
    for (std::size_t column = 0; column < cells.columns; ++column) {
      const double count = cells.counts[row * cells.columns + column];
      if (count <= 0) continue;
      const double left = x(cells.x0 + dx * static_cast<double>(column));
      const double right = x(cells.x0 + dx * static_cast<double>(column + 1));
      const double bottom = y(cells.y0 + dy * static_cast<double>(row));
      const double top = y(cells.y0 + dy * static_cast<double>(row + 1));
      paths[class_of(count, largest)] += fmt::format("M{} {}H{}V{}H{}Z", coordinate(left), coordinate(top),
                                                     coordinate(right), coordinate(bottom), coordinate(left));
    }
  }
  for (int k = 1; k <= 5; ++k) {
    if (!paths[k].empty()) svg.path(paths[k], fmt::format("k{}", k));
  }
}

void draw_line(Svg& svg, const Line& line, const Side& x, const Side& y) {
  std::vector<Point> points;
  for (const Point& point : line.points) {
    if (line.stepped && !points.empty()) points.push_back({x(point.x), points.back().y});
    points.push_back({x(point.x), y(point.y)});
  }
  svg.polyline(points, fmt::format("stroke {}{}", css_class(line.tone), line.dashed ? " dashed" : ""));
}

void draw_layer(Svg& svg, const Layer& layer, const Side& x, const Side& y, const PlotStyle& style) {
  std::visit(Overload{[&](const Bars& bars) {
                        std::string data;
                        const double zero = y(std::max(y.scale.low, 0.0));
                        for (std::size_t i = 0; i < bars.heights.size(); ++i) {
                          if (bars.heights[i] == 0) continue;
                          const double gap = x(bars.edges[i + 1]) - x(bars.edges[i]) > 4 ? 1 : 0;
                          data += fmt::format("M{} {}V{}H{}V{}Z", coordinate(x(bars.edges[i])),
                                              coordinate(zero), coordinate(y(bars.heights[i])),
                                              coordinate(x(bars.edges[i + 1]) - gap), coordinate(zero));
                        }
                        if (!data.empty()) svg.path(data, css_class(bars.tone));
                      },
                      [&](const Line& line) { draw_line(svg, line, x, y); },
                      [&](const Band& band) {
                        std::vector<Point> ring;
                        for (std::size_t i = 0; i < band.x.size(); ++i)
                          ring.push_back({x(band.x[i]), y(band.high[i])});
                        for (std::size_t i = band.x.size(); i-- > 0;)
                          ring.push_back({x(band.x[i]), y(band.low[i])});
                        svg.polygon({ring}, fmt::format("band {}", css_class(band.tone)));
                      },
                      [&](const Dots& dots) {
                        for (const Point& point : dots.points)
                          svg.circle({x(point.x), y(point.y)}, dots.radius,
                                     fmt::format("{} dot", css_class(dots.tone)));
                      },
                      [&](const Whiskers& whiskers) {
                        for (std::size_t i = 0; i < whiskers.x.size(); ++i) {
                          const double at = x(whiskers.x[i]);
                          svg.line({at, y(whiskers.low[i])}, {at, y(whiskers.high[i])}, "mark");
                          svg.circle({at, y(whiskers.middle[i])}, 4,
                                     fmt::format("{} dot", css_class(whiskers.tone)));
                        }
                      },
                      [&](const Cells& cells) { draw_cells(svg, cells, x, y); },
                      [&](const Rule& rule) {
                        const std::string_view look = rule.dashed ? "mark dashed" : "mark";
                        if (rule.upright) {
                          const double at = x(rule.at);
                          svg.line({at, y.scale.to}, {at, y.scale.from}, look);
                          const double half = text_width(rule.label, kSmall) / 2;
                          svg.text({std::clamp(at, half + 2, style.width - half - 2), y.scale.to - 6},
                                   rule.label, "small", Anchor::middle);
                        } else {
                          svg.line({x.scale.from, y(rule.at)}, {x.scale.to, y(rule.at)}, look);
                          svg.text({x.scale.to - 2, y(rule.at) - 5}, rule.label, "small", Anchor::end);
                        }
                      }},
             layer);
}

/// The key of named layers in one or more lines; returns its height. Cells show their five classes.
double draw_key(Svg& svg, const XyChart& chart, double top, int width) {
  double x = 4;
  double y = top + 12;
  bool any = false;
  const auto entry = [&](std::string_view name, double swatch, auto&& mark) {
    const double needed = swatch + 6 + text_width(name, kSmall) + 16;
    if (x > 4 && x + needed > width) {
      x = 4;
      y += 20;
    }
    mark(x, y - 4);
    svg.text({x + swatch + 6, y}, shortened(name, kSmall, width - swatch - 14), "small");
    x += needed;
    any = true;
  };
  for (const Layer& layer : chart.layers) {
    std::visit(Overload{[](const Rule&) {},
                        [&](const Cells& cells) {
                          if (cells.name.empty()) return;
                          entry(cells.name, 75, [&](double at, double centre) {
                            for (int k = 1; k <= 5; ++k)
                              svg.rect(at + 15 * (k - 1), centre - 6, 15, 12, fmt::format("k{}", k));
                          });
                        },
                        [&](const Line& line) {
                          if (line.name.empty()) return;
                          entry(line.name, 22, [&](double at, double centre) {
                            svg.polyline({{at, centre}, {at + 22, centre}},
                                         fmt::format("stroke {}{}", css_class(line.tone),
                                                     line.dashed ? " dashed" : ""));
                          });
                        },
                        [&](const auto& other) {
                          if (other.name.empty()) return;
                          const bool band = std::is_same_v<std::decay_t<decltype(other)>, Band>;
                          entry(other.name, 14, [&](double at, double centre) {
                            svg.rect(at, centre - 6, 14, 12,
                                     fmt::format("{}{}", band ? "band " : "", css_class(other.tone)));
                          });
                        }},
               layer);
  }
  return any ? y - top + 8 : 0;
}

}  // namespace

Plot draw(const XyChart& chart, const PlotStyle& style) {
  Extent ex;
  Extent ey;
  for (const Layer& layer : chart.layers) take_layer(layer, ex, ey);
  const double plot_height = std::max(160.0, style.width * chart.height_share);
  Side y = side_of(chart.y, ey, std::max(3, static_cast<int>(plot_height / 60)));
  double widest = 0;
  for (const double tick : y.ticks)
    widest = std::max(widest, text_width(label_of(y, tick, chart.y, *style.language), kSmall));
  const double left = widest + 12 + (chart.y.label.empty() ? 0 : 18);
  Side x = side_of(chart.x, ex, std::max(3, static_cast<int>((style.width - left) / 90)));
  x.scale.from = left;
  const double last =
      x.ticks.empty() ? 0 : text_width(label_of(x, x.ticks.back(), chart.x, *style.language), kSmall);
  x.scale.to = style.width - std::max(12.0, last / 2 + 4);

  Svg svg(style.width, 0);
  const double key = draw_key(svg, chart, 0, style.width);
  const bool upright_labels = std::ranges::any_of(chart.layers, [](const Layer& layer) {
    const Rule* rule = std::get_if<Rule>(&layer);
    return rule != nullptr && rule->upright && !rule->label.empty();
  });
  const double top = key + (upright_labels ? 22 : 8);
  const double bottom = top + plot_height;
  y.scale.from = bottom;
  y.scale.to = top;
  svg.set_height(bottom + (chart.x.label.empty() ? 24 : 42));

  for (const double tick : y.ticks) {
    svg.line({left, y(tick)}, {x.scale.to, y(tick)}, "grid");
    svg.text({left - 6, y(tick) + 4}, label_of(y, tick, chart.y, *style.language), "small", Anchor::end);
  }
  for (const double tick : x.ticks) {
    svg.line({x(tick), bottom}, {x(tick), bottom + 4}, "axis");
    svg.text({x(tick), bottom + 17}, label_of(x, tick, chart.x, *style.language), "small", Anchor::middle);
  }
  for (const Layer& layer : chart.layers) draw_layer(svg, layer, x, y, style);
  svg.line({left, bottom}, {x.scale.to, bottom}, "axis");
  if (!chart.x.label.empty())
    svg.text({(left + x.scale.to) / 2, bottom + 36}, shortened(chart.x.label, kSmall, x.scale.to - left),
             "small", Anchor::middle);
  if (!chart.y.label.empty())
    svg.text_upwards({12, (top + bottom) / 2}, shortened(chart.y.label, kSmall, plot_height), "small");
  return {chart.heading, svg.finish(chart.heading.id, chart.heading.title, chart.heading.description),
          chart.table};
}

Bars histogram_bars(const std::vector<double>& values, double low, double high, int bins) {
  Bars bars;
  for (int i = 0; i <= bins; ++i) bars.edges.push_back(low + (high - low) * i / bins);
  bars.heights.assign(static_cast<std::size_t>(bins), 0);
  for (const double value : values) {
    if (!(value >= low && value <= high)) continue;
    const int bin = std::min(bins - 1, static_cast<int>((value - low) / (high - low) * bins));
    bars.heights[static_cast<std::size_t>(bin)] += 1;
  }
  return bars;
}

Cells binned_cells(const std::vector<Point>& points, const std::vector<double>& weights, Cells grid) {
  grid.counts.assign(grid.columns * grid.rows, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double u = (points[i].x - grid.x0) / (grid.x1 - grid.x0);
    const double v = (points[i].y - grid.y0) / (grid.y1 - grid.y0);
    if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) continue;
    const auto column =
        std::min(grid.columns - 1, static_cast<std::size_t>(u * static_cast<double>(grid.columns)));
    const auto row = std::min(grid.rows - 1, static_cast<std::size_t>(v * static_cast<double>(grid.rows)));
    grid.counts[row * grid.columns + column] += weights.empty() ? 1 : weights[i];
  }
  return grid;
}

}  // namespace tallyward::plots
