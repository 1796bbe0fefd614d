// A protocol table that grows row by row, from one file or from several that are joined on the unit.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "results/protocol_table.h"

namespace tallyward::exchange {

class TableBuilder {
 public:
  TableBuilder(std::string source, election::LevelIndex level);

  /// The column of a line, made if it is new.
  std::size_t line(const results::Line& line);
  /// Room for this many rows, so that columns are laid out once.
  void expect_rows(std::size_t rows);

  struct Place {
    std::size_t row = 0;
    bool repeated = false;  ///< The unit and version stood in this file before.
  };
  /// The row of a unit for a wide file: joined to the row that another file made, or a new one.
  Place row_for(election::UnitIndex unit, std::size_t file, std::int32_t version, std::size_t file_line);
  /// The row of a unit for a long file: the last one, or a new one.
  std::size_t joined_row(election::UnitIndex unit, std::size_t file, std::size_t file_line);

  void set(std::size_t line, std::size_t row, results::Figure figure) { columns_[line][row] = figure; }
  results::Figure get(std::size_t line, std::size_t row) const { return columns_[line][row]; }
  void set_published(std::size_t row, base::Time time);

  const std::string& source() const { return table_.source; }
  election::LevelIndex level() const { return table_.level; }

  /// Adds, for every number NN that one of `of_prefixes` has, the line prefix+NN in `group` that is their
  /// sum; a blank counts as none unless all are blank.
  void add_sums(const std::string& group, const std::string& prefix,
                const std::vector<std::string>& of_prefixes);

  /// In rows that have a figure in some line of this group: 0 for the blanks among them.
  void fill_blanks(const std::string& group);

  /// The table, lines in the order of `ranks` (a lower rank first; lines without one keep their order
  /// behind).
  results::ProtocolTable finish(const std::unordered_map<std::string, std::size_t>& ranks);

 private:
  static constexpr std::uint32_t kNoRow = ~std::uint32_t{0};
  std::size_t append(election::UnitIndex unit, std::size_t file, std::int32_t version, std::size_t file_line);

  results::ProtocolTable table_;
  std::vector<std::vector<results::Figure>> columns_;  ///< Each capacity_ long.
  std::unordered_map<std::string, std::size_t> line_index_;
  std::size_t rows_ = 0;
  std::size_t capacity_ = 0;
  std::vector<std::uint32_t> row_of_unit_;
  std::vector<std::uint32_t> file_of_row_;  ///< The last file that wrote the row.
  bool versioned_ = false;
};

}  // namespace tallyward::exchange
