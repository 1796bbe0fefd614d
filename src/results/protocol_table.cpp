#include "results/protocol_table.h"

#include <unordered_map>

namespace tallyward::results {

std::optional<std::size_t> ProtocolTable::find_line(std::string_view code) const {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].code == code) return i;
  }
  return std::nullopt;
}

std::vector<std::size_t> ProtocolTable::group(std::string_view name) const {
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].group == name) members.push_back(i);
  }
  return members;
}

const ProtocolTable* Results::find(std::string_view source, election::LevelIndex level) const {
  for (const ProtocolTable& table : tables) {
    if (table.source == source && table.level == level) return &table;
  }
  return nullptr;
}

std::string_view to_text(UnitStatus status) {
  constexpr std::string_view names[] = {"annulled", "quarantined", "merged"};
  return names[static_cast<std::size_t>(status)];
}

std::string decimal_text(std::int64_t figure, std::uint8_t decimals) {
  std::string text = std::to_string(figure < 0 ? -figure : figure);
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1u - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
  }
  return figure < 0 ? "-" + text : text;
}

ProtocolTable latest_versions(const ProtocolTable& table) {
  if (table.versions.empty()) return table;
  std::unordered_map<election::UnitIndex, std::int32_t> latest;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::int32_t& best = latest.try_emplace(table.units[row], table.versions[row]).first->second;
    best = std::max(best, table.versions[row]);
  }
  ProtocolTable kept;
  kept.source = table.source;
  kept.level = table.level;
  kept.lines = table.lines;
  kept.columns.resize(table.columns.size());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.versions[row] != latest[table.units[row]]) continue;
    for (std::size_t line = 0; line < table.columns.size(); ++line)
      kept.columns[line].push_back(table.columns[line][row]);
    kept.units.push_back(table.units[row]);
    kept.versions.push_back(table.versions[row]);
    if (!table.published.empty()) kept.published.push_back(table.published[row]);
    if (!table.file_lines.empty()) kept.file_lines.push_back(table.file_lines[row]);
  }
  return kept;
}

std::vector<UnitStanding> unit_standings(const Results& results) {
  std::vector<UnitStanding> standings(results.units.size());
  for (const UnitRemark& remark : results.remarks) {
    if (remark.unit >= standings.size()) continue;
    (remark.status == UnitStatus::quarantined ? standings[remark.unit].quarantined
                                              : standings[remark.unit].annulled) = true;
  }
  // Parents come before their children.
  for (election::UnitIndex unit = 1; unit < standings.size(); ++unit) {
    const UnitStanding above = standings[results.units.parent(unit)];
    standings[unit].annulled |= above.annulled;
    standings[unit].quarantined |= above.quarantined;
  }
  return standings;
}

}  // namespace tallyward::results
