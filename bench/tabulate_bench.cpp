// Reading the 97,699 Russian protocols of 2018, five control relations on each, and the roll-up to every
// level, against pandas with the same work and the same answers: one run, alternating, nine times, the file
// in the page cache, the start of the interpreter left out. Beside it what libcsv needs to cut the same bytes
// into cells, and what memory can deliver. Usage: tabulate_bench FOLDER_OF_RUSSIA_2018

// link: results exchange
// libraries: csv

#include <cstdio>
#include <span>
#include <sstream>

#include <csv.h>
#include <fmt/format.h>

#include "base/file.h"
#include "exchange/read_results.h"
#include "exchange/rule_library.h"
#include "formats/csv.h"
#include "results/check.h"
#include "results/roll_up.h"
#include "timing.h"

namespace {

using namespace tallyward;
using bench::Seconds;

constexpr int kRuns = 9;
constexpr double kWholeGoal = 5;
constexpr double kMemoryGoal = 20;

/// What both sides must find.
struct Answers {
  std::vector<std::uint64_t> failed;  ///< By rule.
  std::int64_t commission_squares = 0;
  std::int64_t region_squares = 0;
  std::vector<std::int64_t> country;  ///< By line.
  bool operator==(const Answers&) const = default;
};

std::int64_t squares(const results::LevelSums& level) {
  std::int64_t sum = 0;
  for (const auto& line : level.sums) {
    for (const std::int64_t figure : line) sum += figure * figure;
  }
  return sum;
}

Answers answers_of(const results::TableCheck& check, const std::vector<results::LevelSums>& levels) {
  Answers answers;
  for (const results::RuleTally& tally : check.tallies) answers.failed.push_back(tally.fail);
  answers.commission_squares = squares(levels.at(0));
  answers.region_squares = squares(levels.at(1));
  for (const auto& line : levels.at(2).sums) answers.country.push_back(line.at(0));
  return answers;
}

struct Times {
  Seconds read, rules, roll_up;
};

/// Runs the script; false when it fails.
bool run_pandas(const std::string& file, std::size_t rules, std::size_t lines, Times& times,
                Answers& answers) {
  const std::string command =
      fmt::format("{} '{}/tabulate_baseline.py' '{}'", TALLYWARD_PYTHON, TALLYWARD_BENCH_DIR, file);
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return false;
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  if (pclose(pipe) != 0) return false;
  std::istringstream words(text);
  double seconds[3] = {};
  answers.failed.resize(rules);
  answers.country.resize(lines);
  for (double& each : seconds) words >> each;
  for (std::uint64_t& each : answers.failed) words >> each;
  words >> answers.commission_squares >> answers.region_squares;
  for (std::int64_t& each : answers.country) words >> each;
  times.read.add(seconds[0]);
  times.rules.add(seconds[1]);
  times.roll_up.add(seconds[2]);
  return !words.fail();
}

std::size_t libcsv_cells(std::string_view text) {
  std::size_t cells = 0;
  csv_parser parser;
  csv_init(&parser, 0);
  csv_parse(
      &parser, text.data(), text.size(),
      [](void*, std::size_t, void* count) { ++*static_cast<std::size_t*>(count); }, nullptr, &cells);
  csv_fini(&parser, nullptr, nullptr, nullptr);
  csv_free(&parser);
  return cells;
}

std::size_t our_cells(std::string_view text) {
  std::size_t cells = 0;
  formats::Row row;
  const auto rows = formats::read_csv(text, {});
  while (rows->next(row).value_or(false)) cells += row.cells.size();
  return cells;
}

void print_pair(const char* what, const Seconds& theirs, const Seconds& ours) {
  fmt::print("  {:<34}{:>9.2f} ms{:>12.3f} ms{:>9.1f} times\n", what, theirs.median() * 1e3,
             ours.median() * 1e3, bench::ratio(theirs, ours));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: tabulate_bench FOLDER\n");
    return 2;
  }
  const std::string file = fmt::format("{}/president_2018.csv", argv[1]);
  const auto text = base::read_file(file);
  auto rules = exchange::load_rule_set("ru");
  if (!text || !rules) {
    fmt::print(stderr, "{}\n", base::to_text(text ? rules.error() : text.error()));
    return 2;
  }
  // The relations of the baseline script; the sixth rule of the set is of our own making.
  std::erase_if(rules->rules,
                [](const results::Rule& rule) { return rule.comparisons.empty() || rule.code > "RU.05"; });

