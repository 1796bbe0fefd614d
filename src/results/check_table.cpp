#include <algorithm>
#include <unordered_map>

#include "results/check.h"
#include "results/rule_binding.h"
#include "results/rule_run.h"

namespace tallyward::results {

namespace {

bool wanted_here(const Rule& rule, const ProtocolTable& table) {
  if (rule.across_sources || (rule.kind != RuleKind::formula && rule.kind != RuleKind::series)) return false;
  return rule.sources.empty() || std::ranges::find(rule.sources, table.source) != rule.sources.end();
}

}  // namespace

std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table) {
  std::vector<std::uint8_t> states(table.rows(), 0);
  if (!table.versions.empty()) {
    std::unordered_map<election::UnitIndex, std::int32_t> newest;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      std::int32_t& best = newest.try_emplace(table.units[row], table.versions[row]).first->second;
      best = std::max(best, table.versions[row]);
    }
    for (std::size_t row = 0; row < table.rows(); ++row)
      states[row] = table.versions[row] < newest[table.units[row]] ? 1 : 0;
  }
  std::vector<std::uint8_t> out(results.units.size(), 0);
  bool any = false;
  for (const UnitRemark& remark : results.remarks) {
    if (remark.status == UnitStatus::quarantined || remark.unit >= out.size()) continue;
    out[remark.unit] = 1;
    any = true;
  }
  for (std::size_t row = 0; any && row < table.rows(); ++row) {
    if (table.units[row] < out.size() && out[table.units[row]] != 0) states[row] = 2;
  }
  return states;
}

namespace {

/// Rows that all linear rules see before the next ones: their columns stay in the processor's cache.
constexpr std::size_t kMarkedRows = 512;

/// The rows that count, and how many do not, into `check`.
RowBits counted_rows(const Results& results, const ProtocolTable& table, TableCheck& check) {
  RowBits counted((table.rows() + kRowsInWord - 1) / kRowsInWord, ~std::uint64_t{0});
  if (const std::size_t last = table.rows() % kRowsInWord; last != 0)
    counted.back() = (std::uint64_t{1} << last) - 1;
  if (!table.versions.empty() || !results.remarks.empty()) {
    const std::vector<std::uint8_t> states = row_states(results, table);
    for (std::size_t row = 0; row < states.size(); ++row) {
      if (states[row] == 0) continue;
      counted[row / kRowsInWord] &= ~(std::uint64_t{1} << (row % kRowsInWord));
      ++(states[row] == 1 ? check.overtaken : check.annulled);
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

}  // namespace

TableCheck check_table(const Results& results, std::size_t index, const RuleSet& rules, bool exact_only) {
  const ProtocolTable& table = results.tables[index];
  TableCheck check;
  check.table = index;
  check.source = table.source;
  check.level = table.level;
  check.tallies.resize(rules.rules.size());
  check.missing_lines.resize(rules.rules.size());
  const RowBits counted = counted_rows(results, table, check);

  const RuleBinding binding(rules, table);
  std::vector<std::pair<std::size_t, RuleRun>> runs;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    if (!wanted_here(rule, table)) continue;
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
  for (auto& [i, run] : runs) {
    RowBits silenced;
    for (const std::uint32_t other : rules.rules[i].unless) {
      silenced.resize(counted.size());
      for (std::size_t word = 0; word < counted.size(); ++word) silenced[word] |= failed[other][word];
    }
    run.run(counted, silenced, failed[i].empty() ? nullptr : &failed[i], registers);
  }
  return check;
}

}  // namespace tallyward::results
