#include "exchange/unit_finder.h"

#include "base/text.h"

namespace tallyward::exchange {

UnitFinder::UnitFinder(election::UnitTree& tree, const ResultsProfile& profile)
    : tree_(tree), by_code_(profile.levels.size()) {
  for (const LevelColumns& level : profile.levels) unique_.push_back(level.unique);
  start_file();
}

void UnitFinder::start_file() {
  last_code_.assign(unique_.size(), "");
  last_unit_.assign(unique_.size(), election::kNoUnit);
}

UnitFinder::Answer UnitFinder::find(std::span<const std::string_view> cells, const LevelCells& where) {
  const std::size_t lowest = where.levels.size() - 1;
  election::UnitIndex parent = 0;
  if (unique_[lowest]) {
    const std::string_view code = base::trim(cells[where.levels[lowest].code]);
    const auto known = by_code_[lowest].find(code);
    if (known != by_code_[lowest].end()) return {known->second};
    if (lowest > 0 && where.levels[0].code == LevelCells::kNone)
      return {election::kNoUnit, where.levels[lowest].code,
              "a unit that the units file or an earlier file has"};
  }
  for (std::size_t level = 0; level <= lowest; ++level) {
    const LevelCells::Cells& cell = where.levels[level];
    const std::string_view raw = cells[cell.code];
    if (last_unit_[level] != election::kNoUnit && raw == last_code_[level]) {
      parent = last_unit_[level];
      continue;
    }
    const std::string_view code = base::trim(raw);
    if (code.empty()) return {election::kNoUnit, cell.code, "the code of a unit"};
    if (level == 0 && !where.whole.empty() && code == where.whole) return {0};
    // Units without names are looked up once: add() finds what is there.
    const bool nameless = cell.name == LevelCells::kNone;
    election::UnitIndex unit = nameless ? election::kNoUnit : tree_.find_child(parent, code);
    if (unit == election::kNoUnit || tree_.name(unit).empty()) {
      const std::string_view name =
          cell.name == LevelCells::kNone ? std::string_view{} : base::trim(cells[cell.name]);
      if (!formats::is_valid_utf8(code))
        return {election::kNoUnit, cell.code, "valid UTF-8 (is the encoding right?)"};
      if (!formats::is_valid_utf8(name))
        return {election::kNoUnit, cell.name, "valid UTF-8 (is the encoding right?)"};
      unit = tree_.add(parent, code, name);
      if (unique_[level]) by_code_[level].emplace(code, unit);
    }
    last_code_[level] = raw;
    last_unit_[level] = unit;
    for (std::size_t below = level + 1; below <= lowest; ++below) last_unit_[below] = election::kNoUnit;
    parent = unit;
  }
  return {parent};
}

}  // namespace tallyward::exchange
