// Where a mission keeps its records, behind an interface that knows neither SQL nor HTTP.
//
// Three shelves: records (the truth, append-only), views (derived from records, may be thrown away and
// rebuilt) and credentials (accounts, sessions, cards: no records). One writer at a time; readers see
// committed data only. Every store runs the same contract suite (storage/contract.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace tallyward::storage {

/// One entry of the log with what opens it. Only `log_index` is ever set later, and `body` erased.
struct Record {
  std::int64_t arrival = 0;    ///< Given by the store, rising; numbers may be left out.
  std::string id;              ///< Leaf hash, 64 hex digits.
  std::string kind;            ///< "report/v1", "staff/v1", "enrolment/v1", ...
  std::string author;          ///< Pseudonym; never a person's name.
  std::int64_t sequence = -1;  ///< The author's own count; -1 where there is none.
  std::string entry;           ///< The leaf, byte for byte.
  std::string body;            ///< Opened fields, sealed; "" when there are none or they were erased.
  std::int64_t received = 0;   ///< Unix seconds, bucketed.
  std::string channel;         ///< app, paper, telephone, file, hub, server.
  std::optional<std::int64_t> log_index;  ///< None until the log has taken it.
};

enum class Shelf : std::uint8_t { view, credential };

/// One thing of a collection; `a`, `b`, `c` are what the collection is looked up by.
struct Item {
  std::string key;
  std::string a;
  std::string b;
  std::string c;
  std::string body;  ///< JSON.
  bool operator==(const Item&) const = default;
};

/// Which items of a collection: equal a, b, c where given, keys after `after`, in order of keys.
struct Selection {
  std::optional<std::string> a = std::nullopt;
  std::optional<std::string> b = std::nullopt;
  std::optional<std::string> c = std::nullopt;
  std::string after = {};  ///< Exclusive; "" starts at the beginning (or the end, if descending).
  std::int64_t limit = 1000;
  bool descending = false;
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual base::Result<std::optional<Record>> find_record(std::string_view id) = 0;
  /// Ids of all records by this author with this number: more than one is an equivocation.
  virtual base::Result<std::vector<std::string>> records_of(std::string_view author,
                                                            std::int64_t sequence) = 0;
  /// The author's highest number, -1 if there is none.
  virtual base::Result<std::int64_t> last_sequence(std::string_view author) = 0;
  virtual base::Result<std::vector<Record>> records_after(std::int64_t arrival, std::int64_t limit) = 0;
  virtual base::Result<std::vector<Record>> waiting_records(std::int64_t limit) = 0;
  virtual base::Result<std::int64_t> record_count() = 0;
  /// Records with places [begin, end) in the log, in that order.
  virtual base::Result<std::vector<Record>> logged_records(std::int64_t begin, std::int64_t end) = 0;
  /// Their ids alone: what the tree is rebuilt from at a start.
  virtual base::Result<std::vector<std::string>> logged_ids(std::int64_t begin, std::int64_t end) = 0;
  /// The last signed checkpoint of the log with this origin; "" when it is new.
  virtual base::Result<std::string> log_head(std::string_view origin) = 0;
  /// One more than the highest place in the log that a record has.
  virtual base::Result<std::int64_t> logged_count() = 0;
  virtual base::Result<std::optional<std::string>> record_key(std::string_view id) = 0;
  virtual base::Result<std::optional<Item>> find(Shelf shelf, std::string_view collection,
                                                 std::string_view key) = 0;
  virtual base::Result<std::vector<Item>> list(Shelf shelf, std::string_view collection,
                                               const Selection& selection) = 0;
  virtual base::Result<std::int64_t> count(Shelf shelf, std::string_view collection,
                                           const Selection& selection) = 0;
};

/// Writes stand inside begin() ... commit(). After an error of the disk the store stops taking writes for
/// good (code unavailable, or no_space in the message for a full disk): only a restart says what was kept.
class Store : public Reader {
 public:
  virtual base::Result<void> begin() = 0;
  virtual base::Result<void> commit() = 0;
  virtual void rollback() = 0;
  /// A part of a transaction that can fail alone: release keeps it, undo forgets it.
  virtual base::Result<void> savepoint() = 0;
  virtual base::Result<void> release() = 0;
  virtual void undo() = 0;

  /// Adds a record and its sealed key ("" for none); its arrival, 0 when the id is known and nothing changed.
  virtual base::Result<std::int64_t> append(const Record& record, std::string_view sealed_key) = 0;
  /// Error conflict when the record has a place already.
  virtual base::Result<void> set_log_index(std::string_view id, std::int64_t index) = 0;
  /// Compare and swap: conflict when the stored head is not `expected` ("" for none).
  virtual base::Result<void> set_log_head(std::string_view origin, std::string_view expected,
                                          std::string_view head) = 0;
  /// Destroys the record's key and sealed content. The entry stays.
  virtual base::Result<void> erase(std::string_view id) = 0;
  virtual base::Result<void> put(Shelf shelf, std::string_view collection, const Item& item) = 0;
  virtual base::Result<void> remove(Shelf shelf, std::string_view collection, std::string_view key) = 0;
  virtual base::Result<void> clear_views() = 0;
  /// Moves committed work into the main file; called by the writer when it is idle.
  virtual base::Result<void> checkpoint() = 0;
  /// Sound? Runs the store's own integrity check.
  virtual base::Result<void> check() = 0;
};

/// begin() at the start, rollback() at the end unless commit() was reached.
class Transaction {
 public:
  static base::Result<Transaction> begin(Store& store) {
    TRY(store.begin());
    return Transaction(store);
  }
  Transaction(Transaction&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() {
    if (store_ != nullptr) store_->rollback();
  }
  base::Result<void> commit() { return std::exchange(store_, nullptr)->commit(); }

 private:
  explicit Transaction(Store& store) : store_(&store) {}
  Store* store_;
};

/// The embedded store: a SQLite file in WAL mode, synchronous=FULL. ":memory:" for tests.
/// Errors: unavailable, corrupt; conflict when another process writes to it.
base::Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& file);
/// A reader on the same file that never writes and never checkpoints.
base::Result<std::unique_ptr<Reader>> open_sqlite_reader(const std::string& file);

/// A consistent copy of the store `from` as a new file `to` (VACUUM INTO, so erased content is not in it).
base::Result<void> copy_sqlite_store(const std::string& from, const std::string& to);
/// Answers every question with `error`.
std::unique_ptr<Reader> failing_reader(base::Error error);

}  // namespace tallyward::storage
