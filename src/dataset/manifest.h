// The table of contents of a published dataset: a folder of static files that any web server, memory stick or
// mirror can carry (docs/formats/dataset.md). manifest.json lists every file with its hash; manifest.note
// signs it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "crypto/sha256.h"
#include "transparency/note.h"

namespace tallyward::dataset {

using crypto::Hash;

/// What a file is for; verify finds its inputs by it. Unknown roles are kept and only hashed.
struct FileRow {
  std::string path;  ///< Relative, with '/', without "..".
  std::string role;  ///< "log", "openings", "units", "contestants", "lines", "protocols", "seats",
                     ///< "statement", "page", ...
  std::uint64_t bytes = 0;
  Hash sha256;
  bool operator==(const FileRow&) const = default;
};

/// Whether all entries of the log are released, or only chosen ones, each with its receipt.
enum class Entries { all, selected };

struct Manifest {
  std::string mission;
  std::string title;
  std::string origin;      ///< Of the log.
  std::uint64_t size = 0;  ///< Of the log at this release.
  Entries entries = Entries::all;
  bool synthetic = false;  ///< Invented data: every reader says so.
  std::string made;        ///< RFC 3339, for people.
  std::vector<std::string> caveats;
  std::vector<std::string> attributions;
  std::vector<FileRow> files;  ///< Sorted by path; manifest.json and manifest.note are not among them.
};

/// Canonical JSON (RFC 8785) with a final line end, and back. Error: invalid_input.
std::string to_json(const Manifest& manifest);
base::Result<Manifest> parse_manifest(std::string_view json);

/// Whether a path may stand in a dataset: relative, no "..", no empty part, letters, digits and - _ . only.
bool is_dataset_path(std::string_view path);

/// `tallyward/dataset/v1\nmission M\nsize N\nmanifest B64\n` over the bytes of manifest.json.
transparency::Note sign_manifest(const Manifest& manifest, std::string_view manifest_bytes,
                                 const transparency::SignerKey& key);
/// That the note signs exactly these bytes. Errors: corrupt, not_found as verify_signed_by.
base::Result<void> check_manifest_note(const transparency::Note& note, std::string_view manifest_bytes,
                                       const transparency::VerifierKey& key);

/// Collects files, then writes manifest.json, manifest.note and datapackage.json last.
class DatasetWriter {
 public:
  using Sink = std::function<base::Result<void>(const std::string& path, std::string_view bytes)>;
  DatasetWriter(Manifest head, Sink sink) : manifest_(std::move(head)), sink_(std::move(sink)) {}

  /// Error: invalid_input for a path that is not allowed, conflict for one that was written before.
  base::Result<void> add(const std::string& path, std::string_view role, std::string_view bytes);
  /// What was added so far.
  const Manifest& manifest() const { return manifest_; }
  /// Writes the Frictionless descriptor (CSV files with their columns), the manifest and its note.
  base::Result<Manifest> finish(const transparency::SignerKey& key);

 private:
  struct Columns {
    std::string path;
    std::vector<std::string> names;
  };
  std::string frictionless() const;
  Manifest manifest_;
  Sink sink_;
  std::vector<Columns> tables_;
};

}  // namespace tallyward::dataset
