// Rules between levels (a unit's line is the sum of those below) and between sources (the same line says the
// same everywhere), with the higher authority on the left.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "results/check.h"
#include "results/published_series.h"
#include "results/roll_up.h"

namespace tallyward::results {

namespace {

/// The columns of a table that a rule speaks of: its lines and the members of its groups; all when it names
/// none.
std::vector<std::size_t> columns_of(const Rule& rule, const ProtocolTable& table) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    const Line& line = table.lines[i];
    const auto named = [&](const std::string& name) { return name == line.code || name == line.group; };
    const bool all = rule.lines.empty() && line.decimals == 0;
    if (all || std::ranges::any_of(rule.lines, named)) columns.push_back(i);
  }
  return columns;
}

class Between {
 public:
  Between(const Results& results, const RuleSet& rules, Check& check)
      : results_(results), rules_(rules), check_(check) {}

  void run() {
    for (std::uint32_t i = 0; i < rules_.rules.size(); ++i) {
      if (rules_.rules[i].kind == RuleKind::parent_sum) sums(i);
      if (rules_.rules[i].kind == RuleKind::same_figure) sources(i);
      if (rules_.rules[i].across_sources) series(i);
    }
  }

 private:
  static bool wanted(const Rule& rule, const std::string& source) {
    return rule.sources.empty() || std::ranges::find(rule.sources, source) != rule.sources.end();
  }

  /// `rounding`: twice what both figures may be off because they were printed rounded; `may_grow`: the right
  /// side may be larger.
  void judge(BetweenFinding finding, std::int64_t rounding = 0, bool may_grow = false) {
    const Rule& rule = rules_.rules[finding.rule];
    RuleTally& tally = check_.between[finding.rule];
    if (finding.left == RuleFinding::kNotKnown || finding.right == RuleFinding::kNotKnown) {
      ++tally.unknown;
      finding.verdict = RuleVerdict::unknown;
    } else {
      const std::int64_t difference = finding.left - finding.right;
      const std::int64_t apart = may_grow ? difference : std::abs(difference);
      if (apart <= 0 || 2 * apart < rounding || apart <= rule.tolerance.allows(finding.left, finding.right)) {
        ++tally.pass;
        return;
      }
      ++tally.fail;
      (difference > 0 ? tally.excess : tally.deficit) += difference;
    }
    check_.between_findings.push_back(std::move(finding));
  }

  /// Which protocols of a table stand for their units when units are added up or sources compared.
  VersionChoice one_version() const {
    return rules_.versions == VersionChoice::first ? VersionChoice::first : VersionChoice::latest;
  }

  /// The nearest table below a level that has protocols, by authority.
  const ProtocolTable* below(election::LevelIndex level) const {
    const ProtocolTable* best = nullptr;
    for (const ProtocolTable& table : results_.tables) {
      if (table.level <= level || table.rows() == 0) continue;
      if (best == nullptr || table.level < best->level ||
          (table.level == best->level &&
           authority_of(results_, rules_, table.source) < authority_of(results_, rules_, best->source)))
        best = &table;
    }
    return best;
  }

  /// The protocols below a level that are added up to it, and what they give.
  struct Below {
    const ProtocolTable* table = nullptr;
    std::vector<LevelSums> levels;
  };

  /// One table, or by authority every source of the level, each with the units that no higher one has.
  std::vector<Below> added_up(election::LevelIndex level) const {
    std::vector<Below> all;
    const ProtocolTable* best = below(level);
    if (best == nullptr) return all;
    const bool by_authority = rules_.versions == VersionChoice::by_authority;
    for (const ProtocolTable& table : results_.tables) {
      if (&table != best && !(by_authority && table.level == best->level)) continue;
      std::vector<std::uint8_t> counted =
          by_authority ? row_states(results_, table, rules_) : row_states(results_, table, one_version());
      for (std::uint8_t& state : counted) state = state == kCounts ? 1 : 0;
      all.push_back({&table, roll_up(results_.units, table, counted)});
    }
    return all;
  }

