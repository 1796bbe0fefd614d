// Charts whose rows have names: signed differences by unit, intervals (dot and whisker), ranges (tornado),
// strips of values, and the waterfall from a sum to a published figure. One row a thing, one axis below.
#pragma once

#include <string>
#include <vector>

#include "plots/plot.h"
#include "plots/scale.h"

namespace tallyward::plots {

struct RowBar {
  double from = 0;
  double to = 0;
  Tone tone = Tone::plain;
  std::string tip;
  bool broken = false;  ///< Starts left of the axis: drawn with a break, since its length means nothing.
};

/// A dot with its interval; `low` == `high` draws the dot alone.
struct RowInterval {
  double low = 0;
  double middle = 0;
  double high = 0;
  Tone tone = Tone::plain;
};

struct Row {
  std::string label;
  std::string value;  ///< What stands at the end of the row: "+12", "43.1 % (41.0 to 45.2)".
  std::vector<RowBar> bars;
  std::vector<RowInterval> intervals;
  std::vector<double> strip;  ///< A thin mark for each value.
  bool strong = false;        ///< A total.
};

/// A line through all rows: zero, a threshold, a published value.
struct RowRule {
  double at = 0;
  std::string label;
  bool dashed = false;
};

struct RowChart {
  Heading heading;
  Axis axis;
  std::vector<Row> rows;
  std::vector<RowRule> rules;
  bool joined = false;  ///< A waterfall: the end of each row's first bar is joined to the next row.
  PlotTable table;
};

Plot draw(const RowChart& chart, const PlotStyle& style);

/// A step of a waterfall: what it adds, signed. An `unknown` step is hatched.
struct WaterfallStep {
  std::string label;
  std::int64_t amount = 0;
  bool unknown = false;
};

struct Waterfall {
  Heading heading;
  std::string axis_label;
  std::string start_label;  ///< "Sum of 34,555 polling stations"
  std::int64_t start = 0;
  std::vector<WaterfallStep> steps;
  std::string end_label;  ///< "Published by the commission"; the steps lead there exactly.
  std::string step_heading, amount_heading, running_heading;  ///< Of the table.
};

/// The waterfall as a row chart. The axis shows the stretch where something happens and says so when it does
/// not begin at zero.
RowChart waterfall_chart(const Waterfall& waterfall, const locale::Language& language);

}  // namespace tallyward::plots
