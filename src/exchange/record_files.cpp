#include "exchange/record_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "exchange/named_rows.h"
#include "formats/csv.h"
#include "results/toml_keys.h"

namespace tallyward::exchange {

namespace {

/// Where each column of the rule stands in the file. Error: a needed column is missing, or one is unknown.
base::Result<std::vector<std::optional<std::size_t>>> match_heading(const findings::TableRule& rule,
                                                                    const NamedRows& rows,
                                                                    const std::filesystem::path& file) {
  std::vector<std::optional<std::size_t>> columns;
  std::vector<std::string_view> known{"note"};
  for (const findings::ColumnRule& column : rule.columns) {
    known.push_back(column.name);
    columns.push_back(rows.find(column.name));
    const bool given_by_name = rule.by_year && column.name == "year";
    if (!columns.back() && column.required && !given_by_name) TRY(rows.require(column.name));
  }
  const auto& heading = rows.heading();
  for (std::size_t i = 0; i < heading.size(); ++i) {
    if (std::find(known.begin(), known.end(), heading[i]) != known.end()) continue;
    const std::string_view near = base::nearest_name(heading[i], known);
    return base::fail(base::unexpected_input(
        {file.string(), 1, i + 1}, fmt::format("a column '{}'", heading[i]),
        near.empty() ? fmt::format("a column of {}.csv or 'note'", rule.name) : fmt::format("'{}'?", near)));
  }
  return columns;
}

base::Result<findings::RecordInfo> read_info(const std::filesystem::path& file) {
  TRY_ASSIGN(const std::string text, base::read_file(file, std::size_t{1} << 20));
  results::TomlFile toml_file{file.string(), std::nullopt};
  toml::table table;
  try {
    table = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    const auto& where = error.source().begin;
    return base::fail(
        base::unexpected_input({file.string(), where.line, where.column}, error.description(), "TOML"));
  }
  results::TomlKeys keys(toml_file, table, "the file");
  findings::RecordInfo info;
  info.id = keys.required_text("id");
  info.title = keys.text_map("title");
  info.election_day = keys.required_text("election_day");
  info.synthetic = keys.flag("synthetic", false);
  info.limited = keys.flag("limited", false);
  info.as_of = keys.text("as_of");
  if (const auto day = mission::parse_partial_date(info.election_day); !day || day->day == 0)
    keys.complain("election_day", fmt::format("'{}'", info.election_day), "a day such as 2021-01-10");
  if (!info.title.contains("en")) keys.complain("title", "no English title", "title.en");
  keys.finish();
  if (toml_file.mistake) return base::fail(std::move(*toml_file.mistake));
  return info;
}

/// NAME.csv, or NAME_YEAR.csv of every year in order.
std::vector<std::filesystem::path> files_of(const findings::TableRule& rule,
                                            const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!rule.by_year) {
    if (const auto file = folder / (std::string(rule.name) + ".csv"); std::filesystem::exists(file))
      files.push_back(file);
    return files;
  }
  const std::string start = std::string(rule.name) + "_";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.size() != start.size() + 8 || !name.starts_with(start) || !name.ends_with(".csv")) continue;
    const std::string year = name.substr(start.size(), 4);
    if (std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; }))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

base::Result<std::vector<findings::RecordRow>> read_table(const findings::TableRule& rule,
                                                          const std::filesystem::path& file) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(file));
  TRY_ASSIGN(const auto columns, match_heading(rule, rows, file));
  std::string year;
  if (rule.by_year) {
    const std::string stem = file.stem().string();
    year = stem.size() >= 4 ? stem.substr(stem.size() - 4) : "";
  }
  std::vector<findings::RecordRow> table;
  while (true) {
    TRY_ASSIGN(const bool more, rows.next());
    if (!more) return table;
    findings::RecordRow row{file.string(), rows.line(), {}, {}};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const findings::ColumnRule& column = rule.columns[c];
      const bool is_year = rule.by_year && column.name == "year" && !columns[c];
      const std::string_view cell = is_year ? std::string_view(year) : rows.cell(columns[c]);
      row.cells.emplace_back(cell);
      row.file_columns.push_back(columns[c] ? *columns[c] + 1 : 0);
      if (auto good = findings::check_cell(column, cell); !good) {
        good.error().message =
            fmt::format("{}: {}", base::to_text(base::Place{row.file, row.line, row.file_columns[c]}),
                        good.error().message);
        return base::fail(std::move(good.error()));
      }
    }
    table.push_back(std::move(row));
  }
}

base::Result<findings::Record> read_record(const std::filesystem::path& folder) {
  findings::Record record;
  TRY_ASSIGN(record.info, read_info(folder / "record.toml"));
  for (const findings::TableRule& rule : findings::table_rules()) {
    for (const std::filesystem::path& file : files_of(rule, folder)) {
      TRY_ASSIGN(auto rows, read_table(rule, file));
      auto& table = record.tables[std::string(rule.name)];
      table.insert(table.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
  }
  TRY(findings::check_references(record));
  return record;
}

std::string table_csv(const findings::TableRule& rule, const std::vector<findings::RecordRow>& rows) {
  std::string text;
  const auto line = [&](const auto& cell_of) {
    bool first = true;
    for (std::size_t c = 0; c < rule.columns.size(); ++c) {
      if (rule.by_year && rule.columns[c].name == "year") continue;
      if (!first) text += ',';
      first = false;
      formats::append_csv_cell(text, cell_of(c));
    }
    text += '\n';
  };
  line([&](std::size_t c) { return rule.columns[c].name; });
  for (const findings::RecordRow& row : rows)
    line([&](std::size_t c) { return std::string_view(row.cells[c]); });
  return text;
}

}  // namespace tallyward::exchange
