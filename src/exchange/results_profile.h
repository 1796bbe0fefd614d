// A results profile says how the files of one commission become results protocols: which column is which
// line, contestant and level of units; which file is which source; how numbers and blanks are written.
// It is a TOML file. docs/formats/results-profile.md is its reference, with an example for every key.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "formats/text_encoding.h"
#include "results/protocol_table.h"

namespace tallyward::exchange {

/// A column by the text of its heading, or by its number from 1 (files without a heading).
struct ColumnName {
  std::string heading;
  std::size_t number = 0;  ///< 0: by heading.
  bool given() const { return number != 0 || !heading.empty(); }
  bool operator==(const ColumnName&) const = default;
};

/// How a file is written. Every key may be set for all files and again for one.
struct Writing {
  formats::Encoding encoding = formats::Encoding::utf_8;
  char delimiter = ',';
  char quote = '"';            ///< '\0': quotes have no meaning.
  char decimal_mark = '.';     ///< "12.7" or "12,7"
  std::string thousands_mark;  ///< "1 234": removed before reading; may be several bytes (U+00A0).
  std::vector<std::string> blanks{"", "-", "*"};
  std::size_t skip_lines = 0;  ///< Lines above the heading.
  bool heading = true;
  std::string utc_offset = "Z";  ///< Of times that name none: "+03:00".
  std::string sheet;             ///< XLSX: the sheet's name; "": the first.
};

struct LevelColumns {
  std::string level;  ///< Singular, in the field's words: "district".
  ColumnName code;
  ColumnName name;
  /// The code alone finds the unit in every file, whatever the columns of the levels above say.
  bool unique = false;
};

struct LineColumn {
  results::Line line;
  ColumnName column;
  bool blank_is_zero = false;
};

/// Contestants whose columns are found in the heading.
struct ContestantColumns {
  ColumnName first;     ///< From this column ...
  ColumnName last;      ///< ... to this one, or to the last.
  std::string pattern;  ///< Or every heading that matches: group 1 the ballot number, group 2 the name.
  bool given() const { return first.given() || !pattern.empty(); }
};

struct ContestantColumn {
  results::Contestant contestant;
  std::string key;  ///< What stands for it in a long file; "": its ballot order.
  ColumnName column;
};

/// One row for each unit and line: (unit, key, figure).
struct LongForm {
  ColumnName key;
  ColumnName figure;
  std::string group = "votes";
  std::string prefix = "votes_";            ///< Contestant 5 is line "votes_05".
  std::map<std::string, std::string> keys;  ///< Other keys to lines of the profile.
  /// A unit that has rows in this file has 0, not blank, for contestants without a row.
  bool absent_is_zero = false;
  std::vector<std::string> ignored;        ///< Keys that stand for no line.
  std::map<std::string, ColumnName> also;  ///< Lines of the unit that every one of its rows repeats.
};

enum class FileRole {
  protocols,    ///< Figures.
  units,        ///< The units, with codes and names of the levels above.
  contestants,  ///< Their numbers and names.
  remarks       ///< Units that are annulled, quarantined or merged, with reasons.
};

struct ProfileFile {
  std::string name;  ///< Looked up in the folder that is imported; "" if the profile has one file only.
  FileRole role = FileRole::protocols;
  std::string source;  ///< results::Source::id
  std::string level;   ///< "": the lowest.
  ColumnName source_column;
  std::string source_separator;  ///< "S20;S21" with ";" are two sources that print the same.
  std::string whole;             ///< The code in the first level's column that means the whole country.
  ColumnName version;
  std::optional<std::int32_t> version_number;
  ColumnName published;
  std::optional<base::Time> published_time;
  std::optional<LongForm> long_form;
  std::map<std::string, ColumnName> columns;     ///< Level or line to this file's own column.
  std::vector<std::string> lines;                ///< Only these lines; empty: all whose columns are here.
  bool contestants = true;                       ///< Whether contestants' columns are looked for.
  std::vector<std::string> contestants_ignored;  ///< Numbers that are no contestants (99: support none).
  ColumnName contestant_number, contestant_name, contestant_short_name;
  ColumnName remark_unit, remark_reason, remark_status;
  Writing writing;
};

/// Lines that are sums of others of the same protocol: all votes = on paper + by machine.
struct SumOfGroups {
  std::string group, prefix, source;
  std::vector<std::string> of_prefixes;
};

/// A figure that a higher commission published, typed into the profile with its reference.
struct PublishedFigures {
  std::string unit;  ///< Path of codes; "": the whole country.
  std::string source;
  std::string reference;
  std::map<std::string, results::Figure> figures;
};

struct ResultsProfile {
  std::string name;  ///< "bulgaria-2021-07"; the file's name without ".toml".
  std::string text;  ///< The TOML as it was read.
  std::string election;
  std::string rule_set;
  std::string country_code, country_name;
  std::vector<std::string> attributions;
  bool synthetic = false;
  std::vector<LevelColumns> levels;  ///< From the one below the country down.
  std::vector<results::Source> sources;
  std::vector<LineColumn> lines;
  std::vector<ContestantColumn> contestants;
  ContestantColumns contestant_columns;
  bool contestants_blank_is_zero = false;
  std::vector<SumOfGroups> sums;
  std::vector<ProfileFile> files;
  std::vector<PublishedFigures> published;
};

/// Errors: invalid_input with file, line and column for TOML mistakes, unknown keys, wrong types, and names
/// that are used but not declared.
base::Result<ResultsProfile> parse_results_profile(std::string_view toml, std::string_view file_name);

/// A profile that travels with the program ("bulgaria-2021-07"), or the path of a .toml file.
/// Error: not_found, with the nearest name.
base::Result<ResultsProfile> find_results_profile(std::string_view name_or_path);

/// Names of the profiles that travel with the program, sorted.
std::vector<std::string> shipped_results_profiles();

}  // namespace tallyward::exchange
