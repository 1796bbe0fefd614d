#include "formats/xlsx.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include "formats/json_table.h"

namespace tallyward::formats {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(TableReader& reader, std::vector<std::size_t>* lines = nullptr) {
  Rows rows;
  Row row;
  while (reader.next(row).value()) {
    rows.emplace_back(row.cells.begin(), row.cells.end());
    if (lines != nullptr) lines->push_back(row.line);
  }
  return rows;
}

std::filesystem::path temporary(std::string_view name) {
  return std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + std::string(name));
}

/// A workbook as other programs write it: shared strings, inline strings, gaps, formulas, rich text.
std::filesystem::path workbook(std::string_view sheet, std::string_view strings = "<sst/>") {
  const auto path = temporary("hand.xlsx");
  std::filesystem::remove(path);
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  const std::pair<const char*, std::string> parts[] = {
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"x\"><sheets><sheet name=\"Results\" sheetId=\"1\" "
       "r:id=\"rId7\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId7\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/sharedStrings.xml", std::string(strings)},
      {"xl/worksheets/sheet1.xml", std::string(sheet)}};
  for (const auto& [name, text] : parts)
    zip_file_add(archive, name, zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_OVERWRITE);
  zip_close(archive);
  return path;
}

TEST(Xlsx, SharedAndInlineStringsGapsFormulasAndRichText) {
  const auto path = workbook(
      "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" "
      "t=\"s\"><v>1</v></c></row>"
      "<row r=\"4\"><c r=\"A4\"><v>12.699999999999999</v></c><c r=\"B4\" t=\"b\"><v>1</v></c>"
      "<c r=\"C4\" t=\"inlineStr\"><is><t>Село &amp; град</t></is></c>"
      "<c r=\"D4\"><f>1+1</f><v>2</v></c><c r=\"E4\"><v>1.5E3</v></c></row></sheetData></worksheet>",
      "<sst><si><t>Участок</t></si><si><r><t>regis</t></r><r><t>tered</t></r><rPh><t>no</t></rPh></si></"
      "sst>");
  std::vector<std::size_t> lines;
  EXPECT_EQ(rows_of(**open_xlsx(path), &lines),
            (Rows{{"Участок", "", "registered"}, {"12.7", "1", "Село & град", "2", "1500"}}));
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 4}));
  const auto other = open_xlsx(path, "Totals");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message, "no sheet named 'Totals'; there are: Results");
}

TEST(Xlsx, BombsAndEntitiesAreRefused) {
  const std::string bomb =
      "<worksheet><sheetData>" + std::string(std::size_t{3} << 20, ' ') + "</sheetData></worksheet>";
  const auto refused = open_xlsx(workbook(bomb));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::too_large);
  const auto entity = open_xlsx(workbook("<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet>&a;</worksheet>"));
  ASSERT_TRUE(entity);
  Row row;
  const auto next = (*entity)->next(row);
  ASSERT_FALSE(next);
  EXPECT_NE(next.error().message.find("document type"), std::string::npos);
  XlsxLimits small;
  small.shared_string_bytes = 10;
  EXPECT_EQ(
      open_xlsx(workbook("<worksheet/>", "<sst><si><t>a long text</t></si></sst>"), "", small).error().code,
      base::ErrorCode::too_large);
}

TEST(Xlsx, WhatIsWrittenIsReadBack) {
  const auto path = temporary("written.xlsx");
  auto writer = XlsxWriter::create(path, "Results").value();
  ASSERT_TRUE(writer.add_row({std::string("station"), std::string("votes")}));
  ASSERT_TRUE(writer.add_row({std::string("=1+1"), std::int64_t{1'234'567}, {}, std::string("Қазақстан")}));
  ASSERT_TRUE(writer.close());
  EXPECT_EQ(rows_of(**open_xlsx(path)), (Rows{{"station", "votes"}, {"=1+1", "1234567", "", "Қазақстан"}}));
}

TEST(JsonTable, AnArrayOfObjectsIsATable) {
  const auto table = read_json_table(R"({"rows": [{"s": "1", "v": 12}, {"s": "2", "w": null, "v": 12.5}]})");
  ASSERT_TRUE(table);
  EXPECT_EQ(rows_of(**table), (Rows{{"s", "v", "w"}, {"1", "12", ""}, {"2", "12.5", ""}}));
  EXPECT_FALSE(read_json_table("[{\"a\": [1]}]"));
  EXPECT_FALSE(read_json_table("[1]"));
  EXPECT_FALSE(read_json_table("{"));
  EXPECT_EQ(read_json_table(std::string(kLargestJson + 1, ' ')).error().code, base::ErrorCode::too_large);
}

}  // namespace
}  // namespace tallyward::formats
