// What the readers say of files that they cannot begin with: each message names the file, what was found and
// what was expected.
#include <fstream>

#include <gtest/gtest.h>

#include "exchange/read_results.h"
#include "exchange/standard_results.h"
#include "formats/json_table.h"
#include "formats/xlsx.h"

namespace tallyward::exchange {
namespace {

class RefusedFiles : public testing::Test {
 protected:
  RefusedFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "tallyward-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~RefusedFiles() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  /// A file of `size` bytes that takes no room on the disk.
  std::filesystem::path sparse(const std::string& name, std::uint64_t size) const {
    const auto path = write(name, "[");
    std::filesystem::resize_file(path, size);
    return path;
  }
  std::string profile(const std::string& file) const {
    return write("p.toml",
                 "[election]\nname = \"x\"\n[[level]]\nname = \"station\"\ncode = \"s\"\n[[source]]\nid = "
                 "\"p\"\n"
                 "[[line]]\ncode = \"registered\"\ncolumn = \"r\"\n[[file]]\nname = \"" +
                     file + "\"\nsource = \"p\"\n")
        .string();
  }
  /// The error without the folder's name.
  std::string message(const std::filesystem::path& path, std::optional<std::string> profile = {}) const {
    const auto loaded = load_results(path, profile);
    if (loaded) return "no error";
    std::string text = loaded.error().message;
    const std::string top = folder_.string() + "/";
    for (auto at = text.find(top); at != std::string::npos; at = text.find(top)) text.erase(at, top.size());
    return text;
  }
  std::filesystem::path folder_;
};

TEST_F(RefusedFiles, OneThatDoesNotExist) {
  EXPECT_EQ(
      message(folder_ / "none.csv"),
      "none.csv does not exist; expected a results snapshot, or a file or folder whose profile is named "
      "with --profile");
  EXPECT_EQ(message(folder_ / "none.csv", "bolivia-2019"),
            "none.csv does not exist; expected a results snapshot, or what profile bolivia-2019 reads");
  std::filesystem::create_directory(folder_ / "input");
  EXPECT_EQ(message(folder_ / "input", profile("a.csv")),
            "input/a.csv does not exist; expected a file that profile p describes");
}

TEST_F(RefusedFiles, AFolderWithoutManifest) {
  std::filesystem::create_directory(folder_ / "input");
  EXPECT_EQ(message(folder_ / "input"),
            "input is a folder without the manifest.json of a results snapshot, so it is not a results "
            "snapshot; if it holds a commission's figures, name their profile with --profile");
  std::filesystem::create_directory(folder_ / "input" / "a.csv");
  EXPECT_EQ(message(folder_ / "input", profile("a.csv")),
            "input/a.csv is a folder; expected a file that profile p describes");
  EXPECT_EQ(message(folder_ / "input", kNistProfile.data()),
            "input is a folder; expected a file in the format nist-1500-100-v2");
}

TEST_F(RefusedFiles, AFileWithoutProfileAndAnEmptyOne) {
  EXPECT_EQ(
      message(write("a.csv", "s,r\n1,2\n")),
      "a.csv is a file, so it is not a results snapshot; if it holds a commission's figures, name their "
      "profile with --profile");
  const auto empty = write("empty.csv", "");
  EXPECT_EQ(message(empty),
            "empty.csv is empty (0 bytes); expected a results snapshot (a folder), or a "
            "commission's file");
  EXPECT_EQ(message(empty, profile("empty.csv")),
            "empty.csv is empty (0 bytes); expected a file that profile p describes");
}

TEST_F(RefusedFiles, JsonAndXmlAboveTheStatedSizeWithTheSizeFound) {
  const auto json = sparse("a.json", formats::kLargestJson + 1);
  EXPECT_EQ(message(json, profile("a.json")),
            "a.json has 67108865 bytes; this reader takes at most 67108864");
  EXPECT_EQ(message(json, kNistProfile.data()),
            "a.json has 67108865 bytes; this reader takes at most 67108864");
  EXPECT_EQ(message(sparse("a.xml", kLargestStandardFile + 1000), kEmlNlProfile.data()),
            "a.xml has 67109864 bytes; this reader takes at most 67108864");
}

TEST_F(RefusedFiles, AWorkbookThatIsCutShort) {
  const auto path = folder_ / "a.xlsx";
  {
    auto book = formats::XlsxWriter::create(path, "Sheet");
    ASSERT_TRUE(book);
    ASSERT_TRUE(book->add_row({std::string("s"), std::string("r")}));
    for (std::int64_t i = 0; i < 500; ++i) ASSERT_TRUE(book->add_row({std::to_string(i), i * 7}));
    ASSERT_TRUE(book->close());
  }
  EXPECT_EQ(message(path, profile("a.xlsx")), "no error");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const std::string expected =
      " is not a whole zip file, as every XLSX workbook is: it is cut short, or of another kind";
  EXPECT_EQ(message(path, profile("a.xlsx")), "a.xlsx" + expected);
  EXPECT_EQ(message(write("b.xlsx", "no workbook"), profile("b.xlsx")), "b.xlsx" + expected);
}

}  // namespace
}  // namespace tallyward::exchange
