// The embedded store on one SQLite file. Settings as measured safe in docs/reliability.md: WAL,
// synchronous=FULL (a commit survives a power cut), one connection for all writes and all checkpoints
// (SQLite's WAL-reset bug, fixed in 3.51.3, needs two), and no acknowledgement after an error of the disk.
#include <map>

#include <fmt/format.h>

#include "embedded/migrations.h"
#include "storage/sqlite.h"
#include "storage/store.h"

namespace tallyward::storage {

namespace {

constexpr std::int64_t kApplicationId = 0x54414c59;  // "TALY"

constexpr std::string_view kRecordColumns =
    "arrival, id, kind, author, sequence, entry, coalesce(body, x''), received, channel, log_index";

Record record_of(const Statement& row) {
  Record record{row.number(0), row.text(1), row.text(2),   row.text(3), row.number(4),
                row.text(5),   row.text(6), row.number(7), row.text(8), {}};
  if (!row.is_null(9)) record.log_index = row.number(9);
  return record;
}

std::string_view table_of(Shelf shelf) {
  return shelf == Shelf::view ? "view" : "credential";
}

/// Both connections look at things in the same way.
class Look {
 public:
  explicit Look(Database database) : database_(std::move(database)) {}
  Database& database() { return database_; }

  /// The statement for `sql`, prepared at first use.
  base::Result<Statement*> statement(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return &found->second;
    TRY_ASSIGN(Statement prepared, database_.prepare(sql));
    return &statements_.emplace(std::string(sql), std::move(prepared)).first->second;
  }

  base::Result<std::vector<Record>> records(std::string_view where, std::int64_t number, std::int64_t limit) {
    TRY_ASSIGN(Statement * query,
               statement(fmt::format("SELECT {} FROM record WHERE {} ORDER BY arrival LIMIT ?2",
                                     kRecordColumns, where)));
    query->bind(1, number).bind(2, limit);
    std::vector<Record> found;
    while (true) {
      TRY_ASSIGN(const bool row, query->step());
      if (!row) return found;
      found.push_back(record_of(*query));
    }
  }

  base::Result<std::int64_t> number(std::string_view sql, std::string_view text = {}) {
    TRY_ASSIGN(Statement * query, statement(sql));
    if (!text.empty()) query->bind(1, text);
    TRY_ASSIGN(const bool row, query->step());
    const std::int64_t result = row ? query->number(0) : 0;
    query->reset();
    return result;
  }

  base::Result<Statement*> select(Shelf shelf, std::string_view what, std::string_view collection,
                                  const Selection& selection, bool ordered) {
    std::string sql = fmt::format("SELECT {} FROM {} WHERE collection = ?1", what, table_of(shelf));
    if (selection.a) sql += " AND a = ?2";
    if (selection.b) sql += " AND b = ?3";
    if (selection.c) sql += " AND c = ?4";
    if (!selection.after.empty()) sql += selection.descending ? " AND key < ?5" : " AND key > ?5";
    if (ordered) sql += selection.descending ? " ORDER BY key DESC LIMIT ?6" : " ORDER BY key LIMIT ?6";
    TRY_ASSIGN(Statement * query, statement(sql));
    query->bind(1, collection);
    if (selection.a) query->bind(2, *selection.a);
    if (selection.b) query->bind(3, *selection.b);
    if (selection.c) query->bind(4, *selection.c);
    if (!selection.after.empty()) query->bind(5, selection.after);
    if (ordered) query->bind(6, selection.limit);
    return query;
  }

 private:
  Database database_;
  std::map<std::string, Statement, std::less<>> statements_;
};

/// The reading half, used by the writer and by the reader alike.
template <typename Interface>
class Looking : public Interface {
 public:
  explicit Looking(Database database) : look_(std::move(database)) {}

  base::Result<std::optional<Record>> find_record(std::string_view id) override {
    TRY_ASSIGN(Statement * query,
               look_.statement(fmt::format("SELECT {} FROM record WHERE id = ?1", kRecordColumns)));
    query->bind(1, id);
    TRY_ASSIGN(const bool row, query->step());
    if (!row) return std::optional<Record>();
    std::optional<Record> record = record_of(*query);
    query->reset();
    return record;
  }

