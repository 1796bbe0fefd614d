// The record around an election: a folder of tables (events, rules of access, contestants, findings, ...)
// whose columns, kinds of cells and references are stated once, as data. Readers, documentation and views
// follow it.
//
// A blank cell is "not known", never 0. docs/formats/mission-files.md is printed from table_rules().
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "findings/quantity.h"
#include "mission/event.h"

namespace tallyward::findings {

enum class CellKind : std::uint8_t {
  text,
  id,          ///< Unique in its table.
  reference,   ///< An id of the table `refers`.
  references,  ///< Several, joined by ';'.
  list,        ///< Texts joined by ';'.
  whole,       ///< A whole number from 0.
  quantity,    ///< A number with its qualifier: "more than 90".
  date,        ///< 2020-12-29, 2020-12 or 2020
  instant,     ///< 2021-01-10T05:00:00Z
  choice       ///< One of the words in `choices`.
};
std::string_view to_text(CellKind kind);

struct ColumnRule {
  std::string_view name = {};
  CellKind kind = CellKind::text;
  bool required = false;
  std::string_view detail =
      {};  ///< Of a reference the table, of a choice the words joined by '|', else what it means.
};

struct TableRule {
  std::string_view name;  ///< Of the file, without ".csv".
  std::string_view means;
  bool by_year = false;  ///< NAME_2012.csv, NAME_2016.csv, ...: the year becomes the cell `year`.
  std::vector<ColumnRule> columns;

  std::optional<std::size_t> find(std::string_view column) const;
};

/// Every table, in the order of the documentation.
std::span<const TableRule> table_rules();
const TableRule* find_table(std::string_view name);

struct RecordRow {
  std::string file;
  std::size_t line = 0;
  std::vector<std::string> cells;  ///< In the order of the rule's columns.
  std::vector<std::size_t>
      file_columns;  ///< Where each stands in the file, from 1; 0: the file has no such column.
};

/// A row with its rule: cells by name. Asking for a column that the rule does not have ends the program.
class RowView {
 public:
  RowView(const TableRule& rule, const RecordRow& row) : rule_(&rule), row_(&row) {}
  std::string_view operator[](std::string_view column) const;
  std::string text(std::string_view column) const { return std::string((*this)[column]); }
  std::vector<std::string> list(std::string_view column) const;
  std::optional<std::int64_t> whole(std::string_view column) const;
  std::optional<Quantity> quantity(std::string_view column) const;
  std::optional<mission::PartialDate> date(std::string_view column) const;
  base::Place place(std::string_view column) const;
  const TableRule& rule() const { return *rule_; }
  bool has(std::string_view column) const { return !(*this)[column].empty(); }

 private:
  std::size_t index(std::string_view column) const;
  const TableRule* rule_;
  const RecordRow* row_;
};

/// What the whole folder is (record.toml).
struct RecordInfo {
  std::string id;
  std::map<std::string, std::string> title;  ///< By language.
  std::string election_day;                  ///< "2021-01-10"
  bool synthetic = false;                    ///< Invented: every output says so.
  bool limited = false;                      ///< A limited mission: nothing generalises its own visits.
  std::string as_of;                         ///< The day until which later outcomes were looked for.
};

struct Record {
  RecordInfo info;
  std::map<std::string, std::vector<RecordRow>, std::less<>> tables;  ///< A table without a file is absent.

  bool has(std::string_view table) const { return tables.find(table) != tables.end(); }
  /// The rows of a table; none when its file is absent. REQUIRES: a known table.
  std::vector<RowView> rows(std::string_view table) const;
  /// The row of that id, in a table with an id column.
  std::optional<RowView> find(std::string_view table, std::string_view id) const;
};

/// Checks one cell by its column's rule. Error: invalid_input, "found X, expected Y" without a place.
base::Result<void> check_cell(const ColumnRule& rule, std::string_view cell);
/// Checks ids (unique) and references, with file, line and column. The first mistake.
base::Result<void> check_references(const Record& record);

/// docs/formats/mission-files.md's tables, as Markdown.
std::string describe_tables();

}  // namespace tallyward::findings