  /// The sum of a line below a unit; not known when a protocol below leaves it blank, or none is there.
  static std::int64_t sum_of(const std::vector<Below>& lower, const std::string& line,
                             election::LevelIndex level, election::UnitIndex unit) {
    std::int64_t sum = 0;
    std::uint64_t protocols = 0;
    for (const Below& each : lower) {
      const auto sums = std::ranges::find(each.levels, level, &LevelSums::level);
      if (sums == each.levels.end()) continue;
      const std::uint32_t place = sums->place(unit);
      if (place == LevelSums::kNoPlace || sums->protocols[place] == 0) continue;
      const auto child = each.table->find_line(line);
      if (!child || sums->blanks[*child][place] != 0) return RuleFinding::kNotKnown;
      sum += sums->sums[*child][place];
      protocols += sums->protocols[place];
    }
    return protocols > 0 ? sum : RuleFinding::kNotKnown;
  }

  void sums(std::uint32_t rule_index) {
    const Rule& rule = rules_.rules[rule_index];
    for (const ProtocolTable& upper : results_.tables) {
      if (!wanted(rule, upper.source)) continue;
      const std::vector<Below> lower = added_up(upper.level);
      if (lower.empty()) continue;
      const std::vector<std::uint8_t> states = row_states(results_, upper, one_version());
      for (const std::size_t column : columns_of(rule, upper)) {
        const std::string& line = upper.lines[column].code;
        const bool known_below = std::ranges::any_of(
            lower, [&](const Below& each) { return each.table->find_line(line).has_value(); });
        if (!known_below) continue;
        for (std::size_t row = 0; row < upper.rows(); ++row) {
          if (states[row] != kCounts) continue;
          const Figure figure = upper.columns[column][row];
          judge({.rule = rule_index,
                 .unit = upper.units[row],
                 .line = line,
                 .left_source = upper.source,
                 .right_source = lower[0].table->source,
                 .left = figure == kBlank ? RuleFinding::kNotKnown : figure,
                 .right = sum_of(lower, line, upper.level, upper.units[row])});
        }
      }
    }
  }

  void sources(std::uint32_t rule_index) {
    const Rule& rule = rules_.rules[rule_index];
    for (const ProtocolTable& other : results_.tables) {
      if (!wanted(rule, other.source)) continue;
      if (rules_.versions == VersionChoice::all) versions(rule_index, other);
      for (const ProtocolTable& first : results_.tables) {
        // Each source meets those of higher authority; equal authorities meet in the order of the tables.
        const int a = authority_of(results_, rules_, first.source);
        const int b = authority_of(results_, rules_, other.source);
        if (first.level != other.level || &first == &other || !wanted(rule, first.source) || a > b ||
            (a == b && &first > &other))
          continue;
        pair(rule_index, first, other);
      }
    }
  }

  /// Every figure that a source gives for an earlier line against every figure for the next line that has
  /// any.
  void series(std::uint32_t rule_index) {
    struct Printed {
      std::string source;
      Figure figure;
      std::uint8_t decimals;
      std::int64_t rounding;
    };
    const Rule& rule = rules_.rules[rule_index];
    std::map<election::UnitIndex, std::vector<std::vector<Printed>>> steps;
    for (std::size_t step = 0; step < rule.lines.size(); ++step) {
      for (const ProtocolTable& table : results_.tables) {
        const auto column = table.find_line(rule.lines[step]);
        if (!column || !wanted(rule, table.source)) continue;
        const std::vector<std::uint8_t> states = row_states(results_, table, one_version());
        const std::uint8_t decimals = table.lines[*column].decimals;
        const std::int64_t rounding = rounding_width(table, rule.lines, decimals);
        for (std::size_t row = 0; row < table.rows(); ++row) {
          const Figure figure = table.columns[*column][row];
          if (states[row] != 0 || figure == kBlank) continue;
          auto& of_unit = steps[table.units[row]];
          of_unit.resize(rule.lines.size());
          of_unit[step].push_back({table.source, figure, decimals, rounding});
        }
      }
    }
    for (const auto& [unit, printed] : steps) {
      const std::vector<Printed>* earlier = nullptr;
      for (std::size_t step = 0; step < printed.size(); ++step) {
        if (printed[step].empty()) continue;
        for (std::size_t i = 0; earlier != nullptr && i < earlier->size() * printed[step].size(); ++i) {
          const Printed& a = (*earlier)[i / printed[step].size()];
          const Printed& b = printed[step][i % printed[step].size()];
          judge({.rule = rule_index,
                 .unit = unit,
                 .line = rule.lines[step],
                 .left_source = a.source,
                 .right_source = b.source,
                 .left = a.figure,
                 .right = b.figure,
                 .decimals = a.decimals},
                a.rounding + b.rounding, true);
        }
        earlier = &printed[step];
      }
    }
  }

