#include "findings/record.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"

namespace tallyward::findings {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0 ||
      value > 2'000'000'000)
    return std::nullopt;
  return value;
}

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view item : base::split(text, ';')) {
    if (const std::string_view name = base::trim(item); !name.empty()) items.emplace_back(name);
  }
  return items;
}

/// The column that names a row, if the table has one.
std::optional<std::size_t> id_column(const TableRule& rule) {
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    if (rule.columns[i].kind == CellKind::id) return i;
  }
  return std::nullopt;
}

std::set<std::string, std::less<>> ids_of(const Record& record, std::string_view table) {
  std::set<std::string, std::less<>> ids;
  const TableRule* rule = find_table(table);
  const auto column = id_column(*rule);
  const auto rows = record.tables.find(table);
  if (!column || rows == record.tables.end()) return ids;
  for (const RecordRow& row : rows->second) ids.insert(row.cells[*column]);
  return ids;
}

base::Place place_of(const RecordRow& row, std::size_t column) {
  return {row.file, row.line, row.file_columns[column]};
}

}  // namespace

std::string_view to_text(CellKind kind) {
  constexpr std::string_view names[] = {"text",         "id",       "reference", "references", "list",
                                        "whole number", "quantity", "date",      "instant",    "choice"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<std::size_t> TableRule::find(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return std::nullopt;
}

const TableRule* find_table(std::string_view name) {
  for (const TableRule& rule : table_rules()) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

std::size_t RowView::index(std::string_view column) const {
  if (const auto found = rule_->find(column)) return *found;
  std::fprintf(stderr, "tallyward: table %.*s has no column %.*s\n", static_cast<int>(rule_->name.size()),
               rule_->name.data(), static_cast<int>(column.size()), column.data());
  std::abort();
}

std::string_view RowView::operator[](std::string_view column) const {
  return row_->cells[index(column)];
}

std::vector<std::string> RowView::list(std::string_view column) const {
  return pieces((*this)[column]);
}

std::optional<std::int64_t> RowView::whole(std::string_view column) const {
  return whole_number((*this)[column]);
}

std::optional<Quantity> RowView::quantity(std::string_view column) const {
  if (!has(column)) return std::nullopt;
  const auto parsed = parse_quantity((*this)[column]);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

std::optional<mission::PartialDate> RowView::date(std::string_view column) const {
  if (!has(column)) return std::nullopt;
  const auto parsed = mission::parse_partial_date((*this)[column]);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

base::Place RowView::place(std::string_view column) const {
  return place_of(*row_, index(column));
}

std::vector<RowView> Record::rows(std::string_view table) const {
  std::vector<RowView> views;
  const TableRule* rule = find_table(table);
  const auto found = tables.find(table);
  if (rule == nullptr || found == tables.end()) return views;
  for (const RecordRow& row : found->second) views.emplace_back(*rule, row);
  return views;
}

std::optional<RowView> Record::find(std::string_view table, std::string_view id) const {
  const TableRule* rule = find_table(table);
  const auto column = id_column(*rule);
  const auto found = tables.find(table);
  if (!column || found == tables.end()) return std::nullopt;
  for (const RecordRow& row : found->second) {
    if (row.cells[*column] == id) return RowView(*rule, row);
  }
  return std::nullopt;
}

base::Result<void> check_cell(const ColumnRule& rule, std::string_view cell) {
  const auto refuse = [&](std::string_view expected) {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("found '{}', expected {}", cell, expected));
  };
  if (cell.empty()) {
    if (rule.required) return refuse(fmt::format("a value in the column '{}'", rule.name));
    return {};
  }
  switch (rule.kind) {
    case CellKind::whole:
      if (!whole_number(cell)) return refuse("a whole number from 0 to 2,000,000,000");
      return {};
    case CellKind::quantity:
      TRY(parse_quantity(cell));
      return {};
    case CellKind::date:
      TRY(mission::parse_partial_date(cell));
      return {};
    case CellKind::instant:
      if (!base::parse_time(cell)) return refuse("an instant such as 2021-01-10T05:00:00Z");
      return {};
    case CellKind::choice: {
      const auto words = base::split(rule.detail, '|');
      if (std::find(words.begin(), words.end(), cell) != words.end()) return {};
      std::string expected = "one of ";
      for (const std::string_view word : words) expected += fmt::format("'{}' ", word);
      expected.pop_back();
      if (const std::string_view near = base::nearest_name(cell, words); !near.empty())
        expected += fmt::format("; did you mean '{}'?", near);
      return refuse(expected);
    }
    case CellKind::text:
    case CellKind::id:
    case CellKind::reference:
    case CellKind::references:
    case CellKind::list:
      return {};
  }
  return {};
}

base::Result<void> check_references(const Record& record) {
  for (const auto& [name, rows] : record.tables) {
    const TableRule& rule = *find_table(name);
    for (std::size_t c = 0; c < rule.columns.size(); ++c) {
      const ColumnRule& column = rule.columns[c];
      if (column.kind == CellKind::id) {
        std::map<std::string_view, const RecordRow*> seen;
        for (const RecordRow& row : rows) {
          if (const auto [first, fresh] = seen.emplace(row.cells[c], &row); !fresh)
            return base::fail(base::unexpected_input(
                place_of(row, c), fmt::format("'{}' again", row.cells[c]),
                fmt::format("an id of its own (first in line {})", first->second->line)));
        }
      }
      if (column.kind != CellKind::reference && column.kind != CellKind::references) continue;
      const auto ids = ids_of(record, column.detail);
      for (const RecordRow& row : rows) {
        for (const std::string& id : pieces(row.cells[c])) {
          if (ids.contains(id)) continue;
          std::vector<std::string_view> names(ids.begin(), ids.end());
          const std::string_view near = base::nearest_name(id, names);
          return base::fail(base::unexpected_input(
              place_of(row, c), fmt::format("'{}'", id),
              fmt::format("an id of {}.csv{}", column.detail,
                          near.empty() ? "" : fmt::format("; did you mean '{}'?", near))));
        }
      }
    }
  }
  return {};
}

std::string describe_tables() {
  std::string text;
  for (const TableRule& rule : table_rules()) {
    text += fmt::format("### {}{}.csv\n\n{}\n\n| column | kind | what stands in it |\n|---|---|---|\n",
                        rule.name, rule.by_year ? "_YEAR" : "", rule.means);
    for (const ColumnRule& column : rule.columns) {
      if (rule.by_year && column.name == "year") continue;
      std::string detail(column.detail);
      if (column.kind == CellKind::choice) {
        std::string words;
        for (const std::string_view word : base::split(column.detail, '|'))
          words += (words.empty() ? "`" : ", `") + std::string(word) + "`";
        detail = words;
      }
      if (column.kind == CellKind::reference || column.kind == CellKind::references)
        detail = fmt::format("of `{}.csv`", column.detail);
      text += fmt::format("| `{}`{} | {} | {} |\n", column.name, column.required ? " (needed)" : "",
                          to_text(column.kind), detail);
    }
    text += "\n";
  }
  return text;
}

}  // namespace tallyward::findings
