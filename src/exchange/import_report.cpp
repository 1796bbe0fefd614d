#include "exchange/import_report.h"

#include <fmt/format.h>

namespace tallyward::exchange {

std::string to_text(const RowRemark& remark) {
  const std::string column = remark.column.empty() ? "" : fmt::format("column '{}': ", remark.column);
  return fmt::format("{}: {}found {}, expected {}", base::to_text(remark.place), column, remark.found,
                     remark.expected);
}

void ImportReport::refuse(RowRemark remark) {
  ++rows_refused;
  if (refused.size() < kMostRemarks) refused.push_back(std::move(remark));
}

void ImportReport::repeat(RowRemark remark) {
  ++rows_repeated;
  if (repeated.size() < kMostRemarks) repeated.push_back(std::move(remark));
}

}  // namespace tallyward::exchange
