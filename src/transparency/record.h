// A record is a signed note and one entry of the log. An observer's report is her own note; every other
// record has the same shape with lines of its own. Nothing that points at a person, a place, a time or the
// kind of a report stands there in clear: such things are salted commitments on `field` lines, in sorted
// order, padded with decoys to one of six counts (docs/formats/record.md has the grammar, and hexadecimal
// worked examples).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "crypto/commitment.h"
#include "transparency/merkle.h"
#include "transparency/note.h"

namespace tallyward::transparency {

/// A field in clear, as the holder of a report has it.
struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

struct ClearLine {
  std::string name;
  std::string value;
  bool operator==(const ClearLine&) const = default;
};

/// `tallyward/TYPE/vVERSION`, clear lines, commitments.
struct RecordText {
  std::string type;  ///< "report", "enrolment", ...
  std::uint32_t version = 1;
  std::vector<ClearLine> lines;
  std::vector<Hash> commitments;  ///< Of the `field` lines.

  /// The value of the first line with this name.
  std::optional<std::string_view> line(std::string_view name) const;
  bool operator==(const RecordText&) const = default;
};

/// What an entry of the log is, to one who reads it.
enum class Standing {
  known,     ///< A type and version of the table below, with exactly its lines.
  newer,     ///< A type of the table in a higher version: kept, its signature verified, its meaning unknown.
  unknown,   ///< A type that is not in the table: kept and verified likewise.
  malformed  ///< Not a record at all, or a known type with the wrong lines.
};
std::string_view to_text(Standing standing);

struct Record {
  RecordText text;
  Note note;
  Hash leaf;  ///< SHA-256(0x00 || the entry's bytes): the record's identity.
  Standing standing = Standing::malformed;
  std::string trouble;  ///< Why it is malformed.

  /// The name of the key that signed first: the observer's code, or the author's.
  std::string_view signer() const;
};

/// Reads an entry. Never fails: whatever the log holds gets a standing.
Record read_record(std::string_view entry);

/// The text that is signed: `tallyward/TYPE/vVERSION\n`, `NAME VALUE\n`..., `field B64\n`... in sorted order.
std::string format_record(const RecordText& text);
/// Reads the text of a note. Error: invalid_input.
base::Result<RecordText> parse_record(std::string_view text);
/// That a known type has exactly its lines in order, each well-formed. Error: invalid_input.
base::Result<void> check_record(const RecordText& text);

/// The entry's bytes: the text and one signature.
std::string sign_record(const RecordText& text, const SignerKey& key);

/// How many field lines a report has: 32, 64, 128, 256, 512 or 1,024. Error: too_large above 1,024 fields.
base::Result<std::size_t> padded_count(std::size_t fields);

/// The sorted commitments of `fields` under `key`, with decoys up to padded_count.
/// Errors: too_large; invalid_input for a name that stands twice, is empty or not UTF-8.
base::Result<std::vector<Hash>> commit_fields(std::span<const Field> fields, const crypto::ReportKey& key);

/// One commitment to a whole body, for the `body` line: the field named "body" under `key`.
base::Result<Hash> commit_body(std::string_view body, const crypto::ReportKey& key);

/// The place of an observer's report in her chain.
struct ReportHeader {
  std::string mission;
  std::uint64_t seq = 0;     ///< 0, 1, 2, ... per signing key.
  std::optional<Hash> prev;  ///< Leaf hash of the report before; none for seq 0.
};

/// The text of a report, as the phone signs it.
base::Result<RecordText> report_text(const ReportHeader& header, std::span<const Field> fields,
                                     const crypto::ReportKey& key);
/// The header of a known report. Error: invalid_input for anything else.
base::Result<ReportHeader> report_header(const RecordText& text);

/// That a report or record commits to exactly these fields under this key: what the server asks before it
/// takes a submission. Error: invalid_input, with the first field that differs.
base::Result<void> check_fields(const RecordText& text, std::span<const Field> fields,
                                const crypto::ReportKey& key);

/// That one opened field is among the commitments of a record (its `field` lines, or its `body` line).
/// Error: not_found.
base::Result<void> check_opened(const RecordText& text, const crypto::OpenedField& field);
/// What opens one field.
crypto::OpenedField open_field(const Field& field, const crypto::ReportKey& key);

/// The lines of a known type behind `mission`, in order; empty for an unknown type. Used by the
/// documentation's test.
std::span<const std::string_view> lines_of(std::string_view type);
/// Every known type, in the order of docs/formats/record.md.
std::span<const std::string_view> known_record_types();

}  // namespace tallyward::transparency
