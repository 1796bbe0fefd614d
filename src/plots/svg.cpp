#include "plots/svg.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::plots {

std::string coordinate(double value) {
  const long long tenths = std::llround(value * 10);
  const long long whole = tenths / 10;
  const long long rest = tenths < 0 ? -(tenths % 10) : tenths % 10;
  if (rest == 0) return fmt::format("{}", whole);
  return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", whole < 0 ? -whole : whole, rest);
}

void Svg::close(std::string_view element, std::string_view tip) {
  if (tip.empty()) {
    body_ += "/>\n";
  } else {
    body_ += fmt::format("><title>{}</title></{}>\n", base::escape_html(tip), element);
  }
}

void Svg::rect(double x, double y, double width, double height, std::string_view css_class,
               std::string_view tip) {
  body_ += fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}")", css_class, coordinate(x),
                       coordinate(y), coordinate(width), coordinate(height));
  close("rect", tip);
}

void Svg::line(Point from, Point to, std::string_view css_class) {
  body_ += fmt::format(R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}")", css_class, coordinate(from.x),
                       coordinate(from.y), coordinate(to.x), coordinate(to.y));
  close("line", {});
}

void Svg::circle(Point centre, double radius, std::string_view css_class, std::string_view tip) {
  body_ += fmt::format(R"(<circle class="{}" cx="{}" cy="{}" r="{}")", css_class, coordinate(centre.x),
                       coordinate(centre.y), coordinate(radius));
  close("circle", tip);
}

void Svg::text(Point base, std::string_view words, std::string_view css_class, Anchor anchor) {
  constexpr std::string_view kAnchors[] = {"", R"( text-anchor="middle")", R"( text-anchor="end")"};
  body_ +=
      fmt::format(R"(<text class="{}" x="{}" y="{}"{}>{}</text>)", css_class, coordinate(base.x),
                  coordinate(base.y), kAnchors[static_cast<std::size_t>(anchor)], base::escape_html(words));
  body_ += '\n';
}

void Svg::text_upwards(Point centre, std::string_view words, std::string_view css_class) {
  body_ += fmt::format(
      R"-(<text class="{}" text-anchor="middle" transform="translate({} {}) rotate(-90)">{}</text>)-",
      css_class, coordinate(centre.x), coordinate(centre.y), base::escape_html(words));
  body_ += '\n';
}

void Svg::polyline(const std::vector<Point>& points, std::string_view css_class) {
  std::string list;
  for (const Point& point : points)
    list += fmt::format("{}{},{}", list.empty() ? "" : " ", coordinate(point.x), coordinate(point.y));
  body_ += fmt::format(R"(<polyline class="{}" points="{}")", css_class, list);
  close("polyline", {});
}

void Svg::polygon(const std::vector<std::vector<Point>>& rings, std::string_view css_class,
                  std::string_view tip) {
  std::string data;
  for (const auto& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i)
      data += fmt::format("{}{} {}", i == 0 ? "M" : "L", coordinate(ring[i].x), coordinate(ring[i].y));
    data += "Z";
  }
  path(data, css_class, tip);
}

void Svg::path(std::string_view data, std::string_view css_class, std::string_view tip) {
  body_ += fmt::format(R"(<path class="{}" d="{}")", css_class, data);
  close("path", tip);
}

std::string Svg::finish(std::string_view id, std::string_view title, std::string_view description) const {
  return fmt::format(
      R"-(<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" viewBox="0 0 {} {}" aria-labelledby="{}-t {}-d">
<title id="{}-t">{}</title>
<desc id="{}-d">{}</desc>
<defs><pattern id="{}-h" class="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M0 0V6"/></pattern></defs>
<g style="--hatch:url(#{}-h)">
{}</g>
</svg>
)-",
      coordinate(width_), coordinate(height_), id, id, id, base::escape_html(title), id,
      base::escape_html(description), id, id, body_);
}

namespace {

/// The width of a character in hundredths of the font size.
int character_width(std::string_view bytes) {
  const unsigned char first = static_cast<unsigned char>(bytes[0]);
  if (first >= 0xe1 && bytes.substr(0, 2) == "\xe1\x83") return 70;  // Georgian.
  if (first >= 0xe2) return bytes.substr(0, 2) == "\xe2\x80" ? 40 : 90;
  if (first >= 0xd4 && first <= 0xd6) return 64;  // Armenian.
  if (first >= 0xd0 && first <= 0xd3) {           // Cyrillic: capitals and the wide letters run longer.
    const bool capital = (first == 0xd0 && static_cast<unsigned char>(bytes[1]) < 0xb0);
    const bool wide = bytes == "ш" || bytes == "щ" || bytes == "ж" || bytes == "м" || bytes == "ы" ||
                      bytes == "ю" || bytes == "ф";
    return wide ? 76 : capital ? 70 : 58;
  }
  if (first >= 0x80) return 56;
  if (first == 'i' || first == 'l' || first == '.' || first == ',' || first == ' ' || first == '\'' ||
      first == '|' || first == 'j')
    return 29;
  if (first == 'm' || first == 'w' || first == 'M' || first == 'W' || first == '%' || first == '@') return 86;
  if (first >= 'A' && first <= 'Z') return 66;
  if (first == 'f' || first == 'r' || first == 't' || first == '(' || first == ')' || first == '-' ||
      first == '/')
    return 37;
  return 56;
}

std::size_t character_bytes(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/// How many leading bytes of `text` fit into `hundredths`.
std::size_t fitting(std::string_view text, double hundredths) {
  double used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t size =
        std::min(character_bytes(static_cast<unsigned char>(text[at])), text.size() - at);
    used += character_width(text.substr(at, size));
    if (used > hundredths) return at;
    at += size;
  }
  return at;
}

}  // namespace

double text_width(std::string_view text, double font_size) {
  int total = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size =
        std::min(character_bytes(static_cast<unsigned char>(text[at])), text.size() - at);
    total += character_width(text.substr(at, size));
    at += size;
  }
  return total * font_size / 100;
}

std::string shortened(std::string_view text, double font_size, double width) {
  if (text_width(text, font_size) <= width) return std::string(text);
  const std::size_t kept = fitting(text, (width / font_size - 0.9) * 100);
  return std::string(base::trim(text.substr(0, kept))) + "…";
}

std::vector<std::string> wrapped(std::string_view text, double font_size, double width, std::size_t lines) {
  std::vector<std::string> result;
  text = base::trim(text);
  while (!text.empty()) {
    if (result.size() + 1 == lines) {
      result.push_back(shortened(text, font_size, width));
      break;
    }
    std::size_t kept = fitting(text, width / font_size * 100);
    if (kept < text.size()) {
      const std::size_t space = text.rfind(' ', kept);
      if (space != std::string_view::npos && space > 0) kept = space;
      if (kept == 0) kept = character_bytes(static_cast<unsigned char>(text[0]));
    }
    result.emplace_back(base::trim(text.substr(0, kept)));
    text = base::trim(text.substr(kept));
  }
  return result;
}

}  // namespace tallyward::plots
