// The Bolivian three-way diff, tables in memory, against plain Python dictionaries: same run,
// alternating, median of 9, interpreter start and reading excluded on both sides. The answers are
// compared first. Usage: compare_bench FOLDER_OF_BOLIVIA_2019

// link: results exchange

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>

#include <fmt/format.h>

#include "exchange/read_results.h"
#include "results/compare.h"

namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> seconds) {
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

/// What the baseline script prints.
std::string run_baseline(const std::string& folder) {
  const std::string command =
      fmt::format("{} '{}/compare_baseline.py' '{}'", TALLYWARD_PYTHON, TALLYWARD_BENCH_DIR, folder);
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  return pclose(pipe) == 0 ? text : std::string();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tallyward;
  if (argc != 2) {
    fmt::print(stderr, "usage: compare_bench FOLDER\n");
    return 2;
  }
  const auto imported = exchange::load_results(argv[1], "bolivia-2019");
  if (!imported) {
    fmt::print(stderr, "{}\n", base::to_text(imported.error()));
    return 2;
  }
  std::vector<double> ours;
  std::vector<double> theirs;
  std::string our_answer;
  std::string their_answer;
  std::size_t bytes = 0;
  for (int run = 0; run < 9; ++run) {
    const auto start = Clock::now();
    const auto comparison = results::compare(imported->results);
    ours.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    if (!comparison) return 2;
    our_answer.clear();
    bytes = 0;
    for (const results::PairComparison& pair : comparison->pairs) {
      our_answer += fmt::format(" {} {} {}", pair.protocols_changed, pair.cells.size(), pair.lone.size());
      bytes += 2 * pair.cells_compared * sizeof(results::Figure);
    }
    std::istringstream baseline(run_baseline(argv[1]));
    double seconds = 0;
    baseline >> seconds;
    std::getline(baseline, their_answer);
    theirs.push_back(seconds);
  }
  if (our_answer != their_answer) {
    fmt::print("answers differ: ours{}, baseline{}\n", our_answer, their_answer);
    return 1;
  }
  const double ratio = median(theirs) / median(ours);
  fmt::print("three-way diff (protocols, cells, alone for each pair):{}\n", our_answer);
  fmt::print(
      "plain Python dictionaries {:.1f} ms, tallyward {:.3f} ms: {:.0f} times faster (at least 50 asked)\n",
      median(theirs) * 1e3, median(ours) * 1e3, ratio);
  fmt::print("figures compared at {:.2f} GB/s\n", static_cast<double>(bytes) / median(ours) / 1e9);
  return ratio >= 50 ? 0 : 1;
}
