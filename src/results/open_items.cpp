#include "results/open_items.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "results/tabulate.h"

namespace tallyward::results {
namespace {

using election::UnitIndex;

/// From a table's columns to slots.
struct SlotColumns {
  std::vector<std::optional<std::size_t>> votes;  ///< By contestant.
  std::vector<std::size_t> others;
  std::optional<std::size_t> registered;
};

SlotColumns slot_columns(const ProtocolTable& table, const std::vector<std::string>& codes,
                         const OpenItemsOptions& options) {
  SlotColumns columns;
  for (const std::string& code : codes) columns.votes.push_back(table.find_line(code));
  for (const std::string& code : options.other_lines) {
    if (const auto line = table.find_line(code)) columns.others.push_back(*line);
  }
  columns.registered = table.find_line(options.registered_line);
  return columns;
}

std::int64_t figure_or_zero(Figure figure) {
  return figure == kBlank ? 0 : figure;
}

/// The figures of a row by slot. A contestant's line that the table does not have is 0.
std::vector<std::int64_t> slots_of(const ProtocolTable& table, const SlotColumns& columns,
                                   std::uint32_t row) {
  std::vector<std::int64_t> slots;
  for (const auto& line : columns.votes)
    slots.push_back(line ? figure_or_zero(table.columns[*line][row]) : 0);
  std::int64_t others = 0;
  for (const std::size_t line : columns.others) others += figure_or_zero(table.columns[line][row]);
  slots.push_back(others);
  return slots;
}

/// One side, ready to be asked for a unit.
struct SideRows {
  const ProtocolTable* table = nullptr;
  std::vector<std::uint32_t> row_of_unit;
  SlotColumns columns;
};

/// Everything needed to sort the units into items.
struct Collector {
  const Results& results;
  std::vector<SideRows> sides;        ///< The highest authority first.
  std::vector<std::uint8_t> remarks;  ///< By unit: 1 quarantined, 2 annulled or merged.
  OpenResult open;

  std::optional<std::int64_t> registered(UnitIndex unit) const {
    for (const SideRows& side : sides) {
      const std::uint32_t row = side.row_of_unit[unit];
      if (row == Comparison::kNoRow || !side.columns.registered) continue;
      const Figure figure = side.table->columns[*side.columns.registered][row];
      if (figure != kBlank && figure >= 0) return figure;
    }
    return std::nullopt;
  }

  void add_unknown(UnitIndex unit, OpenItemKind kind, std::vector<std::int64_t> counted) {
    const auto voters = registered(unit);
    if (!voters) {
      ++open.without_registered;
      return;
    }
    open.items.push_back({kind, unit, {}, {}, std::move(counted), *voters});
  }

  void add_unit(UnitIndex unit) {
    if ((remarks[unit] & 2) != 0) return;
    ++open.stations;
    std::vector<const SideRows*> holders;
    for (const SideRows& side : sides)
      if (side.row_of_unit[unit] != Comparison::kNoRow) holders.push_back(&side);
    std::vector<std::int64_t> counted(open.votes.size(), 0);
    if (!holders.empty() && holders[0] == &sides[0]) {
      counted = slots_of(*sides[0].table, sides[0].columns, sides[0].row_of_unit[unit]);
      for (std::size_t slot = 0; slot < counted.size(); ++slot) open.votes[slot] += counted[slot];
    }
    open.compared += holders.size() >= 2;
    if ((remarks[unit] & 1) != 0) return add_unknown(unit, OpenItemKind::quarantined, std::move(counted));
    if (holders.empty() || holders[0] != &sides[0])
      return add_unknown(unit, OpenItemKind::missing, std::move(counted));
    if (holders.size() < 2) return add_unknown(unit, OpenItemKind::never_compared, std::move(counted));
    OpenItem item{.kind = OpenItemKind::discrepancy, .unit = unit, .low = {}, .high = {}, .counted = {}};
    item.low.assign(counted.size(), 0);
    item.high.assign(counted.size(), 0);
    bool differs = false;
    for (const SideRows* side : std::span(holders).subspan(1)) {
      std::vector<std::int64_t> theirs = slots_of(*side->table, side->columns, side->row_of_unit[unit]);
      for (std::size_t slot = 0; slot < counted.size(); ++slot) {
        if (!has_slot(*side, slot)) continue;
        const std::int64_t difference = theirs[slot] - counted[slot];
        item.low[slot] = std::min(item.low[slot], difference);
        item.high[slot] = std::max(item.high[slot], difference);
        differs |= difference != 0;
      }
    }
    if (differs) open.items.push_back(std::move(item));
  }

