#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/figure_text.h"
#include "exchange/results_reading.h"

namespace tallyward::exchange::internal {

bool ResultsReading::take_contestant(const OpenFile& file, const formats::Row& row) {
  const std::string_view key = base::trim(row.cells[file.columns.long_key]);
  const auto number = plain_digits(key);
  if (!number || *number < 1 || *number > 9999) {
    refuse(file, row, file.columns.long_key, "a ballot number from 1 to 9999");
    return false;
  }
  const std::string_view name = base::trim(row.cells[file.columns.long_figure]);
  std::string_view short_name;
  if (file.columns.version != FileColumns::kNone) short_name = base::trim(row.cells[file.columns.version]);
  const auto& form = file.rules.contestants_ignored;
  if (std::find(form.begin(), form.end(), key) != form.end()) return true;
  add_contestant({fmt::format("votes_{:02}", *number), std::string(name), std::string(short_name), *number},
                 std::string(key));
  return true;
}

bool ResultsReading::take_remark(const OpenFile& file, const formats::Row& row) {
  const std::string_view path = base::trim(row.cells[file.columns.long_key]);
  const election::UnitIndex unit = results_.units.find(path);
  if (unit == election::kNoUnit) {
    refuse(file, row, file.columns.long_key, "the path of a unit, codes joined by '/'");
    return false;
  }
  const std::string_view status =
      file.columns.version == FileColumns::kNone ? "annulled" : base::trim(row.cells[file.columns.version]);
  results::UnitRemark remark{unit, results::UnitStatus::annulled, "", file.name};
  if (status == "quarantined") {
    remark.status = results::UnitStatus::quarantined;
  } else if (status == "merged") {
    remark.status = results::UnitStatus::merged;
  } else if (status != "annulled") {
    refuse(file, row, file.columns.version, "annulled, quarantined or merged");
    return false;
  }
  if (file.columns.long_figure != FileColumns::kNone)
    remark.reason = base::trim(row.cells[file.columns.long_figure]);
  results_.remarks.push_back(std::move(remark));
  return true;
}

base::Result<FileColumns> ResultsReading::list_columns(const ProfileFile& file,
                                                       std::vector<std::string> headings,
                                                       const std::string& name) const {
  FileColumns columns;
  columns.headings = std::move(headings);
  const bool contestants = file.role == FileRole::contestants;
  const auto find = [&](const ColumnName& column, std::size_t& cell) -> base::Result<void> {
    if (!column.given()) return {};
    TRY_ASSIGN(cell, find_column(columns.headings, column, name));
    columns.cells_needed = std::max(columns.cells_needed, cell + 1);
    return {};
  };
  TRY(find(contestants ? file.contestant_number : file.remark_unit, columns.long_key));
  TRY(find(contestants ? file.contestant_name : file.remark_reason, columns.long_figure));
  TRY(find(contestants ? file.contestant_short_name : file.remark_status, columns.version));
  if (columns.long_key == FileColumns::kNone || (contestants && columns.long_figure == FileColumns::kNone))
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("profile {}: [[file]] '{}' needs {}", profile_.name, file.name,
                                  contestants ? "contestant_number and contestant_name" : "remark_unit"));
  return columns;
}

}  // namespace tallyward::exchange::internal
