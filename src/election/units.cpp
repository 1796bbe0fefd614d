#include "election/units.h"

#include <functional>

namespace tallyward::election {

UnitTree::UnitTree(std::vector<std::string> level_names, std::string top_code, std::string top_name)
    : level_names_(std::move(level_names)), index_(64, kNoUnit) {
  parent_.push_back(kNoUnit);
  level_.push_back(0);
  code_.push_back(keep(top_code));
  name_.push_back(keep(top_name));
}

UnitTree::Piece UnitTree::keep(std::string_view text) {
  const Piece piece{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
  bytes_ += text;
  return piece;
}

/// The slot where (parent, code) stands, or the free one where it would.
std::size_t UnitTree::slot_of(UnitIndex parent, std::string_view code) const {
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = (std::hash<std::string_view>{}(code) ^ (parent * 0x9E3779B97F4A7C15ull)) & mask;
  while (index_[slot] != kNoUnit) {
    const UnitIndex unit = index_[slot];
    if (parent_[unit] == parent && text(code_[unit]) == code) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void UnitTree::grow_index() {
  index_.assign(index_.size() * 2, kNoUnit);
  for (UnitIndex unit = 1; unit < parent_.size(); ++unit)
    index_[slot_of(parent_[unit], text(code_[unit]))] = unit;
}

UnitIndex UnitTree::add(UnitIndex parent, std::string_view code, std::string_view name) {
  std::size_t slot = slot_of(parent, code);
  if (index_[slot] != kNoUnit) {
    const UnitIndex unit = index_[slot];
    if (name_[unit].size == 0 && !name.empty()) name_[unit] = keep(name);
    return unit;
  }
  if ((parent_.size() + 1) * 2 > index_.size()) {
    grow_index();
    slot = slot_of(parent, code);
  }
  const auto unit = static_cast<UnitIndex>(parent_.size());
  index_[slot] = unit;
  parent_.push_back(parent);
  level_.push_back(static_cast<LevelIndex>(level_[parent] + 1));
  code_.push_back(keep(code));
  name_.push_back(keep(name));
  return unit;
}

UnitIndex UnitTree::find_child(UnitIndex parent, std::string_view code) const {
  return index_[slot_of(parent, code)];
}

namespace {

std::string escaped_code(std::string_view code) {
  std::string text;
  for (const char c : code) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

std::string UnitTree::code_of_piece(std::string_view piece) {
  std::string text;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const bool escape =
        piece[i] == '~' && i + 1 < piece.size() && (piece[i + 1] == '0' || piece[i + 1] == '1');
    text += escape ? (piece[++i] == '0' ? '~' : '/') : piece[i];
  }
  return text;
}

UnitIndex UnitTree::find(std::string_view path) const {
  UnitIndex unit = 0;
  while (!path.empty() && unit != kNoUnit) {
    const auto slash = path.find('/');
    unit = find_child(unit, code_of_piece(path.substr(0, slash)));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return unit;
}

std::optional<LevelIndex> UnitTree::find_level(std::string_view name) const {
  for (std::size_t level = 0; level < level_names_.size(); ++level) {
    if (level_names_[level] == name) return static_cast<LevelIndex>(level);
  }
  return std::nullopt;
}

std::string UnitTree::path(UnitIndex unit) const {
  std::string path;
  for (; unit != 0; unit = parent_[unit]) {
    std::string piece = escaped_code(code(unit));
    if (!path.empty()) piece += '/';
    path.insert(0, piece);
  }
  return path;
}

UnitIndex UnitTree::ancestor(UnitIndex unit, LevelIndex level) const {
  while (level_[unit] > level) unit = parent_[unit];
  return unit;
}

std::vector<UnitIndex> UnitTree::at_level(LevelIndex level) const {
  std::vector<UnitIndex> units;
  for (UnitIndex unit = 0; unit < level_.size(); ++unit) {
    if (level_[unit] == level) units.push_back(unit);
  }
  return units;
}

}  // namespace tallyward::election
