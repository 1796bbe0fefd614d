#include "transparency/record.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "crypto/encoding.h"
#include "transparency/checkpoint.h"
#include "transparency/tile.h"

namespace tallyward::transparency {

namespace {

constexpr std::string_view kFamily = "tallyward/";
constexpr std::array<std::size_t, 6> kCounts = {32, 64, 128, 256, 512, 1024};

std::unexpected<base::Error> bad(std::string why) {
  return base::fail(base::ErrorCode::invalid_input, std::move(why));
}

using Lines = std::vector<std::string_view>;
struct TypeRow {
  std::string_view type;
  Lines lines;
};

/// Every type of record in version 1, and its clear lines in order. A commitment to a whole body is one line,
/// `body`.
const std::vector<TypeRow>& type_rows() {
  static const std::vector<TypeRow> rows = {
      {"report", {"mission", "seq", "prev"}},
      {"manifest", {"mission", "author", "signed", "origin", "policy", "codes", "stations", "body"}},
      {"enrolment", {"mission", "author", "signed", "key", "role", "storage", "holder"}},
      {"revocation", {"mission", "author", "signed", "key", "body"}},
      {"assignment", {"mission", "author", "signed", "body"}},
      {"decision", {"mission", "author", "signed", "about", "body"}},
      {"correction", {"mission", "author", "signed", "corrects", "body"}},
      {"redaction", {"mission", "author", "signed", "class", "count", "about"}},
      {"import", {"mission", "author", "signed", "source", "bytes", "body"}},
      {"sample", {"mission", "author", "signed", "body"}},
      {"scan", {"mission", "author", "signed", "code", "body"}},
      {"snapshot", {"mission", "author", "signed", "files", "size", "body"}},
      {"seal", {"mission", "author", "signed", "size", "body"}},
      {"staff", {"mission", "author", "signed", "record", "corrects", "body"}},
      {"continuation", {"mission", "author", "signed", "origin", "size", "root"}},
      {"reconciliation", {"mission", "author", "signed", "origin", "size", "root"}},
      {"closure", {"mission", "author", "signed", "origin", "size", "root", "reason"}},
  };
  return rows;
}

const TypeRow* row_of(std::string_view type) {
  const auto& rows = type_rows();
  const auto found = std::ranges::find_if(rows, [&](const TypeRow& row) { return row.type == type; });
  return found == rows.end() ? nullptr : &*found;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
  });
}

bool one_of(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, value) != words.end();
}

/// What may stand behind each name of a clear line.
bool is_good_value(std::string_view name, std::string_view value) {
  const bool hash = crypto::hash_from_base64(value).has_value();
  if (name == "mission" || name == "class" || name == "reason") return is_word(value);
  if (name == "seq" || name == "count" || name == "bytes" || name == "size" || name == "stations") {
    return parse_size(value).has_value();
  }
  if (name == "prev" || name == "about" || name == "corrects") return value == "-" || hash;
  if (name == "body" || name == "holder" || name == "policy" || name == "source" || name == "files" ||
      name == "root") {
    return hash;
  }
  if (name == "author" || name == "origin") return is_key_name(value);
  if (name == "signed") return one_of(value, {"author", "server"});
  if (name == "key") return parse_verifier_key(value).has_value();
  if (name == "role") return one_of(value, {"observer", "clerk", "staff", "server"});
  if (name == "storage") return one_of(value, {"hardware", "non-extractable", "extractable", "unknown"});
  if (name == "codes") return one_of(value, {"per-station", "per-mission"});
  if (name == "record") {
    const std::size_t space = value.find(' ');
    return space != value.npos && is_word(value.substr(0, space)) &&
           parse_size(value.substr(space + 1)).has_value();
  }
  return is_word(value);  // code
}

}  // namespace

std::optional<std::string_view> RecordText::line(std::string_view name) const {
  const auto found = std::ranges::find_if(lines, [&](const ClearLine& clear) { return clear.name == name; });
  if (found == lines.end()) return std::nullopt;
  return found->value;
}

std::string_view to_text(Standing standing) {
  switch (standing) {
    case Standing::known:
      return "known";
    case Standing::newer:
      return "newer";
    case Standing::unknown:
      return "unknown";
    case Standing::malformed:
      return "malformed";
  }
  return "malformed";
}

std::string_view Record::signer() const {
  return note.signatures.empty() ? std::string_view() : std::string_view(note.signatures[0].name);
}

