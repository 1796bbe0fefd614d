#include <algorithm>
#include <bit>

#include "results/check.h"
#include "results/rule_binding.h"
#include "results/rule_run.h"

namespace tallyward::results {

namespace {

bool wanted_here(const Rule& rule, const ProtocolTable& table) {
  if (rule.across_sources || (rule.kind != RuleKind::formula && rule.kind != RuleKind::series)) return false;
  return rule.sources.empty() || std::ranges::find(rule.sources, table.source) != rule.sources.end();
}

/// Rows that all linear rules see before the next ones: their columns stay in the processor's cache.
constexpr std::size_t kMarkedRows = 512;

RowBits all_rows(std::size_t rows) {
  RowBits bits((rows + kRowsInWord - 1) / kRowsInWord, ~std::uint64_t{0});
  if (const std::size_t last = rows % kRowsInWord; last != 0) bits.back() = (std::uint64_t{1} << last) - 1;
  return bits;
}

/// The rows that count, and how many do not, into `check`.
RowBits counted_rows(const Results& results, const ProtocolTable& table, const RuleSet& rules,
                     TableCheck& check) {
  RowBits counted = all_rows(table.rows());
  const bool all_count = table.versions.empty() && table.published.empty() && results.remarks.empty() &&
                         rules.versions != VersionChoice::by_authority;
  if (!all_count) {
    check.states = row_states(results, table, rules);
    for (std::size_t row = 0; row < check.states.size(); ++row) {
      if (check.states[row] == kCounts) continue;
      counted[row / kRowsInWord] &= ~(std::uint64_t{1} << (row % kRowsInWord));
      ++(check.states[row] == kAnotherCounts ? check.overtaken : check.annulled);
    }
  }
  check.checked = table.rows() - check.overtaken - check.annulled;
  return counted;
}

void find_missing(const Rule& rule, const RuleBinding& binding, std::vector<std::string>& missing) {
  for (const RuleComparison& comparison : rule.comparisons) {
    binding.missing(comparison.left, missing);
    binding.missing(comparison.right, missing);
  }
  if (rule.condition) binding.missing(*rule.condition, missing);
}

/// Of the rows that count, those on which the member has a figure: where all its lines are blank it is not
/// on that protocol.
RowBits rows_with(const Rule& rule, const RuleSet& rules, const RuleBinding& binding,
                  const ProtocolTable& table, const RowBits& counted) {
  RowBits there(counted.size(), 0);
  for (const std::string& name : rule.lines) {
    if (rules.find_group(name) == nullptr) continue;
    for (const std::uint32_t column : binding.columns(name).value_or(RuleColumns{}).columns) {
      for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::uint64_t known = table.columns[column][row] != kBlank ? 1 : 0;
        there[row / kRowsInWord] |= known << (row % kRowsInWord);
      }
    }
  }
  for (std::size_t word = 0; word < there.size(); ++word) there[word] &= counted[word];
  return there;
}

std::size_t count(const RowBits& bits) {
  std::size_t sum = 0;
  for (const std::uint64_t word : bits) sum += static_cast<std::size_t>(std::popcount(word));
  return sum;
}

/// A rule for each member of its groups. Each is marked by itself.
void check_members(const ProtocolTable& table, const RuleSet& rules, std::uint32_t index, bool exact_only,
                   const RowBits& counted, const RowBits& silenced, RowBits* failed,
                   std::vector<RuleRegister>& registers, TableCheck& check) {
  const Rule& rule = rules.rules[index];
  const std::size_t first = check.findings.size();
  check.members[index] = members_of(rule, rules, table);
  if (check.members[index].empty()) check.tallies[index].not_applicable = check.checked;
  std::vector<std::string> absent;
  std::size_t members_checked = 0;
  for (std::size_t member = 0; member < check.members[index].size(); ++member) {
    const RuleBinding binding(rules, table, rule.for_each, check.members[index][member]);
    std::vector<std::string> missing;
    find_missing(rule, binding, missing);
    if (!missing.empty()) {
      check.tallies[index].not_applicable += check.checked;
      absent = std::move(missing);
      continue;
    }
    ++members_checked;
    const RowBits there = rows_with(rule, rules, binding, table, counted);
    check.tallies[index].not_applicable += check.checked - count(there);
    RuleRun run(table, binding, rule, index, exact_only, check, static_cast<std::uint16_t>(member));
    for (std::size_t block = 0; block < table.rows(); block += kMarkedRows)
      run.mark(block, std::min(kMarkedRows, table.rows() - block));
    run.run(there, silenced, failed, registers);
  }
  if (members_checked == 0) check.missing_lines[index] = std::move(absent);
  std::stable_sort(check.findings.begin() + static_cast<std::ptrdiff_t>(first), check.findings.end(),
                   [](const RuleFinding& a, const RuleFinding& b) { return a.row < b.row; });
}

}  // namespace

TableCheck check_table(const Results& results, std::size_t index, const RuleSet& rules, bool exact_only) {
  const ProtocolTable& table = results.tables[index];
  TableCheck check;
  check.table = index;
  check.source = table.source;
  check.level = table.level;
  check.tallies.resize(rules.rules.size());
  check.missing_lines.resize(rules.rules.size());
  check.members.resize(rules.rules.size());
  const RowBits counted = counted_rows(results, table, rules, check);

  const RuleBinding binding(rules, table);
  std::vector<std::pair<std::size_t, RuleRun>> runs;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    if (!wanted_here(rule, table) || !rule.for_each.empty()) continue;
    find_missing(rule, binding, check.missing_lines[i]);
    if (check.missing_lines[i].empty()) {
      runs.emplace_back(i, RuleRun(table, binding, rule, static_cast<std::uint32_t>(i), exact_only, check));
    } else {
      check.tallies[i].not_applicable = check.checked;
    }
  }
  for (std::size_t first = 0; first < table.rows(); first += kMarkedRows) {
    for (auto& [i, run] : runs) run.mark(first, std::min(kMarkedRows, table.rows() - first));
  }

  std::vector<RuleRegister> registers;
  std::vector<RowBits> failed(rules.rules.size());
  for (const Rule& rule : rules.rules) {
    for (const std::uint32_t other : rule.unless) failed[other].resize(counted.size());
  }
  auto next = runs.begin();
  for (std::uint32_t i = 0; i < rules.rules.size(); ++i) {
    RowBits silenced;
    for (const std::uint32_t other : rules.rules[i].unless) {
      silenced.resize(counted.size());
      for (std::size_t word = 0; word < counted.size(); ++word) silenced[word] |= failed[other][word];
    }
    RowBits* const keep_failed = failed[i].empty() ? nullptr : &failed[i];
    if (next != runs.end() && next->first == i) {
      next->second.run(counted, silenced, keep_failed, registers);
      ++next;
    } else if (wanted_here(rules.rules[i], table) && !rules.rules[i].for_each.empty()) {
      check_members(table, rules, i, exact_only, counted, silenced, keep_failed, registers, check);
    }
  }
  return check;
}

}  // namespace tallyward::results
