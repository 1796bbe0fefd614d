#include "reports/page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "embedded/report_styles.h"
#include "plots/plot.h"

namespace tallyward::reports {

using base::escape_html;

std::string page_html(const Page& page, const locale::Language& language) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"generator\" content=\"tallyward " TALLYWARD_VERSION
      "\">\n<title>{}</title>\n<style>\n{}{}</style>\n"
      "</head>\n<body>\n",
      language.code(), language.direction(), escape_html(page.title), embedded::report_styles()[0].bytes,
      plots::stylesheet());
  if (page.synthetic)
    html += fmt::format("<div class=\"synthetic\" role=\"note\">{}</div>\n",
                        escape_html(language.text("report.synthetic")));
  html += fmt::format("<header>\n<p class=\"soft\">{}</p>\n<h1>{}</h1>\n{}</header>\n<main>\n",
                      escape_html(page.subtitle), escape_html(page.title), page.lead);
  html +=
      fmt::format("<nav aria-label=\"{0}\"><b>{0}</b><ol>\n", escape_html(language.text("report.contents")));
  for (const PageSection& section : page.sections)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, escape_html(section.title));
  html += "</ol></nav>\n";
  for (const PageSection& section : page.sections)
    html += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{1}</h2>\n{2}</section>\n",
        section.id, escape_html(section.title), section.html);
  return html + fmt::format("</main>\n<footer>{}</footer>\n</body>\n</html>\n", page.foot);
}

std::string table_html(const TextTable& table) {
  // A wide table scrolls in its own frame, which the keyboard reaches; the page never scrolls sideways.
  std::string html = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{0}\"><table><caption>{0}</caption>\n<thead><tr>",
      escape_html(table.caption));
  for (const auto& column : table.columns)
    html += fmt::format("<th scope=\"col\"{}>{}</th>", column.number ? " class=\"n\"" : "",
                        escape_html(column.heading));
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
      const std::string_view look = table.columns[i].number ? " class=\"n\"" : "";
      html += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", look, escape_html(row[i]))
                     : fmt::format("<td{}>{}</td>", look, escape_html(row[i]));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string paragraph(std::string_view text, std::string_view css_class) {
  if (text.empty()) return "";
  return css_class.empty() ? fmt::format("<p>{}</p>\n", escape_html(text))
                           : fmt::format("<p class=\"{}\">{}</p>\n", css_class, escape_html(text));
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (const std::string& cell : cells) {
    if (!row.empty() || &cell != &cells.front()) row += ',';
    std::string text = cell;
    // "-12" is a number; "=1+1" and "-cmd" are not.
    const bool number = text.find_first_not_of("-0123456789.") == std::string::npos;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos && !number)
      text.insert(0, "'");
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
      row += text;
      continue;
    }
    row += '"';
    for (const char c : text) {
      if (c == '"') row += '"';
      row += c;
    }
    row += '"';
  }
  return row + "\r\n";
}

}  // namespace tallyward::reports
