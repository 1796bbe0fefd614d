#include "results/tabulate.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "results/compare.h"

namespace tallyward::results {
namespace {

using election::kNoUnit;
using election::LevelIndex;
using election::UnitIndex;

constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

/// Which rows of a table count: for each unit the first row of its latest version.
struct CountedRows {
  std::vector<std::uint8_t> counted;        ///< By row.
  std::vector<std::uint32_t> row_of_unit;   ///< By unit; kNoRow.
  std::vector<std::uint32_t> previous_row;  ///< By row: an earlier row of the same unit; kNoRow.
  std::vector<std::uint32_t> last_row;      ///< By unit, where that chain begins.
  std::vector<std::uint32_t> surplus_rows;  ///< Further rows of the same unit and version.
  std::size_t rows_without_unit = 0;
};

CountedRows count_rows(const election::UnitTree& units, const ProtocolTable& table) {
  CountedRows rows;
  rows.counted.assign(table.rows(), 1);
  rows.row_of_unit.assign(units.size(), kNoRow);
  rows.last_row.assign(units.size(), kNoRow);
  rows.previous_row.assign(table.rows(), kNoRow);
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const UnitIndex unit = table.units[row];
    if (unit >= units.size() || units.level(unit) != table.level) {
      rows.counted[row] = 0;
      ++rows.rows_without_unit;
      continue;
    }
    rows.previous_row[row] = std::exchange(rows.last_row[unit], row);
    std::uint32_t& held = rows.row_of_unit[unit];
    if (held != kNoRow && table.version(held) >= table.version(row)) {
      rows.counted[row] = 0;
      continue;
    }
    if (held != kNoRow) rows.counted[held] = 0;
    held = row;
  }
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const UnitIndex unit = table.units[row];
    if (rows.counted[row] != 0 || unit >= units.size() || units.level(unit) != table.level) continue;
    if (table.version(row) == table.version(rows.row_of_unit[unit])) rows.surplus_rows.push_back(row);
  }
  return rows;
}

std::int64_t figure_or_zero(const ProtocolTable& table, std::size_t line, std::uint32_t row) {
  const Figure figure = table.columns[line][row];
  return figure == kBlank ? 0 : figure;
}

/// Everything that stays the same for all published figures of one level.
struct Below {
  const Results& results;
  const ProtocolTable& table;
  const CountedRows& rows;
  std::vector<std::uint32_t> annulled_rows;  ///< With the remark that says so, in the same place.
  std::vector<const UnitRemark*> annulled_remarks;
  std::vector<std::uint8_t> is_annulled;  ///< By row.
  /// Other sources' tables of the same level, the highest authority first, with the row of each unit.
  std::vector<std::pair<const ProtocolTable*, std::vector<std::uint32_t>>> other_sources;

  bool is_under(UnitIndex unit, UnitIndex above) const {
    return results.units.ancestor(unit, results.units.level(above)) == above;
  }
};

void find_annulled(Below& below) {
  const election::UnitTree& units = below.results.units;
  std::vector<const UnitRemark*> remark_of_unit(units.size(), nullptr);
  for (const UnitRemark& remark : below.results.remarks) {
    if (remark.status == UnitStatus::annulled && remark.unit < units.size())
      remark_of_unit[remark.unit] = &remark;
  }
  below.is_annulled.assign(below.table.rows(), 0);
  for (std::uint32_t row = 0; row < below.table.rows(); ++row) {
    if (below.rows.counted[row] == 0) continue;
    UnitIndex unit = below.table.units[row];
    while (unit != kNoUnit && remark_of_unit[unit] == nullptr) unit = units.parent(unit);
    if (unit == kNoUnit) continue;
    below.is_annulled[row] = 1;
    below.annulled_rows.push_back(row);
    below.annulled_remarks.push_back(remark_of_unit[unit]);
  }
}

/// The newest version of a unit that was out at `time`, or kNoRow.
std::uint32_t row_at(const Below& below, UnitIndex unit, base::Time time) {
  std::uint32_t best = kNoRow;
  for (std::uint32_t row = below.rows.last_row[unit]; row != kNoRow; row = below.rows.previous_row[row]) {
    if (below.table.published[row] > time) continue;
    if (best == kNoRow || below.table.version(row) >= below.table.version(best)) best = row;
  }
  return best;
}

