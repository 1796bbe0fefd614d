// The tree of units that count and add up: polling stations at the bottom, commissions above, the country on
// top.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tallyward::election {

using UnitIndex = std::uint32_t;
using LevelIndex = std::uint8_t;
inline constexpr UnitIndex kNoUnit = ~UnitIndex{0};

/// Units as parallel arrays, so that a roll-up walks memory in order. Level 0 is the whole (the country);
/// unit 0 is its only unit. A unit is identified by the path of codes from level 1 down: two districts may
/// both have a station "12".
class UnitTree {
 public:
  /// `level_names` from the top, singular, in the field's words: {"country", "district", "polling_station"}.
  explicit UnitTree(std::vector<std::string> level_names, std::string top_code = "",
                    std::string top_name = "");

  /// The unit with this code below `parent`, added if it is new. `name` fills an empty name.
  /// REQUIRES: parent is not at the lowest level.
  UnitIndex add(UnitIndex parent, std::string_view code, std::string_view name = {});
  /// kNoUnit if there is none.
  UnitIndex find_child(UnitIndex parent, std::string_view code) const;
  /// By path of codes from level 1: "12/45/0012". kNoUnit if there is none. As in RFC 6901, a '/' inside a
  /// code is written "~1" and a '~' is written "~0".
  UnitIndex find(std::string_view path) const;

  std::size_t size() const { return parent_.size(); }
  std::span<const std::string> level_names() const { return level_names_; }
  LevelIndex lowest_level() const { return static_cast<LevelIndex>(level_names_.size() - 1); }
  std::optional<LevelIndex> find_level(std::string_view name) const;

  UnitIndex parent(UnitIndex unit) const { return parent_[unit]; }  ///< kNoUnit for unit 0.
  std::span<const UnitIndex> parents() const { return parent_; }
  LevelIndex level(UnitIndex unit) const { return level_[unit]; }
  std::string_view code(UnitIndex unit) const { return text(code_[unit]); }
  std::string_view name(UnitIndex unit) const { return text(name_[unit]); }
  /// Codes from level 1 joined by '/': the unit's identity in files.
  std::string path(UnitIndex unit) const;
  /// One piece of a path as the code that it stands for ("~1" is '/', "~0" is '~').
  static std::string code_of_piece(std::string_view piece);
  /// The unit above (or equal to) `unit` at `level`.
  UnitIndex ancestor(UnitIndex unit, LevelIndex level) const;
  /// All units of one level, in order of first appearance.
  const std::vector<UnitIndex>& at_level(LevelIndex level) const;

 private:
  struct Piece {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
  };
  std::string_view text(Piece piece) const {
    return std::string_view(bytes_).substr(piece.offset, piece.size);
  }
  Piece keep(std::string_view text);
  void grow_index();
  /// A place in the index: a unit, and the hash of its parent and code, which spares most looks at the text.
  struct Slot {
    std::uint32_t hash = 0;
    UnitIndex unit = kNoUnit;
  };
  std::size_t slot_of(std::uint32_t hash, UnitIndex parent, std::string_view code) const;

  std::vector<std::string> level_names_;
  std::vector<UnitIndex> parent_;
  std::vector<LevelIndex> level_;
  std::vector<std::vector<UnitIndex>> at_level_;  ///< By level; rising.
  std::vector<Piece> code_;
  std::vector<Piece> name_;
  std::string bytes_;        ///< All codes and names, one after another.
  std::vector<Slot> index_;  ///< Open addressing; a power of two in size, at most half full.
};

}  // namespace tallyward::election
