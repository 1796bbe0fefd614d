// A first profile for a file nobody has described yet: encoding, delimiter, heading, levels, lines and
// contestants as far as the file itself tells. It is a proposal with comments for a person to correct, never
// used unseen.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace tallyward::exchange {

struct GuessedColumn {
  std::string heading;
  std::string role;   ///< "level", "line", "contestant", "name", "version" or "unknown"
  std::string means;  ///< The line's code or the level's name.
  std::size_t distinct = 0;
  double numeric_share = 0;  ///< Of the cells that are not blank.
};

struct GuessedProfile {
  std::string toml;  ///< A valid profile with comments.
  std::string encoding;
  char delimiter = ',';
  bool heading = true;
  std::size_t rows_seen = 0;
  std::vector<GuessedColumn> columns;
};

/// Looks at the first rows only. Errors: not_found, unavailable; invalid_input if it is not a table of at
/// least two columns and two rows.
base::Result<GuessedProfile> guess_profile(const std::filesystem::path& file);

/// The line code that a heading's words suggest, in any of the languages of the table in guess_words.cpp;
/// "" if none.
std::string_view line_suggested_by(std::string_view heading);
/// Lower case in any script, with '_' as a space: how headings are compared.
std::string lower_case(std::string_view text);
/// The same for a level of units ("region", "district", "precinct", ...).
std::string_view level_suggested_by(std::string_view heading);

}  // namespace tallyward::exchange
