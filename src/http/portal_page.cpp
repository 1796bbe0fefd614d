#include "http/portal_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "locale/language.h"

namespace tallyward::http {
namespace {

using base::escape_html;
using locale::Language;

const Language& language_of(const PortalFrame& frame) {
  for (const std::string& spoken : locale::spoken_languages()) {
    if (spoken == frame.language) return **locale::find_language(spoken);
  }
  return **locale::find_language("en");
}

/// A text of the portal, escaped.
std::string say(const Language& language, std::string_view key,
                std::initializer_list<locale::Argument> arguments = {}) {
  return escape_html(language.text(fmt::format("portal.{}", key), arguments));
}

std::string page(const PortalFrame& frame, std::string_view title, std::string_view body) {
  const Language& language = language_of(frame);
  std::string links;
  for (const std::string& code : locale::spoken_languages()) {
    const Language& other = **locale::find_language(code);
    links += fmt::format("<a href=\"{}?lang={}\" lang=\"{}\"{}>{}</a>", escape_html(frame.path), code, code,
                         code == language.code() ? " aria-current=\"true\"" : "", escape_html(other.name()));
  }
  return fmt::format(
      "<!doctype html>\n<html lang=\"{0}\" dir=\"{1}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{11}</title>\n"
      "<link rel=\"icon\" href=\"/o/icon.svg\">\n<link rel=\"stylesheet\" href=\"/portal/portal.css\">\n"
      "</head>\n<body>\n"
      "<header><a href=\"/?lang={0}\">{3}</a><nav aria-label=\"{4}\">{5}</nav></header>\n"
      "<main data-state=\"ready\">\n<h1>{2}</h1>\n{6}{7}</main>\n<footer><p>{8}</p><nav>"
      "<a href=\"/?lang={0}\">{9}</a><a href=\"/portal/proof?lang={0}\">{10}</a></nav></footer>\n"
      "</body>\n</html>\n",
      language.code(), language.direction(), escape_html(title), escape_html(frame.mission_name),
      say(language, "languages"), links,
      frame.synthetic ? fmt::format("<p class=\"note\"><strong>{}</strong></p>\n", say(language, "synthetic"))
                      : "",
      body, say(language, "privacy"), say(language, "home"), say(language, "proof_title"),
      escape_html(title == frame.mission_name ? frame.mission_name
                                              : fmt::format("{} – {}", title, frame.mission_name)));
}

std::string search_form(const Language& language, std::string_view asked) {
  return fmt::format(
      "<form action=\"/portal/stations\" method=\"get\" role=\"search\"><input type=\"hidden\" name=\"lang\" "
      "value=\"{}\"><label for=\"q\">{}</label><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\">"
      "<button>{}</button></form>\n",
      language.code(), say(language, "find_label"), escape_html(asked), say(language, "find_go"));
}

std::string observed_text(const Language& language, const PortalFigure& figure) {
  switch (figure.kind) {
    case PortalFigure::Kind::number:
      return language.integer(figure.observed);
    case PortalFigure::Kind::blank:
      return say(language, "blank");
    case PortalFigure::Kind::illegible:
      return say(language, "illegible");
  }
  return {};
}

std::string row(const Language& language, const PortalFigure& figure) {
  const bool compared = figure.kind == PortalFigure::Kind::number && figure.published;
  const std::int64_t difference = compared ? *figure.published - figure.observed : 0;
  return fmt::format(
      "<tr><th scope=\"row\"><bdi>{}</bdi> {}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>"
      "<td class=\"n{}\">{}</td></tr>\n",
      escape_html(figure.letter), escape_html(figure.label), observed_text(language, figure),
      figure.published ? language.integer(*figure.published) : say(language, "not_published"),
      difference != 0 ? " different" : "", compared ? language.signed_integer(difference) : "–");
}

}  // namespace

std::string portal_home(const PortalFrame& frame, const PortalHome& home) {
  const Language& language = language_of(frame);
  std::string body;
  const bool open = home.coverage || home.stations_open;
  if (home.coverage) {
    const PortalCoverage& coverage = *home.coverage;
    body += fmt::format(
        "<h2>{}</h2>\n<p>{}</p>\n", say(language, "state_title"),
        say(language, "state_text",
            {{"n", coverage.observed},
             {"of", coverage.of},
             {"time", fmt::format("{} {}", language.short_date(coverage.as_of, frame.minutes_east),
                                  language.clock_time(coverage.as_of, frame.minutes_east))}}));
  }
  if (!open) body += fmt::format("<p>{}</p>\n", say(language, "closed_text"));
  if (home.stations_open) {
    body += fmt::format("<h2>{}</h2>\n{}", say(language, "find_title"), search_form(language, ""));
  }
  body += fmt::format(
      "<h2>{}</h2>\n<p>{}</p>\n<p><a href=\"/checkpoint\">{}</a> · <a "
      "href=\"/portal/proof?lang={}\">{}</a></p>\n<p>{}</p><p class=\"key\">{}</p>\n<h2>{}</h2>\n<p>{}</p>\n",
      say(language, "log_title"), say(language, "log_text", {{"n", home.log_size}}),
      say(language, "checkpoint"), language.code(), say(language, "proof_title"), say(language, "key"),
      escape_html(home.log_key), say(language, "what_title"), say(language, "what_text"));
  return page(frame, open ? frame.mission_name : language.text("portal.closed_title"), body);
}

std::string portal_stations(const PortalFrame& frame, std::string_view asked,
                            const std::vector<PortalStation>& found) {
  const Language& language = language_of(frame);
  std::string body = search_form(language, asked);
  if (found.empty()) {
    if (!asked.empty()) body += fmt::format("<p role=\"status\">{}</p>\n", say(language, "find_none"));
  } else {
    body += fmt::format("<p role=\"status\">{}</p>\n<ul>\n",
                        say(language, "find_found", {{"n", static_cast<std::int64_t>(found.size())}}));
    for (const PortalStation& one : found) {
      body += fmt::format(
          "<li><a href=\"/portal/stations/{0}?lang={1}\"><bdi dir=\"ltr\">{0}</bdi></a> {2} "
          "<span class=\"quiet\">{3}</span></li>\n",
          escape_html(one.station), language.code(), escape_html(one.name), escape_html(one.place));
    }
    body += "</ul>\n";
  }
  return page(frame, language.text("portal.find_title"), body);
}

std::string portal_protocol(const PortalFrame& frame, const PortalProtocol& protocol) {
  const Language& language = language_of(frame);
  std::int64_t compared = 0;
  std::int64_t different = 0;
  std::string rows;
  for (const PortalFigure& figure : protocol.figures) {
    rows += row(language, figure);
    if (figure.kind != PortalFigure::Kind::number || !figure.published) continue;
    ++compared;
    if (*figure.published != figure.observed) ++different;
  }
  const std::string sentence = compared == 0 ? say(language, "cannot")
                               : different == 0
                                   ? say(language, "equal", {{"n", compared}})
                                   : say(language, "differs", {{"n", different}, {"of", compared}});
  const std::string body = fmt::format(
      "<p>{} <span class=\"quiet\">{}</span></p>\n<p><strong>{}</strong></p>\n<h2>{}</h2>\n<div "
      "class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><thead><tr><th "
      "scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th "
      "scope=\"col\" class=\"n\">{}</th></tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
      escape_html(protocol.name), escape_html(protocol.place), sentence, say(language, "figures"),
      say(language, "figures"), say(language, "line"), say(language, "observed"), say(language, "official"),
      say(language, "difference"), rows);
  return page(frame, language.text("portal.station", {{"station", protocol.station}}), body);
}

std::string portal_proof(const PortalFrame& frame, std::string_view log_key) {
  const Language& language = language_of(frame);
  std::string texts;
  for (const std::string_view key : {"signed", "included", "consistent", "fails", "means", "means_not"}) {
    texts += fmt::format(" data-{}=\"{}\"", key, say(language, fmt::format("proof_{}", key)));
  }
  const std::string body = fmt::format(
      "<p>{}</p>\n<p>{}</p><p class=\"key\" id=\"key\">{}</p>\n<noscript><p "
      "class=\"note\">{}</p></noscript>\n"
      "<form id=\"proof\"{}><label for=\"receipt\">{}</label><textarea id=\"receipt\" required "
      "spellcheck=\"false\"></textarea><label for=\"entry\">{}</label><textarea id=\"entry\" required "
      "spellcheck=\"false\"></textarea><label for=\"old\">{}</label><textarea id=\"old\" "
      "spellcheck=\"false\"></textarea><button>{}</button></form>\n<div id=\"result\" role=\"status\" "
      "aria-live=\"polite\"></div>\n<script type=\"module\" src=\"/portal/check.js\"></script>\n",
      say(language, "proof_text"), say(language, "key"), escape_html(log_key), say(language, "no_script"),
      texts, say(language, "proof_receipt"), say(language, "proof_entry"), say(language, "proof_old"),
      say(language, "proof_go"));
  return page(frame, language.text("portal.proof_title"), body);
}

}  // namespace tallyward::http
