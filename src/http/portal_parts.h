// What the files that write the portal's pages share: its language, its escaped texts, its frame.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "http/portal_page.h"
#include "locale/language.h"

namespace tallyward::http {

const locale::Language& language_of(const PortalFrame& frame);
/// A text of the portal, escaped.
std::string say(const locale::Language& language, std::string_view key,
                std::initializer_list<locale::Argument> arguments = {});
/// "29.11.2026 22:40", by the clocks of the mission's place.
std::string moment(const PortalFrame& frame, base::Time time);
/// A whole document. `title` is plain text, `body` is HTML. `plots` adds their stylesheet.
std::string portal_document(const PortalFrame& frame, std::string_view title, std::string_view body,
                            bool plots = false);
/// A piece of a path, percent-encoded.
std::string path_piece(std::string_view text);
/// A page's address with its language, escaped.
std::string link(const locale::Language& language, std::string_view path);
/// <h2> with a text of the portal.
std::string heading(const locale::Language& language, std::string_view key);
std::string text_paragraph(const locale::Language& language, std::string_view key);
/// Plots in a page whose security policy allows no style attribute: the hatch is the page's own pattern.
std::string without_style_attributes(std::string figure);

}  // namespace tallyward::http
