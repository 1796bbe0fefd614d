#include "results/check.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "results/rule_binding.h"

namespace tallyward::results {

std::uint64_t RuleTally::of(RuleVerdict verdict) const {
  switch (verdict) {
    case RuleVerdict::pass:
      return pass;
    case RuleVerdict::fail:
      return fail;
    case RuleVerdict::unknown:
      return unknown;
    case RuleVerdict::not_applicable:
      return not_applicable;
    case RuleVerdict::suppressed:
      return suppressed;
  }
  return 0;
}

void RuleTally::add(const RuleTally& other) {
  pass += other.pass;
  fail += other.fail;
  unknown += other.unknown;
  not_applicable += other.not_applicable;
  suppressed += other.suppressed;
  if (__builtin_add_overflow(excess, other.excess, &excess))
    excess = std::numeric_limits<std::int64_t>::max();
  if (__builtin_add_overflow(deficit, other.deficit, &deficit))
    deficit = -std::numeric_limits<std::int64_t>::max();
}

std::uint8_t TableCheck::state(std::size_t row) const {
  return states.empty() ? kCounts : states[row];
}

FindingSides TableCheck::sides(const RuleFinding& finding) const {
  if (finding.exact != RuleFinding::kWhole) return exact[finding.exact];
  FindingSides sides;
  if (finding.left != RuleFinding::kNotKnown) sides.left = base::Fraction(finding.left);
  if (finding.right != RuleFinding::kNotKnown) sides.right = base::Fraction(finding.right);
  if (sides.left && sides.right) sides.difference = base::Fraction(*sides.left - *sides.right);
  return sides;
}

RuleTally Check::total() const {
  RuleTally sum;
  for (const TableCheck& table : tables) {
    for (const RuleTally& tally : table.tallies) sum.add(tally);
  }
  for (const RuleTally& tally : between) sum.add(tally);
  return sum;
}

Check check_results(const Results& results, const RuleSet& rules) {
  Check check;
  for (std::size_t i = 0; i < results.tables.size(); ++i)
    check.tables.push_back(check_table(results, i, rules));
  check_between(results, rules, check);
  return check;
}

namespace {

/// Counts protocols and findings into groups; `group_of(row)` gives the place of a row's group.
template <typename GroupOf>
void count_groups(const Results& results, const TableCheck& check, GroupOf group_of,
                  std::vector<CheckGroup>& groups) {
  const ProtocolTable& table = results.tables[check.table];
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (check.state(row) == kCounts) ++groups[group_of(row)].protocols;
  }
  std::vector<std::uint8_t> failed(table.rows());
  for (const RuleFinding& finding : check.findings) {
    CheckGroup& group = groups[group_of(finding.row)];
    if (finding.verdict != RuleVerdict::fail) {
      ++group.unknowns;
      continue;
    }
    ++group.failures;
    if (failed[finding.row] == 0) ++group.with_failure;
    failed[finding.row] = 1;
  }
}

}  // namespace

std::vector<CheckGroup> by_region(const Results& results, const TableCheck& check,
                                  election::LevelIndex level) {
  std::vector<CheckGroup> groups;
  std::unordered_map<election::UnitIndex, std::size_t> places;
  for (const election::UnitIndex unit : results.units.at_level(level)) {
    places.emplace(unit, groups.size());
    const std::string_view name = results.units.name(unit);
    groups.push_back({.name = std::string(name.empty() ? results.units.code(unit) : name),
                      .path = results.units.path(unit)});
  }
  const ProtocolTable& table = results.tables[check.table];
  count_groups(
      results, check,
      [&](std::size_t row) { return places.at(results.units.ancestor(table.units[row], level)); }, groups);
  std::erase_if(groups, [](const CheckGroup& group) { return group.protocols == 0; });
  return groups;
}

std::vector<CheckGroup> by_size(const Results& results, const TableCheck& check) {
  constexpr std::array<Figure, 4> bounds{100, 500, 1000, 2000};
  const ProtocolTable& table = results.tables[check.table];
  const auto line = table.find_line("registered");
  if (!line) return {};
  std::vector<CheckGroup> groups{{.name = "up to 100", .path = ""},    {.name = "101 to 500", .path = ""},
                                 {.name = "501 to 1,000", .path = ""}, {.name = "1,001 to 2,000", .path = ""},
                                 {.name = "above 2,000", .path = ""},  {.name = "not known", .path = ""}};
  count_groups(
      results, check,
      [&](std::size_t row) -> std::size_t {
        const Figure size = table.columns[*line][row];
        if (size == kBlank) return bounds.size() + 1;
        return static_cast<std::size_t>(std::ranges::lower_bound(bounds, size) - bounds.begin());
      },
      groups);
  std::erase_if(groups, [](const CheckGroup& group) { return group.protocols == 0; });
  return groups;
}

std::vector<AnnulledProtocol> annulled_protocols(const Results& results, const TableCheck& check) {
  std::vector<AnnulledProtocol> protocols;
  const ProtocolTable& table = results.tables[check.table];
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (check.state(row) != kAnnulled) continue;
    const auto remark = std::ranges::find_if(results.remarks, [&](const UnitRemark& each) {
      return each.unit == table.units[row] && each.status != UnitStatus::quarantined;
    });
    protocols.push_back({row, table.units[row], remark->status, remark->reason});
  }
  return protocols;
}

std::vector<DerivedTotal> derived_totals(const Results& results, std::size_t index, const RuleSet& rules,
                                         std::string_view code, election::LevelIndex level) {
  const auto derived = std::ranges::find(rules.derived, code, &DerivedQuantity::code);
  const ProtocolTable& table = results.tables[index];
  std::vector<DerivedTotal> totals;
  if (derived == rules.derived.end() || level > table.level) return totals;
  std::unordered_map<election::UnitIndex, std::size_t> places;
  for (const election::UnitIndex unit : results.units.at_level(level)) {
    places.emplace(unit, totals.size());
    totals.push_back({.unit = unit});
  }
  const RuleBinding binding(rules, table);
  const std::vector<std::uint8_t> states = row_states(results, table, rules);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (states[row] == kAnotherCounts) continue;
    DerivedTotal& total = totals[places.at(results.units.ancestor(table.units[row], level))];
    if (states[row] == kAnnulled && !derived->when_annulled) continue;
    const auto value = expression::evaluate(
        states[row] == kAnnulled ? *derived->when_annulled : derived->formula, binding.row_lookup(row));
    if (!value || !std::holds_alternative<base::Fraction>(*value)) {
      ++total.unknown;
      continue;
    }
    const base::Fraction& number = std::get<base::Fraction>(*value);
    total.sum += number;
    if (number != 0) ++total.not_zero;
  }
  return totals;
}

}  // namespace tallyward::results
