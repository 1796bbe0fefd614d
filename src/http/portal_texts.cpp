// The portal's pages that are mostly words: downloads, methods, legal notice, offline copy.
#include <fmt/format.h>

#include "base/text.h"
#include "http/portal_parts.h"

namespace tallyward::http {

using base::escape_html;
using locale::Language;

std::string portal_downloads(const PortalFrame& frame, const std::vector<PortalFile>& files) {
  const Language& language = language_of(frame);
  std::string rows;
  for (const PortalFile& file : files) {
    rows += fmt::format(
        "<tr><th scope=\"row\"><a href=\"{}\" download><bdi dir=\"ltr\">{}</bdi></a></th><td>{}</td><td "
        "class=\"n\">{}</td><td class=\"hash\"><bdi dir=\"ltr\">{}</bdi></td></tr>\n",
        escape_html(file.path), escape_html(file.name), say(language, file.about),
        file.bytes == 0 ? "–" : language.integer(file.bytes), escape_html(file.sha256));
  }
  const std::string body = fmt::format(
      "<p>{}</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\"><table><thead><tr><th "
      "scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th "
      "scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
      say(language, "downloads_text"), say(language, "downloads_title"), say(language, "file"),
      say(language, "contents"), say(language, "bytes"), rows);
  return portal_document(frame, language.text("portal.downloads_title"), body);
}

std::string portal_methods(const PortalFrame& frame) {
  const Language& language = language_of(frame);
  std::string body = text_paragraph(language, "what_text");
  body += heading(language, "observed") + text_paragraph(language, "methods_observed");
  body += heading(language, "official") + text_paragraph(language, "methods_published");
  body += heading(language, "difference") + text_paragraph(language, "methods_not");
  body += heading(language, "log_title") + text_paragraph(language, "methods_log");
  return portal_document(frame, language.text("portal.methods_title"), body);
}

std::string portal_legal(const PortalFrame& frame, std::string_view country) {
  const Language& language = language_of(frame);
  std::string body = text_paragraph(language, "legal_text") + text_paragraph(language, "legal_data");
  body += heading(language, "legal_country");
  if (country.empty()) {
    body += text_paragraph(language, "legal_country_none");
  } else {
    for (const std::string_view piece : base::split(country, '\n')) {
      if (!piece.empty()) body += fmt::format("<p>{}</p>\n", escape_html(piece));
    }
  }
  body += text_paragraph(language, "privacy");
  return portal_document(frame, language.text("portal.legal_title"), body);
}

std::string portal_mirror(const PortalFrame& frame, std::string_view address) {
  const Language& language = language_of(frame);
  const std::string body = fmt::format(
      "<p>{}</p>\n<pre class=\"key\" tabindex=\"0\">wget --mirror --convert-links --adjust-extension "
      "--page-requisites {}/</pre>\n<p>{}</p>\n<pre class=\"key\" tabindex=\"0\">tallyward-verify FOLDER "
      "--key "
      "KEY --since CHECKPOINT</pre>\n<p>{}</p>\n",
      say(language, "mirror_text"), escape_html(address), say(language, "mirror_check"),
      say(language, "mirror_address"));
  return portal_document(frame, language.text("portal.mirror_title"), body);
}

}  // namespace tallyward::http
