// Files of a commission, read with a profile into results protocols.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "exchange/import_report.h"
#include "exchange/results_profile.h"
#include "results/protocol_table.h"

namespace tallyward::exchange {

struct Imported {
  results::Results results;
  ImportReport report;
};

struct ReadOptions {
  bool hash_inputs = false;  ///< SHA-256 of every file into the report.
  /// Called now and then with bytes read and bytes in all.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
  /// A list of annulled or quarantined units beside the profile's own: CSV with columns unit (path of codes),
  /// status, reason.
  std::optional<std::filesystem::path> remarks;
};

/// Reads every file of the profile. `paths`: one folder in which the profile's file names are looked up; or
/// files, which are matched by name, or in order when the profile names as many. A refused row is in the
/// report. Errors: not_found, invalid_input (a column of the profile that the heading does not have),
/// too_large.
base::Result<Imported> read_results(std::span<const std::filesystem::path> paths,
                                    const ResultsProfile& profile, const ReadOptions& options = {});

/// The same with the profile's name or path; also the names of standard_results.h, for one file each.
base::Result<Imported> read_named_results(std::span<const std::filesystem::path> paths,
                                          std::string_view profile, const ReadOptions& options = {});

/// What every verb that needs results calls. `path`: a results snapshot (a folder with manifest.json, read
/// without a profile), or raw files as above with the profile's shipped name or path.
/// Error: invalid_input when it is not a snapshot and no profile is named.
base::Result<Imported> load_results(const std::filesystem::path& path,
                                    std::optional<std::string_view> profile, const ReadOptions& options = {});

}  // namespace tallyward::exchange
