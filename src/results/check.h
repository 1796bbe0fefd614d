// Every rule on every protocol. What holds is counted; what fails or cannot be known is kept, with both
// sides.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "expression/value.h"
#include "results/rule_set.h"

namespace tallyward::results {

/// How often a rule said what.
struct RuleTally {
  std::uint64_t pass = 0;
  std::uint64_t fail = 0;
  std::uint64_t unknown = 0;
  std::uint64_t not_applicable = 0;  ///< The condition is not met, or the source lacks a line.
  std::uint64_t suppressed = 0;      ///< Silent because another rule already failed here.
  std::int64_t excess = 0;           ///< Sum of the positive differences, rounded down.
  std::int64_t deficit = 0;          ///< Sum of the negative ones, rounded up; 0 or below.
  std::uint64_t of(RuleVerdict verdict) const;
  void add(const RuleTally& other);
};

/// What a rule says of one protocol that did not simply pass.
struct RuleFinding {
  std::uint32_t rule = 0;
  std::uint32_t row = 0;  ///< In the table.
  election::UnitIndex unit = 0;
  std::uint8_t comparison = 0;  ///< Of a series: which step.
  std::uint16_t member = 0;     ///< Of a rule for each member: which, in TableCheck::members.
  RuleVerdict verdict = RuleVerdict::fail;
  std::int64_t left = kNotKnown;
  std::int64_t right = kNotKnown;
  std::uint32_t exact = kWhole;  ///< Both sides as fractions in TableCheck::exact, when one is not whole.
  static constexpr std::int64_t kNotKnown = std::numeric_limits<std::int64_t>::min();
  static constexpr std::uint32_t kWhole = ~std::uint32_t{0};
};

/// Both sides of a finding and left minus right, exactly; none when not known.
struct FindingSides {
  expression::OptionalNumber left;
  expression::OptionalNumber right;
  expression::OptionalNumber difference;
};

/// One source's protocols of one level, checked.
struct TableCheck {
  std::size_t table = 0;  ///< Index into Results::tables.
  std::string source;
  election::LevelIndex level = 0;
  std::size_t checked = 0;
  std::size_t overtaken = 0;                            ///< Protocols in whose place another one counts.
  std::size_t annulled = 0;                             ///< Of annulled or merged units: shown, not checked.
  std::vector<RuleTally> tallies;                       ///< By rule.
  std::vector<std::vector<std::string>> missing_lines;  ///< By rule: lines that this source does not have.
  /// By rule for each member: the key that the members' lines end with; "3" of "issued_by_member_3".
  std::vector<std::vector<std::string>> members;
  std::vector<std::uint8_t> states;  ///< row_states of the table; empty: every row counts.
  std::uint8_t state(std::size_t row) const;
  std::vector<RuleFinding> findings;  ///< By rule, then by row.
  std::vector<FindingSides> exact;
  FindingSides sides(const RuleFinding& finding) const;
};

/// What a rule between levels or sources says of one line of one unit.
struct BetweenFinding {
  std::uint32_t rule = 0;
  election::UnitIndex unit = 0;
  std::string line;  ///< "" when a whole protocol is missing on one side.
  std::string left_source;
  std::string right_source;
  RuleVerdict verdict = RuleVerdict::fail;
  std::int64_t left = RuleFinding::kNotKnown;   ///< The unit above; the higher authority.
  std::int64_t right = RuleFinding::kNotKnown;  ///< The sum below; the other source.
  std::uint8_t decimals = 0;                    ///< Line::decimals of both figures.
  std::int32_t left_version = 0;                ///< Two versions of one source: which; else 0.
  std::int32_t right_version = 0;
};

struct Check {
  std::vector<TableCheck> tables;
  std::vector<RuleTally> between;  ///< By rule; empty tallies for rules on one protocol.
  std::vector<BetweenFinding> between_findings;
  RuleTally total() const;
};

/// Checks all tables. RuleSet::versions says which protocols count; annulled and merged units are left out.
Check check_results(const Results& results, const RuleSet& rules);

/// One table. `exact_only`: by the exact evaluator alone, for tests that hold the two together.
TableCheck check_table(const Results& results, std::size_t table, const RuleSet& rules,
                       bool exact_only = false);

/// The rules between levels and between sources, into `check`.
void check_between(const Results& results, const RuleSet& rules, Check& check);

/// Which rows of a table count.
inline constexpr std::uint8_t kCounts = 0;
inline constexpr std::uint8_t kAnotherCounts = 1;  ///< Another version, or a source of higher authority.
inline constexpr std::uint8_t kAnnulled = 2;       ///< Of an annulled or merged unit.
std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table,
                                     const RuleSet& rules);
/// The same among the versions of the table's own source.
std::vector<std::uint8_t> row_states(const Results& results, const ProtocolTable& table,
                                     VersionChoice within_source);

/// The rank of a source: the smaller, the higher. The rule set's own order goes first.
int authority_of(const Results& results, const RuleSet& rules, std::string_view source);

/// The protocols of annulled and merged units: they do not count, and stay visible.
struct AnnulledProtocol {
  std::uint32_t row = 0;
  election::UnitIndex unit = 0;
  UnitStatus status = UnitStatus::annulled;
  std::string reason;
};
std::vector<AnnulledProtocol> annulled_protocols(const Results& results, const TableCheck& check);

/// The protocols of one unit of a level, or of one class of size, and how many of them have a failed rule.
struct CheckGroup {
  std::string name;
  std::string path;
  std::uint64_t protocols = 0;
  std::uint64_t with_failure = 0;
  std::uint64_t failures = 0;
  std::uint64_t unknowns = 0;
};
std::vector<CheckGroup> by_region(const Results& results, const TableCheck& check,
                                  election::LevelIndex level);
/// By the number of registered voters: up to 100, 500, 1,000, 2,000, above; empty when no line says it.
std::vector<CheckGroup> by_size(const Results& results, const TableCheck& check);

/// A derived quantity of every unit of a level, summed from the protocols of a table.
struct DerivedTotal {
  election::UnitIndex unit = 0;
  base::Fraction sum = 0;
  std::uint64_t not_zero = 0;
  std::uint64_t unknown = 0;
};
std::vector<DerivedTotal> derived_totals(const Results& results, std::size_t table, const RuleSet& rules,
                                         std::string_view code, election::LevelIndex level);

}  // namespace tallyward::results
