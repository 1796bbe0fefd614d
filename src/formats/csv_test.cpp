#include "formats/csv.h"

#include <csv.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tallyward::formats {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// All rows; a defect is the single cell "!" and its reason.
Rows rows_of(TableReader& reader, std::vector<std::size_t>* lines = nullptr) {
  Rows rows;
  Row row;
  while (reader.next(row).value()) {
    std::vector<std::string> cells(row.cells.begin(), row.cells.end());
    if (!row.defect.empty()) cells = {"!" + std::string(row.defect)};
    rows.push_back(std::move(cells));
    if (lines != nullptr) lines->push_back(row.line);
  }
  return rows;
}

Rows read_all(std::string_view text, CsvDialect dialect = {}) {
  return rows_of(*read_csv(text, dialect));
}

/// Gives at most `most` bytes at a time, so that every state meets a border between two pieces.
class SmallPieces final : public ByteSource {
 public:
  explicit SmallPieces(std::string_view text) : text_(text) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min({into.size(), text_.size(), std::size_t{3}});
    std::copy_n(text_.begin(), count, into.begin());
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
};

/// Feeds the tokeniser itself in pieces of `size`, as the streaming reader does with larger ones.
Rows in_pieces(std::string_view text, std::size_t size) {
  CsvTokeniser tokeniser({});
  Rows rows;
  std::size_t begin = 0;
  std::size_t end = std::min(size, text.size());
  tokeniser.feed(text.substr(0, end), end == text.size());
  while (true) {
    const auto step = tokeniser.next();
    if (step == CsvTokeniser::Step::end) return rows;
    if (step == CsvTokeniser::Step::row) {
      std::vector<std::string> cells(tokeniser.cells().begin(), tokeniser.cells().end());
      if (!tokeniser.defect().empty()) cells = {"!" + std::string(tokeniser.defect())};
      rows.push_back(std::move(cells));
      continue;
    }
    begin += tokeniser.consumed();
    end = std::min(end + size, text.size());
    tokeniser.feed(text.substr(begin, end - begin), end == text.size());
  }
}

TEST(Csv, CellsRowsAndLineEnds) {
  EXPECT_EQ(read_all("a,b\n1,2\r\n3,\r4"), (Rows{{"a", "b"}, {"1", "2"}, {"3", ""}, {"4"}}));
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "a;b\n",
                     {.delimiter = ';'}),
            (Rows{{"a", "b"}}));
  EXPECT_EQ(read_all("\n\r\n\na\n\n"), (Rows{{"a"}}));
  EXPECT_EQ(read_all(""), Rows{});
  EXPECT_EQ(read_all(","), (Rows{{"", ""}}));
}

TEST(Csv, QuotedCellsHoldDelimitersQuotesAndLineEnds) {
  EXPECT_EQ(read_all("\"Школа \"\"Заря\"\"\",\"a,b\"\n\"two\nlines\",x"),
            (Rows{{"Школа \"Заря\"", "a,b"}, {"two\nlines", "x"}}));
  EXPECT_EQ(read_all("5\" pipe,\"\"\n"), (Rows{{"5\" pipe", ""}}));
}

TEST(Csv, OneStrayQuoteSpoilsOneLineOnly) {
  std::vector<std::size_t> lines;
  const auto reader = read_csv("1,\"a\"b,2\n3,4\n\"open,5\n6,7\n", {});
  EXPECT_EQ(rows_of(*reader, &lines), (Rows{{"!text behind a closing quote"},
                                            {"3", "4"},
                                            {"!an opening quote that is not closed"},
                                            {"6", "7"}}));
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 3, 4}));
}

TEST(Csv, LinesAreCountedThroughQuotedLineEnds) {
  std::vector<std::size_t> lines;
  const auto reader = read_csv("a\r\n\"b\r\nc\"\r\n\r\nd\n", {});
  rows_of(*reader, &lines);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 5}));
}

TEST(Csv, ARowLongerThanTheLimitIsADefectAndReadingGoesOn) {
  const std::string text = "a,b\n" + std::string(kLongestCsvRow, 'x') + "\nc,d\n";
  const Rows expected{{"a", "b"}, {"!a row longer than 1 MiB"}, {"c", "d"}};
  EXPECT_EQ(read_all(text), expected);
  EXPECT_EQ(rows_of(*stream_csv(memory_source(text), {})), expected);
}

struct Collected {
  Rows rows;
  std::vector<std::string> row;
};

/// What libcsv reads, strictly; nothing where it finds an error. It trims no spaces here, as we do not.
std::optional<Rows> libcsv_reads(std::string_view text) {
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser, [](unsigned char) { return 0; });
  Collected collected;
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
  if (!good) return std::nullopt;
  return collected.rows;
}

TEST(CsvProperty, ReadsWhatLibcsvReads) {
  const auto pieces = rc::gen::container<std::string>(
      rc::gen::element('a', '1', ',', '"', '\n', '\r', ' ', ';', '\xD0', '\xB0'));
  EXPECT_TRUE(rc::check("own tokeniser = libcsv", [&] {
    const std::string text = *pieces;
    const auto theirs = libcsv_reads(text);
    const Rows ours = read_all(text);
    RC_CLASSIFY(theirs.has_value());
    if (theirs) RC_ASSERT(ours == *theirs);
  }));
}

TEST(CsvProperty, PiecesOfAnySizeGiveTheSameRows) {
  const auto text = rc::gen::container<std::string>(rc::gen::element('a', '1', ',', '"', '\n', '\r'));
  EXPECT_TRUE(rc::check("pieces = whole", [&] {
    const std::string bytes = *text;
    const Rows whole = read_all(bytes);
    for (std::size_t size = 1; size < 9; ++size) RC_ASSERT(in_pieces(bytes, size) == whole);
    RC_ASSERT(rows_of(*stream_csv(std::make_unique<SmallPieces>(bytes), {})) == whole);
  }));
}

TEST(CsvProperty, WhatIsWrittenIsReadBack) {
  EXPECT_TRUE(rc::check("write, read", [](const std::vector<std::string>& cells) {
    RC_PRE(!cells.empty());
    std::string text = "first";
    for (const std::string& cell : cells) {
      text += ',';
      append_csv_cell(text, cell);
    }
    text += '\n';
    std::vector<std::string> expected{"first"};
    expected.insert(expected.end(), cells.begin(), cells.end());
    RC_ASSERT(read_all(text) == Rows{expected});
  }));
}

}  // namespace
}  // namespace tallyward::formats
