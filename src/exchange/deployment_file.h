// The files a mission is planned in (stations, teams, observers, visits), CSV or XLSX, whatever their
// headings are called: columns are found by name, by a list of usual headings, or as the caller says. Bad
// rows are data (all of them, with line and column), never the end of the reading.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::exchange {

struct DeploymentField {
  std::string_view name;                   ///< Ours: "station".
  bool required = false;                   ///< In every row.
  std::vector<std::string_view> headings;  ///< Usual ones, in lower case.
};

struct RowFault {
  std::size_t line = 0;
  std::string column;  ///< The file's heading, or ours where the file has none.
  std::string found;
  std::string expected;
};

struct DeploymentRow {
  std::size_t line = 0;
  std::map<std::string, std::string, std::less<>> cells;  ///< Our name -> trimmed text.
  std::string_view cell(std::string_view name) const;
};

struct DeploymentTable {
  std::vector<std::string> headings;
  std::map<std::string, std::string, std::less<>> columns;  ///< Our name -> the file's heading.
  std::vector<std::string> unread;                          ///< Headings that nobody asked for.
  std::vector<DeploymentRow> rows;                          ///< Those without a fault of their own.
  std::vector<RowFault> faults;
  std::size_t rows_read = 0;  ///< With the faulty, without the heading and empty ones.
};

/// Reads a whole file from memory: XLSX by its first bytes, else CSV in the encoding and with the delimiter
/// (comma, semicolon, tab) that its beginning shows. `columns` says ours -> theirs and wins over the usual
/// headings; `sheet` "" is the first. Errors: invalid_input (no heading; a required column is not there,
/// naming the headings there are; a heading in `columns` that is not there), too_large (above
/// kMostDeploymentRows), corrupt.
base::Result<DeploymentTable> read_deployment(std::string_view bytes, std::span<const DeploymentField> fields,
                                              const std::map<std::string, std::string, std::less<>>& columns,
                                              std::string_view sheet = "");

inline constexpr std::size_t kMostDeploymentRows = 200'000;

}  // namespace tallyward::exchange
