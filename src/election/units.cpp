#include "election/units.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace tallyward::election {

UnitTree::UnitTree(std::vector<std::string> level_names, std::string top_code, std::string top_name)
    : level_names_(std::move(level_names)), index_(64) {
  parent_.push_back(kNoUnit);
  level_.push_back(0);
  at_level_.resize(std::max<std::size_t>(1, level_names_.size()));
  at_level_[0].push_back(0);
  code_.push_back(keep(top_code));
  name_.push_back(keep(top_name));
}

UnitTree::Piece UnitTree::keep(std::string_view text) {
  const Piece piece{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
  bytes_ += text;
  return piece;
}

namespace {

/// Of the parent and the code; most codes have at most eight bytes, which one multiplication mixes.
std::uint32_t hash_of(UnitIndex parent, std::string_view code) {
  std::uint64_t word = 0;
  if (code.size() <= sizeof word) {
    if (!code.empty()) std::memcpy(&word, code.data(), code.size());
    word += code.size() << 56U;
  } else {
    word = std::hash<std::string_view>{}(code);
  }
  word = (word ^ (parent * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
  return static_cast<std::uint32_t>((word ^ (word >> 32U)) * 0xD6E8FEB86659FD93ULL >> 32U);
}

}  // namespace

/// The slot where (parent, code) stands, or the free one where it would.
std::size_t UnitTree::slot_of(std::uint32_t hash, UnitIndex parent, std::string_view code) const {
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = hash & mask;
  while (index_[slot].unit != kNoUnit) {
    const auto [known, unit] = index_[slot];
    if (known == hash && parent_[unit] == parent && text(code_[unit]) == code) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void UnitTree::grow_index() {
  std::vector<Slot> grown(index_.size() * 2);
  const std::size_t mask = grown.size() - 1;
  for (const Slot& known : index_) {
    if (known.unit == kNoUnit) continue;
    std::size_t slot = known.hash & mask;
    while (grown[slot].unit != kNoUnit) slot = (slot + 1) & mask;
    grown[slot] = known;
  }
  index_ = std::move(grown);
}

UnitIndex UnitTree::add(UnitIndex parent, std::string_view code, std::string_view name) {
  const std::uint32_t hash = hash_of(parent, code);
  std::size_t slot = slot_of(hash, parent, code);
  if (index_[slot].unit != kNoUnit) {
    const UnitIndex unit = index_[slot].unit;
    if (name_[unit].size == 0 && !name.empty()) name_[unit] = keep(name);
    return unit;
  }
  if ((parent_.size() + 1) * 2 > index_.size()) {
    grow_index();
    slot = slot_of(hash, parent, code);
  }
  const auto unit = static_cast<UnitIndex>(parent_.size());
  index_[slot] = {hash, unit};
  parent_.push_back(parent);
  const auto level = static_cast<LevelIndex>(level_[parent] + 1);
  level_.push_back(level);
  if (level >= at_level_.size()) at_level_.resize(level + 1U);
  at_level_[level].push_back(unit);
  code_.push_back(keep(code));
  name_.push_back(name.empty() ? Piece{} : keep(name));
  return unit;
}

UnitIndex UnitTree::find_child(UnitIndex parent, std::string_view code) const {
  return index_[slot_of(hash_of(parent, code), parent, code)].unit;
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

const std::vector<UnitIndex>& UnitTree::at_level(LevelIndex level) const {
  static const std::vector<UnitIndex> none;
  return level < at_level_.size() ? at_level_[level] : none;
}

}  // namespace tallyward::election