void account_for_later(const Below& below, std::size_t line, const PublishedTotal& total, Gap& gap) {
  if (!total.published || below.table.published.empty()) return;
  for (std::uint32_t row = 0; row < below.table.rows(); ++row) {
    const UnitIndex unit = below.table.units[row];
    if (below.rows.counted[row] == 0 || below.table.published[row] <= *total.published) continue;
    if (!below.is_under(unit, gap.unit) || below.is_annulled[row] != 0) continue;
    const std::uint32_t earlier = row_at(below, unit, *total.published);
    const std::int64_t before = earlier == kNoRow ? 0 : figure_or_zero(below.table, line, earlier);
    const std::int64_t amount = before - figure_or_zero(below.table, line, row);
    if (amount == 0) continue;
    gap.accounts.push_back(
        {AccountKind::later, unit, amount,
         earlier == kNoRow ? "published after the total" : "a newer version was published after the total"});
  }
}

void account_for_annulled(const Below& below, std::size_t line, Gap& gap) {
  for (std::size_t i = 0; i < below.annulled_rows.size(); ++i) {
    const std::uint32_t row = below.annulled_rows[i];
    const UnitIndex unit = below.table.units[row];
    const std::int64_t figure = figure_or_zero(below.table, line, row);
    if (figure == 0 || !below.is_under(unit, gap.unit)) continue;
    gap.accounts.push_back({AccountKind::annulled, unit, -figure, below.annulled_remarks[i]->reason});
  }
}

std::vector<AccountItem> duplicate_items(const Below& below, std::size_t line, const Gap& gap) {
  std::vector<AccountItem> items;
  for (const std::uint32_t row : below.rows.surplus_rows) {
    const UnitIndex unit = below.table.units[row];
    const std::int64_t figure = figure_or_zero(below.table, line, row);
    if (figure == 0 || !below.is_under(unit, gap.unit)) continue;
    items.push_back({AccountKind::duplicate, unit, figure, "its protocol stands twice in the input"});
  }
  return items;
}

/// Missing units with the figure that another source prints, the highest authority first. Counts in `gap` how
/// many are missing, and for how many a figure is known.
std::vector<AccountItem> missing_items(const Below& below, const LevelTabulation& level, Gap& gap) {
  std::vector<AccountItem> items;
  for (const UnitIndex unit : level.missing) {
    if (!below.is_under(unit, gap.unit)) continue;
    ++gap.missing_units;
    for (const auto& [table, row_of_unit] : below.other_sources) {
      const auto line = table->find_line(gap.line);
      const std::uint32_t row = row_of_unit[unit];
      if (!line || row == kNoRow) continue;
      const Figure figure = table->columns[*line][row];
      if (figure == kBlank) continue;
      ++gap.missing_known;
      gap.missing_amount += figure;
      if (figure != 0)
        items.push_back({AccountKind::missing, unit, figure,
                         fmt::format("no protocol here; the figure is as {} prints it", table->source)});
      break;
    }
  }
  return items;
}

std::vector<AccountItem> unknown_items(const Below& below, const LevelTabulation& level, std::size_t line,
                                       Gap& gap) {
  std::vector<AccountItem> items;
  for (const UnitIndex unit : level.unknown) {
    if (!below.is_under(unit, gap.unit)) continue;
    const std::uint32_t row = below.rows.row_of_unit[unit];
    ++gap.unknown_units;
    if (below.is_annulled[row] != 0) continue;
    const std::int64_t figure = figure_or_zero(below.table, line, row);
    gap.unknown_amount += figure;
    if (figure != 0)
      items.push_back({AccountKind::unknown, unit, -figure, "the register does not have this unit"});
  }
  return items;
}

/// Protocols that stand twice, missing units and unknown units account for a gap only as whole classes: when
/// *all* items of one class, or of several, make exactly what remains. The fewest classes go first. Missing
/// units are such a class only when the figure of every one of them is known.
void account_for_classes(const std::vector<std::vector<AccountItem>>& classes, Gap& gap) {
  const auto sum_of = [&](unsigned set) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      for (const AccountItem& item : classes[i]) sum += item.amount;
    }
    return sum;
  };
  const auto usable = [&](unsigned set) {
    for (std::size_t i = 0; i < classes.size(); ++i)
      if ((set >> i & 1U) != 0 && classes[i].empty()) return false;
    return true;
  };
  for (const unsigned set : {1U, 2U, 4U, 3U, 5U, 6U, 7U}) {
    if (gap.remaining == 0 || !usable(set) || sum_of(set) != gap.remaining) continue;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if ((set >> i & 1U) != 0) gap.accounts.insert(gap.accounts.end(), classes[i].begin(), classes[i].end());
    }
    gap.remaining = 0;
  }
}

