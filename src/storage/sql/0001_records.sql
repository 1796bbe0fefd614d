-- The records: what the transparency log holds, in order of arrival, each with its opened content sealed beside it.
-- Nothing here is ever changed. Three things may happen to a row: it gets its place in the log (once), its sealed
-- content is erased (redaction, retention), nothing else; the triggers refuse the rest.
CREATE TABLE record (
  arrival    INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT    NOT NULL UNIQUE CHECK (length(id) = 64),  -- leaf hash, hex
  kind       TEXT    NOT NULL,                                 -- first line of the entry without "tallyward/"
  author     TEXT    NOT NULL,                                 -- pseudonym or the server's key name; never a person
  sequence   INTEGER NOT NULL,                                 -- the author's own count; -1 where the kind has none
  entry      BLOB    NOT NULL CHECK (length(entry) <= 65535),  -- the leaf, byte for byte
  body       BLOB,                                             -- opened fields, sealed under the record's own key; NULL: none or erased
  received   INTEGER NOT NULL,                                 -- Unix seconds, rounded down to the mission's bucket
  channel    TEXT    NOT NULL,                                 -- app, paper, telephone, file, hub, server
  log_index  INTEGER                                           -- NULL until the log has taken it
) STRICT;
CREATE INDEX record_by_author ON record (author, sequence);
CREATE INDEX record_waiting ON record (arrival) WHERE log_index IS NULL;
CREATE UNIQUE INDEX record_by_log_index ON record (log_index) WHERE log_index IS NOT NULL;

-- The last signed checkpoint of each log this mission writes: one row for the log, one for a blackout log beside it.
CREATE TABLE log_head (
  origin TEXT PRIMARY KEY,
  head   TEXT NOT NULL  -- the signed note, byte for byte
) STRICT, WITHOUT ROWID;

-- One key for each record, itself sealed under the store's key. Destroying a row here erases the personal fields for ever:
-- the sealed content can no longer be opened, and the salts of the commitments in the leaf are gone.
CREATE TABLE record_key (
  id     TEXT PRIMARY KEY REFERENCES record (id),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER record_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE (ABORT, 'a record is never deleted'); END;

CREATE TRIGGER record_never_changed BEFORE UPDATE OF arrival, id, kind, author, sequence, entry, received, channel ON record
BEGIN SELECT RAISE (ABORT, 'a record is never changed'); END;

CREATE TRIGGER record_indexed_once BEFORE UPDATE OF log_index ON record WHEN OLD.log_index IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a record keeps its place in the log'); END;

CREATE TRIGGER record_body_only_erased BEFORE UPDATE OF body ON record WHEN NEW.body IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'the content of a record is only ever erased'); END;

-- Views: everything a screen shows, derived from the records by journeys/apply_record and rebuilt by `mission rebuild`.
-- `a`, `b`, `c` are the three things that this collection is looked up by; `body` is JSON.
CREATE TABLE view (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  a          TEXT NOT NULL DEFAULT '',
  b          TEXT NOT NULL DEFAULT '',
  c          TEXT NOT NULL DEFAULT '',
  body       TEXT NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_by_a ON view (collection, a, key);
CREATE INDEX view_by_b ON view (collection, b, key);
CREATE INDEX view_by_c ON view (collection, c, key);

-- What is no record and follows from none: accounts, sessions, one-time cards, device tokens. Hashes only, never a secret in clear.
CREATE TABLE credential (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  a          TEXT NOT NULL DEFAULT '',
  b          TEXT NOT NULL DEFAULT '',
  c          TEXT NOT NULL DEFAULT '',
  body       TEXT NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX credential_by_a ON credential (collection, a, key);
