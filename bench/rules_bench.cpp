// link: exchange
// Five rules over 97,699 protocols as wide as the Russian form: columns against the exact evaluator, in one
// run. The figures are SYNTHETIC and satisfy every rule but a few. Median of nine alternating runs.
#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "exchange/rule_library.h"
#include "results/check.h"

namespace {

using namespace tallyward;

results::Results invent(std::size_t rows) {
  std::mt19937 random(20180318);
  const auto below = [&](std::uint32_t bound) { return static_cast<results::Figure>(random() % bound); };
  results::Results results;
  results.units = election::UnitTree({"country", "precinct"});
  results::ProtocolTable table;
  table.source = "protocol";
  table.level = 1;
  const char* codes[] = {"registered",     "received",  "issued_early", "issued_station",
                         "issued_outside", "cancelled", "mobile_boxes", "stationary_boxes",
                         "invalid",        "valid",     "lost",         "unaccounted"};
  for (const char* code : codes) table.lines.push_back({.code = code, .group = "", .label = ""});
  for (int i = 0; i < 8; ++i)
    table.lines.push_back({.code = fmt::format("votes_{:02}", i + 1), .group = "votes", .label = ""});
  table.columns.assign(table.lines.size(), std::vector<results::Figure>(rows));
  for (std::size_t row = 0; row < rows; ++row) {
    results::Figure valid = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      table.columns[12 + i][row] = below(200);
      valid += table.columns[12 + i][row];
    }
    const results::Figure invalid = below(30);
    const results::Figure mobile = below(40);
    const results::Figure cast = valid + invalid + mobile;
    const results::Figure values[] = {cast + below(900),
                                      cast + 50,
                                      0,
                                      cast - mobile,
                                      mobile,
                                      50,
                                      mobile,
                                      cast - mobile,
                                      invalid,
                                      valid + mobile,
                                      0,
                                      row % 10'000 == 0 ? 1 : 0};
    for (std::size_t i = 0; i < 12; ++i) table.columns[i][row] = values[i];
    table.columns[12][row] += mobile;
    table.units.push_back(results.units.add(0, std::to_string(row)));
  }
  results.tables.push_back(std::move(table));
  return results;
}

double milliseconds(const results::Results& results, const results::RuleSet& rules, bool exact,
                    std::size_t& fails) {
  const auto start = std::chrono::steady_clock::now();
  const results::TableCheck check = results::check_table(results, 0, rules, exact);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  fails = check.findings.size();
  return took.count();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

}  // namespace

int main() {
  constexpr std::size_t kRows = 97'699;
  const results::Results results = invent(kRows);
  auto rules = exchange::load_rule_set("ru");
  if (!rules) return 1;
  std::erase_if(rules->rules,
                [](const results::Rule& rule) { return rule.comparisons.empty() || rule.code == "RU.06"; });
  std::size_t bytes = 0;
  for (const results::Rule& rule : rules->rules) {
    for (const std::string& line : rule.lines)
      bytes += kRows * sizeof(results::Figure) * (line == "votes" ? 8 : 1);
  }
  std::vector<double> columns;
  std::vector<double> exact;
  std::vector<double> copies;
  std::size_t fails = 0;
  std::size_t exact_fails = 0;
  std::vector<char> from(bytes, 1);
  std::uint64_t sum = 0;
  for (int run = 0; run < 9; ++run) {
    columns.push_back(milliseconds(results, *rules, false, fails));
    if (run < 3) exact.push_back(milliseconds(results, *rules, true, exact_fails));
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i + 8 <= from.size(); i += 8)
      sum += *reinterpret_cast<const std::uint64_t*>(&from[i]);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    copies.push_back(took.count());
  }
  fmt::print("{} rules on {} protocols: {:.2f} ms in columns, {:.0f} ms exactly, {:.0f} times faster\n",
             rules->rules.size(), kRows, median(columns), median(exact), median(exact) / median(columns));
  fmt::print(
      "reading the same {:.1f} MB once: {:.2f} ms, so {:.1f} times the time of memory alone (sum {})\n",
      static_cast<double>(bytes) / 1e6, median(copies), median(columns) / median(copies), sum & 1);
  return fails == exact_fails ? 0 : 1;
}
