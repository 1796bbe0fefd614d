#include "journeys/dataset_page.h"

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::journeys {

using base::escape_html;

std::string page_path(std::string_view language) {
  return language == "en" ? "index.html" : fmt::format("index-{}.html", language);
}

std::string dataset_page(const DatasetPage& page, const locale::Language& language) {
  const auto say = [&](std::string_view key, std::initializer_list<locale::Argument> arguments = {}) {
    return escape_html(language.text(fmt::format("publish.{}", key), arguments));
  };
  const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  std::string links;
  for (const std::string& code : locale::spoken_languages()) {
    links += fmt::format("<a href=\"{}\" lang=\"{}\">{}</a> ", page_path(code), code,
                         escape_html((*locale::find_language(code))->name()));
  }
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"{0}\" dir=\"{1}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{2}</title>\n"
      "<style>body{{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}"
      "table{{border-collapse:collapse;font-size:15px}}td,th{{text-align:start;padding:.1rem .8rem .1rem 0;"
      "overflow-wrap:anywhere}}td:last-child{{text-align:end}}code{{overflow-wrap:anywhere}}</style>\n</"
      "head>\n"
      "<body>\n<nav>{3}</nav>\n<h1>{2}</h1>\n",
      language.code(), language.direction(), escape_html(page.manifest.title), links);
  const auto paragraph = [&](const std::string& words, std::string_view tag = "p") {
    text += fmt::format("<{0}>{1}</{0}>\n", tag, words);
  };
  if (page.manifest.synthetic) paragraph("<strong>" + say("synthetic") + "</strong>");
  paragraph("<strong>" + say("recall") + "</strong>");
  paragraph(say("covers", {{"n", number(page.manifest.size)},
                           {"origin", page.manifest.origin},
                           {"reports", number(page.reports)}}));
  paragraph(say("counts"));
  if (page.withheld_cells > 0) paragraph(say("withheld", {{"n", number(page.withheld_cells)}}));
  if (page.linked_reports > 0) paragraph(say("linked", {{"n", number(page.linked_reports)}}));
  paragraph(say("check_title"), "h2");
  paragraph(say("check_text"));
  paragraph(fmt::format("<code>tallyward-verify . --key '{}'</code>", escape_html(page.log_key)));
  paragraph(say("not_proved"));
  paragraph(say("files"), "h2");
  text += fmt::format("<table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>\n",
                      say("file"), say("role"), say("bytes"));
  for (const dataset::FileRow& file : page.manifest.files) {
    if (file.role == "log" || file.role == "receipt" || file.role == "entry") continue;
    text += fmt::format("<tr><td><a href=\"{0}\">{0}</a></td><td>{1}</td><td>{2}</td></tr>\n",
                        escape_html(file.path), escape_html(file.role), language.integer(number(file.bytes)));
  }
  return text + "</tbody></table>\n</body>\n</html>\n";
}

}  // namespace tallyward::journeys
