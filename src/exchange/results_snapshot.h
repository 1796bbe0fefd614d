// A results snapshot: a folder of canonical CSV with a manifest, so that every later figure is computed from
// the same bytes and anyone can read them without this program. docs/formats/results-snapshot.md is its
// grammar.
//
// Same results, same bytes: units in the order of their paths, lines in the order of the form, LF, UTF-8,
// quotes only where needed.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "exchange/read_results.h"

namespace tallyward::exchange {

/// What stands in the manifest beside the results themselves.
struct SnapshotOrigin {
  std::string profile_name;
  std::string profile_text;  ///< Kept whole as profile.toml.
  base::Time imported;
};

/// File names and their bytes. What is written to disk, and what tests compare.
using SnapshotFiles = std::map<std::string, std::string>;

SnapshotFiles snapshot_files(const Imported& imported, const SnapshotOrigin& origin);

/// Writes the files into `folder`, which is made; the manifest last, so that a folder with a manifest is
/// whole. Errors: conflict if the folder already holds something else, unavailable.
base::Result<void> write_snapshot(const std::filesystem::path& folder, const SnapshotFiles& files);

/// Whether the folder has a manifest of a results snapshot.
bool is_snapshot(const std::filesystem::path& folder);

/// Reads a snapshot back and checks every file's SHA-256 against the manifest. Errors: not_found, corrupt
/// (a file that was changed), invalid_input with file and line.
base::Result<Imported> read_snapshot(const std::filesystem::path& folder);

}  // namespace tallyward::exchange