std::uint32_t count_single_fits(const Below& below, std::size_t line, const Gap& gap) {
  std::uint32_t fits = 0;
  const std::vector<Figure>& column = below.table.columns[line];
  for (std::uint32_t row = 0; row < column.size(); ++row) {
    if (column[row] == kBlank || column[row] == 0 || below.rows.counted[row] == 0) continue;
    const std::int64_t figure = column[row];
    if (figure != gap.remaining && figure != -gap.remaining) continue;
    const UnitIndex unit = below.table.units[row];
    const bool named = std::ranges::find(gap.accounts, unit, &AccountItem::unit) != gap.accounts.end();
    if (!named && below.is_under(unit, gap.unit)) ++fits;
  }
  return fits;
}

void compare_cell(const Below& below, const PublishedTotal& total, LevelTabulation& level) {
  const auto line = below.table.find_line(total.line);
  const std::uint32_t place = level.sums.place(total.unit);
  if (!line || place == LevelSums::kNoPlace) return;
  ++level.cells_compared;
  Gap gap{.unit = total.unit,
          .line = total.line,
          .published_by = total.source,
          .published = total.figure,
          .recomputed = level.sums.sums[*line][place],
          .accounts = {}};
  if (gap.gap() == 0) {
    ++level.cells_equal;
    return;
  }
  gap.blanks = level.sums.blanks[*line][place];
  account_for_annulled(below, *line, gap);
  account_for_later(below, *line, total, gap);
  gap.remaining = gap.gap();
  for (const AccountItem& item : gap.accounts) gap.remaining -= item.amount;
  std::vector<AccountItem> missing = missing_items(below, level, gap);
  if (gap.missing_known < gap.missing_units) missing.clear();
  account_for_classes({duplicate_items(below, *line, gap), missing, unknown_items(below, level, *line, gap)},
                      gap);
  if (gap.remaining != 0) gap.single_units_that_fit = count_single_fits(below, *line, gap);
  level.gaps.push_back(std::move(gap));
}

/// Missing and unknown units against the register: a named source's units, or the tree.
void compare_with_register(const Below& below, const ProtocolTable* reg, LevelTabulation& level) {
  const election::UnitTree& units = below.results.units;
  std::vector<std::uint8_t> expected(units.size(), 0);
  if (reg != nullptr) {
    for (const UnitIndex unit : reg->units)
      if (unit < units.size()) expected[unit] = 1;
  } else {
    for (const UnitIndex unit : units.at_level(below.table.level)) expected[unit] = 1;
  }
  for (const UnitRemark& remark : below.results.remarks) {
    if (remark.status != UnitStatus::quarantined && remark.unit < units.size()) expected[remark.unit] |= 2;
  }
  for (const UnitIndex unit : units.at_level(below.table.level)) {
    const bool has_protocol = below.rows.row_of_unit[unit] != kNoRow;
    if (!has_protocol && expected[unit] == 1) level.missing.push_back(unit);
    if (has_protocol && (expected[unit] & 1) == 0) level.unknown.push_back(unit);
  }
  for (const std::uint32_t row : below.rows.surplus_rows) level.duplicates.push_back(below.table.units[row]);
  std::ranges::sort(level.duplicates);
  level.duplicates.erase(std::ranges::unique(level.duplicates).begin(), level.duplicates.end());
}

/// The nearest table of the source below `level`; nullptr if there is none.
const ProtocolTable* table_below(const Results& results, std::string_view source, LevelIndex level) {
  for (LevelIndex lower = static_cast<LevelIndex>(level + 1); lower <= results.units.lowest_level();
       ++lower) {
    if (const ProtocolTable* table = results.find(source, lower)) return table;
  }
  return nullptr;
}

