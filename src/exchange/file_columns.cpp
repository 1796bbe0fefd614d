#include "exchange/file_columns.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::exchange {

namespace {

/// Headings longer than this are not matched with a pattern: std::regex recurses on every character.
constexpr std::size_t kLongestMatched = 400;

std::optional<std::size_t> position(const std::vector<std::string>& headings, const ColumnName& column) {
  if (column.number != 0) return column.number - 1;
  const auto found = std::find(headings.begin(), headings.end(), column.heading);
  if (found == headings.end()) return std::nullopt;
  return static_cast<std::size_t>(found - headings.begin());
}

class Finder {
 public:
  Finder(const ResultsProfile& profile, const ProfileFile& file, std::vector<std::string> headings,
         const std::string& file_name)
      : profile_(profile), file_(file), file_name_(file_name) {
    columns_.headings = std::move(headings);
  }

  base::Result<FileColumns> find() {
    TRY(find_levels());
    TRY_ASSIGN(columns_.source, optional_column(file_.source_column));
    TRY_ASSIGN(columns_.version, optional_column(file_.version));
    TRY_ASSIGN(columns_.published, optional_column(file_.published));
    if (file_.role == FileRole::units) return done();
    if (file_.long_form) {
      TRY_ASSIGN(columns_.long_key, optional_column(file_.long_form->key));
      TRY_ASSIGN(columns_.long_figure, optional_column(file_.long_form->figure));
      for (const LineColumn& line : profile_.lines) {
        const auto also = file_.long_form->also.find(line.line.code);
        if (also == file_.long_form->also.end()) continue;
        TRY_ASSIGN(const std::size_t cell, find_column(columns_.headings, also->second, file_name_));
        columns_.figures.push_back({cell, line.line, line.blank_is_zero});
      }
      return done();
    }
    TRY(find_lines());
    if (file_.contestants) TRY(find_contestants());
    return done();
  }

 private:
  base::Result<std::size_t> optional_column(const ColumnName& column) {
    if (!column.given()) return FileColumns::kNone;
    return find_column(columns_.headings, column, file_name_);
  }

  /// The levels above may be missing where the lowest code is unique.
  base::Result<void> find_levels() {
    std::size_t lowest = profile_.levels.size() - 1;
    for (std::size_t level = 0; level < profile_.levels.size(); ++level) {
      if (profile_.levels[level].level == file_.level) lowest = level;
    }
    columns_.units.whole = file_.whole;
    bool upper_missing = false;
    for (std::size_t level = 0; level <= lowest; ++level) {
      const LevelColumns& from = profile_.levels[level];
      const auto own = file_.columns.find(from.level);
      const ColumnName& code = own != file_.columns.end() ? own->second : from.code;
      LevelCells::Cells cells;
      const auto at = position(columns_.headings, code);
      if (!at && level < lowest && profile_.levels[lowest].unique) {
        upper_missing = true;
      } else {
        TRY_ASSIGN(cells.code, find_column(columns_.headings, code, file_name_));
      }
      if (from.name.given()) cells.name = position(columns_.headings, from.name).value_or(LevelCells::kNone);
      columns_.units.levels.push_back(cells);
    }
    if (upper_missing) {
      for (std::size_t level = 0; level < lowest; ++level)
        columns_.units.levels[level].code = LevelCells::kNone;
    }
    return {};
  }

  base::Result<void> find_lines() {
    for (const LineColumn& line : profile_.lines) {
      const bool named =
          std::find(file_.lines.begin(), file_.lines.end(), line.line.code) != file_.lines.end();
      if (!file_.lines.empty() && !named) continue;
      const auto own = file_.columns.find(line.line.code);
      const bool required = named || own != file_.columns.end();
      const ColumnName& column = own != file_.columns.end() ? own->second : line.column;
      if (!column.given()) continue;
      if (required) {
        TRY_ASSIGN(const std::size_t cell, find_column(columns_.headings, column, file_name_));
        columns_.figures.push_back({cell, line.line, line.blank_is_zero});
      } else if (const auto cell = position(columns_.headings, column)) {
        columns_.figures.push_back({*cell, line.line, line.blank_is_zero});
      }
    }
    return {};
  }

