#include "exchange/results_snapshot.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "paths.h"

namespace tallyward::exchange {
namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tallyward-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

SnapshotFiles files_of(const Imported& imported) {
  return snapshot_files(imported, {"p", "# profile\n", base::Time{std::chrono::seconds{1'000'000'000}}});
}

Imported import(std::string_view data, std::string_view profile) {
  ReadOptions options;
  options.hash_inputs = true;
  auto imported = load_results(tests::testdata() / data, profile, options);
  EXPECT_TRUE(imported) << base::to_text(imported.error());
  return std::move(*imported);
}

TEST(ResultsSnapshot, IsReadBackAsItWasWritten) {
  for (const auto& [data, profile] : {std::pair{"bolivia-2019", "bolivia-2019"},
                                      {"bulgaria-2021-07", "bulgaria-2021-07"},
                                      {"georgia", "georgia-2013-president"},
                                      {"kz2021", "kz2021-turnout"}}) {
    const Imported imported = import(data, profile);
    const SnapshotFiles files = files_of(imported);
    const Folder folder;
    ASSERT_TRUE(write_snapshot(folder.path(), files));
    const auto back = load_results(folder.path(), std::nullopt);
    ASSERT_TRUE(back) << base::to_text(back.error());
    EXPECT_EQ(back->report.rows_refused, imported.report.rows_refused) << data;
    const SnapshotFiles again = files_of(*back);
    ASSERT_EQ(again.size(), files.size());
    for (const auto& [name, bytes] : files) EXPECT_EQ(again.at(name), bytes) << data << ": " << name;
  }
}

TEST(ResultsSnapshot, AChangedFigureIsFoundOut) {
  const Folder folder;
  const SnapshotFiles files = files_of(import("georgia", "georgia-2012-adjara-party"));
  ASSERT_TRUE(write_snapshot(folder.path(), files));
  const auto table = folder.path() / "protocols-01-protocol-precinct.csv";
  std::string bytes = base::read_file(table).value();
  bytes[bytes.size() - 2] = bytes[bytes.size() - 2] == '1' ? '2' : '1';
  ASSERT_TRUE(base::write_file(table, bytes));
  const auto back = read_snapshot(folder.path());
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, base::ErrorCode::corrupt);
}

TEST(ResultsSnapshot, IsNotWrittenIntoAFolderOfOtherThings) {
  const Folder folder;
  std::ofstream(folder.path() / "thesis.txt") << "x";
  const auto written = write_snapshot(folder.path(), files_of(import("kz2021", "kz2021-akmola")));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, base::ErrorCode::conflict);
}

/// The known answers that need no rule: rows, totals, units (testdata/*/known_answers.json).
TEST(Testdata, HasTheRowsAndTotalsComputedWithoutThisProgram) {
  const auto answers =
      nlohmann::json::parse(base::read_file(tests::testdata() / "bolivia-2019/known_answers.json").value());
  const Imported imported = import("bolivia-2019", "bolivia-2019");
  const std::pair<const char*, const char*> lines[] = {{"registered", "registered"},
                                                       {"CC", "votes_01"},
                                                       {"MAS-IPSP", "votes_05"},
                                                       {"blank", "blank"},
                                                       {"null", "invalid"}};
  for (const char* source : {"final", "trep_2", "trep_1"}) {
    const results::ProtocolTable* table = imported.results.find(source, 7);
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->rows(), answers[source]["rows"].get<std::size_t>());
    for (const auto& [heading, code] : lines) {
      std::int64_t sum = 0;
      for (const auto figure : table->columns[table->find_line(code).value()]) sum += figure;
      EXPECT_EQ(sum, answers[source][heading].get<std::int64_t>()) << source << " " << heading;
    }
  }
  const Imported bulgaria = import("bulgaria-2021-07", "bulgaria-2021-07");
  EXPECT_EQ(bulgaria.results.find("protocol", 3)->rows(), 169u);
  EXPECT_EQ(bulgaria.results.find("flash", 3)->rows(), 39u);
}

}  // namespace
}  // namespace tallyward::exchange
