// Ten million SYNTHETIC protocols of 20 lines below 300,000 commissions: five control relations and the
// roll-up, in blocks, in memory that depends on the block and the commissions, not on the protocols. Reading
// them from a file is not part of it. Usage: synthetic_bench [PROTOCOLS]

// link: results exchange

#include <cstdlib>

#include <fmt/format.h>

#include "exchange/rule_library.h"
#include "results/check.h"
#include "results/roll_up.h"
#include "timing.h"

namespace {

using namespace tallyward;

constexpr std::size_t kBlock = 65'536;
constexpr std::size_t kVotes = 8;
const char* const kLines[] = {"registered",     "received",  "issued_early", "issued_station",
                              "issued_outside", "cancelled", "mobile_boxes", "stationary_boxes",
                              "invalid",        "valid",     "lost",         "unaccounted"};

/// The figures of one protocol; one in 100,000 has one vote too few in line "valid".
void invent(std::size_t number, std::size_t row, std::vector<std::vector<results::Figure>>& columns) {
  results::Figure valid = 0;
  for (std::size_t i = 0; i < kVotes; ++i) {
    columns[12 + i][row] = static_cast<results::Figure>(number * (i + 3) % 97);
    valid += columns[12 + i][row];
  }
  const auto invalid = static_cast<results::Figure>(number % 7);
  const auto mobile = static_cast<results::Figure>(number % 11);
  const results::Figure cast = valid + invalid + mobile;
  const results::Figure values[] = {cast + 400,       cast + 50, 0,      cast - mobile,
                                    mobile,           50,        mobile, cast - mobile,
                                    invalid + mobile, valid,     0,      0};
  for (std::size_t i = 0; i < 12; ++i) columns[i][row] = values[i];
  if (number % 100'000 == 0) --columns[9][row];
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t protocols = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  auto rules = exchange::load_rule_set("ru");
  if (!rules) return 2;
  std::erase_if(rules->rules,
                [](const results::Rule& rule) { return rule.comparisons.empty() || rule.code > "RU.05"; });
  results::Results results;
  results.units = election::UnitTree({"country", "region", "commission", "precinct"});
  std::vector<election::UnitIndex> commissions;
  for (int region = 0; region < 100; ++region) {
    const auto parent = results.units.add(0, std::to_string(region));
    for (int i = 0; i < 3000; ++i) commissions.push_back(results.units.add(parent, std::to_string(i)));
  }
  results::ProtocolTable& table = results.tables.emplace_back();
  table.level = 3;
  for (const char* code : kLines) table.lines.push_back({.code = code, .group = "", .label = ""});
  for (std::size_t i = 0; i < kVotes; ++i)
    table.lines.push_back({.code = fmt::format("votes_{:02}", i + 1), .group = "votes", .label = ""});
  table.columns.assign(table.lines.size(), {});

  bench::Seconds inventing, checking, adding;
  results::LevelSums sums = results::empty_sums(results.units, 2, table.lines.size());
  std::vector<election::UnitIndex> above;
  results::RuleTally all;
  for (std::size_t first = 0; first < protocols; first += kBlock) {
    const std::size_t rows = std::min(kBlock, protocols - first);
    inventing.time([&] {
      above.resize(rows);
      table.units.assign(rows, election::kNoUnit);
      for (auto& column : table.columns) column.resize(rows);
      for (std::size_t row = 0; row < rows; ++row) {
        above[row] = commissions[(first + row) * commissions.size() / protocols];
        invent(first + row, row, table.columns);
      }
    });
    const auto check = checking.time([&] { return results::check_table(results, 0, *rules); });
    for (const results::RuleTally& tally : check.tallies) all.add(tally);
    adding.time([&] { return results::add_protocols(above, table.columns, sums); });
  }
  results::LevelSums country;
  adding.time([&] { country = results::climb(results.units, results::climb(results.units, sums)); });
  const auto total = [](const bench::Seconds& seconds) {
    double sum = 0;
    for (const double each : seconds.runs()) sum += each;
    return sum;
  };
  fmt::print(
      "SYNTHETIC: {} protocols of {} lines in blocks of {}: {} rules {:.2f} s, roll-up {:.2f} s (their "
      "invention {:.2f} s)\n",
      country.protocols.at(0), table.lines.size(), kBlock, rules->rules.size(), total(checking),
      total(adding), total(inventing));
  fmt::print("rules: {} hold, {} do not, {} unknown; largest memory {} MB\n", all.pass, all.fail, all.unknown,
             bench::peak_megabytes());
  return country.protocols.at(0) == protocols && all.unknown == 0 ? 0 : 1;
}
