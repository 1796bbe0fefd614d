// Which of several protocols about one unit counts.
#include <algorithm>

#include "results/check.h"

namespace tallyward::results {

namespace {

constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

/// By unit: how many entries a table by unit needs.
std::size_t units_of(const Results& results, const ProtocolTable& table) {
  std::size_t size = results.units.size();
  for (const election::UnitIndex unit : table.units) size = std::max<std::size_t>(size, unit + 1);
  return size;
}

/// Order of issue: the version number, then the time of publication.
bool issued_before(const ProtocolTable& table, std::size_t a, std::size_t b) {
  if (table.version(a) != table.version(b)) return table.version(a) < table.version(b);
  return !table.published.empty() && table.published[a] < table.published[b];
}

void leave_out_versions(const Results& results, const ProtocolTable& table, VersionChoice choice,
                        std::vector<std::uint8_t>& states) {
  if (choice == VersionChoice::all || (table.versions.empty() && table.published.empty())) return;
  const auto better = [&](std::size_t a, std::size_t b) {
    return choice == VersionChoice::first ? issued_before(table, a, b) : issued_before(table, b, a);
  };
  std::vector<std::uint32_t> chosen(units_of(results, table), kNoRow);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::uint32_t& best = chosen[table.units[row]];
    if (best == kNoRow || better(row, best)) best = static_cast<std::uint32_t>(row);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (better(chosen[table.units[row]], row)) states[row] = kAnotherCounts;
  }
}

void leave_out_annulled(const Results& results, const ProtocolTable& table,
                        std::vector<std::uint8_t>& states) {
  std::vector<std::uint8_t> out(results.units.size(), 0);
  bool any = false;
  for (const UnitRemark& remark : results.remarks) {
    if (remark.status == UnitStatus::quarantined || remark.unit >= out.size()) continue;
    out[remark.unit] = 1;
    any = true;
  }
  for (std::size_t row = 0; any && row < table.rows(); ++row) {
    if (table.units[row] < out.size() && out[table.units[row]] != 0) states[row] = kAnnulled;
  }
}

}  // namespace

int authority_of(const Results& results, const RuleSet& rules, std::string_view source) {
  const auto listed = std::ranges::find(rules.authority, source);
  if (listed != rules.authority.end()) return static_cast<int>(listed - rules.authority.begin());
  const auto known = std::ranges::find(results.sources, source, &Source::id);
  return static_cast<int>(rules.authority.size()) +
         (known == results.sources.end() ? 1000 : known->authority);
}

std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table,
                                     VersionChoice within_source) {
  std::vector<std::uint8_t> states(table.rows(), kCounts);
  leave_out_versions(results, table, within_source, states);
  leave_out_annulled(results, table, states);
  return states;
}

std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table,
                                     const RuleSet& rules) {
  std::vector<std::uint8_t> states = row_states(results, table, rules.versions);
  if (rules.versions != VersionChoice::by_authority) return states;
  const int own = authority_of(results, rules, table.source);
  std::vector<std::uint8_t> better(units_of(results, table), 0);
  for (const ProtocolTable& other : results.tables) {
    if (other.level != table.level || authority_of(results, rules, other.source) >= own) continue;
    for (const election::UnitIndex unit : other.units) {
      if (unit < better.size()) better[unit] = 1;
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (states[row] == kCounts && better[table.units[row]] != 0) states[row] = kAnotherCounts;
  }
  return states;
}

}  // namespace tallyward::results
