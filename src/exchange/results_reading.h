// One import from its first file to the finished Results: what the parts of read_results.h share.
// Files and rows: results_reading.cpp; figures: results_reading_figures.cpp; lists of contestants and of
// annulled units: results_reading_lists.cpp; sums, published figures and order: results_reading_finish.cpp.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/file_columns.h"
#include "exchange/read_results.h"
#include "exchange/table_builder.h"
#include "exchange/unit_finder.h"
#include "formats/table_reader.h"

namespace tallyward::exchange::internal {

class ResultsReading {
 public:
  ResultsReading(const ResultsProfile& profile, const ReadOptions& options);

  base::Result<void> read_file(const ProfileFile& file, const std::filesystem::path& path);
  base::Result<Imported> finish();
  void expect_bytes(std::uint64_t bytes) { bytes_total_ = bytes; }

 private:
  struct OpenFile {
    const ProfileFile& rules;
    std::string name;
    std::size_t ordinal = 0;
    FileColumns columns;
    std::size_t bytes = 0;
    /// The table of the file's own source and level, with the line of each figure cell in it.
    struct Target {
      TableBuilder* table = nullptr;
      std::vector<std::size_t> lines;
    };
    std::vector<Target> targets;
    std::size_t width = 0;       ///< Cells that a row should have.
    bool may_be_ragged = false;  ///< OpenedTable::may_be_ragged
    std::vector<std::string_view> padded;
  };

  void add_contestant(const results::Contestant& contestant, std::string key);
  void refuse(const OpenFile& file, const formats::Row& row, std::size_t cell, std::string_view expected);
  TableBuilder& table_of(const std::string& source, election::LevelIndex level);
  OpenFile::Target& target_of(OpenFile& file, std::string_view source, election::LevelIndex level);
  bool take_row(OpenFile& file, const formats::Row& row);
  bool take_protocol(OpenFile& file, const formats::Row& row, election::UnitIndex unit);
  bool take_wide(OpenFile& file, const formats::Row& row, election::UnitIndex unit, std::string_view source);
  bool take_long(OpenFile& file, const formats::Row& row, election::UnitIndex unit, std::string_view source);
  const results::Line* line_of_key(const OpenFile& file, std::string_view key);
  bool take_contestant(const OpenFile& file, const formats::Row& row);
  bool take_remark(const OpenFile& file, const formats::Row& row);
  base::Result<FileColumns> read_heading(const ProfileFile& file, const std::string& name,
                                         formats::TableReader& rows);
  /// The columns of a list (role contestants or remarks).
  base::Result<FileColumns> list_columns(const ProfileFile& file, std::vector<std::string> headings,
                                         const std::string& name) const;
  /// Whether a row of another width has the cells that it needs; it gets the empty ones that it lacks.
  bool fits(OpenFile& file, formats::Row& row, bool& blank);
  /// Lays the table out for as many rows as the first one lets expect.
  void make_room(OpenFile& file, const formats::Row& row);
  void add_published();

  const ResultsProfile& profile_;
  const ReadOptions& options_;
  results::Results results_;
  ImportReport report_;
  UnitFinder finder_;
  std::map<std::pair<std::string, election::LevelIndex>, TableBuilder> tables_;
  std::map<std::string, std::size_t, std::less<>> contestant_of_key_;
  std::map<std::string, results::Line, std::less<>>
      long_lines_;  ///< "prefix\nkey" to the line; see line_of_key.
  std::vector<results::Figure> figures_;
  std::uint64_t bytes_done_ = 0;
  std::uint64_t bytes_total_ = 0;
};

}  // namespace tallyward::exchange::internal
