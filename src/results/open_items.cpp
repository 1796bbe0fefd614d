#include "results/open_items.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "results/tabulate.h"

namespace tallyward::results {
namespace {

using election::UnitIndex;

/// Columns of a table that add up to one slot; none: the table says nothing of the slot.
using Columns = std::vector<std::size_t>;

/// The piece of a line's code after its last '_': "machine_05" and "votes_05" are of one contestant.
std::string_view number_of(std::string_view code) {
  const auto place = code.rfind('_');
  return place == std::string_view::npos ? code : code.substr(place + 1);
}

/// Which columns of a side stand against which of the leading side, by slot. A side that prints only a part
/// of a contestant's votes (those of the machines) is compared in that part.
struct SlotPairs {
  std::vector<Columns> theirs;
  std::vector<Columns> ours;
};

/// The lines of a contestant: the line itself, or else the parts that both tables have.
void pair_contestant(const ProtocolTable& leading, const ProtocolTable& table, const std::string& code,
                     SlotPairs& pairs) {
  Columns theirs;
  Columns ours;
  const auto own = table.find_line(code);
  const auto led = leading.find_line(code);
  if (own && led) {
    theirs = {*own};
    ours = {*led};
  } else {
    for (std::size_t line = 0; line < table.lines.size(); ++line) {
      const Line& part = table.lines[line];
      const auto same = leading.find_line(part.code);
      if (!part.group.starts_with("votes_") || !same || number_of(part.code) != number_of(code)) continue;
      theirs.push_back(line);
      ours.push_back(*same);
    }
  }
  pairs.theirs.push_back(std::move(theirs));
  pairs.ours.push_back(std::move(ours));
}

SlotPairs slot_pairs(const ProtocolTable& leading, const ProtocolTable& table,
                     const std::vector<std::string>& codes, const OpenItemsOptions& options) {
  SlotPairs pairs;
  for (const std::string& code : codes) pair_contestant(leading, table, code, pairs);
  Columns theirs;
  Columns ours;
  for (const std::string& code : options.other_lines) {
    const auto own = table.find_line(code);
    const auto led = leading.find_line(code);
    if (!own || !led) continue;
    theirs.push_back(*own);
    ours.push_back(*led);
  }
  pairs.theirs.push_back(std::move(theirs));
  pairs.ours.push_back(std::move(ours));
  return pairs;
}

std::int64_t figure_or_zero(Figure figure) {
  return figure == kBlank ? 0 : figure;
}

std::int64_t sum_of(const ProtocolTable& table, const Columns& columns, std::uint32_t row) {
  std::int64_t sum = 0;
  for (const std::size_t column : columns) sum += figure_or_zero(table.columns[column][row]);
  return sum;
}

bool prints_any(const ProtocolTable& table, const Columns& columns, std::uint32_t row) {
  return std::ranges::any_of(columns,
                             [&](std::size_t column) { return table.columns[column][row] != kBlank; });
}

/// One side, ready to be asked for a unit.
struct SideRows {
  const ProtocolTable* table = nullptr;
  std::vector<std::uint32_t> row_of_unit;
  SlotPairs pairs;  ///< Against the leading side; for the leading side itself, its own slots.
  std::optional<std::size_t> registered;

  std::uint32_t row(UnitIndex unit) const { return row_of_unit[unit]; }
  /// Without the last slot, which is for nobody.
  std::span<const Columns> contestants() const {
    return std::span(pairs.theirs).first(pairs.theirs.size() - 1);
  }
};

/// Everything needed to sort the units into items.
struct Collector {
  const Results& results;
  std::vector<SideRows> sides;          ///< The highest authority first.
  std::vector<UnitStanding> standings;  ///< By unit.
  OpenResult open;

  std::optional<std::int64_t> registered(UnitIndex unit) const {
    for (const SideRows& side : sides) {
      const std::uint32_t row = side.row(unit);
      if (row == Comparison::kNoRow || !side.registered) continue;
      const Figure figure = side.table->columns[*side.registered][row];
      if (figure != kBlank && figure >= 0) return figure;
    }
    return std::nullopt;
  }