Record read_record(std::string_view entry) {
  Record record;
  record.leaf = leaf_hash(entry);
  const auto trouble = [&](const base::Error& error) {
    record.trouble = error.message;
    return record;
  };
  auto note = parse_note(entry);
  if (!note) return trouble(note.error());
  record.note = std::move(*note);
  auto text = parse_record(record.note.text);
  if (!text) return trouble(text.error());
  record.text = std::move(*text);
  if (row_of(record.text.type) == nullptr) {
    record.standing = Standing::unknown;
  } else if (record.text.version > 1) {
    record.standing = Standing::newer;
  } else if (record.note.signatures.size() != 1) {
    record.trouble = "a record has exactly one signature";
  } else if (const auto checked = check_record(record.text); !checked) {
    return trouble(checked.error());
  } else {
    record.standing = Standing::known;
  }
  return record;
}

std::string format_record(const RecordText& text) {
  std::string bytes = std::string(kFamily) + text.type + "/v" + std::to_string(text.version) + "\n";
  for (const ClearLine& line : text.lines) bytes += line.name + " " + line.value + "\n";
  std::vector<std::string> fields;
  for (const Hash& commitment : text.commitments) fields.push_back(crypto::to_base64(commitment));
  std::ranges::sort(fields);
  for (const std::string& field : fields) bytes += "field " + field + "\n";
  return bytes;
}

base::Result<RecordText> parse_record(std::string_view bytes) {
  if (!bytes.starts_with(kFamily) || !bytes.ends_with('\n'))
    return bad("a record begins with " + std::string(kFamily));
  const auto lines = base::split(bytes.substr(0, bytes.size() - 1), '\n');
  std::string_view head = std::string_view(lines[0]).substr(kFamily.size());
  const std::size_t slash = head.rfind("/v");
  if (slash == head.npos || !is_word(head.substr(0, slash)))
    return bad("a record's first line is tallyward/TYPE/vN");
  RecordText text;
  text.type = head.substr(0, slash);
  TRY_ASSIGN(const std::uint64_t version, parse_size(head.substr(slash + 2)));
  if (version == 0 || version > 1'000'000) return bad("a record's version is 1 or more");
  text.version = static_cast<std::uint32_t>(version);
  std::string last_field;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::size_t space = line.find(' ');
    if (space == line.npos || space == 0 || space + 1 == line.size())
      return bad("a record's line is NAME VALUE");
    const std::string_view name = line.substr(0, space);
    const std::string_view value = line.substr(space + 1);
    if (name != "field") {
      if (!last_field.empty()) return bad("field lines come last");
      text.lines.push_back({std::string(name), std::string(value)});
      continue;
    }
    TRY_ASSIGN(const Hash commitment, crypto::hash_from_base64(value));
    if (value <= last_field) return bad("field lines are sorted, none twice");
    last_field = value;
    text.commitments.push_back(commitment);
  }
  return text;
}

base::Result<void> check_record(const RecordText& text) {
  const TypeRow* row = row_of(text.type);
  if (row == nullptr || text.version != 1) return bad("not a known type and version of record: " + text.type);
  if (text.lines.size() != row->lines.size()) {
    return bad("a record of type " + text.type + " has " + std::to_string(row->lines.size()) +
               " lines, found " + std::to_string(text.lines.size()));
  }
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    const ClearLine& line = text.lines[i];
    if (line.name != row->lines[i]) {
      return bad("found the line '" + line.name + "', expected '" + std::string(row->lines[i]) + "'");
    }
    if (!is_good_value(line.name, line.value))
      return bad("the line '" + line.name + "' has a malformed value");
  }
  const std::size_t count = text.commitments.size();
  const bool padded = std::ranges::find(kCounts, count) != kCounts.end();
  if (text.type == "report" ? !padded : count != 0 && !padded) {
    return bad("found " + std::to_string(count) + " field lines, expected 32, 64, 128, 256, 512 or 1024");
  }
  if (text.type == "report") {
    TRY_ASSIGN(const ReportHeader header, report_header(text));
    if ((header.seq == 0) != !header.prev)
      return bad("a first report has no predecessor, and every other has one");
  }
  return {};
}

std::string sign_record(const RecordText& text, const SignerKey& key) {
  return format_note(sign_note(format_record(text), key));
}

