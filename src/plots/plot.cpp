#include "plots/plot.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "plots/svg.h"

namespace tallyward::plots {

std::string_view css_class(Tone tone) {
  constexpr std::string_view kNames[] = {"tone-plain",   "tone-above",  "tone-below", "tone-quiet",
                                         "tone-unknown", "tone-second", "tone-third", "tone-fourth"};
  return kNames[static_cast<std::size_t>(tone)];
}

std::string_view stylesheet() {
  // Blue is dark and orange is light, so that above and below differ in grey too. Classes 1 to 5 grow darker
  // on paper and lighter on a dark screen.
  return R"(.plot,.plot-key{--ink:#1d2530;--soft:#5a6675;--rule:#d9dee5;--paper:#fff;--plain:#37618e;--above:#1f5fa8;--below:#e08e0b;--quiet:#b3bcc8;--second:#c0392b;--third:#2a8a6a;--fourth:#7d5ba6;--k1:#e3edf7;--k2:#b4cfe8;--k3:#79a8d3;--k4:#3d78b4;--k5:#184a80}
@media screen and (prefers-color-scheme:dark){.plot,.plot-key{--ink:#e8ecf1;--soft:#a6b1bf;--rule:#39424e;--paper:#14191f;--plain:#7fb0e6;--above:#6fb0f5;--below:#d9892b;--quiet:#5c6877;--second:#ef8a7e;--third:#62c9a4;--fourth:#bfa0e6;--k1:#1f3246;--k2:#2c5379;--k3:#4480b5;--k4:#7db0de;--k5:#cfe4f7}}
.plot{display:block;width:100%;height:auto;font-family:system-ui,"Noto Sans","Segoe UI",Roboto,"Noto Sans Georgian","Noto Sans Armenian",sans-serif;font-size:13px;fill:var(--ink)}
.plot text{fill:var(--ink)}.plot .soft{fill:var(--soft)}.plot .small{font-size:11.5px;fill:var(--soft)}.plot .strong{font-weight:600}.plot .head{font-size:16px;font-weight:600}
.plot .grid{stroke:var(--rule);stroke-width:1}.plot .axis{stroke:var(--soft);stroke-width:1}.plot .mark{stroke:var(--ink);stroke-width:1.5}.plot .dashed{stroke-dasharray:5 4}.plot .join{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 2}.plot .paper{fill:var(--paper)}.plot .break{fill:none;stroke:var(--paper);stroke-width:3}
.plot .tone-plain{fill:var(--plain)}.plot .tone-above{fill:var(--above)}.plot .tone-below{fill:var(--below)}.plot .tone-quiet{fill:var(--quiet)}.plot .tone-second{fill:var(--second)}.plot .tone-third{fill:var(--third)}.plot .tone-fourth{fill:var(--fourth)}
.plot .tone-unknown,.plot .none{fill:var(--hatch);stroke:var(--soft);stroke-width:1}.plot .hatch rect{fill:var(--paper)}.plot .hatch path{stroke:var(--soft);stroke-width:2.5}
.plot .stroke{fill:none;stroke-width:2;stroke-linejoin:round}.plot .stroke.tone-plain{stroke:var(--plain)}.plot .stroke.tone-above{stroke:var(--above)}.plot .stroke.tone-below{stroke:var(--below)}.plot .stroke.tone-quiet{stroke:var(--quiet)}.plot .stroke.tone-second{stroke:var(--second)}.plot .stroke.tone-third{stroke:var(--third)}.plot .stroke.tone-fourth{stroke:var(--fourth)}.plot .stroke.tone-unknown{fill:none;stroke:var(--soft);stroke-dasharray:2 3}
.plot .band{opacity:.28;stroke:none}.plot .dot{stroke:var(--paper);stroke-width:1}.plot .faint{opacity:.55}
.plot .k1{fill:var(--k1)}.plot .k2{fill:var(--k2)}.plot .k3{fill:var(--k3)}.plot .k4{fill:var(--k4)}.plot .k5{fill:var(--k5)}.plot .land{stroke:var(--paper);stroke-width:1.2;stroke-linejoin:round}.plot .halo{paint-order:stroke;stroke:var(--paper);stroke-width:5px}.plot .on-dark{fill:var(--paper)}.plot .on-light{fill:var(--ink)}
@media print{.plot{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";
}

std::string standalone_svg(const Plot& plot) {
  // The title goes above the drawing: the view box grows upwards.
  const std::string& svg = plot.svg;
  const std::size_t box = svg.find("viewBox=\"0 0 ") + 9;
  const std::size_t box_end = svg.find('"', box);
  const auto sizes = base::split(std::string_view(svg).substr(box, box_end - box), ' ');
  const double width = std::strtod(std::string(sizes[2]).c_str(), nullptr);
  const double height = std::strtod(std::string(sizes[3]).c_str(), nullptr);
  const auto lines = wrapped(plot.heading.title, 16, width - 8, 3);
  const double extra = 10 + 22.0 * static_cast<double>(lines.size());
  Svg head(width, extra);
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += fmt::format(R"(<text class="head" x="4" y="{}">{}</text>)",
                        coordinate(-extra + 20 + 22.0 * static_cast<double>(i)), base::escape_html(lines[i]));
  std::string result =
      svg.substr(0, box) +
      fmt::format("0 {} {} {}", coordinate(-extra), coordinate(width), coordinate(height + extra)) +
      svg.substr(box_end);
  const std::size_t at = result.find("<defs>");
  result.insert(
      at,
      fmt::format(
          "<style>{}</style>\n<rect class=\"paper\" x=\"0\" y=\"{}\" width=\"100%\" height=\"100%\"/>{}\n",
          stylesheet(), coordinate(-extra), text));
  return result;
}

std::string table_html(const PlotTable& table, std::string_view caption) {
  std::string html = fmt::format("<table><caption>{}</caption><thead><tr>", base::escape_html(caption));
  for (const std::string& heading : table.headings)
    html += fmt::format("<th scope=\"col\">{}</th>", base::escape_html(heading));
  html += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", base::escape_html(row[i]))
                     : fmt::format("<td>{}</td>", base::escape_html(row[i]));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string figure_html(const Plot& wide, const Plot& narrow, const locale::Language& language) {
  std::string html = fmt::format("<figure id=\"{}\">\n<figcaption>{}</figcaption>\n", wide.heading.id,
                                 base::escape_html(wide.heading.title));
  html += fmt::format("<div class=\"wide\">{}</div>\n<div class=\"narrow\">{}</div>\n", wide.svg, narrow.svg);
  if (!wide.heading.note.empty())
    html += fmt::format("<p class=\"note\">{}</p>\n", base::escape_html(wide.heading.note));
  if (!wide.table.rows.empty()) {
    html += fmt::format("<details><summary>{}</summary><div class=\"scroll\">{}</div></details>\n",
                        base::escape_html(language.text("plots.as_table")),
                        table_html(wide.table, wide.heading.title));
  }
  return html + "</figure>\n";
}

}  // namespace tallyward::plots
