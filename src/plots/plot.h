// What every chart gives: an SVG, and the same figures as a table for those who do not see it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "locale/language.h"

namespace tallyward::plots {

/// The text alternative. Cells are as people read them; every row has one for each heading.
struct PlotTable {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;
};

/// What stands over and beside a chart. The title is a sentence or names what is shown; the description says
/// in words what the chart shows, made from its figures by whoever makes the chart.
struct Heading {
  std::string id;  ///< Letters, digits, '-'; unique on its page.
  std::string title;
  std::string description;
  std::string note;  ///< Small print under the chart: n of how many, as of when, from where. May be empty.
};

/// How a chart is drawn. Text is 13 px high at every width, so a phone gets a narrow chart and not a small
/// one.
struct PlotStyle {
  const locale::Language* language = nullptr;
  int width = 720;
  bool narrow() const { return width < 480; }
};
inline constexpr int kWide = 720;
inline constexpr int kNarrow = 340;

/// What a shape means; the stylesheet gives the colour, and a lightness that tells them apart in print.
enum class Tone {
  plain,    ///< The one series of a chart.
  above,    ///< More than the other figure.
  below,    ///< Less than the other figure.
  quiet,    ///< Context: totals, what is not looked at.
  unknown,  ///< Hatched: missing, unexplained.
  second,   ///< Further series of a chart.
  third,
  fourth
};
std::string_view css_class(Tone tone);

struct Plot {
  Heading heading;
  std::string svg;  ///< Without its stylesheet: for pages that hold stylesheet() once.
  PlotTable table;
};

/// The CSS of all plots: light, dark, and print. It stands once on a page.
std::string_view stylesheet();

/// The SVG as a file of its own, with stylesheet and title.
std::string standalone_svg(const Plot& plot);

/// The table as HTML, for pages and for the chart's text alternative.
std::string table_html(const PlotTable& table, std::string_view caption);

/// <figure> with the chart at both widths, its title, note, and its table folded away. `draw` makes the plot
/// at a style.
template <typename Chart>
std::string figure_html(const Chart& chart, const locale::Language& language);

std::string figure_html(const Plot& wide, const Plot& narrow, const locale::Language& language);

template <typename Chart>
std::string figure_html(const Chart& chart, const locale::Language& language) {
  Chart small = chart;
  small.heading.id += "-n";
  return figure_html(draw(chart, {&language, kWide}), draw(small, {&language, kNarrow}), language);
}

}  // namespace tallyward::plots