  void pair(std::uint32_t rule_index, const ProtocolTable& first, const ProtocolTable& other) {
    const Rule& rule = rules_.rules[rule_index];
    struct Same {
      std::size_t left;
      std::size_t right;
      std::int64_t rounding;
    };
    std::vector<Same> columns;
    for (const std::size_t column : columns_of(rule, first)) {
      const Line& line = first.lines[column];
      const auto same = other.find_line(line.code);
      if (!same) continue;
      columns.push_back({column, *same,
                         rounding_width(first, rule.lines, line.decimals) +
                             rounding_width(other, rule.lines, other.lines[*same].decimals)});
    }
    if (columns.empty()) return;
    const std::vector<std::uint8_t> first_states = row_states(results_, first, one_version());
    const std::vector<std::uint8_t> other_states = row_states(results_, other, one_version());
    std::unordered_map<election::UnitIndex, std::size_t> rows;
    for (std::size_t row = 0; row < other.rows(); ++row) {
      if (other_states[row] == 0) rows.emplace(other.units[row], row);
    }
    for (std::size_t row = 0; row < first.rows(); ++row) {
      if (first_states[row] != 0) continue;
      const BetweenFinding start{.rule = rule_index,
                                 .unit = first.units[row],
                                 .line = "",
                                 .left_source = first.source,
                                 .right_source = other.source};
      const auto found = rows.find(first.units[row]);
      if (found == rows.end()) {
        // Nothing to hold it against; no finding where this side is blank too.
        if (std::ranges::any_of(columns, [&](const auto& c) { return first.columns[c.left][row] != kBlank; }))
          judge(start);
        continue;
      }
      for (const auto& [left, right, rounding] : columns) {
        const Figure a = first.columns[left][row];
        const Figure b = other.columns[right][found->second];
        if (a == kBlank && b == kBlank) continue;
        BetweenFinding finding = start;
        finding.line = first.lines[left].code;
        finding.decimals = first.lines[left].decimals;
        if (a != kBlank) finding.left = a;
        if (b != kBlank) finding.right = b;
        judge(std::move(finding), rounding);
      }
    }
  }

  /// Versions of one source: the latest of a unit on the left, each other one on the right.
  void versions(std::uint32_t rule_index, const ProtocolTable& table) {
    const Rule& rule = rules_.rules[rule_index];
    const std::vector<std::uint8_t> states = row_states(results_, table, VersionChoice::latest);
    std::unordered_map<election::UnitIndex, std::size_t> latest;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (states[row] == kCounts) latest.emplace(table.units[row], row);
    }
    const std::vector<std::size_t> columns = columns_of(rule, table);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (states[row] != kAnotherCounts) continue;
      const auto newest = latest.find(table.units[row]);
      if (newest == latest.end()) continue;
      for (const std::size_t column : columns) {
        const Figure a = table.columns[column][newest->second];
        const Figure b = table.columns[column][row];
        if (a == kBlank && b == kBlank) continue;
        judge({.rule = rule_index,
               .unit = table.units[row],
               .line = table.lines[column].code,
               .left_source = table.source,
               .right_source = table.source,
               .left = a == kBlank ? RuleFinding::kNotKnown : a,
               .right = b == kBlank ? RuleFinding::kNotKnown : b,
               .decimals = table.lines[column].decimals,
               .left_version = table.version(newest->second),
               .right_version = table.version(row)});
      }
    }
  }

  const Results& results_;
  const RuleSet& rules_;
  Check& check_;
};

}  // namespace

void check_between(const Results& results, const RuleSet& rules, Check& check) {
  check.between.resize(rules.rules.size());
  Between(results, rules, check).run();
}

}  // namespace tallyward::results