  void add_contestant(std::size_t cell, results::Contestant contestant) {
    results::Line line{contestant.code, "votes", contestant.name, results::LineOrigin::counted, 0};
    columns_.figures.push_back({cell, std::move(line), profile_.contestants_blank_is_zero});
    columns_.contestants.push_back(std::move(contestant));
  }

  base::Result<void> find_contestants() {
    for (const ContestantColumn& contestant : profile_.contestants) {
      if (!contestant.column.given()) continue;
      TRY_ASSIGN(const std::size_t cell, find_column(columns_.headings, contestant.column, file_name_));
      add_contestant(cell, contestant.contestant);
    }
    const ContestantColumns& range = profile_.contestant_columns;
    if (!range.given()) return {};
    std::size_t first = 0;
    std::size_t last = columns_.headings.size();
    if (range.first.given()) {
      TRY_ASSIGN(first, find_column(columns_.headings, range.first, file_name_));
    }
    if (range.last.given()) {
      TRY_ASSIGN(const std::size_t found, find_column(columns_.headings, range.last, file_name_));
      last = std::min(last, found + 1);
    }
    int order = 0;
    const std::regex pattern(range.pattern);
    for (std::size_t cell = first; cell < last; ++cell) {
      const std::string& heading = columns_.headings[cell];
      std::string name = heading;
      ++order;
      if (!range.pattern.empty()) {
        std::smatch match;
        if (heading.size() > kLongestMatched || !std::regex_match(heading, match, pattern)) continue;
        if (match.size() > 1 && match[1].length() > 0 && match[1].length() < 6)
          order = std::max(0, std::atoi(match[1].str().c_str()));
        if (match.size() > 2) name = base::trim(match[2].str());
      }
      if (name.empty()) name = fmt::format("No. {}", order);
      add_contestant(cell, {fmt::format("votes_{:02}", order), name, "", order});
    }
    return {};
  }

  FileColumns done() {
    std::size_t last = 0;
    const auto note = [&last](std::size_t cell) {
      if (cell != FileColumns::kNone) last = std::max(last, cell + 1);
    };
    for (const LevelCells::Cells& cells : columns_.units.levels) {
      note(cells.code);
      note(cells.name);
    }
    for (const FigureCell& figure : columns_.figures) note(figure.cell);
    for (const std::size_t cell :
         {columns_.source, columns_.version, columns_.published, columns_.long_key, columns_.long_figure})
      note(cell);
    columns_.cells_needed = last;
    return std::move(columns_);
  }

  const ResultsProfile& profile_;
  const ProfileFile& file_;
  const std::string& file_name_;
  FileColumns columns_;
};

}  // namespace

base::Result<std::size_t> find_column(const std::vector<std::string>& headings, const ColumnName& column,
                                      const std::string& file) {
  if (const auto found = position(headings, column)) return *found;
  const std::vector<std::string_view> names(headings.begin(), headings.end());
  const std::string_view near = base::nearest_name(column.heading, names);
  std::string expected = fmt::format("a column '{}'", column.heading);
  if (!near.empty()) expected += fmt::format("; did the profile mean '{}'?", near);
  return base::fail(base::unexpected_input(
      {file, 1, 0},
      headings.empty() ? std::string("no heading") : fmt::format("the heading {}", fmt::join(headings, ", ")),
      expected));
}

base::Result<FileColumns> find_columns(const ResultsProfile& profile, const ProfileFile& file,
                                       std::vector<std::string> headings, const std::string& file_name) {
  return Finder(profile, file, std::move(headings), file_name).find();
}

}  // namespace tallyward::exchange
