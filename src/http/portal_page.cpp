#include "http/portal_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/portal_parts.h"

namespace tallyward::http {

using base::escape_html;
using locale::Language;

const Language& language_of(const PortalFrame& frame) {
  for (const std::string& spoken : locale::languages_with("portal")) {
    if (spoken == frame.language) return **locale::find_language(spoken);
  }
  return locale::english();
}

std::string say(const Language& language, std::string_view key,
                std::initializer_list<locale::Argument> arguments) {
  return escape_html(language.text(fmt::format("portal.{}", key), arguments));
}

std::string moment(const PortalFrame& frame, base::Time time) {
  const Language& language = language_of(frame);
  return fmt::format("{} {}", language.short_date(time, frame.minutes_east),
                     language.clock_time(time, frame.minutes_east));
}

std::string heading(const Language& language, std::string_view key) {
  return fmt::format("<h2>{}</h2>\n", say(language, key));
}

std::string text_paragraph(const Language& language, std::string_view key) {
  return fmt::format("<p>{}</p>\n", say(language, key));
}

std::string without_style_attributes(std::string figure) {
  constexpr std::string_view kStyle = "<g style=\"";
  for (std::size_t at = figure.find(kStyle); at != std::string::npos; at = figure.find(kStyle, at)) {
    const std::size_t end = figure.find('"', at + kStyle.size());
    figure.replace(at, end + 1 - at, "<g");
  }
  return figure;
}

std::string path_piece(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

/// A page's address with its language.
std::string link(const Language& language, std::string_view path) {
  return fmt::format("{}{}lang={}", escape_html(path),
                     path.find('?') == std::string_view::npos ? "?" : "&amp;", language.code());
}

namespace {

/// The pages that there are; what is closed is not in the menu.
std::string menu(const PortalFrame& frame, const Language& language) {
  struct Entry {
    std::string_view path, key;
    bool shown;
  };
  const bool stations = frame.parts.stations;
  std::string links;
  for (const Entry& one :
       {Entry{"/", "home", true}, Entry{"/portal/stations", "find_title", stations},
        Entry{"/portal/results", "results_title", frame.parts.results},
        Entry{"/portal/downloads", "downloads_title", frame.parts.downloads},
        Entry{"/portal/proof", "proof_title", true}, Entry{"/portal/methods", "methods_title", true}}) {
    if (!one.shown) continue;
    links += fmt::format("<a href=\"{}\"{}>{}</a>", link(language, one.path),
                         frame.path == one.path ? " aria-current=\"page\"" : "", say(language, one.key));
  }
  return links;
}

}  // namespace

std::string portal_document(const PortalFrame& frame, std::string_view title, std::string_view body,
                            bool plots) {
  const Language& language = language_of(frame);
  std::string languages;
  for (const std::string& code : locale::languages_with("portal")) {
    const Language& other = **locale::find_language(code);
    languages += fmt::format("<a href=\"{}\" lang=\"{}\" dir=\"{}\"{}>{}</a>", link(other, frame.path), code,
                             other.direction(), code == language.code() ? " aria-current=\"true\"" : "",
                             escape_html(other.name()));
  }
  const std::string head = fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n"
      "<link rel=\"icon\" href=\"/o/icon.svg\">\n<link rel=\"stylesheet\" href=\"/portal/portal.css\">\n{}"
      "</head>\n<body>\n",
      language.code(), language.direction(),
      escape_html(title == frame.mission_name ? frame.mission_name
                                              : fmt::format("{} – {}", title, frame.mission_name)),
      plots ? "<link rel=\"stylesheet\" href=\"/portal/plots.css\">\n" : "");
  const std::string top = fmt::format(
      "<a class=\"skip\" href=\"#main\">{}</a>\n<header><a class=\"brand\" href=\"{}\"><bdi>{}</bdi></a>"
      "<nav class=\"languages\" aria-label=\"{}\">{}</nav>\n<nav class=\"menu\" "
      "aria-label=\"{}\">{}</nav></header>\n",
      say(language, "skip"), link(language, "/"), escape_html(frame.mission_name), say(language, "languages"),
      languages, say(language, "pages"), menu(frame, language));
  return fmt::format(
      "{}{}<main id=\"main\" tabindex=\"-1\" "
      "data-state=\"ready\">\n{}<h1>{}</h1>\n{}</main>\n<footer><p>{}</p>"
      "<nav aria-label=\"{}\"><a href=\"{}\">{}</a><a "
      "href=\"{}\">{}</a></nav></footer>\n{}</body>\n</html>\n",
      head, top,
      frame.synthetic ? fmt::format("<p class=\"note\"><strong>{}</strong></p>\n", say(language, "synthetic"))
                      : "",
      escape_html(title), body, say(language, "privacy"), say(language, "legal_title"),
      link(language, "/portal/legal"), say(language, "legal_title"), link(language, "/portal/mirror"),
      say(language, "mirror_title"),
      plots ? "<svg class=\"hatches\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
              "focusable=\"false\"><defs><pattern id=\"hatch\" class=\"hatch\" width=\"6\" height=\"6\" "
              "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" "
              "height=\"6\"/><path d=\"M0 0V6\"/></pattern></defs></svg>\n"
            : "");
}

namespace {

std::string search_form(const Language& language, std::string_view asked) {
  return fmt::format(
      "<form action=\"/portal/stations\" method=\"get\" role=\"search\"><input type=\"hidden\" name=\"lang\" "
      "value=\"{}\"><label for=\"q\">{}</label><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\">"
      "<button>{}</button></form>\n",
      language.code(), say(language, "find_label"), escape_html(asked), say(language, "find_go"));
}

std::string parts_list(const PortalFrame& frame, const Language& language) {
  struct Part {
    std::string_view key, path;
    bool open;
  };
  std::string list;
  const PortalParts& parts = frame.parts;
  for (const Part& part :
       {Part{"part_coverage", "", parts.coverage}, Part{"part_stations", "/portal/stations", parts.stations},
        Part{"part_protocols", "", parts.protocols}, Part{"part_results", "/portal/results", parts.results},
        Part{"part_downloads", "/portal/downloads", parts.downloads}}) {
    const std::string name =
        part.open && !part.path.empty()
            ? fmt::format("<a href=\"{}\">{}</a>", link(language, part.path), say(language, part.key))
            : say(language, part.key);
    list += fmt::format("<li><span aria-hidden=\"true\">{}</span> {} <span class=\"{}\">{}</span></li>\n",
                        part.open ? "●" : "○", name, part.open ? "good" : "quiet",
                        say(language, part.open ? "is_open" : "is_closed"));
  }
  return fmt::format("{}<ul class=\"parts\">\n{}</ul>\n", heading(language, "parts_title"), list);
}

}  // namespace

std::string portal_home(const PortalFrame& frame, const PortalHome& home) {
  const Language& language = language_of(frame);
  std::string body;
  const bool open = frame.parts.any();
  if (home.coverage) {
    const PortalCoverage& coverage = *home.coverage;
    body += heading(language, "state_title");
    body += fmt::format(
        "<p class=\"lead\">{}</p>\n",
        say(language, "state_text",
            {{"n", coverage.observed}, {"of", coverage.of}, {"time", moment(frame, coverage.as_of)}}));
  }
  if (!open) body += text_paragraph(language, "closed_text");
  if (frame.parts.stations) body += heading(language, "find_title") + search_form(language, "");
  if (open) body += parts_list(frame, language);
  body += heading(language, "what_title") + text_paragraph(language, "what_text");
  body += fmt::format(
      "{}<p>{}</p>\n<p><a href=\"/checkpoint\">{}</a> · <a href=\"{}\">{}</a></p>\n<p>{}</p><p "
      "class=\"key\">{}</p>\n",
      heading(language, "log_title"), say(language, "log_text", {{"n", home.log_size}}),
      say(language, "checkpoint"), link(language, "/portal/proof"), say(language, "proof_title"),
      say(language, "key"), escape_html(home.log_key));
  return portal_document(frame, open ? frame.mission_name : language.text("portal.closed_title"), body);
}

std::string portal_closed(const PortalFrame& frame, std::string_view title_key, std::string_view withdrawn) {
  const Language& language = language_of(frame);
  std::string body = fmt::format("<p class=\"lead\">{}</p>\n", say(language, title_key));
  if (!withdrawn.empty()) {
    body += fmt::format("<p class=\"note\">{}</p>\n",
                        say(language, "part_withdrawn", {{"reason", std::string(withdrawn)}}));
  }
  body += text_paragraph(language, "part_closed_text");
  if (frame.parts.any()) body += parts_list(frame, language);
  return portal_document(frame, language.text("portal.part_closed_title"), body);
}

std::string portal_stations(const PortalFrame& frame, std::string_view asked,
                            const std::vector<PortalStation>& found) {
  const Language& language = language_of(frame);
  std::string body = search_form(language, asked);
  if (found.empty()) {
    if (!asked.empty()) body += fmt::format("<p role=\"status\">{}</p>\n", say(language, "find_none"));
  } else {
    body += fmt::format("<p role=\"status\">{}</p>\n<ul class=\"found\">\n",
                        say(language, "find_found", {{"n", static_cast<std::int64_t>(found.size())}}));
    for (const PortalStation& one : found) {
      const std::string number = fmt::format("<bdi dir=\"ltr\">{}</bdi>", escape_html(one.station));
      body += fmt::format(
          "<li>{} <bdi>{}</bdi> <span class=\"quiet\"><bdi>{}</bdi></span></li>\n",
          frame.parts.protocols
              ? fmt::format("<a href=\"{}\">{}</a>",
                            link(language, fmt::format("/portal/stations/{}", path_piece(one.station))),
                            number)
              : number,
          escape_html(one.name), escape_html(one.place));
    }
    body += "</ul>\n";
  }
  return portal_document(frame, language.text("portal.find_title"), body);
}

std::string portal_no_station(const PortalFrame& frame, std::string_view station) {
  const Language& language = language_of(frame);
  std::string body =
      fmt::format("<p>{}</p>\n", say(language, "station_none", {{"station", std::string(station)}}));
  if (frame.parts.stations) body += search_form(language, station);
  return portal_document(frame, language.text("portal.find_title"), body);
}

std::string portal_proof(const PortalFrame& frame, std::string_view log_key, std::string_view receipt,
                         std::string_view entry) {
  const Language& language = language_of(frame);
  std::string texts;
  for (const std::string_view key : {"signed", "included", "consistent", "fails", "means", "means_not"}) {
    texts += fmt::format(" data-{}=\"{}\"", key, say(language, fmt::format("proof_{}", key)));
  }
  const std::string body = fmt::format(
      "<p>{}</p>\n<p>{}</p><p class=\"key\" id=\"key\">{}</p>\n<noscript><p "
      "class=\"note\">{}</p></noscript>\n"
      "<form id=\"proof\"{}><label for=\"receipt\">{}</label><textarea id=\"receipt\" required "
      "spellcheck=\"false\" dir=\"ltr\">{}</textarea><label for=\"entry\">{}</label><textarea id=\"entry\" "
      "required spellcheck=\"false\" dir=\"ltr\">{}</textarea><label for=\"old\">{}</label><textarea "
      "id=\"old\" "
      "spellcheck=\"false\" dir=\"ltr\"></textarea><button>{}</button></form>\n<div id=\"result\" "
      "role=\"status\" "
      "aria-live=\"polite\"></div>\n<pre class=\"key\" tabindex=\"0\">tallyward log verify RECEIPT RECORD "
      "--key KEY</pre>\n<script type=\"module\" src=\"/portal/check.js\"></script>\n",
      say(language, "proof_text"), say(language, "key"), escape_html(log_key), say(language, "no_script"),
      texts, say(language, "proof_receipt"), escape_html(receipt), say(language, "proof_entry"),
      escape_html(entry), say(language, "proof_old"), say(language, "proof_go"));
  return portal_document(frame, language.text("portal.proof_title"), body);
}

}  // namespace tallyward::http
