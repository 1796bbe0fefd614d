#include "storage/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace tallyward::storage {

base::Error sqlite_error(int code, std::string_view message) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {base::ErrorCode::unavailable, fmt::format("no space left on the disk ({})", message), {}};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return {base::ErrorCode::unavailable, fmt::format("the disk refused ({})", message), {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {
          base::ErrorCode::conflict, fmt::format("another process writes to this store ({})", message), {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {base::ErrorCode::corrupt, fmt::format("the store is damaged ({})", message), {}};
    case SQLITE_CONSTRAINT:
      return {base::ErrorCode::conflict, std::string(message), {}};
    default:
      return {base::ErrorCode::internal, fmt::format("SQLite {}: {}", code, message), {}};
  }
}

namespace {

base::Error error_of(sqlite3* handle) {
  return sqlite_error(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

}  // namespace

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL; an empty text is not NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(statement_, parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  if (bytes.empty()) {
    sqlite3_bind_zeroblob(statement_, parameter, 0);
  } else {
    sqlite3_bind_blob64(statement_, parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  }
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_, parameter, number);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(statement_, parameter);
  return *this;
}

base::Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  base::Error error = error_of(sqlite3_db_handle(statement_));
  reset();
  return base::fail(std::move(error));
}

base::Result<void> Statement::run() {
  while (true) {
    TRY_ASSIGN(const bool row, step());
    if (!row) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

base::Result<Database> Database::open(const std::string& file, bool read_only) {
  sqlite3* handle = nullptr;
  const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    base::Error error = sqlite_error(code, handle == nullptr ? "no memory" : sqlite3_errmsg(handle));
    sqlite3_close_v2(handle);
    return base::fail(std::move(error));
  }
  return Database(handle);
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

base::Result<void> Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return base::fail(error_of(handle_));
  }
  return {};
}

base::Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return base::fail(error_of(handle_));
  return Statement(statement);
}

base::Result<std::string> Database::ask(std::string_view sql) {
  TRY_ASSIGN(Statement statement, prepare(sql));
  TRY_ASSIGN(const bool row, statement.step());
  return row ? statement.text(0) : std::string();
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_);
}

std::int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(handle_);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

}  // namespace tallyward::storage
