// What every store must do, run on the embedded store in memory and on disk. A PostgreSQL store joins the
// list below.
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "storage/store.h"

namespace tallyward::storage {
namespace {

Record record(char letter, std::int64_t sequence = 0) {
  Record one;
  one.id = std::string(64, letter);
  one.kind = "report/v1";
  one.author = "mission/observer";
  one.sequence = sequence;
  one.entry = std::string("entry ") + letter;
  one.body = "sealed";
  one.channel = "app";
  return one;
}

class StoreContract : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    file_ = GetParam() ? ":memory:"
                       : (std::filesystem::temp_directory_path() /
                          ("contract-" + std::to_string(::getpid()) + ".sqlite"))
                             .string();
    store_ = std::move(open_sqlite_store(file_).value());
  }
  void TearDown() override {
    store_.reset();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file_ + end);
  }
  std::string file_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContract, KeepsARecordOnceAndForEver) {
  ASSERT_TRUE(store_->begin());
  EXPECT_EQ(store_->append(record('a'), "key").value(), 1);
  EXPECT_EQ(store_->append(record('a'), "key").value(), 0) << "known already";
  EXPECT_GT(store_->append(record('b'), "").value(), 1);
  ASSERT_TRUE(store_->commit());
  const auto found = store_->find_record(std::string(64, 'a')).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->entry, "entry a");
  EXPECT_EQ(found->log_index, std::nullopt);
  EXPECT_EQ(store_->record_count().value(), 2);
  EXPECT_EQ(store_->waiting_records(10).value().size(), 2U);
}

TEST_P(StoreContract, KeepsTwoRecordsWithOneNumber) {
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->append(record('a', 4), ""));
  ASSERT_TRUE(store_->append(record('b', 4), ""));
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->records_of("mission/observer", 4).value().size(), 2U);
  EXPECT_EQ(store_->last_sequence("mission/observer").value(), 4);
}

TEST_P(StoreContract, ForgetsWhatWasNotCommitted) {
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->append(record('a'), ""));
  store_->rollback();
  EXPECT_EQ(store_->record_count().value(), 0);
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->append(record('a'), ""));
  ASSERT_TRUE(store_->savepoint());
  ASSERT_TRUE(store_->append(record('b'), ""));
  store_->undo();
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->record_count().value(), 1) << "a part that failed does not hurt its neighbours";
}

TEST_P(StoreContract, GivesAPlaceInTheLogOnceAndSwapsTheHeadOnlyFromTheKnownOne) {
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->append(record('a'), ""));
  EXPECT_TRUE(store_->set_log_index(std::string(64, 'a'), 0));
  EXPECT_EQ(store_->set_log_index(std::string(64, 'a'), 1).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(store_->set_log_index(std::string(64, 'z'), 1).error().code, base::ErrorCode::not_found);
  EXPECT_TRUE(store_->set_log_head("log", "", "one"));
  EXPECT_EQ(store_->set_log_head("log", "", "two").error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(store_->set_log_head("log", "one", "two"));
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->log_head("log").value(), "two");
  EXPECT_EQ(store_->logged_count().value(), 1);
  EXPECT_EQ(store_->logged_ids(0, 1).value().size(), 1U);
}

TEST_P(StoreContract, ErasesContentAndKeyButNotTheEntry) {
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->append(record('a'), "key"));
  ASSERT_TRUE(store_->erase(std::string(64, 'a')));
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->record_key(std::string(64, 'a')).value(), std::nullopt);
  EXPECT_EQ(store_->find_record(std::string(64, 'a')).value()->body, "");
  EXPECT_EQ(store_->find_record(std::string(64, 'a')).value()->entry, "entry a");
}

TEST_P(StoreContract, ListsItemsByWhatTheyAreLookedUpByInPages) {
  ASSERT_TRUE(store_->begin());
  for (const char* key : {"1", "2", "3", "4"}) {
    ASSERT_TRUE(store_->put(Shelf::view, "station", {key, *key < '3' ? "north" : "south", "", "", "{}"}));
  }
  ASSERT_TRUE(store_->put(Shelf::credential, "account", {"anna", "", "", "", "{}"}));
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->list(Shelf::view, "station", {.a = "south"}).value().size(), 2U);
  EXPECT_EQ(store_->list(Shelf::view, "station", {.after = "1", .limit = 2}).value().back().key, "3");
  EXPECT_EQ(store_->list(Shelf::view, "station", {.limit = 1, .descending = true}).value().front().key, "4");
  EXPECT_EQ(store_->count(Shelf::view, "station", {.a = "north"}).value(), 2);
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->clear_views());
  ASSERT_TRUE(store_->commit());
  EXPECT_EQ(store_->count(Shelf::view, "station", {}).value(), 0);
  EXPECT_TRUE(store_->find(Shelf::credential, "account", "anna").value()) << "credentials are no views";
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(true, false),
                         [](const auto& param) { return param.param ? "memory" : "disk"; });

}  // namespace
}  // namespace tallyward::storage
