// From the cells of a row to the unit it is about.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "election/units.h"
#include "exchange/results_profile.h"
#include "formats/table_reader.h"

namespace tallyward::exchange {

/// Where a file has the codes and names of levels, as indices of cells.
struct LevelCells {
  static constexpr std::size_t kNone = ~std::size_t{0};
  struct Cells {
    std::size_t code = kNone;
    std::size_t name = kNone;
  };
  std::vector<Cells> levels;  ///< From the level below the country to the file's level.
  std::string whole;          ///< ProfileFile::whole
};

class UnitFinder {
 public:
  UnitFinder(election::UnitTree& tree, const ResultsProfile& profile);

  struct Answer {
    election::UnitIndex unit = election::kNoUnit;
    std::size_t cell = 0;            ///< When there is none: the cell to blame,
    std::string_view expected = {};  ///< and what it should hold.
  };
  Answer find(std::span<const std::string_view> cells, const LevelCells& where);
  /// What was remembered of the last row is only good within one file.
  void start_file();

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Codes = std::unordered_map<std::string, election::UnitIndex, TextHash, std::equal_to<>>;

  election::UnitTree& tree_;
  std::vector<bool> unique_;
  std::vector<Codes> by_code_;  ///< For the levels whose codes are unique.
  std::vector<std::string> last_code_;
  std::vector<election::UnitIndex> last_unit_;
};

}  // namespace tallyward::exchange
