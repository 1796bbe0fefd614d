#include "exchange/read_results.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "crypto/sha256.h"
#include "exchange/results_reading.h"
#include "exchange/results_snapshot.h"
#include "exchange/standard_results.h"

namespace tallyward::exchange {

namespace {

/// Refuses what no reader can begin with, in words that name the file and say what was expected; what a
/// library says of a folder or of no bytes at all would not.
base::Result<void> expect_file(const std::filesystem::path& path, std::string_view expected) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (status.type() == std::filesystem::file_type::not_found)
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("{} does not exist; expected {}", path.string(), expected));
  if (std::filesystem::is_directory(status))
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} is a folder; expected {}", path.string(), expected));
  if (std::filesystem::is_regular_file(status) && std::filesystem::file_size(path, problem) == 0 && !problem)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} is empty (0 bytes); expected {}", path.string(), expected));
  return {};
}

/// Which path each file of the profile is.
base::Result<std::vector<std::filesystem::path>> match_files(std::span<const std::filesystem::path> paths,
                                                             const ResultsProfile& profile) {
  std::vector<std::filesystem::path> matched;
  std::error_code unread;
  const bool folder = paths.size() == 1 && std::filesystem::is_directory(paths[0], unread);
  for (std::size_t i = 0; i < profile.files.size(); ++i) {
    const std::string& name = profile.files[i].name;
    if (folder) {
      if (name.empty())
        return base::fail(
            base::ErrorCode::invalid_input,
            fmt::format("profile {} names no file to look up in {}", profile.name, paths[0].string()));
      matched.push_back(paths[0] / name);
      continue;
    }
    const auto same_name =
        std::find_if(paths.begin(), paths.end(), [&](const auto& path) { return path.filename() == name; });
    if (same_name != paths.end()) {
      matched.push_back(*same_name);
    } else if (paths.size() == profile.files.size()) {
      matched.push_back(paths[i]);
    } else {
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("profile {} reads {} files, and none of those given is '{}'; give the folder "
                      "that holds them",
                      profile.name, profile.files.size(), name));
    }
  }
  return matched;
}

}  // namespace

base::Result<Imported> read_results(std::span<const std::filesystem::path> paths,
                                    const ResultsProfile& profile, const ReadOptions& options) {
  TRY_ASSIGN(const std::vector<std::filesystem::path> matched, match_files(paths, profile));
  internal::ResultsReading reading(profile, options);
  std::uint64_t bytes = 0;
  for (const auto& path : matched) {
    TRY(expect_file(path, fmt::format("a file that profile {} describes", profile.name)));
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    bytes += missing ? 0 : size;
  }
  reading.expect_bytes(bytes);
  for (const FileRole role :
       {FileRole::contestants, FileRole::units, FileRole::protocols, FileRole::remarks}) {
    for (std::size_t i = 0; i < matched.size(); ++i) {
      if (profile.files[i].role == role) TRY(reading.read_file(profile.files[i], matched[i]));
    }
  }
  if (options.remarks) {
    TRY(expect_file(*options.remarks, "a CSV with the columns unit, status and reason"));
    ProfileFile remarks;
    remarks.role = FileRole::remarks;
    remarks.remark_unit = {"unit", 0};
    remarks.remark_status = {"status", 0};
    remarks.remark_reason = {"reason", 0};
    TRY(reading.read_file(remarks, *options.remarks));
  }
  return reading.finish();
}

base::Result<Imported> read_named_results(std::span<const std::filesystem::path> paths,
                                          std::string_view profile, const ReadOptions& options) {
  if (profile != kNistProfile && profile != kEmlNlProfile) {
    TRY_ASSIGN(const ResultsProfile found, find_results_profile(profile));
    return read_results(paths, found, options);
  }
  if (paths.size() != 1)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} reads one file, not {}", profile, paths.size()));
  TRY(expect_file(paths[0], fmt::format("a file in the format {}", profile)));
  TRY_ASSIGN(const std::string bytes, base::read_file(paths[0], kLargestStandardFile));
  const std::string name = paths[0].filename().string();
  TRY_ASSIGN(Imported imported,
             profile == kNistProfile ? read_nist_results(bytes, name) : read_eml_nl_results(bytes, name));
  imported.report.files.push_back({name, options.hash_inputs ? crypto::to_hex(crypto::sha256(bytes)) : "",
                                   bytes.size(), imported.report.rows_taken, imported.report.rows_refused});
  return imported;
}

base::Result<Imported> load_results(const std::filesystem::path& path,
                                    std::optional<std::string_view> profile, const ReadOptions& options) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (status.type() == std::filesystem::file_type::not_found)
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("{} does not exist; expected a results snapshot, or {}", path.string(),
                                  profile ? fmt::format("what profile {} reads", *profile)
                                          : "a file or folder whose profile is named with --profile"));
  if (is_snapshot(path)) return read_snapshot(path);
  if (!profile) {
    const bool folder = std::filesystem::is_directory(status);
    if (!folder) TRY(expect_file(path, "a results snapshot (a folder), or a commission's file"));
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("{} is {}, so it is not a results snapshot; if it holds a commission's figures, name "
                    "their profile with --profile",
                    path.string(),
                    folder ? "a folder without the manifest.json of a results snapshot" : "a file"));
  }
  return read_named_results(std::span(&path, 1), *profile, options);
}

}  // namespace tallyward::exchange
