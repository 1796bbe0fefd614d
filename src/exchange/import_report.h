// What an import took and what it refused, and why. A bad row never stops an import and never vanishes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace tallyward::exchange {

/// A row that was refused, or a remark about a row that was taken.
struct RowRemark {
  base::Place place;   ///< The column counts cells from 1.
  std::string column;  ///< The cell's heading, "" if there is none.
  std::string found;
  std::string expected;
};

/// "file:12:7: column 'votes': found 'x', expected a whole number".
std::string to_text(const RowRemark& remark);

struct ImportedFile {
  std::string name;
  std::string sha256;  ///< Of its bytes, in hexadecimal; "" when not computed.
  std::uint64_t bytes = 0;
  std::uint64_t rows_taken = 0;
  std::uint64_t rows_refused = 0;
};

struct ImportReport {
  std::vector<ImportedFile> files;
  std::vector<RowRemark> refused;   ///< The first kMostRemarks of them.
  std::vector<RowRemark> repeated;  ///< Taken, but their unit and version stood in the file before.
  std::uint64_t rows_taken = 0;
  std::uint64_t rows_refused = 0;
  std::uint64_t rows_repeated = 0;

  static constexpr std::size_t kMostRemarks = 10'000;
  void refuse(RowRemark remark);
  void repeat(RowRemark remark);
};

}  // namespace tallyward::exchange
