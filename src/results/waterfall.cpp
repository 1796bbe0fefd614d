#include "results/waterfall.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tallyward::results {
namespace {

std::int64_t sum_of_side(const Comparison& comparison, std::size_t side, std::uint32_t column) {
  std::int64_t sum = 0;
  for (const std::uint32_t row : comparison.row_of_unit[side]) {
    if (row == Comparison::kNoRow) continue;
    const Figure figure = comparison.tables[side]->columns[column][row];
    sum += figure == kBlank ? 0 : figure;
  }
  return sum;
}

std::int64_t sum_of_level(const LevelTabulation& level, std::string_view line) {
  const auto found = std::ranges::find(level.lines, line, &Line::code);
  if (found == level.lines.end()) return 0;
  const auto index = static_cast<std::size_t>(found - level.lines.begin());
  std::int64_t sum = 0;
  for (const std::int64_t figure : level.sums.sums[index]) sum += figure;
  return sum;
}

/// Adds the gaps of one level to the steps, an entry for each kind of account and one for what remains.
void add_level(const LevelTabulation& level, std::string_view level_name, std::string_view line,
               std::string_view published_by, std::vector<WaterfallStep>& steps) {
  std::array<WaterfallStep, kAccountKinds + 1> parts;
  for (std::size_t kind = 0; kind < kAccountKinds; ++kind) {
    WaterfallStep& part = parts[kind];
    part.code = to_text(static_cast<AccountKind>(kind));
    part.label = fmt::format("{}: {}", level_name, part.code);
  }
  WaterfallStep& rest = parts[kAccountKinds];
  rest.code = "remaining";
  rest.label = fmt::format("{}: not accounted for", level_name);
  for (const Gap& gap : level.gaps) {
    if (gap.line != line || gap.published_by != published_by) continue;
    for (const AccountItem& item : gap.accounts) {
      WaterfallStep& part = parts[static_cast<std::size_t>(item.kind)];
      part.amount += item.amount;
      ++part.count;
    }
    rest.amount += gap.remaining;
    rest.count += gap.remaining != 0;
  }
  for (WaterfallStep& part : parts) {
    if (part.count != 0) steps.push_back(std::move(part));
  }
}

}  // namespace

base::Result<Waterfall> waterfall(const Comparison& comparison, const PairComparison& pair,
                                  std::string_view line) {
  const auto found = std::ranges::find(pair.lines, line, &Line::code);
  if (found == pair.lines.end())
    return base::fail(base::ErrorCode::not_found, fmt::format("no line '{}' on both sides", line));
  if (!adds_up(*found))
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("line '{}' has decimals and does not add up", line));
  const auto index = static_cast<std::uint32_t>(found - pair.lines.begin());
  Waterfall fall;
  fall.line = line;
  fall.from = to_text(comparison.sides[pair.left]);
  fall.to = to_text(comparison.sides[pair.right]);
  fall.start = sum_of_side(comparison, pair.left, pair.left_column[index]);
  fall.end = sum_of_side(comparison, pair.right, pair.right_column[index]);
  std::array<WaterfallStep, kDifferenceKinds + 1> steps;
  for (const LoneProtocol& lone : pair.lone) {
    const std::size_t side = lone.on_right ? pair.right : pair.left;
    const std::uint32_t column = lone.on_right ? pair.right_column[index] : pair.left_column[index];
    const Figure figure = comparison.tables[side]->columns[column][lone.row];
    WaterfallStep& step = steps[lone.on_right ? 1 : 0];
    const std::string& here = lone.on_right ? fall.to : fall.from;
    step.code = lone.on_right ? "only_right" : "only_left";
    step.label = fmt::format("protocols only in {}", here);
    step.amount += figure == kBlank ? 0 : lone.on_right ? figure : -std::int64_t{figure};
    ++step.count;
  }
  for (const CellDifference& cell : pair.cells) {
    if (cell.line != index) continue;
    WaterfallStep& step = steps[static_cast<std::size_t>(cell.kind) + 1];
    step.code = to_text(cell.kind);
    step.label = explain(cell.kind);
    step.amount += cell.difference();
    ++step.count;
  }
  for (WaterfallStep& step : steps) {
    if (step.count != 0) fall.steps.push_back(std::move(step));
  }
  return fall;
}

base::Result<Waterfall> waterfall(const Results& results, const Tabulation& tabulation, std::string_view line,
                                  std::string_view published_by) {
  if (tabulation.levels.empty() || tabulation.levels.back().level != 0)
    return base::fail(base::ErrorCode::not_found, "nothing was added up to the country");
  if (std::ranges::find(tabulation.levels.front().lines, line, &Line::code) ==
      tabulation.levels.front().lines.end())
    return base::fail(base::ErrorCode::not_found, fmt::format("no line '{}' that adds up", line));
  const PublishedTotal* total = nullptr;
  for (const PublishedTotal& candidate : tabulation.published) {
    if (candidate.unit != 0 || candidate.line != line) continue;
    if (!published_by.empty() && candidate.source != published_by) continue;
    total = &candidate;
    break;
  }
  if (total == nullptr)
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("nothing was published for the whole on line '{}'", line));
  Waterfall fall;
  fall.line = line;
  fall.from = fmt::format("sum of {}", tabulation.levels.front().from_source);
  fall.start = sum_of_level(tabulation.levels.front(), line);
  fall.to = total->source;
  fall.end = total->figure;
  std::int64_t now = fall.start;
  for (std::size_t i = 0; i < tabulation.levels.size(); ++i) {
    const LevelTabulation& level = tabulation.levels[i];
    const bool last = i + 1 == tabulation.levels.size();
    // A level in between counts only if the next one was recomputed from it.
    if (!last && tabulation.levels[i + 1].from_level != level.level) continue;
    const std::size_t steps_before = fall.steps.size();
    const std::string& name = results.units.level_names()[level.level];
    add_level(level, name, line, last ? fall.to : tabulation.source, fall.steps);
    for (std::size_t step = steps_before; step < fall.steps.size(); ++step) now += fall.steps[step].amount;
    const std::int64_t next = last ? fall.end : sum_of_level(tabulation.levels[i + 1], line);
    if (next != now)
      fall.steps.push_back(
          {fmt::format("{}: units without a published figure", name), "unpublished", next - now, 1});
    now = next;
  }
  return fall;
}

}  // namespace tallyward::results
