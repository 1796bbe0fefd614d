#include "dataset/manifest.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "crypto/canonical_json.h"
#include "transparency/checkpoint.h"

namespace tallyward::dataset {

namespace {

using nlohmann::json;
constexpr std::string_view kFormat = "tallyward/dataset/v1";

std::unexpected<base::Error> bad(std::string why) {
  return base::fail(base::ErrorCode::invalid_input, std::move(why));
}

std::string note_text(std::string_view mission, std::uint64_t size, std::string_view manifest_bytes) {
  return std::string(kFormat) + "\nmission " + std::string(mission) + "\nsize " + std::to_string(size) +
         "\nmanifest " + crypto::to_base64(crypto::sha256(manifest_bytes)) + "\n";
}

base::Result<FileRow> read_row(const json& item) {
  FileRow row{item.at("path"), item.at("role"), item.at("bytes"), {}};
  TRY_ASSIGN(row.sha256, crypto::hash_from_hex(item.at("sha256").get<std::string>()));
  if (!is_dataset_path(row.path)) return bad("not a path of a dataset: " + row.path);
  return row;
}

base::Result<Manifest> read_manifest(const json& object) {
  if (object.at("format") != kFormat) return bad("the manifest's format is not " + std::string(kFormat));
  Manifest manifest;
  manifest.mission = object.at("mission");
  manifest.title = object.at("title");
  manifest.origin = object.at("origin");
  manifest.size = object.at("size");
  const std::string entries = object.at("entries");
  if (entries != "all" && entries != "selected") return bad("entries is 'all' or 'selected'");
  manifest.entries = entries == "all" ? Entries::all : Entries::selected;
  manifest.synthetic = object.at("synthetic");
  manifest.made = object.at("made");
  manifest.caveats = object.at("caveats").get<std::vector<std::string>>();
  manifest.attributions = object.at("attributions").get<std::vector<std::string>>();
  for (const json& item : object.at("files")) {
    TRY_ASSIGN(FileRow row, read_row(item));
    if (!manifest.files.empty() && manifest.files.back().path >= row.path) {
      return bad("the manifest's files are sorted by path, none twice");
    }
    manifest.files.push_back(std::move(row));
  }
  return manifest;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  json files = json::array();
  for (const FileRow& row : manifest.files) {
    files.push_back({{"path", row.path},
                     {"role", row.role},
                     {"bytes", row.bytes},
                     {"sha256", crypto::to_hex(row.sha256)}});
  }
  const json object = {{"format", kFormat},
                       {"mission", manifest.mission},
                       {"title", manifest.title},
                       {"origin", manifest.origin},
                       {"size", manifest.size},
                       {"entries", manifest.entries == Entries::all ? "all" : "selected"},
                       {"synthetic", manifest.synthetic},
                       {"made", manifest.made},
                       {"caveats", manifest.caveats},
                       {"attributions", manifest.attributions},
                       {"files", std::move(files)}};
  // What nlohmann prints is JSON, so this cannot fail.
  return crypto::canonical_json(object.dump()).value_or("") + "\n";
}

base::Result<Manifest> parse_manifest(std::string_view text) {
  TRY_ASSIGN(const std::string canonical, crypto::canonical_json(text));
  if (text != canonical + "\n") return bad("manifest.json is not in canonical form (RFC 8785)");
  try {
    return read_manifest(json::parse(canonical));
  } catch (const json::exception& error) {
    return bad(std::string("manifest.json: ") + error.what());
  }
}

bool is_dataset_path(std::string_view path) {
  if (path.empty() || path.size() > 200 || path == "manifest.json" || path == "manifest.note") return false;
  const auto parts = base::split(path, '/');
  return std::ranges::all_of(parts, [](std::string_view part) {
    return !part.empty() && part != "." && part != ".." && std::ranges::all_of(part, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '_' || c == '.';
    });
  });
}

transparency::Note sign_manifest(const Manifest& manifest, std::string_view manifest_bytes,
                                 const transparency::SignerKey& key) {
  return transparency::sign_note(note_text(manifest.mission, manifest.size, manifest_bytes), key);
}

base::Result<void> check_manifest_note(const transparency::Note& note, std::string_view manifest_bytes,
                                       const transparency::VerifierKey& key) {
  TRY(transparency::verify_signed_by(note, key));
  TRY_ASSIGN(const Manifest manifest, parse_manifest(manifest_bytes));
  if (note.text != note_text(manifest.mission, manifest.size, manifest_bytes)) {
    return base::fail(base::ErrorCode::corrupt, "manifest.note signs another manifest");
  }
  return {};
}

base::Result<void> DatasetWriter::add(const std::string& path, std::string_view role,
                                      std::string_view bytes) {
  if (!is_dataset_path(path)) return bad("not a path of a dataset: " + path);
  const bool known =
      std::ranges::any_of(manifest_.files, [&](const FileRow& row) { return row.path == path; });
  if (known) return base::fail(base::ErrorCode::conflict, "written twice: " + path);
  manifest_.files.push_back({path, std::string(role), bytes.size(), crypto::sha256(bytes)});
  if (path.ends_with(".csv")) {
    Columns table{path, {}};
    for (const auto name : base::split(bytes.substr(0, bytes.find('\n')), ','))
      table.names.emplace_back(name);
    tables_.push_back(std::move(table));
  }
  return sink_(path, bytes);
}

std::string DatasetWriter::frictionless() const {
  json resources = json::array();
  for (const Columns& table : tables_) {
    json fields = json::array();
    for (const std::string& name : table.names) fields.push_back({{"name", name}, {"type", "string"}});
    std::string name = table.path.substr(0, table.path.size() - 4);
    std::ranges::replace(name, '/', '-');
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    resources.push_back({{"name", name},
                         {"path", table.path},
                         {"mediatype", "text/csv"},
                         {"encoding", "utf-8"},
                         {"schema", {{"fields", fields}, {"missingValues", {""}}}}});
  }
  if (resources.empty()) {  // a data package has at least one resource
    resources.push_back({{"name", "checkpoint"}, {"path", "checkpoint"}, {"mediatype", "text/plain"}});
  }
  std::string name = manifest_.mission;
  std::ranges::replace(name, '/', '-');
  const json object = {
      {"name", name},
      {"title", manifest_.title},
      {"description", manifest_.synthetic ? "SYNTHETIC: invented data." : "Published by the mission."},
      {"created", manifest_.made},
      {"resources", resources}};
  return crypto::canonical_json(object.dump()).value_or("") + "\n";
}

base::Result<Manifest> DatasetWriter::finish(const transparency::SignerKey& key) {
  TRY(add("datapackage.json", "frictionless", frictionless()));
  std::ranges::sort(manifest_.files, {}, &FileRow::path);
  const std::string bytes = to_json(manifest_);
  TRY(sink_("manifest.json", bytes));
  TRY(sink_("manifest.note", transparency::format_note(sign_manifest(manifest_, bytes, key))));
  return manifest_;
}

}  // namespace tallyward::dataset
