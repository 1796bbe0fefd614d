#include "forensics/revisions.h"

#include <unordered_map>

#include "stats/sign_balance.h"

namespace tallyward::forensics {

namespace {

/// The row of each unit's first (or last) version.
std::unordered_map<election::UnitIndex, std::size_t> rows_of(const results::ProtocolTable& table,
                                                             bool first) {
  std::unordered_map<election::UnitIndex, std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto [found, added] = rows.try_emplace(table.units[row], row);
    if (added) continue;
    const bool earlier = table.version(row) < table.version(found->second);
    if (earlier == first) found->second = row;
  }
  return rows;
}

}  // namespace

Revisions revisions(const results::ProtocolTable& before, const results::ProtocolTable& after) {
  Revisions result;
  const auto old_rows = rows_of(before, &before == &after);
  const auto new_rows = rows_of(after, false);
  struct Pair {
    std::size_t old_line, new_line;
  };
  std::vector<Pair> pairs;
  for (std::size_t line = 0; line < after.lines.size(); ++line) {
    if (const auto old_line = before.find_line(after.lines[line].code)) {
      pairs.push_back({*old_line, line});
      result.lines.push_back({.line = after.lines[line].code});
    }
  }
  for (std::size_t row = 0; row < after.rows(); ++row) {
    if (new_rows.at(after.units[row]) != row) continue;
    const auto old = old_rows.find(after.units[row]);
    if (old == old_rows.end()) continue;
    ++result.protocols;
    bool changed = false;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const results::Figure left = before.columns[pairs[i].old_line][old->second];
      const results::Figure right = after.columns[pairs[i].new_line][row];
      if (left == right) continue;
      changed = true;
      if (left == results::kBlank || right == results::kBlank) {
        ++result.cells_blank;
        continue;
      }
      LineRevision& line = result.lines[i];
      const std::int64_t difference = std::int64_t{right} - left;
      if (difference > 0) {
        ++line.up, line.gained += difference;
      } else {
        ++line.down, line.lost -= difference;
      }
    }
    result.changed += changed ? 1 : 0;
  }
  for (LineRevision& line : result.lines) line.p = stats::sign_test(line.up, line.up + line.down);
  return result;
}

}  // namespace tallyward::forensics
