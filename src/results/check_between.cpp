// Rules between levels (a unit's line is the sum of those below) and between sources (the same line says the
// same everywhere), with the higher authority on the left.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "results/check.h"
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
  /// The smaller, the higher.
  int authority(const std::string& source) const {
    const auto listed = std::ranges::find(rules_.authority, source);
    if (listed != rules_.authority.end()) return static_cast<int>(listed - rules_.authority.begin());
    const auto known = std::ranges::find(results_.sources, source, &Source::id);
    return static_cast<int>(rules_.authority.size()) +
           (known == results_.sources.end() ? 1000 : known->authority);
  }

  static bool wanted(const Rule& rule, const std::string& source) {
    return rule.sources.empty() || std::ranges::find(rule.sources, source) != rule.sources.end();
  }

  /// `may_grow`: the right side may be larger.
  void judge(BetweenFinding finding, bool may_grow = false) {
    const Rule& rule = rules_.rules[finding.rule];
    RuleTally& tally = check_.between[finding.rule];
    if (finding.left == RuleFinding::kNotKnown || finding.right == RuleFinding::kNotKnown) {
      ++tally.unknown;
      finding.verdict = RuleVerdict::unknown;
    } else {
      const std::int64_t difference = finding.left - finding.right;
      const base::Fraction of = std::max(std::abs(finding.left), std::abs(finding.right));
      const base::Fraction tolerance = std::max(base::Fraction(rule.tolerance.absolute),
                                                base::Fraction(of * rule.tolerance.percent / 100));
      if (base::Fraction(may_grow ? difference : std::abs(difference)) <= tolerance) {
        ++tally.pass;
        return;
      }
      ++tally.fail;
      (difference > 0 ? tally.excess : tally.deficit) += difference;
    }
    check_.between_findings.push_back(std::move(finding));
  }

  /// The nearest table below a level that has protocols, by authority.
  const ProtocolTable* below(election::LevelIndex level) const {
    const ProtocolTable* best = nullptr;
    for (const ProtocolTable& table : results_.tables) {
      if (table.level <= level || table.rows() == 0) continue;
      if (best == nullptr || table.level < best->level ||
          (table.level == best->level && authority(table.source) < authority(best->source)))
        best = &table;
    }
    return best;
  }

  void sums(std::uint32_t rule_index) {
    const Rule& rule = rules_.rules[rule_index];
    for (const ProtocolTable& upper : results_.tables) {
      const ProtocolTable* lower = below(upper.level);
      if (lower == nullptr || !wanted(rule, upper.source)) continue;
      const std::vector<std::uint8_t> upper_states = row_states(results_, upper);
      std::vector<std::uint8_t> counted = row_states(results_, *lower);
      for (std::uint8_t& state : counted) state = state == 0 ? 1 : 0;
      const std::vector<LevelSums> levels = roll_up(results_.units, *lower, counted);
      const auto level = std::ranges::find(levels, upper.level, &LevelSums::level);
      if (level == levels.end()) continue;
      for (const std::size_t column : columns_of(rule, upper)) {
        const auto child = lower->find_line(upper.lines[column].code);
        if (!child) continue;
        for (std::size_t row = 0; row < upper.rows(); ++row) {
          if (upper_states[row] != 0) continue;
          const Figure figure = upper.columns[column][row];
          const std::uint32_t place = level->place(upper.units[row]);
          const bool known = place != LevelSums::kNoPlace && level->protocols[place] > 0 &&
                             level->blanks[*child][place] == 0;
          judge({.rule = rule_index,
                 .unit = upper.units[row],
                 .line = upper.lines[column].code,
                 .left_source = upper.source,
                 .right_source = lower->source,
                 .left = figure == kBlank ? RuleFinding::kNotKnown : figure,
                 .right = known ? level->sums[*child][place] : RuleFinding::kNotKnown});
        }
      }
    }
  }

  void sources(std::uint32_t rule_index) {
    const Rule& rule = rules_.rules[rule_index];
    for (const ProtocolTable& other : results_.tables) {
      if (!wanted(rule, other.source)) continue;
      for (const ProtocolTable& first : results_.tables) {
        // Each source meets those of higher authority; equal authorities meet in the order of the tables.
        const int a = authority(first.source);
        const int b = authority(other.source);
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
    };
    const Rule& rule = rules_.rules[rule_index];
    std::map<election::UnitIndex, std::vector<std::vector<Printed>>> steps;
    for (std::size_t step = 0; step < rule.lines.size(); ++step) {
      for (const ProtocolTable& table : results_.tables) {
        const auto column = table.find_line(rule.lines[step]);
        if (!column || !wanted(rule, table.source)) continue;
        const std::vector<std::uint8_t> states = row_states(results_, table);
        for (std::size_t row = 0; row < table.rows(); ++row) {
          const Figure figure = table.columns[*column][row];
          if (states[row] != 0 || figure == kBlank) continue;
          auto& of_unit = steps[table.units[row]];
          of_unit.resize(rule.lines.size());
          of_unit[step].push_back({table.source, figure});
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
                 .right = b.figure},
                true);
        }
        earlier = &printed[step];
      }
    }
  }

  void pair(std::uint32_t rule_index, const ProtocolTable& first, const ProtocolTable& other) {
    const Rule& rule = rules_.rules[rule_index];
    std::vector<std::pair<std::size_t, std::size_t>> columns;
    for (const std::size_t column : columns_of(rule, first)) {
      if (const auto same = other.find_line(first.lines[column].code)) columns.emplace_back(column, *same);
    }
    if (columns.empty()) return;
    const std::vector<std::uint8_t> first_states = row_states(results_, first);
    const std::vector<std::uint8_t> other_states = row_states(results_, other);
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
        if (std::ranges::any_of(columns,
                                [&](const auto& c) { return first.columns[c.first][row] != kBlank; }))
          judge(start);
        continue;
      }
      for (const auto& [left, right] : columns) {
        const Figure a = first.columns[left][row];
        const Figure b = other.columns[right][found->second];
        if (a == kBlank && b == kBlank) continue;
        BetweenFinding finding = start;
        finding.line = first.lines[left].code;
        if (a != kBlank) finding.left = a;
        if (b != kBlank) finding.right = b;
        judge(std::move(finding));
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
