// Small things about text that every floor needs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::base {

/// `text` without spaces, tabs, line ends at both sides.
std::string_view trim(std::string_view text);

/// The pieces between separators; an empty text gives one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(std::span<const std::string> pieces, std::string_view separator);

/// Escapes & < > " ' for HTML and SVG, text and attribute alike.
std::string escape_html(std::string_view text);

/// The name nearest to `name`, at most two edits away, or "" if there is none: for "did you mean ...?".
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names);

}  // namespace tallyward::base
