#include "plots/map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "plots/scale.h"

namespace tallyward::plots {

namespace {

constexpr double kSmall = 11.5;

/// Albers' equal-area conic between two parallels of the map's own extent (Snyder 1987, p. 98, sphere): a
/// region looks as large as it is.
class Albers {
 public:
  explicit Albers(const std::vector<Region>& regions) {
    double south = 90, north = -90, west = 180, east = -180;
    for (const Region& region : regions) {
      for (const auto& ring : region.rings) {
        for (const Point& point : ring) {
          south = std::min(south, point.y);
          north = std::max(north, point.y);
          west = std::min(west, point.x);
          east = std::max(east, point.x);
        }
      }
    }
    const double first = radians(south + (north - south) / 6);
    const double second = radians(north - (north - south) / 6);
    middle_ = (west + east) / 2;
    n_ = (std::sin(first) + std::sin(second)) / 2;
    c_ = std::cos(first) * std::cos(first) + 2 * n_ * std::sin(first);
  }
  Point operator()(Point degrees) const {
    const double rho = std::sqrt(c_ - 2 * n_ * std::sin(radians(degrees.y))) / n_;
    const double theta = n_ * radians(degrees.x - middle_);
    return {rho * std::sin(theta), rho * std::cos(theta)};
  }

 private:
  static double radians(double degrees) { return degrees * std::numbers::pi / 180; }
  double middle_ = 0;
  double n_ = 1;
  double c_ = 1;
};

/// Five classes of equal width between round numbers.
struct Classes {
  double low = 0;
  double step = 1;
  int of(double value) const { return std::clamp(1 + static_cast<int>((value - low) / step), 1, 5); }
};

Classes classes_of(const RegionMap& map) {
  double low = 0;
  double high = 0;
  bool any = false;
  for (const Shade& shade : map.shades) {
    if (!shade.known) continue;
    low = any ? std::min(low, shade.value) : shade.value;
    high = any ? std::max(high, shade.value) : shade.value;
    any = true;
  }
  if (!(high > low)) high = low + 1;
  Classes classes;
  for (const double step : round_ticks(0, (high - low) * 2, 100, map.whole)) {
    if (step <= 0) continue;
    classes.low = std::floor(low / step) * step;
    classes.step = step;
    // The class limits are multiples of the step, and the largest value falls into the fifth class.
    if (classes.low + 5 * step > high || (classes.low + 5 * step >= high)) break;
  }
  return classes;
}

double area(const std::vector<Point>& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

Point centroid(const std::vector<Point>& ring) {
  Point sum;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    const double cross = a.x * b.y - b.x * a.y;
    sum.x += (a.x + b.x) * cross;
    sum.y += (a.y + b.y) * cross;
  }
  const double six_areas = 6 * area(ring);
  return {sum.x / six_areas, sum.y / six_areas};
}

std::string shade_class(const Shade* shade, const Classes& classes) {
  return shade != nullptr && shade->known ? fmt::format("k{}", classes.of(shade->value)) : "none";
}

std::string tip_of(const Shade& shade) {
  return shade.text.empty() ? shade.label : fmt::format("{}: {}", shade.label, shade.text);
}

const Shade* shade_of(const RegionMap& map, const Region& region) {
  const auto code = region.properties.find(map.code_property);
  if (code == region.properties.end()) return nullptr;
  const auto found = std::ranges::find(map.shades, code->second, &Shade::code);
  return found == map.shades.end() ? nullptr : &*found;
}

void value_on_shade(Svg& svg, Point at, const Shade& shade, const Classes& classes,
                    Anchor anchor = Anchor::middle) {
  const bool dark = shade.known && classes.of(shade.value) >= 4;
  svg.text({at.x, at.y + 4}, shade.text, dark ? "small on-dark" : "small on-light", anchor);
}

double draw_regions(Svg& svg, const RegionMap& map, const Classes& classes, double top) {
  const Albers project(*map.regions);
  std::vector<std::vector<std::vector<Point>>> outlines;
  double left = 1e9, right = -1e9, high = 1e9, low = -1e9;
  for (const Region& region : *map.regions) {
    auto& rings = outlines.emplace_back();
    for (const auto& ring : region.rings) {
      auto& points = rings.emplace_back();
      for (const Point& point : ring) {
        points.push_back(project(point));
        left = std::min(left, points.back().x);
        right = std::max(right, points.back().x);
        high = std::min(high, points.back().y);
        low = std::max(low, points.back().y);
      }
    }
  }
  const double scale = (svg.width() - 8) / (right - left);
  for (auto& rings : outlines) {
    for (auto& ring : rings) {
      for (Point& point : ring) point = {4 + (point.x - left) * scale, top + (point.y - high) * scale};
    }
  }
  struct Label {
    Point at;
    const Shade* shade;
    bool small;
  };
  std::vector<Label> labels;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (outlines[i].empty()) continue;
    const Shade* shade = shade_of(map, (*map.regions)[i]);
    svg.polygon(outlines[i], "land " + shade_class(shade, classes), shade == nullptr ? "" : tip_of(*shade));
    const auto& largest =
        *std::ranges::max_element(outlines[i], {}, [](const auto& ring) { return std::fabs(area(ring)); });
    const double needed = shade == nullptr ? 0 : text_width(shade->text, kSmall) + 6;
    const bool small = std::fabs(area(largest)) < needed * 40;
    if (shade != nullptr) labels.push_back({centroid(largest), shade, small});
  }
  // Cities are too small to be seen as areas: a disc each, its value beside it, over everything else.
  for (const Label& label : labels) {
    if (!label.small) value_on_shade(svg, label.at, *label.shade, classes);
  }
  for (const Label& label : labels) {
    if (label.small)
      svg.circle(label.at, svg.width() < 480 ? 5 : 8, "land " + shade_class(label.shade, classes),
                 tip_of(*label.shade));
  }
  return top + (low - high) * scale;
}

double draw_tiles(Svg& svg, const RegionMap& map, const Classes& classes, double top) {
  const int columns = std::max(3, static_cast<int>(svg.width() / 100));
  const double width = (svg.width() - 4) / columns;
  constexpr double kHeight = 46;
  int i = 0;
  for (const Shade& shade : map.shades) {
    const double x = 2 + width * (i % columns);
    const double y = top + kHeight * (i / columns);
    svg.rect(x + 1, y + 1, width - 2, kHeight - 2, shade_class(&shade, classes), tip_of(shade));
    const bool dark = shade.known && classes.of(shade.value) >= 4;
    const std::string_view look = !shade.known ? "small halo" : dark ? "small on-dark" : "small on-light";
    svg.text({x + 7, y + 18}, shortened(shade.label, kSmall, width - 14), look);
    svg.text({x + 7, y + 35}, shade.text, look);
    ++i;
  }
  return top + kHeight * ((i + columns - 1) / columns);
}

/// The five classes with their limits, and the hatch of what is not known; returns its height.
double draw_key(Svg& svg, const RegionMap& map, const Classes& classes, const PlotStyle& style) {
  const Axis axis{.label = "",
                  .fixed = true,
                  .low = 0,
                  .high = 1,
                  .percent = map.percent,
                  .whole = map.whole,
                  .with_sign = false,
                  .logarithmic = false};
  svg.text({4, 12}, shortened(map.key_label, kSmall, style.width - 8), "small");
  const double box = std::min(64.0, (style.width - 30.0) / 5.5);
  for (int k = 0; k <= 5; ++k) {
    if (k < 5) svg.rect(16 + box * k, 20, box, 12, fmt::format("k{}", k + 1));
    svg.text({16 + box * k, 46},
             tick_text(classes.low + classes.step * k, classes.step, axis, *style.language), "small",
             Anchor::middle);
  }
  const bool unknown = std::ranges::any_of(map.shades, [](const Shade& shade) { return !shade.known; });
  if (!unknown) return 56;
  const bool below = style.narrow();
  const double x = below ? 16 : 16 + box * 5 + 40;
  const double y = below ? 58 : 20;
  svg.rect(x, y, 24, 12, "none");
  svg.text({x + 30, y + 10}, map.unknown_label, "small");
  return below ? 80 : 56;
}

}  // namespace

Plot draw(const RegionMap& map, const PlotStyle& style) {
  Svg svg(style.width, 0);
  const Classes classes = classes_of(map);
  const double top = draw_key(svg, map, classes, style);
  const bool tiles = map.regions == nullptr || map.regions->empty();
  svg.set_height((tiles ? draw_tiles(svg, map, classes, top) : draw_regions(svg, map, classes, top)) + 4);
  return {map.heading, svg.finish(map.heading.id, map.heading.title, map.heading.description), map.table};
}

}  // namespace tallyward::plots
