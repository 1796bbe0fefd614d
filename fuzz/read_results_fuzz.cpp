// link: exchange
// A file of any bytes, read with a profile that uses most keys, then written as a snapshot.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "exchange/results_snapshot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tallyward;
  static const exchange::ResultsProfile profile =
      exchange::parse_results_profile(
          "[election]\nname = \"x\"\n[[level]]\nname = \"d\"\ncode = 1\n[[level]]\nname = \"s\"\ncode = "
          "2\nunit_name = 3\n"
          "[[source]]\nid = \"p\"\n[[line]]\ncode = \"a\"\ncolumn = 4\ndecimals = 2\n[[line]]\ncode = "
          "\"b\"\ncolumn = 5\n"
          "[contestants]\nfirst = 6\npattern = '^([0-9]+) *(.*)$'\n[[file]]\nsource = \"p\"\nthousands_mark "
          "= \" \"\n",
          "p.toml")
          .value();
  static const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("tallyward-fuzz-" + std::to_string(::getpid()) + ".csv");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const auto imported = exchange::read_results(std::span(&path, 1), profile);
  if (imported) (void)exchange::snapshot_files(*imported, {"p", "", base::Time{}});
  std::filesystem::remove(path);
  return 0;
}
