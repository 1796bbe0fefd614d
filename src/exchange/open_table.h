// A file as a table, by its name's ending: .xlsx and .json; all others are CSV.
#pragma once

#include <filesystem>
#include <memory>

#include "exchange/results_profile.h"
#include "formats/table_reader.h"

namespace tallyward::exchange {

struct OpenedTable {
  std::unique_ptr<formats::TableReader> rows;
  std::uint64_t bytes = 0;
  bool may_be_ragged = false;  ///< Empty cells at the end of a row may be missing (XLSX).
};

base::Result<OpenedTable> open_table(const std::filesystem::path& path, const Writing& writing);

}  // namespace tallyward::exchange
