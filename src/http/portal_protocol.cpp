// A station's page: what was observed, what was published, how they agree, and what the paper adds up to.
#include <fmt/format.h>

#include "base/text.h"
#include "http/portal_parts.h"

namespace tallyward::http {

using base::escape_html;
using locale::Language;

PortalAgreement agreement(const PortalProtocol& protocol) {
  PortalAgreement found;
  for (const PortalFigure& figure : protocol.figures) {
    if (figure.kind != PortalFigure::Kind::number || !figure.published) continue;
    ++found.compared;
    if (*figure.published != figure.observed) ++found.different;
  }
  return found;
}

namespace {

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
      "<tr><th scope=\"row\"><bdi class=\"letter\">{}</bdi> {}</th><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td>"
      "<td class=\"n{}\"><bdi>{}</bdi></td></tr>\n",
      escape_html(figure.letter), escape_html(figure.label), observed_text(language, figure),
      figure.published ? language.integer(*figure.published) : say(language, "not_published"),
      difference != 0 ? " different" : "", compared ? language.signed_integer(difference) : "–");
}

std::string figures_table(const Language& language, const PortalProtocol& protocol) {
  std::string rows;
  for (const PortalFigure& figure : protocol.figures) rows += row(language, figure);
  return fmt::format(
      "<h2 id=\"figures\">{0}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-labelledby=\"figures\"><table><thead><tr><th scope=\"col\">{1}</th><th scope=\"col\" "
      "class=\"n\">{2}</th><th scope=\"col\" class=\"n\">{3}</th><th scope=\"col\" "
      "class=\"n\">{4}</th></tr></thead>\n<tbody>\n{5}</tbody></table></div>\n",
      say(language, "figures"), say(language, "line"), say(language, "observed"), say(language, "official"),
      say(language, "difference"), rows);
}

std::string sums(const Language& language, const PortalProtocol& protocol) {
  if (protocol.sums.empty()) return {};
  std::string list;
  for (const PortalSum& sum : protocol.sums) {
    const bool holds = sum.difference && *sum.difference == 0;
    list += fmt::format(
        "<li><bdi>{}</bdi>: <span class=\"{}\">{}</span></li>\n", escape_html(sum.text),
        holds ? "good" : "different",
        !sum.difference ? say(language, "sum_unknown")
        : holds         ? say(language, "sum_holds")
                : say(language, "sum_fails", {{"difference", language.signed_integer(*sum.difference)}}));
  }
  return fmt::format("{}<ul>\n{}</ul>\n", heading(language, "sums_title"), list);
}

std::string history(const PortalFrame& frame, const PortalProtocol& protocol) {
  const Language& language = language_of(frame);
  std::string list = fmt::format(
      "<li>{}</li>\n", say(language, "history_received", {{"time", moment(frame, protocol.received)}}));
  for (const PortalVersion& version : protocol.versions) {
    list += fmt::format(
        "<li>{}{}</li>\n",
        say(language, "history_version",
            {{"source", version.source},
             {"version", static_cast<std::int64_t>(version.version)},
             {"time",
              version.published ? moment(frame, *version.published) : language.text("portal.time_unknown")}}),
        version.changed > 0 ? " " + say(language, "history_changed", {{"n", version.changed}}) : "");
  }
  return fmt::format("{}<ol>\n{}</ol>\n", heading(language, "history_title"), list);
}

}  // namespace

std::string portal_protocol(const PortalFrame& frame, const PortalProtocol& protocol) {
  const Language& language = language_of(frame);
  std::string body = fmt::format("<p><bdi>{}</bdi> <span class=\"quiet\"><bdi>{}</bdi></span></p>\n",
                                 escape_html(protocol.name), escape_html(protocol.place));
  const std::string title = language.text("portal.station", {{"station", protocol.station}});
  if (protocol.record.empty()) {
    body += fmt::format("<p class=\"lead\">{}</p>\n", say(language, "protocol_none"));
    return portal_document(frame, title, body);
  }
  const auto [compared, different] = agreement(protocol);
  body += fmt::format("<p class=\"lead\">{}</p>\n",
                      compared == 0    ? say(language, "cannot")
                      : different == 0 ? say(language, "equal", {{"n", compared}})
                                       : say(language, "differs", {{"n", different}, {"of", compared}}));
  std::string from;
  if (!protocol.versions.empty()) {
    const PortalVersion& newest = protocol.versions.back();
    from = say(language, "official_newest",
               {{"source", newest.source}, {"version", static_cast<std::int64_t>(newest.version)}}) +
           ".";
  }
  if (!protocol.copy.empty()) {
    from +=
        fmt::format(" {}", say(language, "copy", {{"copy", language.text("portal.copy_" + protocol.copy)}}));
  }
  body += fmt::format("<p class=\"quiet\">{}</p>\n", from);
  body += figures_table(language, protocol) + sums(language, protocol);
  body += protocol.photo.empty() ? fmt::format("<p class=\"quiet\">{}</p>\n", say(language, "photo_none"))
                                 : fmt::format(
                                       "<figure><a href=\"{0}\"><img src=\"{0}\" alt=\"{1}\" width=\"320\" "
                                       "loading=\"lazy\"></a><figcaption>{1}</figcaption></figure>\n",
                                       escape_html(protocol.photo), say(language, "photo"));
  body += history(frame, protocol);
  body += fmt::format(
      "<p><a class=\"button\" href=\"{}\">{}</a></p>\n<p class=\"key\">{}</p>\n<p class=\"quiet\">{}</p>\n",
      link(language, "/portal/proof?record=" + protocol.record), say(language, "proof_link"), protocol.record,
      say(language, "report_problem"));
  return portal_document(frame, title, body);
}

}  // namespace tallyward::http
