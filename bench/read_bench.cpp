// link: exchange
// libraries: csv
// Reading a table of 100,000 protocols with 23 columns: our tokeniser and our whole import into Results,
// against libcsv on the same bytes and against what memory can deliver, in the same run. Prints the median of
// nine alternating runs. An argument is the path of a CSV of one's own, with "--profile NAME" for the import.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <csv.h>

#include "base/file.h"
#include "exchange/read_results.h"
#include "formats/csv.h"

namespace {

using namespace tallyward;

/// SYNTHETIC protocols in the shape of a large country: long names of regions, small figures.
std::string synthetic(std::size_t rows) {
  std::string text = "region,tik,uik";
  for (int i = 1; i <= 12; ++i) text += ",line_" + std::to_string(i);
  for (int i = 1; i <= 8; ++i) text += ",Contestant " + std::to_string(i);
  text += '\n';
  std::uint64_t state = 20210110;
  const auto draw = [&state](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  for (std::size_t row = 0; row < rows; ++row) {
    text += "Республика номер " + std::to_string(row / 1200) + ",Территориальная " +
            std::to_string(row / 36) + ',' + std::to_string(row);
    for (int i = 0; i < 20; ++i) text += ',' + std::to_string(draw(i % 3 == 0 ? 3000 : 200));
    text += '\n';
  }
  return text;
}

constexpr std::string_view kProfile = R"(
[election]
name = "SYNTHETIC"
synthetic = true
[[level]]
name = "region"
code = "region"
[[level]]
name = "tik"
code = "tik"
[[level]]
name = "precinct"
code = "uik"
[[source]]
id = "protocol"
[contestants]
first = "line_1"
[[file]]
source = "protocol"
)";

struct Timed {
  const char* what;
  std::vector<double> milliseconds;
  double median() {
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds[milliseconds.size() / 2];
  }
};

template <typename Work>
void time(Timed& timed, const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  timed.milliseconds.push_back(
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path path = std::filesystem::temp_directory_path() / "tallyward-read-bench.csv";
  auto profile = exchange::parse_results_profile(kProfile, "bench.toml");
  const bool own = argc > 1;
  if (own) path = argv[1];
  if (own && argc > 3 && std::string_view(argv[2]) == "--profile")
    profile = exchange::find_results_profile(argv[3]);
  if (!own) std::ofstream(path, std::ios::binary) << synthetic(100'000);
  const auto text = base::read_file(path);
  if (!text || !profile) {
    std::fprintf(stderr, "%s\n", base::to_text(text ? profile.error() : text.error()).c_str());
    return 2;
  }
  Timed memory{"memory: sum of every 8 bytes", {}};
  Timed tokens{"our tokeniser: cells counted", {}};
  Timed streamed{"our tokeniser, streaming", {}};
  Timed libcsv{"libcsv: cells counted", {}};
  Timed import{"our import into Results", {}};
  std::size_t cells = 0;
  std::size_t their_cells = 0;
  std::size_t protocols = 0;
  volatile std::uint64_t sink = 0;
  for (int run = 0; run < 9; ++run) {
    time(memory, [&] {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i + 8 <= text->size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text->data() + i, 8);
        sum += word;
      }
      sink = sum;
    });
    time(tokens, [&] {
      cells = 0;
      formats::Row row;
      const auto rows = formats::read_csv(*text, {});
      while (rows->next(row).value()) cells += row.cells.size();
    });
    time(streamed, [&] {
      std::size_t count = 0;
      formats::Row row;
      const auto rows = formats::stream_csv(formats::memory_source(*text), {});
      while (rows->next(row).value()) count += row.cells.size();
      if (count != cells) std::abort();
    });
    time(libcsv, [&] {
      their_cells = 0;
      csv_parser parser;
      csv_init(&parser, 0);
      csv_parse(
          &parser, text->data(), text->size(),
          [](void*, std::size_t, void* count) { ++*static_cast<std::size_t*>(count); }, nullptr,
          &their_cells);
      csv_fini(&parser, nullptr, nullptr, nullptr);
      csv_free(&parser);
    });
    time(import, [&] {
      const auto imported = exchange::read_results(std::span(&path, 1), *profile);
      if (!imported) std::abort();
      protocols = imported->results.tables.at(0).rows();
    });
  }
  if (cells != their_cells) std::printf("DIFFERENT: we count %zu cells, libcsv %zu\n", cells, their_cells);
  std::printf("%s: %zu bytes, %zu cells, %zu protocols; median of 9 alternating runs\n",
              own ? path.c_str() : "SYNTHETIC table", text->size(), cells, protocols);
  const double bytes = static_cast<double>(text->size());
  for (Timed* each : {&memory, &tokens, &streamed, &libcsv, &import})
    std::printf("  %-32s %8.2f ms %8.2f GB/s %8.2f x libcsv's time\n", each->what, each->median(),
                bytes / each->median() / 1e6, each->median() / libcsv.median());
  std::printf(
      "distance to memory: the tokeniser takes %.1f times, the import %.1f times as long as reading the "
      "bytes\n",
      tokens.median() / memory.median(), import.median() / memory.median());
  if (!own) std::filesystem::remove(path);
  return cells == their_cells ? 0 : 1;
}