base::Result<std::size_t> padded_count(std::size_t fields) {
  const auto count = std::ranges::lower_bound(kCounts, fields);
  if (count == kCounts.end()) {
    return base::fail(base::ErrorCode::too_large, "a report has at most 1,024 fields");
  }
  return *count;
}

base::Result<std::vector<Hash>> commit_fields(std::span<const Field> fields, const crypto::ReportKey& key) {
  TRY_ASSIGN(const std::size_t count, padded_count(fields.size()));
  std::vector<Hash> commitments;
  std::set<std::string_view> names;
  for (const Field& field : fields) {
    if (field.name.empty() || !crypto::is_utf8(field.name) || !crypto::is_utf8(field.value)) {
      return bad("a field has a name, and name and value are UTF-8");
    }
    if (!names.insert(field.name).second) return bad("the field '" + field.name + "' stands twice");
    TRY_ASSIGN(const Hash commitment,
               crypto::field_commitment(field.name, field.value, crypto::salt_for(key, field.name)));
    commitments.push_back(commitment);
  }
  for (std::uint32_t decoy = 0; commitments.size() < count; ++decoy) {
    commitments.push_back(crypto::decoy_commitment(key, decoy));
  }
  std::ranges::sort(commitments, {}, [](const Hash& hash) { return crypto::to_base64(hash); });
  return commitments;
}

base::Result<Hash> commit_body(std::string_view body, const crypto::ReportKey& key) {
  // A body may be longer than a field's 65,535 bytes, so its own hash is the committed value.
  return crypto::field_commitment("body", "sha256 " + crypto::to_base64(crypto::sha256(body)),
                                  crypto::salt_for(key, "body"));
}

base::Result<RecordText> report_text(const ReportHeader& header, std::span<const Field> fields,
                                     const crypto::ReportKey& key) {
  RecordText text{"report", 1, {}, {}};
  text.lines = {{"mission", header.mission},
                {"seq", std::to_string(header.seq)},
                {"prev", header.prev ? crypto::to_base64(*header.prev) : "-"}};
  TRY_ASSIGN(text.commitments, commit_fields(fields, key));
  TRY(check_record(text));
  return text;
}

base::Result<ReportHeader> report_header(const RecordText& text) {
  const auto mission = text.line("mission");
  const auto seq = text.line("seq");
  const auto prev = text.line("prev");
  if (text.type != "report" || text.version != 1 || !mission || !seq || !prev) return bad("not a report");
  ReportHeader header;
  header.mission = *mission;
  TRY_ASSIGN(header.seq, parse_size(*seq));
  if (*prev != "-") {
    TRY_ASSIGN(header.prev, crypto::hash_from_base64(*prev));
  }
  return header;
}

base::Result<void> check_fields(const RecordText& text, std::span<const Field> fields,
                                const crypto::ReportKey& key) {
  TRY_ASSIGN(const auto commitments, commit_fields(fields, key));
  if (commitments == text.commitments) return {};
  for (const Field& field : fields) {
    TRY(base::while_doing(check_opened(text, open_field(field, key)),
                          "comparing the fields with what was signed"));
  }
  return bad("the record commits to more fields than were sent");
}

base::Result<void> check_opened(const RecordText& text, const crypto::OpenedField& field) {
  TRY_ASSIGN(const Hash commitment, crypto::field_commitment(field.name, field.value, field.salt));
  if (std::ranges::find(text.commitments, commitment) != text.commitments.end()) return {};
  const std::string encoded = crypto::to_base64(commitment);
  const bool is_line = std::ranges::any_of(text.lines, [&](const ClearLine& line) {
    return (line.name == "body" || line.name == "holder") && line.name == field.name && line.value == encoded;
  });
  if (is_line) return {};
  return base::fail(base::ErrorCode::not_found,
                    "the record does not commit to this value of '" + field.name + "'");
}

crypto::OpenedField open_field(const Field& field, const crypto::ReportKey& key) {
  return {field.name, field.value, crypto::salt_for(key, field.name)};
}

std::span<const std::string_view> lines_of(std::string_view type) {
  const TypeRow* row = row_of(type);
  if (row == nullptr) return {};
  return row->lines;
}

std::span<const std::string_view> known_record_types() {
  static const std::vector<std::string_view> types = [] {
    std::vector<std::string_view> names;
    for (const TypeRow& row : type_rows()) names.push_back(row.type);
    return names;
  }();
  return types;
}

}  // namespace tallyward::transparency
