// The few things of SQLite's C API that the store uses, with errors as values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tallyward::storage {

/// A statement that is prepared once and used again; parameters count from 1, columns from 0.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(Statement&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  Statement& bind(int parameter, std::string_view text);
  Statement& bind_blob(int parameter, std::string_view bytes);
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind_null(int parameter);
  /// True: a row stands there. False: done, and the statement is ready for its next use.
  base::Result<bool> step();
  /// Runs to the end; rows are dropped.
  base::Result<void> run();
  void reset();

  std::string text(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  /// `read_only` opens a second look that never writes.
  static base::Result<Database> open(const std::string& file, bool read_only);
  Database(Database&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
  Database& operator=(Database&&) = delete;
  ~Database();

  base::Result<void> run(const std::string& sql);
  base::Result<Statement> prepare(std::string_view sql);
  base::Result<std::string> ask(std::string_view sql);  ///< First column of the first row, as text.
  std::int64_t changes() const;
  std::int64_t last_row() const;
  bool in_transaction() const;

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
};

/// What an error code of SQLite means for us: a full disk and a broken disk are unavailable, a damaged file
/// is corrupt, a broken rule is a conflict.
base::Error sqlite_error(int code, std::string_view message);

}  // namespace tallyward::storage