  /// A source that does not have a line says nothing of it.
  static bool has_slot(const SideRows& side, std::size_t slot) {
    return slot < side.columns.votes.size() ? side.columns.votes[slot].has_value()
                                            : !side.columns.others.empty();
  }
};

}  // namespace

std::string_view to_text(OpenItemKind kind) {
  switch (kind) {
    case OpenItemKind::discrepancy:
      return "discrepancy";
    case OpenItemKind::missing:
      return "missing";
    case OpenItemKind::quarantined:
      return "quarantined";
    case OpenItemKind::never_compared:
      return "never_compared";
  }
  return "";
}

std::vector<std::int64_t> largest_change(const OpenItem& item, std::span<const std::int64_t> weights) {
  std::vector<std::int64_t> change(weights.size(), 0);
  if (item.kind == OpenItemKind::discrepancy) {
    for (std::size_t slot = 0; slot < weights.size(); ++slot)
      change[slot] = weights[slot] > 0 ? item.high[slot] : weights[slot] < 0 ? item.low[slot] : 0;
    return change;
  }
  // All registered voters for the slot that weighs most, or nobody at all if every slot weighs against. A
  // unit with more votes than registered voters may keep what it has.
  const std::int64_t counted = std::accumulate(item.counted.begin(), item.counted.end(), std::int64_t{0});
  const auto heaviest = std::ranges::max_element(weights);
  for (std::size_t slot = 0; slot < weights.size(); ++slot) change[slot] = -item.counted[slot];
  if (*heaviest > 0)
    change[static_cast<std::size_t>(heaviest - weights.begin())] += std::max(item.voters, counted);
  return change;
}

__int128 largest_gain(const OpenItem& item, std::span<const std::int64_t> weights) {
  const std::vector<std::int64_t> change = largest_change(item, weights);
  __int128 gain = 0;
  for (std::size_t slot = 0; slot < weights.size(); ++slot)
    gain += static_cast<__int128>(weights[slot]) * change[slot];
  return gain;
}

base::Result<OpenResult> collect_open_items(const Results& results, const OpenItemsOptions& options) {
  election::LevelIndex level = 0;
  for (const ProtocolTable& table : results.tables) level = std::max(level, table.level);
  if (level == 0)
    return base::fail(base::ErrorCode::not_found, "no protocols below the country: no station-level data");
  const std::string& lowest = results.units.level_names()[level];
  for (const std::string_view above :
       {"region", "district", "municipality", "county", "province", "department", "constituency"}) {
    if (lowest == above)
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("protocols end at the level '{}': no station-level data", lowest));
  }
  CompareOptions compare_options;
  compare_options.sides = options.sides;
  compare_options.level = level;
  TRY_ASSIGN(const std::vector<Side> sides, sides_by_authority(results, compare_options));
  Collector collector{results, {}, std::vector<std::uint8_t>(results.units.size(), 0), {}};
  std::vector<std::string> codes;
  for (std::size_t side = 0; side < sides.size(); ++side) {
    const ProtocolTable& table = *results.find(sides[side].source, level);
    if (side == 0) {
      for (const std::size_t line : table.group(options.votes_group)) {
        codes.push_back(table.lines[line].code);
        collector.open.contestants.push_back(table.lines[line].label.empty() ? codes.back()
                                                                             : table.lines[line].label);
      }
    }
    collector.sides.push_back(
        {&table, rows_by_unit(results.units, table, sides[side]), slot_columns(table, codes, options)});
  }
  if (codes.empty())
    return base::fail(
        base::ErrorCode::not_found,
        fmt::format("no lines of the group '{}': there are no contestants' votes", options.votes_group));
  for (const Contestant& contestant : results.contestants) {
    const auto found = std::ranges::find(codes, contestant.code);
    if (found != codes.end() && !contestant.name.empty())
      collector.open.contestants[static_cast<std::size_t>(found - codes.begin())] = contestant.name;
  }
  collector.open.votes.assign(codes.size() + 1, 0);
  for (const UnitRemark& remark : results.remarks) {
    if (remark.unit < results.units.size())
      collector.remarks[remark.unit] |= remark.status == UnitStatus::quarantined ? 1 : 2;
  }
  // A remark on a unit above holds for all below it; parents come before their children.
  for (UnitIndex unit = 1; unit < results.units.size(); ++unit)
    collector.remarks[unit] |= collector.remarks[results.units.parent(unit)];
  for (const UnitIndex unit : results.units.at_level(level)) collector.add_unit(unit);
  return std::move(collector.open);
}

}  // namespace tallyward::results
