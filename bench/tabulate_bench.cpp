// The roll-up of the Russian protocols of 2018, and reading them, against pandas: same run,
// alternating, median of 9, interpreter start excluded, file in the page cache. Then ten million
// synthetic protocols in blocks. Usage: tabulate_bench FOLDER_OF_RUSSIA_2018

// link: results exchange

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <sstream>

#include <fmt/format.h>
#include <sys/resource.h>

#include "exchange/read_results.h"
#include "results/roll_up.h"

namespace {

using namespace tallyward;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> seconds) {
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

std::string run_baseline(const std::string& folder) {
  const std::string command = fmt::format("{} '{}/tabulate_baseline.py' '{}/president_2018.csv'",
                                          TALLYWARD_PYTHON, TALLYWARD_BENCH_DIR, folder);
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  return pclose(pipe) == 0 ? text : std::string();
}

/// Bytes a second that this machine copies, for comparison.
double memory_bandwidth() {
  std::vector<char> from(std::size_t{1} << 28, 1);
  std::vector<char> to(from.size());
  std::vector<double> seconds;
  for (int run = 0; run < 5; ++run) {
    const auto start = Clock::now();
    std::memcpy(to.data(), from.data(), from.size());
    seconds.push_back(seconds_since(start));
  }
  return 2.0 * static_cast<double>(from.size()) / median(seconds) + (to[1] == 2 ? 1 : 0);
}

/// Ten million invented protocols of 20 lines below 300,000 units, in blocks of 65,536 rows.
void synthetic() {
  election::UnitTree units({"country", "region", "commission"});
  std::vector<election::UnitIndex> commissions;
  for (int region = 0; region < 100; ++region) {
    const auto parent = units.add(0, std::to_string(region));
    for (int i = 0; i < 3000; ++i) commissions.push_back(units.add(parent, std::to_string(i)));
  }
  constexpr std::size_t kProtocols = 10'000'000;
  constexpr std::size_t kBlock = 65'536;
  constexpr std::size_t kLines = 20;
  results::LevelSums sums = results::empty_sums(units, 2, kLines);
  std::vector<std::vector<results::Figure>> columns(kLines, std::vector<results::Figure>(kBlock));
  std::vector<election::UnitIndex> above(kBlock);
  double adding = 0;
  const auto start = Clock::now();
  for (std::size_t first = 0; first < kProtocols; first += kBlock) {
    const std::size_t rows = std::min(kBlock, kProtocols - first);
    above.resize(rows);
    for (std::size_t row = 0; row < rows; ++row)
      above[row] = commissions[(first + row) * commissions.size() / kProtocols];
    for (std::size_t line = 0; line < kLines; ++line) {
      columns[line].resize(rows);
      for (std::size_t row = 0; row < rows; ++row)
        columns[line][row] = static_cast<results::Figure>((first + row) * (line + 1) % 1000);
    }
    const auto began = Clock::now();
    (void)results::add_protocols(above, columns, sums);
    adding += seconds_since(began);
  }
  const auto country = results::climb(units, results::climb(units, sums));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "SYNTHETIC: {} protocols of {} lines added up in {:.2f} s (with their invention {:.2f} s), first line "
      "{}\n",
      country.protocols[0], kLines, adding, seconds_since(start), country.sums[0][0]);
  fmt::print("largest memory of this program so far: {} MB\n", usage.ru_maxrss / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: tabulate_bench FOLDER\n");
    return 2;
  }
  synthetic();
  std::vector<double> our_reading, our_roll_up, their_reading, their_checks, their_roll_up;
  std::size_t bytes = 0;
  std::string same = "the same sums";
  for (int run = 0; run < 9; ++run) {
    auto start = Clock::now();
    const auto imported = exchange::load_results(argv[1], "russia-2018");
    our_reading.push_back(seconds_since(start));
    if (!imported) {
      fmt::print(stderr, "{}\n", base::to_text(imported.error()));
      return 2;
    }
    const results::Results& results = imported->results;
    const results::ProtocolTable* table = results.find("protocol", results.units.lowest_level());
    if (table == nullptr) return 2;
    start = Clock::now();
    const auto levels = results::roll_up(results.units, *table);
    our_roll_up.push_back(seconds_since(start));
    bytes = table->columns.size() * table->rows() * sizeof(results::Figure);

    std::istringstream baseline(run_baseline(argv[1]));
    double read = 0;
    double checks = 0;
    double roll_up = 0;
    std::int64_t registered = 0;
    std::size_t commissions = 0;
    baseline >> read >> checks >> roll_up >> registered >> commissions;
    their_reading.push_back(read);
    their_checks.push_back(checks);
    their_roll_up.push_back(roll_up);
    if (registered != levels.back().sums[*table->find_line("registered")][0] ||
        commissions != levels[0].units.size())
      same = "DIFFERENT SUMS";
  }
  const double bandwidth = memory_bandwidth();
  const double speed = static_cast<double>(bytes) / median(our_roll_up);
  fmt::print("reading:  pandas {:.1f} ms, tallyward {:.1f} ms: {:.1f} times faster\n",
             median(their_reading) * 1e3, median(our_reading) * 1e3,
             median(their_reading) / median(our_reading));
  fmt::print("roll-up to every level ({}): pandas {:.2f} ms, tallyward {:.3f} ms: {:.0f} times faster\n",
             same, median(their_roll_up) * 1e3, median(our_roll_up) * 1e3,
             median(their_roll_up) / median(our_roll_up));
  fmt::print("five rules: pandas {:.2f} ms\n", median(their_checks) * 1e3);
  fmt::print("roll-up reads {:.1f} MB at {:.1f} GB/s; memory copies at {:.1f} GB/s ({:.1f} times as fast)\n",
             static_cast<double>(bytes) / 1e6, speed / 1e9, bandwidth / 1e9, bandwidth / speed);
  return same == "the same sums" ? 0 : 1;
}
