#include "exchange/guess_profile.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/figure_text.h"
#include "exchange/open_table.h"
#include "formats/csv.h"

namespace tallyward::exchange {

namespace {

constexpr std::size_t kSniffedBytes = std::size_t{1} << 16;
constexpr std::size_t kRowsLookedAt = 20'000;

struct Column {
  GuessedColumn guess;
  std::size_t filled = 0;
  std::size_t numeric = 0;
  std::unordered_set<std::string> values;
  bool mostly_numeric() const { return filled > 0 && numeric * 100 >= filled * 98; }
};

base::Result<std::string> first_bytes(const std::filesystem::path& file) {
  TRY_ASSIGN(const auto source, formats::open_file_source(file));
  std::string bytes(kSniffedBytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    TRY_ASSIGN(const std::size_t got, source->read(std::span(bytes).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  bytes.resize(filled);
  return bytes;
}

/// The delimiter that cuts the first rows into the same number of cells, most often and into the most.
char guess_delimiter(std::string_view text) {
  char best = ',';
  std::size_t best_score = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const auto rows = formats::read_csv(text, {.delimiter = delimiter});
    formats::Row row;
    std::size_t width = 0;
    std::size_t agreeing = 0;
    std::size_t seen = 0;
    while (seen < 50 && rows->next(row).value_or(false)) {
      if (seen++ == 0) width = row.cells.size();
      agreeing += row.cells.size() == width ? 1 : 0;
    }
    const std::size_t score = width < 2 || agreeing * 10 < seen * 8 ? 0 : width * agreeing;
    if (score > best_score) {
      best = delimiter;
      best_score = score;
    }
  }
  return best;
}

std::string toml_text(std::string_view text) {
  std::string toml = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') toml += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) toml += c;
  }
  return toml + "\"";
}

/// Levels, lines and contestants from what the columns hold.
void assign_roles(std::vector<Column>& columns, std::size_t rows, bool heading) {
  std::set<std::string> used_lines;
  std::size_t last_text = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].mostly_numeric() && columns[i].filled > 0) last_text = i;
  }
  bool lines_began = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Column& column = columns[i];
    GuessedColumn& guess = column.guess;
    guess.role = "unknown";
    if (column.filled == 0) continue;
    const std::string_view line = heading ? line_suggested_by(guess.heading) : std::string_view{};
    const std::string_view level = heading ? level_suggested_by(guess.heading) : std::string_view{};
    if (column.mostly_numeric() && !line.empty() && used_lines.insert(std::string(line)).second) {
      guess.role = "line";
      guess.means = line;
      lines_began = true;
    } else if (!lines_began && (!level.empty() || !column.mostly_numeric() || column.values.size() == rows)) {
      const bool mostly_filled = column.filled * 10 >= rows * 9;
      guess.role = column.values.size() < 2 || !mostly_filled ? "unknown" : "level";
      guess.means = level;
    } else if (column.mostly_numeric() && i > last_text && lines_began) {
      guess.role = "contestant";
    }
  }
}

/// Levels from the coarsest to the finest.
std::string levels_toml(const std::vector<Column>& columns, std::size_t rows, bool heading) {
  std::vector<std::size_t> levels;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].guess.role == "level") levels.push_back(i);
  }
  std::stable_sort(levels.begin(), levels.end(), [&](std::size_t a, std::size_t b) {
    return columns[a].values.size() < columns[b].values.size();
  });
  if (levels.empty()) levels.push_back(0);
  std::string toml;
  std::set<std::string> names;
  for (const std::size_t i : levels) {
    std::string name =
        columns[i].guess.means.empty() ? fmt::format("level_{}", names.size() + 1) : columns[i].guess.means;
    while (!names.insert(name).second) name += "_2";
    toml += fmt::format(
        "[[level]]  # {} different values in {} rows\nname = {}\ncode = {}\n{}\n", columns[i].values.size(),
        rows, toml_text(name), heading ? toml_text(columns[i].guess.heading) : std::to_string(i + 1),
        columns[i].values.size() == rows && i == levels.back() ? "unique = true  # no value stands twice\n"
                                                               : "");
  }
  return toml;
}