  Times theirs, ours;
  Seconds libcsv, tokens, file_once, table_once;
  bool same = true;
  std::size_t cells = 0, table_bytes = 0, rows = 0;
  volatile std::uint64_t sink = 0;
  for (int run = 0; run < kRuns; ++run) {
    const auto imported = ours.read.time([&] { return exchange::load_results(argv[1], "russia-2018"); });
    if (!imported) {
      fmt::print(stderr, "{}\n", base::to_text(imported.error()));
      return 2;
    }
    const results::Results& results = imported->results;
    const results::ProtocolTable* table = results.find("protocol", results.units.lowest_level());
    if (table == nullptr) return 2;
    const auto at = static_cast<std::size_t>(table - results.tables.data());
    const auto check = ours.rules.time([&] { return results::check_table(results, at, *rules); });
    const auto levels = ours.roll_up.time([&] { return results::roll_up(results.units, *table); });
    const Answers found = answers_of(check, levels);
    rows = table->rows();
    table_bytes = table->columns.size() * rows * sizeof(results::Figure);
    table_once.time([&] {
      for (const auto& column : table->columns)
        sink = sink + bench::read_all(column.data(), rows * sizeof(results::Figure));
    });
    file_once.time([&] { sink = sink + bench::read_all(text->data(), text->size()); });
    cells = tokens.time([&] { return our_cells(*text); });
    same = libcsv.time([&] { return libcsv_cells(*text); }) == cells && same;
    Answers expected;
    if (!run_pandas(file, found.failed.size(), found.country.size(), theirs, expected)) {
      fmt::print(stderr, "the baseline did not run: is python3-pandas installed?\n");
      return 2;
    }
    same = same && found == expected;
  }

  fmt::print("{} protocols, {} rules, every level; median of {} alternating runs\n", rows,
             rules->rules.size(), kRuns);
  fmt::print("  {:<34}{:>12}{:>15}{:>15}\n", "", "pandas", "tallyward", "faster by");
  print_pair("read", theirs.read, ours.read);
  print_pair("rules", theirs.rules, ours.rules);
  print_pair("roll-up", theirs.roll_up, ours.roll_up);
  const Seconds their_memory = theirs.rules + theirs.roll_up, our_memory = ours.rules + ours.roll_up;
  const Seconds their_all = theirs.read + their_memory, our_all = ours.read + our_memory;
  print_pair("rules + roll-up, tables in memory", their_memory, our_memory);
  print_pair("read + rules + roll-up", their_all, our_all);
  fmt::print("  {}\n", same ? "the same answers on both sides, in every run" : "DIFFERENT ANSWERS");
  fmt::print("goals: {:.0f} times in all: {}; {:.0f} times in memory: {}\n", kWholeGoal,
             bench::ratio(their_all, our_all) >= kWholeGoal ? "met" : "NOT MET", kMemoryGoal,
             bench::ratio(their_memory, our_memory) >= kMemoryGoal ? "met" : "NOT MET");
  fmt::print("cutting the file's {} cells: libcsv {:.1f} ms, our tokeniser {:.1f} ms ({:.1f} times faster)\n",
             cells, libcsv.median() * 1e3, tokens.median() * 1e3, bench::ratio(libcsv, tokens));
  fmt::print(
      "distance to memory: the file's {:.1f} MB are read once in {:.2f} ms ({:.1f} GB/s), our reading takes "
      "{:.0f} times as long;\n"
      "  the table's {:.1f} MB are read once in {:.2f} ms ({:.1f} GB/s), rules + roll-up take {:.1f} times "
      "as long\n",
      static_cast<double>(text->size()) / 1e6, file_once.median() * 1e3,
      static_cast<double>(text->size()) / file_once.median() / 1e9, bench::ratio(ours.read, file_once),
      static_cast<double>(table_bytes) / 1e6, table_once.median() * 1e3,
      static_cast<double>(table_bytes) / table_once.median() / 1e9, bench::ratio(our_memory, table_once));
  return same ? 0 : 1;
}
