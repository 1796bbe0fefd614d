// A table as rows of text cells, whatever file it came from. Knows nothing of elections.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/error.h"

namespace tallyward::formats {

struct Row {
  std::span<const std::string_view> cells;  ///< Live until the next call of next().
  std::size_t line = 0;                     ///< Where the row begins in the file, from 1.
  /// Empty, or why the row cannot be read as cells ("an opening quote that is not closed"); its cells are
  /// then empty, and reading goes on behind it.
  std::string_view defect;
  /// Whether kRoom bytes from the beginning of every cell may be read, whatever the cell's size: what lets a
  /// reader take a figure's digits in one load.
  bool roomy = false;
  static constexpr std::size_t kRoom = 8;
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  /// Fills `row` and returns true; false at the end. Errors: those of the bytes below, and corrupt.
  virtual base::Result<bool> next(Row& row) = 0;
};

}  // namespace tallyward::formats
