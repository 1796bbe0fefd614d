// link: formats
// libraries: csv
// The tokeniser on any bytes, against libcsv where libcsv accepts them, and whole against pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <csv.h>

#include "formats/csv.h"

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Collected {
  Rows rows;
  std::vector<std::string> row;
};

bool libcsv_reads(std::string_view text, Collected& collected) {
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser, [](unsigned char) { return 0; });
  const auto on_cell = [](void* data, std::size_t size, void* into) {
    static_cast<Collected*>(into)->row.emplace_back(static_cast<const char*>(data), size);
  };
  const auto on_row = [](int, void* into) {
    auto& all = *static_cast<Collected*>(into);
    all.rows.push_back(std::move(all.row));
    all.row.clear();
  };
  const bool good =
      csv_parse(&parser, text.data(), text.size(), on_cell, on_row, &collected) == text.size() &&
      csv_fini(&parser, on_cell, on_row, &collected) == 0;
  csv_free(&parser);
  return good;
}

/// All rows when the text comes in pieces of `size`; a defect is one cell.
Rows in_pieces(std::string_view text, std::size_t size) {
  using tallyward::formats::CsvTokeniser;
  CsvTokeniser tokeniser({});
  Rows rows;
  std::size_t begin = 0;
  std::size_t end = std::min(size, text.size());
  tokeniser.feed(text.substr(0, end), end == text.size());
  while (true) {
    const auto step = tokeniser.next();
    if (step == CsvTokeniser::Step::end) return rows;
    if (step == CsvTokeniser::Step::row) {
      rows.emplace_back(tokeniser.cells().begin(), tokeniser.cells().end());
      if (!tokeniser.defect().empty()) rows.back() = {std::string(tokeniser.defect())};
      continue;
    }
    begin += tokeniser.consumed();
    end = std::min(end + size, text.size());
    tokeniser.feed(text.substr(begin, end - begin), end == text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Rows whole = in_pieces(text, std::max<std::size_t>(size, 1));
  if (size < 4096 && in_pieces(text, 1 + size % 7) != whole) std::abort();
  Collected theirs;
  if (!text.starts_with("\xEF\xBB\xBF") && size < 100'000 && libcsv_reads(text, theirs) &&
      theirs.rows != whole)
    std::abort();
  return 0;
}
