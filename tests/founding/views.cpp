// Every view of both records, in three languages, says what it rests on; and the documentation of the tables
// holds.
#include "base/file.h"
#include "exchange/record_files.h"
#include "founding.h"
#include "publications/record_views.h"

namespace tallyward::founding {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Views, EveryViewSpeaksEveryLanguageAndSaysWhatItRestsOn) {
  for (const std::string& folder : {kz2021(), training()}) {
    const auto record = exchange::read_record(folder);
    ASSERT_TRUE(record.has_value()) << base::to_text(record.error());
    for (const publications::ViewEntry& entry : publications::all_views()) {
      if (!record->has(entry.needs)) continue;
      for (const char* code : {"en", "ru", "kk"}) {
        const locale::Language& language = **locale::find_language(code);
        const auto view = publications::make_view(entry.id, *record, language);
        ASSERT_TRUE(view.has_value()) << entry.id << base::to_text(view.error());
        for (const std::string& text :
             {publications::view_text(*view, language), publications::view_page(*view, language)}) {
          EXPECT_THAT(text, Not(HasSubstr("record."))) << entry.id << " " << code;
          EXPECT_EQ(text.find("SYNTHETIC") != std::string::npos, record->info.synthetic)
              << entry.id << " " << code;
        }
        EXPECT_FALSE(view->rests_on.empty()) << entry.id;
        EXPECT_EQ(publications::view_json(*view),
                  publications::view_json(*publications::make_view(entry.id, *record, language)));
      }
    }
  }
}

TEST(Views, TheDocumentationOfTheTablesIsThatOfTheProgram) {
  const auto page = base::read_file("docs/formats/mission-files.md");
  ASSERT_TRUE(page.has_value());
  EXPECT_NE(page->find(run({"record", "check", "--format"}).text), std::string::npos)
      << "make it again: tallyward record check --format";
}

TEST(Record, MistakesAreNamedWithTheirPlace) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tallyward_record_mistakes";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto complaint = [&](const std::string& file, const std::string& text) {
    EXPECT_TRUE(base::write_file(folder / file, text).has_value());
    const auto record = exchange::read_record(folder);
    return record ? std::string("no complaint") : record.error().message;
  };
  EXPECT_THAT(complaint("record.toml", "id = \"x\"\nelection_day = \"2021-13-10\"\n[title]\nen = \"x\"\n"),
              HasSubstr("record.toml:2:"));
  EXPECT_EQ(complaint("record.toml", "id = \"x\"\nelection_day = \"2021-01-10\"\n[title]\nen = \"x\"\n"),
            "no complaint");
  EXPECT_EQ(complaint("sources.csv", "source_id,title\nS1,a\n"), "no complaint");
  EXPECT_THAT(complaint("events.csv", "event_id,date,type,title,source\nE1,2021-02-30,x,y,S1\n"),
              HasSubstr("events.csv:2:2: found '2021-02-30'"));
  EXPECT_THAT(complaint("events.csv", "event_id,date,type,title,source\nE1,2021-02,x,y,S9\n"),
              HasSubstr("events.csv:2:5: found 'S9', expected an id of sources.csv; did you mean 'S1'?"));
  EXPECT_THAT(complaint("events.csv", "event_id,date,type,title,source\nE1,2021-02,x,y,\n"),
              HasSubstr("events.csv:2:5: found '', expected a value in the column 'source'"));
  EXPECT_THAT(complaint("events.csv", "event_id,date,type,title,source\nE1,2021,x,y,S1\nE1,2021,x,y,S1\n"),
              HasSubstr("events.csv:3:1: found 'E1' again"));
  EXPECT_THAT(complaint("events.csv", "event_id,date,type,titel,title,source\nE1,2021,x,y,z,S1\n"),
              HasSubstr("events.csv:1:4: found a column 'titel', expected 'title'?"));
  EXPECT_EQ(complaint("events.csv", "event_id,date,type,title,note,source\nE1,2021,x,y,z,S1\n"),
            "no complaint");
  EXPECT_THAT(complaint("denials.csv", "denial_id,date,kind,class,source\nD1,2021,removd,x,S1\n"),
              HasSubstr("denials.csv:2:3: found 'removd', expected one of"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tallyward::founding
