// The votes of a contest from a small file: CSV with a row for each contestant (and district), JSON for
// contests with districts or ranked ballots, BLT for ranked ballots. docs/formats/allocation-law.md has the
// keys.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "election/contest.h"

namespace tallyward::exchange {

struct ContestFile {
  election::Contest contest;
  /// By contestant: the seats that the file itself states as published; none where it states nothing.
  std::vector<std::optional<std::int64_t>> published_seats;
};

/// By the ending of the name: .csv, .json or .blt. Errors: those of reading; invalid_input with file, line
/// and column, what was found and what was expected.
base::Result<ContestFile> read_contest_file(const std::filesystem::path& path);

/// The same from bytes; `file` is the name for messages.
base::Result<ContestFile> read_contest_csv(std::string_view text, std::string_view file);
base::Result<ContestFile> read_contest_json(std::string_view text, std::string_view file);
base::Result<ContestFile> read_contest_blt(std::string_view text, std::string_view file);

}  // namespace tallyward::exchange