  /// `printed` is what a set-aside protocol holds, if that is more than its registered voters.
  void add_unknown(UnitIndex unit, OpenItemKind kind, std::vector<std::int64_t> counted,
                   std::int64_t printed = 0) {
    const auto voters = registered(unit);
    if (!voters) {
      ++open.without_registered;
      return;
    }
    open.items.push_back({kind, unit, {}, {}, std::move(counted), std::max(*voters, printed)});
  }

  /// What the leading side prints for a unit, by slot; nothing if it has no protocol of it.
  std::optional<std::vector<std::int64_t>> printed_by_leading(UnitIndex unit) const {
    const std::uint32_t row = sides[0].row(unit);
    if (row == Comparison::kNoRow) return std::nullopt;
    std::vector<std::int64_t> slots;
    for (const Columns& columns : sides[0].pairs.ours) slots.push_back(sum_of(*sides[0].table, columns, row));
    return slots;
  }

  /// The other sides that print at least one figure to compare, of a unit that the leading side has.
  std::vector<const SideRows*> comparable(UnitIndex unit) const {
    std::vector<const SideRows*> others;
    for (const SideRows& side : std::span(sides).subspan(1)) {
      if (side.row(unit) == Comparison::kNoRow) continue;
      const auto any = [&](const Columns& columns) {
        return prints_any(*side.table, columns, side.row(unit));
      };
      if (std::ranges::any_of(side.contestants(), any)) others.push_back(&side);
    }
    return others;
  }

  void add_unit(UnitIndex unit) {
    if (standings[unit].annulled) return;
    ++open.stations;
    const auto printed = printed_by_leading(unit);
    const std::vector<const SideRows*> others = comparable(unit);
    open.compared += printed && !others.empty();
    const std::vector<std::int64_t> nothing(open.votes.size(), 0);
    if (standings[unit].quarantined) {
      const std::int64_t held =
          printed ? std::accumulate(printed->begin(), printed->end(), std::int64_t{0}) : 0;
      return add_unknown(unit, OpenItemKind::quarantined, nothing, held);
    }
    if (!printed) return add_unknown(unit, OpenItemKind::missing, nothing);
    for (std::size_t slot = 0; slot < printed->size(); ++slot) open.votes[slot] += (*printed)[slot];
    if (open.sources == 1) {
      ++open.one_source_only;
      return;
    }
    if (others.empty()) return add_unknown(unit, OpenItemKind::never_compared, *printed);
    add_discrepancy(unit, others);
  }

  void add_discrepancy(UnitIndex unit, const std::vector<const SideRows*>& others) {
    OpenItem item{.kind = OpenItemKind::discrepancy, .unit = unit, .low = {}, .high = {}, .counted = {}};
    item.low.assign(open.votes.size(), 0);
    item.high.assign(open.votes.size(), 0);
    bool differs = false;
    for (const SideRows* side : others) {
      for (std::size_t slot = 0; slot < open.votes.size(); ++slot) {
        const std::int64_t difference = sum_of(*side->table, side->pairs.theirs[slot], side->row(unit)) -
                                        sum_of(*sides[0].table, side->pairs.ours[slot], sides[0].row(unit));
        item.low[slot] = std::min(item.low[slot], difference);
        item.high[slot] = std::max(item.high[slot], difference);
        differs |= difference != 0;
      }
    }
    if (differs) open.items.push_back(std::move(item));
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
  Collector collector{results, {}, unit_standings(results), {}};
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
    collector.sides.push_back({&table, rows_by_unit(results.units, table, sides[side]),
                               slot_pairs(*results.find(sides[0].source, level), table, codes, options),
                               table.find_line(options.registered_line)});
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
  collector.open.sources =
      static_cast<std::size_t>(std::ranges::count_if(collector.sides, [](const SideRows& side) {
        return std::ranges::any_of(side.contestants(), [](const Columns& of) { return !of.empty(); });
      }));
  collector.open.votes.assign(codes.size() + 1, 0);
  for (const UnitIndex unit : results.units.at_level(level)) collector.add_unit(unit);
  return std::move(collector.open);
}

}  // namespace tallyward::results
