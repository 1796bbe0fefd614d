// A profile's columns, found in the heading of one file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/results_profile.h"
#include "exchange/unit_finder.h"

namespace tallyward::exchange {

/// A cell that holds a figure of a line.
struct FigureCell {
  std::size_t cell = 0;
  results::Line line;
  bool blank_is_zero = false;
};

struct FileColumns {
  static constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<std::string> headings;  ///< Trimmed; empty without a heading.
  LevelCells units;
  std::vector<FigureCell> figures;
  std::vector<results::Contestant> contestants;  ///< Whose columns this file has.
  std::size_t source = kNone, version = kNone, published = kNone;
  std::size_t long_key = kNone, long_figure = kNone;
  std::size_t cells_needed = 0;  ///< One more than the last cell that is read.

  std::string heading(std::size_t cell) const { return cell < headings.size() ? headings[cell] : ""; }
};

/// Finds the heading of `column`. Error: invalid_input naming file, heading, and the nearest one.
base::Result<std::size_t> find_column(const std::vector<std::string>& headings, const ColumnName& column,
                                      const std::string& file);

/// Everything that `file` (role protocols or units) needs. Errors as find_column.
base::Result<FileColumns> find_columns(const ResultsProfile& profile, const ProfileFile& file,
                                       std::vector<std::string> headings, const std::string& file_name);

}  // namespace tallyward::exchange
