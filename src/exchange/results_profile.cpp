#include "exchange/results_profile.h"

#include <algorithm>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "base/time_text.h"
#include "results/toml_keys.h"

namespace tallyward::exchange {

namespace {

using results::kind_of;
using results::TomlFile;
using results::TomlKeys;

constexpr std::int64_t kMostColumns = 16'384;

ColumnName column_from(TomlFile& file, const toml::node& node) {
  if (const auto* heading = node.as_string()) return {heading->get(), 0};
  const auto* number = node.as_integer();
  if (number != nullptr && number->get() >= 1 && number->get() <= kMostColumns)
    return {"", static_cast<std::size_t>(number->get())};
  file.complain(node.source(), kind_of(node), "a column: its heading, or its number from 1");
  return {};
}

ColumnName column(TomlKeys& keys, std::string_view key) {
  const toml::node* node = keys.node(key);
  return node == nullptr ? ColumnName{} : column_from(keys.file(), *node);
}

char one_byte(TomlKeys& keys, std::string_view key, char otherwise, bool may_be_empty = false) {
  if (!keys.has(key)) {
    (void)keys.node(key);
    return otherwise;
  }
  const std::string text = keys.text(key);
  if (text.empty() && may_be_empty) return '\0';
  if (text.size() == 1 && text[0] != '\n' && text[0] != '\r' && text[0] != '\0') return text[0];
  keys.complain(key, fmt::format("'{}'", text), "one ASCII character");
  return otherwise;
}

Writing writing_from(TomlKeys& keys, const Writing& otherwise) {
  Writing writing = otherwise;
  if (const std::string name = keys.text("encoding"); !name.empty()) {
    const auto encoding = formats::parse_encoding(name);
    if (encoding) {
      writing.encoding = *encoding;
    } else {
      keys.complain("encoding", fmt::format("'{}'", name),
                    "utf-8, windows-1251, windows-1252, utf-16, utf-16le or utf-16be");
    }
  }
  writing.delimiter = one_byte(keys, "delimiter", writing.delimiter);
  writing.quote = one_byte(keys, "quote", writing.quote, true);
  writing.decimal_mark = one_byte(keys, "decimal_mark", writing.decimal_mark);
  writing.thousands_mark = keys.text("thousands_mark", writing.thousands_mark);
  if (keys.has("blanks")) {
    writing.blanks = keys.texts("blanks");
  } else {
    (void)keys.node("blanks");
  }
  writing.skip_lines = static_cast<std::size_t>(
      keys.number("skip_lines", 0, 1000).value_or(static_cast<std::int64_t>(writing.skip_lines)));
  writing.heading = keys.flag("heading", writing.heading);
  writing.utc_offset = keys.text("utc_offset", writing.utc_offset);
  writing.sheet = keys.text("sheet", writing.sheet);
  if (writing.delimiter == writing.quote)
    keys.complain("delimiter", "the same character as the quote", "another delimiter");
  return writing;
}

void read_election(TomlKeys& root, ResultsProfile& profile) {
  const toml::table* table = root.table("election");
  if (table == nullptr) {
    root.file().complain(root.all().source(), "a profile without [election]", "a table [election]");
    return;
  }
  TomlKeys keys(root.file(), *table, "[election]");
  profile.election = keys.required_text("name");
  profile.rule_set = keys.text("rule_set");
  profile.country_code = keys.text("country_code");
  profile.country_name = keys.text("country_name");
  profile.attributions = keys.texts("attributions");
  profile.synthetic = keys.flag("synthetic", false);
  keys.finish();
}

results::LineOrigin origin_from(TomlKeys& keys) {
  const std::string origin = keys.text("origin", "counted");
  if (origin != "counted" && origin != "computed")
    keys.complain("origin", fmt::format("'{}'", origin), "counted or computed");
  return origin == "computed" ? results::LineOrigin::computed : results::LineOrigin::counted;
}

void read_declarations(TomlKeys& root, ResultsProfile& profile) {
  TomlFile& file = root.file();
  for (const toml::table* table : root.tables("level")) {
    TomlKeys keys(file, *table, "[[level]]");
    LevelColumns level{keys.required_text("name"), column(keys, "code"), column(keys, "unit_name"),
                       keys.flag("unique", false)};
    if (!level.code.given())
      file.complain(table->source(), "a [[level]] without 'code'", "the column of its code");
    profile.levels.push_back(std::move(level));
    keys.finish();
  }
  if (profile.levels.empty() || profile.levels.size() > 16)
    file.complain(root.all().source(), fmt::format("{} levels", profile.levels.size()),
                  "1 to 16 tables [[level]]");
  for (const toml::table* table : root.tables("source")) {
    TomlKeys keys(file, *table, "[[source]]");
    results::Source source{
        keys.required_text("id"), keys.text("name"),
        static_cast<int>(
            keys.number("authority", 0, 1000).value_or(static_cast<std::int64_t>(profile.sources.size())))};
    if (source.name.empty()) source.name = source.id;
    profile.sources.push_back(std::move(source));
    keys.finish();
  }
  for (const toml::table* table : root.tables("line")) {
    TomlKeys keys(file, *table, "[[line]]");
    LineColumn line;
    line.line.code = keys.required_text("code");
    line.line.group = keys.text("group");
    line.line.label = keys.text("label", line.line.code);
    line.line.origin = origin_from(keys);
    line.line.decimals = static_cast<std::uint8_t>(keys.number("decimals", 0, 6).value_or(0));
    line.column = column(keys, "column");
    line.blank_is_zero = keys.flag("blank_is_zero", false);
    profile.lines.push_back(std::move(line));
    keys.finish();
  }
}

void read_contestants(TomlKeys& root, ResultsProfile& profile) {
  TomlFile& file = root.file();
  if (const toml::table* table = root.table("contestants")) {
    TomlKeys keys(file, *table, "[contestants]");
    profile.contestant_columns = {column(keys, "first"), column(keys, "last"), keys.text("pattern")};
    profile.contestants_blank_is_zero = keys.flag("blank_is_zero", false);
    try {
      const std::regex check(profile.contestant_columns.pattern);
    } catch (const std::regex_error& error) {
      keys.complain("pattern", fmt::format("'{}' ({})", profile.contestant_columns.pattern, error.what()),
                    "a regular expression (ECMAScript)");
    }
    keys.finish();
  }
  int order = 0;
  for (const toml::table* table : root.tables("contestant")) {
    TomlKeys keys(file, *table, "[[contestant]]");
    ContestantColumn contestant;
    contestant.contestant.ballot_order = static_cast<int>(keys.number("number", 1, 9999).value_or(order + 1));
    order = contestant.contestant.ballot_order;
    contestant.contestant.name = keys.required_text("name");
    contestant.contestant.short_name = keys.text("short_name");
    contestant.contestant.code = fmt::format("votes_{:02}", order);
    contestant.key = keys.text("key", std::to_string(order));
    contestant.column = column(keys, "column");
    profile.contestants.push_back(std::move(contestant));
    keys.finish();
  }
}

LongForm long_form_from(TomlFile& file, const toml::table& table) {
  TomlKeys keys(file, table, "[file.long]");
  LongForm form;
  form.key = column(keys, "key");
  form.figure = column(keys, "figure");
  form.group = keys.text("group", form.group);
  form.prefix = keys.text("prefix", form.prefix);
  form.keys = keys.text_map("keys");
  form.absent_is_zero = keys.flag("absent_is_zero", false);
  form.ignored = keys.texts("ignored");
  if (const toml::table* also = keys.table("also")) {
    for (const auto& [line, value] : *also) form.also.emplace(line.str(), column_from(file, value));
  }
  if (!form.key.given() || !form.figure.given())
    file.complain(table.source(), "[file.long] without 'key' or 'figure'", "both columns");
  keys.finish();
  return form;
}

FileRole role_from(TomlKeys& keys) {
  const std::string role = keys.text("role", "protocols");
  if (role == "units") return FileRole::units;
  if (role == "contestants") return FileRole::contestants;
  if (role == "remarks") return FileRole::remarks;
  if (role != "protocols")
    keys.complain("role", fmt::format("'{}'", role), "protocols, units, contestants or remarks");
  return FileRole::protocols;
}

/// A column, or a constant of another kind: version = 2, published = "2019-10-20T19:40:00-04:00".
void read_version_and_time(TomlKeys& keys, ProfileFile& file) {
  if (const auto number = keys.number("version", 1, 1'000'000))
    file.version_number = static_cast<std::int32_t>(*number);
  file.version = column(keys, "version_column");
  file.published = column(keys, "published_column");
  const std::string published = keys.text("published");
  if (published.empty()) return;
  const auto time = base::parse_time(published);
  if (time) {
    file.published_time = *time;
  } else {
    keys.complain("published", fmt::format("'{}'", published), "a time such as 2019-10-20T19:40:00-04:00");
  }
}

ProfileFile file_from(TomlFile& toml_file, const toml::table& table, const Writing& writing) {
  TomlKeys keys(toml_file, table, "[[file]]");
  ProfileFile file;
  file.name = keys.text("name");
  file.role = role_from(keys);
  file.source = keys.text("source");
  file.level = keys.text("level");
  file.source_column = column(keys, "source_column");
  file.source_separator = keys.text("source_separator");
  file.whole = keys.text("whole");
  read_version_and_time(keys, file);
  if (const toml::table* form = keys.table("long")) file.long_form = long_form_from(toml_file, *form);
  if (const toml::table* columns = keys.table("columns")) {
    for (const auto& [name, value] : *columns)
      file.columns.emplace(name.str(), column_from(toml_file, value));
  }
  file.lines = keys.texts("lines");
  file.contestants = keys.flag("contestants", true);
  file.contestants_ignored = keys.texts("contestants_ignored");
  file.contestant_number = column(keys, "contestant_number");
  file.contestant_name = column(keys, "contestant_name");
  file.contestant_short_name = column(keys, "contestant_short_name");
  file.remark_unit = column(keys, "remark_unit");
  file.remark_reason = column(keys, "remark_reason");
  file.remark_status = column(keys, "remark_status");
  file.writing = writing_from(keys, writing);
  keys.finish();
  return file;
}

void read_sums_and_published(TomlKeys& root, ResultsProfile& profile) {
  for (const toml::table* table : root.tables("sum")) {
    TomlKeys keys(root.file(), *table, "[[sum]]");
    profile.sums.push_back({keys.text("group", "votes"), keys.text("prefix", "votes_"),
                            keys.required_text("source"), keys.texts("of_prefixes")});
    keys.finish();
  }
  for (const toml::table* table : root.tables("published")) {
    TomlKeys keys(root.file(), *table, "[[published]]");
    PublishedFigures published{
        keys.text("unit"), keys.required_text("source"), keys.required_text("reference"), {}};
    if (const toml::table* figures = keys.table("figures")) {
      TomlKeys lines(root.file(), *figures, "[published.figures]");
      for (const auto& [line, value] : *figures) {
        const auto figure = lines.number(line.str(), 0, results::kLargestFigure);
        published.figures.emplace(line.str(), static_cast<results::Figure>(figure.value_or(0)));
      }
    }
    profile.published.push_back(std::move(published));
    keys.finish();
  }
}

/// Names that are used must be declared.
void check_names(TomlKeys& root, const ResultsProfile& profile) {
  std::set<std::string> levels;
  for (const LevelColumns& level : profile.levels) levels.insert(level.level);
  std::set<std::string> lines;
  for (const LineColumn& line : profile.lines) {
    if (!lines.insert(line.line.code).second)
      root.complain("line", fmt::format("the line '{}' twice", line.line.code), "each line once");
  }
  std::set<std::string> sources;
  for (const results::Source& source : profile.sources) {
    if (!sources.insert(source.id).second)
      root.complain("source", fmt::format("the source '{}' twice", source.id), "each source once");
  }
  if (profile.files.empty())
    root.file().complain(root.all().source(), "a profile without [[file]]", "at least one");
  for (const ProfileFile& file : profile.files) {
    const auto refuse = [&](std::string found, std::string_view expected) {
      root.complain("file", fmt::format("{} in [[file]] '{}'", found, file.name), expected);
    };
    if (!file.level.empty() && !levels.contains(file.level))
      refuse("level '" + file.level + "'", "a declared [[level]]");
    if (file.role == FileRole::protocols && !file.source_column.given() && !sources.contains(file.source))
      refuse("source '" + file.source + "'", "the id of a declared [[source]]");
    for (const auto& [name, where] : file.columns) {
      if (!levels.contains(name) && !lines.contains(name))
        refuse("'" + name + "' in columns", "a declared level or line");
    }
    for (const std::string& line : file.lines) {
      if (!lines.contains(line)) refuse("line '" + line + "'", "the code of a declared [[line]]");
    }
    if (!file.long_form) continue;
    for (const auto& [line, where] : file.long_form->also) {
      if (!lines.contains(line)) refuse("line '" + line + "' in also", "the code of a declared [[line]]");
    }
    for (const auto& [key, line] : file.long_form->keys) {
      if (!lines.contains(line)) refuse("line '" + line + "' in keys", "the code of a declared [[line]]");
    }
  }
}

}  // namespace

base::Result<ResultsProfile> parse_results_profile(std::string_view toml, std::string_view file_name) {
  ResultsProfile profile;
  profile.text = std::string(toml);
  TomlFile file{std::string(file_name), std::nullopt};
  try {
    const toml::table table = toml::parse(toml, file_name);
    TomlKeys root(file, table, "the profile");
    read_election(root, profile);
    Writing writing;
    if (const toml::table* reading = root.table("reading")) {
      TomlKeys keys(file, *reading, "[reading]");
      writing = writing_from(keys, writing);
      keys.finish();
    }
    read_declarations(root, profile);
    read_contestants(root, profile);
    for (const toml::table* each : root.tables("file"))
      profile.files.push_back(file_from(file, *each, writing));
    read_sums_and_published(root, profile);
    root.finish();
    if (!file.mistake) check_names(root, profile);
  } catch (const toml::parse_error& error) {
    return base::fail(base::unexpected_input(
        {std::string(file_name), error.source().begin.line, error.source().begin.column}, error.description(),
        "TOML"));
  }
  if (file.mistake) return base::fail(std::move(*file.mistake));
  return profile;
}

}  // namespace tallyward::exchange