std::vector<PublishedTotal> all_published(const Results& results, const TabulateOptions& options) {
  std::vector<PublishedTotal> all = options.published;
  for (const ProtocolTable& table : results.tables) {
    if (table.level >= results.units.lowest_level()) continue;
    std::vector<PublishedTotal> more = published_totals(latest_versions(table));
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return all;
}

/// The source with the highest authority that has protocols at the lowest level at which anybody has some.
std::string best_source(const Results& results) {
  LevelIndex lowest = 0;
  for (const ProtocolTable& table : results.tables) lowest = std::max(lowest, table.level);
  for (const Source& source : results.sources) {
    if (lowest > 0 && results.find(source.id, lowest) != nullptr) return source.id;
  }
  for (const ProtocolTable& table : results.tables)
    if (lowest > 0 && table.level == lowest) return table.source;
  return "";
}

/// The table without the lines that do not add up; these go to `left_out`.
ProtocolTable lines_that_add_up(const ProtocolTable& table, std::vector<Line>& left_out) {
  ProtocolTable kept = table;
  kept.lines.clear();
  kept.columns.clear();
  for (std::size_t line = 0; line < table.lines.size(); ++line) {
    if (!adds_up(table.lines[line])) {
      left_out.push_back(table.lines[line]);
      continue;
    }
    kept.lines.push_back(table.lines[line]);
    kept.columns.push_back(table.columns[line]);
  }
  return kept;
}

/// All levels that one table is the base of, with the published figures of these levels.
void tabulate_from(const Results& results, const ProtocolTable& whole, const ProtocolTable* reg,
                   Tabulation& out) {
  std::vector<Line> left_out;
  std::optional<ProtocolTable> kept;
  if (!std::ranges::all_of(whole.lines, adds_up)) kept = lines_that_add_up(whole, left_out);
  const ProtocolTable& table = kept ? *kept : whole;
  const CountedRows rows = count_rows(results.units, table);
  Below below{results, table, rows, {}, {}, {}, {}};
  find_annulled(below);
  for (const Source& source : results.sources) {
    const ProtocolTable* other = results.find(source.id, table.level);
    if (other != nullptr && source.id != table.source)
      below.other_sources.emplace_back(other, rows_by_unit(results.units, *other, {source.id, {}}));
  }
  for (LevelSums& sums : roll_up(results.units, table, rows.counted)) {
    if (table_below(results, out.source, sums.level) != &whole) continue;
    LevelTabulation level;
    level.level = sums.level;
    level.from_level = table.level;
    level.from_source = table.source;
    level.lines = table.lines;
    level.not_added = left_out;
    level.sums = std::move(sums);
    level.rows_without_unit = rows.rows_without_unit;
    compare_with_register(below, reg, level);
    for (const PublishedTotal& total : out.published) {
      if (results.units.level(total.unit) == level.level) compare_cell(below, total, level);
    }
    out.levels.push_back(std::move(level));
  }
}

}  // namespace

std::string_view to_text(AccountKind kind) {
  switch (kind) {
    case AccountKind::annulled:
      return "annulled";
    case AccountKind::duplicate:
      return "duplicate";
    case AccountKind::later:
      return "later";
    case AccountKind::missing:
      return "missing";
    case AccountKind::unknown:
      return "unknown";
  }
  return "";
}

std::vector<PublishedTotal> published_totals(const ProtocolTable& table) {
  std::vector<PublishedTotal> totals;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t line = 0; line < table.lines.size(); ++line) {
      const Figure figure = table.columns[line][row];
      if (figure == kBlank) continue;
      totals.push_back({table.units[row], table.lines[line].code, figure, table.source,
                        table.published.empty() ? std::nullopt : std::optional(table.published[row])});
    }
  }
  return totals;
}

std::size_t Tabulation::gaps() const {
  std::size_t count = 0;
  for (const LevelTabulation& level : levels) count += level.gaps.size();
  return count;
}

std::size_t Tabulation::remaining() const {
  std::size_t count = 0;
  for (const LevelTabulation& level : levels)
    count += static_cast<std::size_t>(
        std::ranges::count_if(level.gaps, [](const Gap& gap) { return gap.remaining != 0; }));
  return count;
}

base::Result<Tabulation> tabulate(const Results& results, const TabulateOptions& options) {
  Tabulation tabulation;
  tabulation.source = options.source.empty() ? best_source(results) : options.source;
  const ProtocolTable* lowest = nullptr;
  for (const ProtocolTable& table : results.tables) {
    if (table.source != tabulation.source || table.level == 0) continue;
    if (lowest == nullptr || table.level > lowest->level) lowest = &table;
  }
  if (lowest == nullptr && options.source.empty())
    return base::fail(base::ErrorCode::not_found,
                      "no source has protocols below the country: no station-level data");
  if (lowest == nullptr)
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("no protocols below the country from a source named '{}'", options.source));
  const ProtocolTable* reg = nullptr;
  if (!options.register_source.empty()) {
    reg = results.find(options.register_source, lowest->level);
    if (reg == nullptr)
      return base::fail(
          base::ErrorCode::not_found,
          fmt::format("no units at the lowest level from a source named '{}'", options.register_source));
  }
  tabulation.published = all_published(results, options);
  for (int level = lowest->level; level > 0; --level) {
    const ProtocolTable* table = results.find(tabulation.source, static_cast<LevelIndex>(level));
    if (table == nullptr) continue;
    tabulate_from(results, *table, table == lowest ? reg : nullptr, tabulation);
  }
  return tabulation;
}

}  // namespace tallyward::results