  base::Result<std::vector<std::string>> records_of(std::string_view author, std::int64_t sequence) override {
    TRY_ASSIGN(Statement * query, look_.statement("SELECT id FROM record WHERE author = ?1 AND sequence = ?2"
                                                  " ORDER BY arrival"));
    query->bind(1, author).bind(2, sequence);
    std::vector<std::string> ids;
    while (true) {
      TRY_ASSIGN(const bool row, query->step());
      if (!row) return ids;
      ids.push_back(query->text(0));
    }
  }

  base::Result<std::int64_t> last_sequence(std::string_view author) override {
    return look_.number("SELECT coalesce(max(sequence), -1) FROM record WHERE author = ?1", author);
  }
  base::Result<std::vector<Record>> records_after(std::int64_t arrival, std::int64_t limit) override {
    return look_.records("arrival > ?1", arrival, limit);
  }
  base::Result<std::vector<Record>> waiting_records(std::int64_t limit) override {
    return look_.records("log_index IS NULL AND arrival > ?1", 0, limit);
  }
  base::Result<std::int64_t> record_count() override { return look_.number("SELECT count(*) FROM record"); }
  base::Result<std::vector<Record>> logged_records(std::int64_t begin, std::int64_t end) override {
    TRY_ASSIGN(Statement * query,
               look_.statement(fmt::format("SELECT {} FROM record WHERE log_index >= ?1 AND log_index < ?2"
                                           " ORDER BY log_index",
                                           kRecordColumns)));
    query->bind(1, begin).bind(2, end);
    std::vector<Record> found;
    while (true) {
      TRY_ASSIGN(const bool row, query->step());
      if (!row) return found;
      found.push_back(record_of(*query));
    }
  }

  base::Result<std::vector<std::string>> logged_ids(std::int64_t begin, std::int64_t end) override {
    TRY_ASSIGN(Statement * query,
               look_.statement("SELECT id FROM record WHERE log_index >= ?1 AND log_index < ?2"
                               " ORDER BY log_index"));
    query->bind(1, begin).bind(2, end);
    std::vector<std::string> ids;
    while (true) {
      TRY_ASSIGN(const bool row, query->step());
      if (!row) return ids;
      ids.push_back(query->text(0));
    }
  }

  base::Result<std::string> log_head(std::string_view origin) override {
    TRY_ASSIGN(Statement * query, look_.statement("SELECT head FROM log_head WHERE origin = ?1"));
    query->bind(1, origin);
    TRY_ASSIGN(const bool row, query->step());
    std::string head = row ? query->text(0) : std::string();
    query->reset();
    return head;
  }

  base::Result<std::int64_t> logged_count() override {
    return look_.number("SELECT coalesce(max(log_index) + 1, 0) FROM record WHERE log_index IS NOT NULL");
  }

  base::Result<std::optional<std::string>> record_key(std::string_view id) override {
    TRY_ASSIGN(Statement * query, look_.statement("SELECT sealed FROM record_key WHERE id = ?1"));
    query->bind(1, id);
    TRY_ASSIGN(const bool row, query->step());
    if (!row) return std::optional<std::string>();
    std::optional<std::string> key = query->text(0);
    query->reset();
    return key;
  }

  base::Result<std::optional<Item>> find(Shelf shelf, std::string_view collection,
                                         std::string_view key) override {
    TRY_ASSIGN(Statement * query,
               look_.statement(fmt::format(
                   "SELECT key, a, b, c, body FROM {} WHERE collection = ?1 AND key = ?2", table_of(shelf))));
    query->bind(1, collection).bind(2, key);
    TRY_ASSIGN(const bool row, query->step());
    if (!row) return std::optional<Item>();
    std::optional<Item> item =
        Item{query->text(0), query->text(1), query->text(2), query->text(3), query->text(4)};
    query->reset();
    return item;
  }

  base::Result<std::vector<Item>> list(Shelf shelf, std::string_view collection,
                                       const Selection& selection) override {
    TRY_ASSIGN(Statement * query, look_.select(shelf, "key, a, b, c, body", collection, selection, true));
    std::vector<Item> items;
    while (true) {
      TRY_ASSIGN(const bool row, query->step());
      if (!row) return items;
      items.push_back({query->text(0), query->text(1), query->text(2), query->text(3), query->text(4)});
    }
  }

