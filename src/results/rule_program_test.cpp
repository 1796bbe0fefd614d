// The columns and the exact evaluator must say the same of every rule on every protocol.
#include "results/rule_program.h"

#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "expression/kinds.h"
#include "expression/parse.h"
#include "results/check.h"
#include "results/rule_binding.h"

namespace tallyward::results {
namespace {

constexpr const char* kLines[] = {"a", "b", "c", "zero"};

RuleSet lines_only() {
  RuleSet rules;
  for (const char* code : kLines) {
    rules.lines.emplace_back();
    rules.lines.back().code = code;
    rules.lines.back().blank_is_zero = std::string_view(code) == "zero";
  }
  rules.groups.emplace_back();
  rules.groups.back().code = "votes";
  return rules;
}

class Invention {
 public:
  explicit Invention(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  std::string number(int depth) {
    if (depth == 0 || below(4) == 0) {
      if (below(5) == 0) return std::to_string(below(1000));
      if (below(5) == 0) return "sum(${votes})";
      return fmt::format("${{{}}}", kLines[below(4)]);
    }
    switch (below(11)) {
      case 9:
        return fmt::format("min({}, ${{votes}})", number(depth - 1));
      case 10:
        return fmt::format("max(${{votes}}, {})", number(depth - 1));
      case 0:
        return fmt::format("({} + {})", number(depth - 1), number(depth - 1));
      case 1:
        return fmt::format("({} - {})", number(depth - 1), number(depth - 1));
      case 2:
        return fmt::format("{} * {}", number(0), below(2) == 0 ? std::to_string(below(9)) : number(0));
      case 3:
        return fmt::format("abs({})", number(depth - 1));
      case 4:
        return fmt::format("min({}, {})", number(depth - 1), number(depth - 1));
      case 5:
        return fmt::format("max({}, {}, {})", number(depth - 1), number(0), number(0));
      case 6:
        return fmt::format("coalesce({}, {})", number(depth - 1), number(depth - 1));
      case 7:
        return fmt::format("if({}, {}, {})", truth(depth - 1), number(depth - 1), number(depth - 1));
      default:
        return fmt::format("-{} + sum({}, ${{votes}})", number(0), number(depth - 1));
    }
  }

  std::string truth(int depth) {
    constexpr const char* relations[] = {"=", "!=", "<", "<=", ">", ">="};
    if (depth <= 0 || below(2) == 0)
      return fmt::format("{} {} {}", number(std::max(0, depth)), relations[below(6)],
                         number(std::max(0, depth)));
    switch (below(3)) {
      case 0:
        return fmt::format("({} and {})", truth(depth - 1), truth(depth - 1));
      case 1:
        return fmt::format("({} or {})", truth(depth - 1), truth(depth - 1));
      default:
        return fmt::format("not({})", truth(depth - 1));
    }
  }

  /// One figure in `edge_every` is blank, zero, one or as large as can be; the others are small.
  ProtocolTable table(std::size_t rows, std::uint32_t edge_every = 3) {
    constexpr Figure edges[] = {kBlank, kBlank, 0, 1, kLargestFigure};
    ProtocolTable table;
    for (const char* code : kLines) table.lines.push_back({.code = code, .group = "", .label = ""});
    for (int i = 0; i < 3; ++i)
      table.lines.push_back({.code = fmt::format("v{}", i), .group = "votes", .label = ""});
    for (std::size_t line = 0; line < table.lines.size(); ++line) {
      table.columns.emplace_back();
      for (std::size_t row = 0; row < rows; ++row)
        table.columns.back().push_back(below(edge_every) == 0 ? edges[below(5)]
                                                              : static_cast<Figure>(below(20)));
    }
    table.units.resize(rows);
    return table;
  }

 private:
  std::mt19937 random_;
};

TEST(RuleProgram, EqualsTheExactEvaluator) {
  const RuleSet rules = lines_only();
  std::size_t compiled = 0;
  for (std::uint32_t seed = 0; seed < 600; ++seed) {
    Invention invention(seed);
    const std::string source = invention.below(2) == 0 ? invention.number(3) : invention.truth(3);
    const auto expression = expression::parse(source);
    ASSERT_TRUE(expression) << source;
    const ProtocolTable table = invention.table(40);
    const RuleBinding binding(rules, table);
    const auto program = RuleProgram::compile(*expression, binding.column_lookup());
    if (!program) continue;
    ++compiled;
    std::vector<RuleRegister> registers(program->register_count() + 2);
    const RuleRegister& found = program->run(table, 0, registers);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto exact = expression::evaluate(*expression, binding.row_lookup(row));
      ASSERT_TRUE(exact) << source;
      std::string expected = to_text(*exact);
      if (const bool* truth = std::get_if<bool>(&*exact)) expected = *truth ? "1" : "0";
      ASSERT_EQ(found.known(row) ? std::to_string(found.value[row]) : "blank", expected)
          << source << " in row " << row << " of seed " << seed;
    }
  }
  EXPECT_GT(compiled, 300U);
}

/// Sums of lines, as most control equations are.
std::string linear(Invention& invention) {
  std::string text = "sum(${votes})";
  for (std::uint32_t terms = invention.below(6); terms > 0; --terms)
    text += fmt::format(" {} {}", invention.below(2) == 0 ? '+' : '-', invention.number(0));
  return text;
}

TEST(RuleProgram, ChecksOfColumnsEqualExactChecks) {
  constexpr expression::Operator relations[] = {
      expression::Operator::equal,      expression::Operator::not_equal, expression::Operator::less,
      expression::Operator::less_equal, expression::Operator::greater,   expression::Operator::greater_equal};
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    Invention invention(seed);
    RuleSet rules = lines_only();
    Results results;
    results.units = election::UnitTree({"country", "polling_station"});
    results.tables.push_back(invention.table(500, seed % 2 == 0 ? 3 : 700));
    ProtocolTable& table = results.tables[0];
    table.level = 1;
    for (std::size_t row = 0; row < table.rows(); ++row)
      table.units[row] = results.units.add(0, std::to_string(row));
    if (seed % 3 == 0) {
      for (std::size_t row = 0; row < table.rows(); ++row)
        table.versions.push_back(static_cast<std::int32_t>(1 + row % 2));
      table.units[77] = table.units[76];
      results.remarks.push_back({table.units[90], UnitStatus::annulled, "", ""});
    }
    for (const auto relation : relations) {
      Rule rule;
      rule.code = std::to_string(rules.rules.size());
      const bool sums = invention.below(2) == 0;
      for (std::uint32_t step = invention.below(3) == 0 ? 3 : 1; step > 0; --step) {
        const auto side = [&] {
          return expression::parse(sums ? linear(invention) : invention.number(2)).value();
        };
        rule.comparisons.push_back({side(), relation, side()});
      }
      if (invention.below(3) == 0) rule.condition = expression::parse(invention.truth(1)).value();
      if (!rules.rules.empty() && invention.below(3) == 0) rule.unless = {0};
      if (invention.below(3) == 0) rule.tolerance = {.absolute = 3, .percent = 2, .of = ToleranceBase::mean};
      rules.rules.push_back(std::move(rule));
    }
    const TableCheck fast = check_table(results, 0, rules);
    const TableCheck exact = check_table(results, 0, rules, true);
    EXPECT_EQ(fast.checked, exact.checked);
    ASSERT_EQ(fast.findings.size(), exact.findings.size()) << seed;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      EXPECT_EQ(fast.tallies[i].pass, exact.tallies[i].pass) << seed;
      EXPECT_EQ(fast.tallies[i].fail, exact.tallies[i].fail) << seed;
      EXPECT_EQ(fast.tallies[i].unknown, exact.tallies[i].unknown) << seed;
      EXPECT_EQ(fast.tallies[i].not_applicable, exact.tallies[i].not_applicable) << seed;
      EXPECT_EQ(fast.tallies[i].suppressed, exact.tallies[i].suppressed);
      EXPECT_EQ(fast.tallies[i].excess, exact.tallies[i].excess);
      EXPECT_EQ(fast.tallies[i].deficit, exact.tallies[i].deficit);
    }
    for (std::size_t i = 0; i < fast.findings.size(); ++i) {
      ASSERT_EQ(fast.findings[i].row, exact.findings[i].row) << seed;
      EXPECT_EQ(fast.findings[i].verdict, exact.findings[i].verdict);
      EXPECT_EQ(fast.findings[i].comparison, exact.findings[i].comparison);
      EXPECT_EQ(fast.findings[i].left, exact.findings[i].left);
      EXPECT_EQ(fast.findings[i].right, exact.findings[i].right);
    }
  }
}

}  // namespace
}  // namespace tallyward::results
