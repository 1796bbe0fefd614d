// Golden tests: every chart to the byte (testdata/plots, renewed with ACCEPT=1), and what must hold of all.
#include <cmath>
#include <regex>

#include <gmock/gmock.h>

#include "golden.h"
#include "plots/map.h"
#include "plots/row_chart.h"
#include "plots/xy_chart.h"

namespace tallyward::plots {
namespace {

const locale::Language& language(std::string_view code) {
  return *locale::find_language(code).value();
}

Waterfall bolivia() {
  return {.heading = {"waterfall", "Where the published total parts from the sum", "From 100,000 to 100,420.",
                      ""},
          .axis_label = "votes",
          .start_label = "Sum of 412 polling stations",
          .start = 100000,
          .steps = {{"Listed as annulled", -220, false},
                    {"District 7, added later", 540, false},
                    {"Not accounted for", 100, true}},
          .end_label = "Published by the commission",
          .step_heading = "Step",
          .amount_heading = "Votes",
          .running_heading = "Running sum"};
}

RowChart differences() {
  RowChart chart;
  chart.heading = {"differences", "Differences by region", "Two regions differ.",
                   "17 regions, 10 January 2021"};
  chart.axis.label = "published minus recomputed";
  chart.axis.whole = true;
  chart.axis.with_sign = true;
  chart.rows = {{.label = "Шығыс Қазақстан облысы",
                 .value = "+12",
                 .bars = {{0, 12, Tone::above, "", false}},
                 .intervals = {},
                 .strip = {},
                 .strong = false},
                {.label = "აფხაზეთის ავტონომიური რესპუბლიკა",
                 .value = "-30",
                 .bars = {{0, -30, Tone::below, "", false}},
                 .intervals = {},
                 .strip = {},
                 .strong = false},
                {.label = "<b>&\"", .value = "0", .bars = {}, .intervals = {}, .strip = {}, .strong = true}};
  chart.rules = {{0, "", false}};
  return chart;
}

RowChart forest() {
  RowChart chart;
  chart.heading = {"forest", "Estimates with their intervals", "Two lists.", ""};
  chart.axis = {.label = "share of votes",
                .fixed = true,
                .low = 0,
                .high = 100,
                .percent = true,
                .whole = false,
                .with_sign = false,
                .logarithmic = false};
  chart.rows = {{.label = "Ak Zhol",
                 .value = "10.9%",
                 .bars = {},
                 .intervals = {{9.1, 10.9, 12.8, Tone::plain}},
                 .strip = {3, 9, 10, 14},
                 .strong = false}};
  chart.rules = {{7, "threshold", true}};
  return chart;
}

XyChart turnout() {
  XyChart chart;
  chart.heading = {"turnout", "Polling stations by turnout", "Most lie near 60 per cent.", ""};
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) values.push_back(60 + 15 * std::sin(i * 0.7) + i % 7);
  Bars bars = histogram_bars(values, 0, 100, 50);
  bars.name = "stations";
  chart.layers = {bars, Rule{true, 63.3, "national", true}};
  chart.x = {.label = "turnout",
             .fixed = true,
             .low = 0,
             .high = 100,
             .percent = true,
             .whole = false,
             .with_sign = false,
             .logarithmic = false};
  chart.y.label = "polling stations";
  chart.y.whole = true;
  return chart;
}

XyChart layered() {
  XyChart chart;
  chart.heading = {"layers", "All layers", "A fingerprint, a band, a line, dots and whiskers.", ""};
  std::vector<Point> points;
  for (int i = 0; i < 500; ++i) points.push_back({50 + 20 * std::sin(i * 1.3), 50 + 30 * std::cos(i * 0.9)});
  chart.layers = {binned_cells(points, {}, {0, 100, 0, 100, 25, 25, {}, "stations in a cell"}),
                  Band{{0, 50, 100}, {20, 25, 30}, {40, 45, 50}, Tone::second, "95% interval"},
                  Line{{{0, 30}, {50, 35}, {100, 40}}, Tone::second, "estimate", false, false},
                  Dots{{{10, 90}, {20, 80}}, Tone::third, "official", 4},
                  Whiskers{{80, 90}, {60, 70}, {65, 75}, {70, 80}, Tone::fourth, "by hand"},
                  Rule{false, 50, "half", true}};
  return chart;
}

RegionMap kazakhstan() {
  RegionMap map;
  map.heading = {"map", "Turnout by region", "From 30.3 to 75.5 per cent.",
                 find_map("kazakhstan-2021").value()->credit};
  map.regions = &find_map("kazakhstan-2021").value()->regions;
  map.code_property = "ISO_3166_2";
  map.percent = true;
  map.key_label = "turnout";
  map.unknown_label = "no figure";
  double value = 30.3;
  for (const Region& region : *map.regions) {
    const bool known = value < 70;
    map.shades.push_back({region.properties.at("ISO_3166_2"), region.properties.at("ADM1_KK"), known, value,
                          known ? language("kk").percent(std::to_string(value).substr(0, 4)) : ""});
    value += 2.7;
  }
  return map;
}

template <typename Chart>
void expect_golden(const Chart& chart, std::string_view code = "en") {
  for (const int width : {kWide, kNarrow}) {
    const Plot plot = draw(chart, {&language(code), width});
    const std::string name = "plots/" + chart.heading.id + (width == kWide ? "" : "-narrow") + ".svg";
    EXPECT_TRUE(tests::equals_golden(name, standalone_svg(plot)));
    EXPECT_EQ(plot.svg, draw(chart, {&language(code), width}).svg) << "drawn twice, the same bytes";
    EXPECT_THAT(plot.svg, testing::HasSubstr("role=\"img\""));
    EXPECT_THAT(plot.svg, testing::HasSubstr("<title id=\"" + chart.heading.id + "-t\">"));
    EXPECT_THAT(plot.svg, testing::HasSubstr("<desc id="));
    EXPECT_FALSE(std::regex_search(plot.svg, std::regex(R"(nan|inf|\d\.\d\d|#[0-9a-f]{3})")))
        << "coordinates at one decimal, no colours";
  }
}

TEST(Plots, Waterfall) {
  expect_golden(waterfall_chart(bolivia(), language("en")));
}
TEST(Plots, DifferencesByUnit) {
  expect_golden(differences());
}
TEST(Plots, Intervals) {
  expect_golden(forest());
}
TEST(Plots, Histogram) {
  expect_golden(turnout(), "ru");
}
TEST(Plots, Layers) {
  expect_golden(layered());
}
TEST(Plots, MapOfRegions) {
  expect_golden(kazakhstan(), "kk");
}
TEST(Plots, Tiles) {
  RegionMap tiles = kazakhstan();
  tiles.regions = nullptr;
  tiles.heading.id = "tiles";
  expect_golden(tiles, "kk");
}

TEST(Waterfall, LeadsExactlyToItsEnd) {
  const RowChart chart = waterfall_chart(bolivia(), language("en"));
  ASSERT_EQ(chart.rows.size(), 5u);
  EXPECT_EQ(chart.rows.back().value, "100,420");
  EXPECT_EQ(chart.rows[3].bars[0].tone, Tone::unknown);
  EXPECT_EQ(chart.table.rows[2], (std::vector<std::string>{"District 7, added later", "+540", "100,320"}));
  EXPECT_TRUE(chart.rows[0].bars[0].broken) << "the axis does not begin at zero";
}

TEST(Plots, EscapeForeignText) {
  EXPECT_THAT(draw(differences(), {&language("en"), kWide}).svg, testing::Not(testing::HasSubstr("<b>")));
}

TEST(Plots, FigureHasTheTableTwin) {
  const std::string html = figure_html(waterfall_chart(bolivia(), language("en")), language("en"));
  EXPECT_THAT(html,
              testing::HasSubstr("<th scope=\"row\">Not accounted for</th><td>+100</td><td>100,420</td>"));
  EXPECT_THAT(html, testing::HasSubstr("id=\"waterfall-n-t\"")) << "ids are unique on the page";
}

TEST(Scale, TicksAreRound) {
  EXPECT_THAT(round_ticks(0, 100, 5), testing::ElementsAre(0, 20, 40, 60, 80, 100));
  EXPECT_THAT(round_ticks(-7, 12, 4, true), testing::ElementsAre(-5, 0, 5, 10));
  EXPECT_THAT(round_ticks(0, 2, 10, true), testing::ElementsAre(0, 1, 2));
  EXPECT_EQ(tick_text(0.25, 0.05, {}, language("ru")), "0,25");
}

TEST(Histogram, TheLastBinTakesTheUpperEdge) {
  EXPECT_THAT(histogram_bars({0, 9.9, 10, 99.9, 100, 101}, 0, 100, 10).heights,
              testing::ElementsAre(2, 1, 0, 0, 0, 0, 0, 0, 0, 2));
}

TEST(Svg, CoordinatesNeverSayMinusZero) {
  EXPECT_EQ(coordinate(-0.04), "0");
  EXPECT_EQ(coordinate(-0.06), "-0.1");
  EXPECT_EQ(coordinate(12.25), "12.3");
  EXPECT_EQ(coordinate(7), "7");
}

TEST(Text, IsShortenedBetweenCharacters) {
  EXPECT_EQ(shortened("Қызылорда облысы", 13, 60), "Қызыл…");
  EXPECT_THAT(wrapped("one two three four", 10, 45, 2), testing::SizeIs(2));
}

TEST(TopoJson, RefusesWhatIsNone) {
  EXPECT_FALSE(read_topojson("{"));
  EXPECT_FALSE(read_topojson("{\"type\":\"Topology\"}"));
  EXPECT_FALSE(
      read_topojson(R"({"arcs":[],"objects":{"a":{"geometries":[{"type":"Polygon","arcs":[[5]]}]}}})"));
  EXPECT_EQ(find_map("kazakhstan-2021").value()->regions.size(), 17u);
}

}  // namespace
}  // namespace tallyward::plots
