// Charts with two numeric axes, made of layers: histograms, lines with a band or an envelope, scatter and
// fingerprint (points that were binned into cells), convergence, curves over time. The layers are drawn in
// their order.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "plots/plot.h"
#include "plots/scale.h"
#include "plots/svg.h"

namespace tallyward::plots {

/// Bars between edges, as in a histogram: `edges` has one more than `heights`.
struct Bars {
  std::vector<double> edges;
  std::vector<double> heights;
  Tone tone = Tone::plain;
  std::string name;  ///< For the key; "" is not in it.
};

struct Line {
  std::vector<Point> points;
  Tone tone = Tone::plain;
  std::string name;
  bool dashed = false;
  bool stepped = false;
};

/// The area between two curves over the same x: an interval, an envelope of a null.
struct Band {
  std::vector<double> x, low, high;
  Tone tone = Tone::plain;
  std::string name;
};

/// Up to a few thousand dots; more belong into Cells.
struct Dots {
  std::vector<Point> points;
  Tone tone = Tone::plain;
  std::string name;
  double radius = 3;
};

/// A dot with an interval upwards and downwards at each x.
struct Whiskers {
  std::vector<double> x, low, middle, high;
  Tone tone = Tone::plain;
  std::string name;
};

/// Counts (or weights) in a grid of cells over [x0, x1] x [y0, y1], row by row from below; shown in five
/// classes that grow by equal factors. Empty cells are not drawn.
struct Cells {
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::size_t columns = 0;
  std::size_t rows = 0;
  std::vector<double> counts;
  std::string name;  ///< What is counted; stands before the key of classes.
};

/// A straight line across the chart with its label: a cut-off, an official value, a threshold.
struct Rule {
  bool upright = true;
  double at = 0;
  std::string label;
  bool dashed = true;
};

using Layer = std::variant<Bars, Line, Band, Dots, Whiskers, Cells, Rule>;

struct XyChart {
  Heading heading;
  Axis x;
  Axis y;
  std::vector<Layer> layers;
  double height_share = 0.5;  ///< Height of the drawing area as a share of the width.
  PlotTable table;
};

Plot draw(const XyChart& chart, const PlotStyle& style);

/// How many values fall into each of the bins between edges low, low + width, ... high; the last bin takes
/// `high`. Values outside are left out.
Bars histogram_bars(const std::vector<double>& values, double low, double high, int bins);

/// The cells of a scatter of (x, y), each point counted once or by its weight. REQUIRES weights empty or as
/// long as points.
Cells binned_cells(const std::vector<Point>& points, const std::vector<double>& weights, Cells grid);

}  // namespace tallyward::plots
