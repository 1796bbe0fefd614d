#include "results/standing.h"

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::results {
namespace {

using election::UnitIndex;

int authority_of(const Results& results, std::string_view source) {
  for (const Source& own : results.sources)
    if (own.id == source) return own.authority;
  return 1 << 20;
}

/// The lowest level first, there the highest authority; of equals the first.
const ProtocolTable* leading_table(const Results& results, std::string_view source) {
  const ProtocolTable* best = nullptr;
  for (const ProtocolTable& table : results.tables) {
    if (!source.empty() && table.source != source) continue;
    if (best == nullptr || table.level > best->level ||
        (table.level == best->level &&
         authority_of(results, table.source) < authority_of(results, best->source)))
      best = &table;
  }
  return best;
}

constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

/// 1 for the newest row of each unit, the first of equals.
std::vector<std::uint8_t> newest_rows(const election::UnitTree& units, const ProtocolTable& table) {
  std::vector<std::uint8_t> counted(table.rows(), 0);
  std::vector<std::uint32_t> held(units.size(), kNoRow);
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const UnitIndex unit = table.units[row];
    if (unit >= units.size() || units.level(unit) != table.level) continue;
    if (held[unit] != kNoRow && table.version(held[unit]) >= table.version(row)) continue;
    if (held[unit] != kNoRow) counted[held[unit]] = 0;
    held[unit] = row;
    counted[row] = 1;
  }
  return counted;
}

}  // namespace

std::optional<std::int64_t> Standing::sum(std::string_view line) const {
  const auto found = table->find_line(line);
  if (!found || !adds_up(table->lines[*found])) return std::nullopt;
  return sums[*found];
}

base::Result<Standing> result_as_it_stands(const Results& results, const StandingOptions& options) {
  Standing standing;
  standing.table = leading_table(results, options.source);
  if (standing.table == nullptr) {
    std::vector<std::string> names;
    for (const Source& own : results.sources) names.push_back(own.id);
    return base::fail(base::ErrorCode::not_found, fmt::format("no protocols of source '{}'; there are: {}",
                                                              options.source, base::join(names, ", ")));
  }
  const ProtocolTable& table = *standing.table;
  standing.counted = newest_rows(results.units, table);
  const std::vector<UnitStanding> of_unit = unit_standings(results);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (standing.counted[row] == 0) {
      ++standing.overtaken;
      continue;
    }
    const UnitStanding unit = of_unit[table.units[row]];
    standing.annulled += unit.annulled;
    standing.quarantined += !unit.annulled && unit.quarantined;
    if (unit.annulled || (unit.quarantined && !options.with_quarantined)) standing.counted[row] = 0;
    standing.protocols += standing.counted[row];
  }
  standing.sums.assign(table.lines.size(), 0);
  standing.blanks.assign(table.lines.size(), 0);
  for (std::size_t line = 0; line < table.lines.size(); ++line) {
    if (!adds_up(table.lines[line])) continue;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (standing.counted[row] == 0) continue;
      const Figure figure = table.columns[line][row];
      if (figure == kBlank)
        ++standing.blanks[line];
      else
        standing.sums[line] += figure;
    }
  }
  return standing;
}

}  // namespace tallyward::results
