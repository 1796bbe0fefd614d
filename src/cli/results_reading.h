// What the verbs that read results share: the operand, the profile, remarks, filters, and tables of text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/command.h"
#include "exchange/read_results.h"

namespace tallyward::cli {

/// The operand RESULTS, and the options --profile, --remarks, --annulled-line, --level, --unit and --csv
/// before a command's own.
std::vector<Operand> results_operand();
std::vector<Option> with_results_options(std::vector<Option> own);
/// The same without the filters and --csv: what every verb that reads results takes.
std::vector<Option> with_reading_options(std::vector<Option> own);

/// Loads the results at `path` ("": the first operand) and adds the remarks of the options. Errors: those of
/// exchange::load_results; not_found for an annulled line at which no protocol stands.
base::Result<exchange::Imported> read_results(const Arguments& arguments, std::string_view path = {});
/// From several raw files of one profile, with the hashes of the inputs in the report.
base::Result<exchange::Imported> read_results_files(const Arguments& arguments,
                                                    std::span<const std::string> paths);

/// --level and --unit.
struct UnitFilter {
  std::optional<election::LevelIndex> level;
  std::optional<election::UnitIndex> unit;
  bool takes(const election::UnitTree& units, election::UnitIndex of) const;
};
/// Errors: not_found, with the nearest name of a level.
base::Result<UnitFilter> read_filter(const Arguments& arguments, const election::UnitTree& units);

/// "North/12 (School 3)"; the whole is its name or "the whole".
std::string unit_text(const election::UnitTree& units, election::UnitIndex unit);
/// The label of a line with its code: "registered"; for a contestant the name.
std::string line_text(const results::Results& results, std::string_view code);
std::string grouped(std::int64_t figure);         ///< 34,555 and -1,406
std::string signed_text(std::int64_t figure);     ///< +3,796 and -1,406 and 0
std::string figure_text(results::Figure figure);  ///< "-" for a blank.
/// As it is printed: "12.70" for 1270 of a line with two decimals.
std::string figure_text(const results::Line& line, results::Figure figure);

/// Rows of text in columns that line up, letters counted, not bytes. Columns of `numbers` stand to the right.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heading, std::vector<bool> numbers = {});
  void add(std::vector<std::string> row);
  std::size_t rows() const { return rows_.size() - 1; }
  std::string text(std::string_view indent = "  ") const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> numbers_;
};

/// One line of CSV with its line end.
std::string csv_row(const std::vector<std::string>& cells);

/// The election, SYNTHETIC where it is, and the attributions, as every output carries them.
std::string heading_text(const results::Results& results);
std::string attribution_text(const results::Results& results);
nlohmann::ordered_json heading_json(const results::Results& results);

}  // namespace tallyward::cli