  base::Result<std::int64_t> count(Shelf shelf, std::string_view collection,
                                   const Selection& selection) override {
    TRY_ASSIGN(Statement * query, look_.select(shelf, "count(*)", collection, selection, false));
    TRY_ASSIGN(const bool row, query->step());
    const std::int64_t number = row ? query->number(0) : 0;
    query->reset();
    return number;
  }

 protected:
  Look look_;
};

class SqliteReader final : public Looking<Reader> {
 public:
  using Looking::Looking;
};

class SqliteStore final : public Looking<Store> {
 public:
  using Looking::Looking;

  base::Result<void> begin() override {
    if (broken_) return base::fail(*broken_);
    return guard(look_.database().run("BEGIN IMMEDIATE"));
  }
  base::Result<void> commit() override {
    base::Result<void> done = guard(look_.database().run("COMMIT"));
    if (!done) rollback();
    return done;
  }
  void rollback() override {
    if (look_.database().in_transaction()) (void)look_.database().run("ROLLBACK");
  }
  base::Result<void> savepoint() override { return guard(look_.database().run("SAVEPOINT part")); }
  base::Result<void> release() override { return guard(look_.database().run("RELEASE part")); }
  void undo() override { (void)look_.database().run("ROLLBACK TO part; RELEASE part"); }

  base::Result<std::int64_t> append(const Record& record, std::string_view sealed_key) override {
    TRY_ASSIGN(
        Statement * insert,
        look_.statement("INSERT INTO record (id, kind, author, sequence, entry, body, received, channel)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING"));
    insert->bind(1, record.id).bind(2, record.kind).bind(3, record.author).bind(4, record.sequence);
    insert->bind_blob(5, record.entry);
    if (!record.body.empty()) insert->bind_blob(6, record.body);
    insert->bind(7, record.received).bind(8, record.channel);
    TRY(guard(insert->run()));
    if (look_.database().changes() == 0) return 0;
    const std::int64_t arrival = look_.database().last_row();
    if (sealed_key.empty()) return arrival;
    TRY_ASSIGN(Statement * key, look_.statement("INSERT INTO record_key (id, sealed) VALUES (?1, ?2)"));
    TRY(guard(key->bind(1, record.id).bind_blob(2, sealed_key).run()));
    return arrival;
  }

  base::Result<void> set_log_index(std::string_view id, std::int64_t index) override {
    TRY_ASSIGN(Statement * update, look_.statement("UPDATE record SET log_index = ?2 WHERE id = ?1"));
    TRY(guard(update->bind(1, id).bind(2, index).run()));
    if (look_.database().changes() == 0) return base::fail(base::ErrorCode::not_found, "no such record");
    return {};
  }

  base::Result<void> set_log_head(std::string_view origin, std::string_view expected,
                                  std::string_view head) override {
    TRY_ASSIGN(const std::string now, log_head(origin));
    if (now != expected) return base::fail(base::ErrorCode::conflict, "somebody else wrote this log");
    TRY_ASSIGN(Statement * insert, look_.statement("INSERT INTO log_head (origin, head) VALUES (?1, ?2)"
                                                   " ON CONFLICT (origin) DO UPDATE SET head = ?2"));
    return guard(insert->bind(1, origin).bind(2, head).run());
  }

  base::Result<void> erase(std::string_view id) override {
    TRY_ASSIGN(Statement * key, look_.statement("DELETE FROM record_key WHERE id = ?1"));
    TRY(guard(key->bind(1, id).run()));
    TRY_ASSIGN(Statement * body, look_.statement("UPDATE record SET body = NULL WHERE id = ?1"));
    TRY(guard(body->bind(1, id).run()));
    if (look_.database().changes() == 0) return base::fail(base::ErrorCode::not_found, "no such record");
    return {};
  }

  base::Result<void> put(Shelf shelf, std::string_view collection, const Item& item) override {
    TRY_ASSIGN(Statement * insert,
               look_.statement(fmt::format("INSERT INTO {} (collection, key, a, b, c, body)"
                                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (collection, key)"
                                           " DO UPDATE SET a = ?3, b = ?4, c = ?5, body = ?6",
                                           table_of(shelf))));
    insert->bind(1, collection)
        .bind(2, item.key)
        .bind(3, item.a)
        .bind(4, item.b)
        .bind(5, item.c)
        .bind(6, item.body);
    return guard(insert->run());
  }

