// A small writer of SVG: shapes with classes instead of colours (plots/stylesheet.h gives these), coordinates
// at one decimal, so that the same chart is the same bytes everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tallyward::plots {

/// A place on the sheet (pixels, y downwards) or in the data, by context.
struct Point {
  double x = 0;
  double y = 0;
};

/// "12", "12.3", "-0.5": rounded half away from zero to one decimal, never "-0".
std::string coordinate(double value);

enum class Anchor { start, middle, end };

class Svg {
 public:
  Svg(double width, double height) : width_(width), height_(height) {}

  /// `css_class` names a tone or a part of the chart ("tone-above", "grid"). `tip` is shown on hovering.
  void rect(double x, double y, double width, double height, std::string_view css_class,
            std::string_view tip = {});
  void line(Point from, Point to, std::string_view css_class);
  void circle(Point centre, double radius, std::string_view css_class, std::string_view tip = {});
  void text(Point base, std::string_view words, std::string_view css_class, Anchor anchor = Anchor::start);
  /// Text that reads upwards, for the axis at the left.
  void text_upwards(Point centre, std::string_view words, std::string_view css_class);
  void polyline(const std::vector<Point>& points, std::string_view css_class);
  void polygon(const std::vector<std::vector<Point>>& rings, std::string_view css_class,
               std::string_view tip = {});
  void path(std::string_view data, std::string_view css_class, std::string_view tip = {});

  double width() const { return width_; }
  double height() const { return height_; }
  void set_height(double height) { height_ = height; }

  /// The whole element, with role=img, <title>, <desc> and the hatch pattern. `id` is unique on its page.
  std::string finish(std::string_view id, std::string_view title, std::string_view description) const;

 private:
  void close(std::string_view element, std::string_view tip);

  double width_;
  double height_;
  std::string body_;
};

/// About how wide a text runs at a font size, in pixels; for margins, wrapping and shortening. Latin,
/// Cyrillic, Georgian and Armenian letters in a common sans-serif.
double text_width(std::string_view text, double font_size);

/// `text` cut to `width` with an ellipsis, never inside a character.
std::string shortened(std::string_view text, double font_size, double width);

/// `text` in lines of at most `width`, broken at spaces; the last of `lines` is shortened.
std::vector<std::string> wrapped(std::string_view text, double font_size, double width, std::size_t lines);

}  // namespace tallyward::plots
