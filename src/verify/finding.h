// What a verification found, as data: each check with its verdict, how much it looked at, and details.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::verify {

enum class Verdict {
  holds,
  differs,     ///< Exit code 1.
  flagged,     ///< Worth a look, but nothing that was published is contradicted by it.
  not_checked  ///< Could not be checked, with the reason.
};
std::string_view to_text(Verdict verdict);

struct Finding {
  std::string check;  ///< Stable name: "log.root", "records.signatures".
  Verdict verdict = Verdict::holds;
  std::uint64_t looked_at = 0;       ///< Files, entries, fields, cells.
  std::string text;                  ///< One sentence.
  std::vector<std::string> details;  ///< At most kMostDetails; the rest is counted in the last one.
};

inline constexpr std::size_t kMostDetails = 20;
/// Adds a detail, or counts it when there are enough.
void add_detail(Finding& finding, std::string detail);

struct Verification {
  std::string mission;
  std::string title;
  bool synthetic = false;
  std::uint64_t log_size = 0;
  std::vector<Finding> findings;
  std::vector<std::string> not_proved;  ///< What the log does not prove, in words.

  /// 0 when everything that was checked holds, 1 when something differs.
  int exit_code() const;
};

/// For people, in plain text; and as one JSON object.
std::string to_report(const Verification& verification);
std::string to_json(const Verification& verification);

}  // namespace tallyward::verify