  base::Result<void> remove(Shelf shelf, std::string_view collection, std::string_view key) override {
    TRY_ASSIGN(
        Statement * erase_row,
        look_.statement(fmt::format("DELETE FROM {} WHERE collection = ?1 AND key = ?2", table_of(shelf))));
    return guard(erase_row->bind(1, collection).bind(2, key).run());
  }

  base::Result<void> clear_views() override { return guard(look_.database().run("DELETE FROM view")); }
  base::Result<void> checkpoint() override {
    return guard(look_.database().run("PRAGMA wal_checkpoint(PASSIVE)"));
  }

  base::Result<void> check() override {
    TRY_ASSIGN(const std::string found, look_.database().ask("PRAGMA integrity_check"));
    if (found == "ok") return {};
    return base::fail(base::ErrorCode::corrupt, fmt::format("integrity check of the store: {}", found));
  }

 private:
  /// After the disk failed once nothing may be acknowledged any more: the kernel forgets dirty pages after a
  /// failed fsync, and the next one reports success (trust.md 4.1).
  base::Result<void> guard(base::Result<void> result) {
    if (!result && result.error().code == base::ErrorCode::unavailable &&
        result.error().message.starts_with("the disk refused")) {
      broken_ = result.error();
    }
    return result;
  }

  std::optional<base::Error> broken_;
};

base::Result<void> apply_settings(Database& database, bool writer) {
  if (!writer) {
    return database.run(
        "PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=0; PRAGMA query_only=ON;"
        " PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=268435456");
  }
  TRY(
      database.run("PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                   " PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                   " PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON"));
  TRY_ASSIGN(const std::string synchronous, database.ask("PRAGMA synchronous"));
  if (synchronous != "2") {
    return base::fail(base::ErrorCode::internal,
                      fmt::format("the store runs with synchronous={}, expected 2 (FULL)", synchronous));
  }
  return {};
}

/// Applies the migrations that are missing; each in a transaction of its own with its number.
base::Result<void> migrate(Database& database) {
  TRY_ASSIGN(const std::string id, database.ask("PRAGMA application_id"));
  if (id != "0" && id != std::to_string(kApplicationId)) {
    return base::fail(base::ErrorCode::corrupt, "this database belongs to another program");
  }
  TRY_ASSIGN(const std::string version_text, database.ask("PRAGMA user_version"));
  const int have = std::stoi(version_text);
  int number = 0;
  for (const base::EmbeddedFile& file : embedded::migrations()) {
    if (++number <= have) continue;
    const std::string sql =
        fmt::format("BEGIN IMMEDIATE;\n{}\nPRAGMA user_version={};\nPRAGMA application_id={};\nCOMMIT;",
                    file.bytes, number, kApplicationId);
    base::Result<void> done = database.run(sql);
    if (!done) {
      (void)database.run("ROLLBACK");
      return base::while_doing(std::move(done), fmt::format("applying migration {}", file.path));
    }
  }
  if (have > number) {
    return base::fail(
        base::ErrorCode::conflict,
        fmt::format("the store has version {}, this program knows up to {}; use a newer program", have,
                    number));
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& file) {
  TRY_ASSIGN(Database database, Database::open(file, false));
  TRY(apply_settings(database, true));
  TRY(migrate(database));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(database)));
}

base::Result<std::unique_ptr<Reader>> open_sqlite_reader(const std::string& file) {
  TRY_ASSIGN(Database database, Database::open(file, true));
  TRY(apply_settings(database, false));
  return std::unique_ptr<Reader>(std::make_unique<SqliteReader>(std::move(database)));
}

base::Result<void> copy_sqlite_store(const std::string& from, const std::string& to) {
  TRY_ASSIGN(Database database, Database::open(from, true));
  TRY_ASSIGN(Statement vacuum, database.prepare("VACUUM INTO ?1"));
  return vacuum.bind(1, to).run();
}

}  // namespace tallyward::storage