std::string profile_toml(const GuessedProfile& guess, const std::vector<Column>& columns,
                         const std::filesystem::path& file) {
  std::string toml = fmt::format(
      "# A proposal made from {} ({} rows looked at). Check every line against the form before you use it.\n"
      "[election]\nname = {}  # say which election this is\n# rule_set = \"...\"\n# attributions = [\"source "
      "and licence\"]\n\n"
      "[reading]\nencoding = {}\ndelimiter = {}\nheading = {}\nblanks = [\"\", \"-\", \"*\"]  # blank is not "
      "zero\n\n",
      file.filename().string(), guess.rows_seen, toml_text(file.stem().string()), toml_text(guess.encoding),
      guess.delimiter == '\t' ? "\"\\t\"" : fmt::format("\"{}\"", guess.delimiter), guess.heading);
  toml += levels_toml(columns, guess.rows_seen, guess.heading);
  toml += "[[source]]\nid = \"protocol\"\nname = \"who printed these figures\"\n\n";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const GuessedColumn& column = columns[i].guess;
    if (column.role != "line") continue;
    toml += fmt::format(
        "[[line]]\ncode = {}  # suggested by the words of the heading\nlabel = {}\ncolumn = {}\n\n",
        toml_text(column.means), toml_text(column.heading), toml_text(column.heading));
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const GuessedColumn& column = columns[i].guess;
    if (column.role != "contestant") continue;
    toml += fmt::format(
        "[[contestant]]  # a column of numbers behind the lines: a contestant?\nname = {}\ncolumn = {}\n\n",
        toml_text(column.heading.empty() ? fmt::format("column {}", i + 1) : column.heading),
        guess.heading && !column.heading.empty() ? toml_text(column.heading) : std::to_string(i + 1));
  }
  toml += fmt::format("[[file]]\nname = {}\nsource = \"protocol\"\n", toml_text(file.filename().string()));
  std::string unread;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].guess.role == "unknown")
      unread +=
          fmt::format("{}{} ({})", unread.empty() ? "" : ", ", toml_text(columns[i].guess.heading), i + 1);
  }
  if (!unread.empty()) toml += "# Columns that are not read: " + unread + "\n";
  return toml;
}

}  // namespace

base::Result<GuessedProfile> guess_profile(const std::filesystem::path& file) {
  GuessedProfile guess;
  TRY_ASSIGN(const std::string bytes, first_bytes(file));
  Writing writing;
  writing.encoding = formats::guess_encoding(bytes);
  guess.encoding = formats::to_text(writing.encoding);
  const auto decoded = formats::decode(formats::memory_source(bytes), writing.encoding);
  std::string text(kSniffedBytes * 2, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    TRY_ASSIGN(const std::size_t got, decoded->read(std::span(text).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  text.resize(filled);
  writing.delimiter = guess.delimiter = guess_delimiter(text);
  TRY_ASSIGN(const OpenedTable table, open_table(file, writing));
  std::vector<Column> columns;
  formats::Row row;
  bool first = true;
  while (guess.rows_seen < kRowsLookedAt) {
    TRY_ASSIGN(const bool more, table.rows->next(row));
    if (!more) break;
    if (!row.defect.empty()) continue;
    if (first) {
      first = false;
      columns.resize(row.cells.size());
      // A heading has no cell that is a number of more than one digit and no blank first cell.
      guess.heading = std::none_of(row.cells.begin(), row.cells.end(), [](std::string_view cell) {
        return cell.size() > 2 && plain_digits(base::trim(cell)).has_value();
      });
      if (guess.heading) {
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].guess.heading = base::trim(row.cells[i]);
        continue;
      }
    }
    ++guess.rows_seen;
    for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i) {
      const FigureRead read = read_figure(row.cells[i], writing, 0);
      if (read.kind == FigureKind::blank) continue;
      ++columns[i].filled;
      columns[i].numeric += read.kind == FigureKind::figure ? 1 : 0;
      columns[i].values.emplace(base::trim(row.cells[i]));
    }
  }
  if (columns.size() < 2 || guess.rows_seen < 2)
    return base::fail(base::unexpected_input(
        {file.string(), 1, 0}, fmt::format("{} columns and {} rows", columns.size(), guess.rows_seen),
        "a table of at least two columns and two rows"));
  assign_roles(columns, guess.rows_seen, guess.heading);
  guess.toml = profile_toml(guess, columns, file);
  for (Column& column : columns) {
    column.guess.distinct = column.values.size();
    column.guess.numeric_share =
        column.filled == 0 ? 0 : static_cast<double>(column.numeric) / static_cast<double>(column.filled);
    guess.columns.push_back(std::move(column.guess));
  }
  return guess;
}

}  // namespace tallyward::exchange
