// A claim becomes confirmed only by an independent source: another than the claimant, whose word does not
// come from the claimant alone, however many stand in between.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::findings {

enum class Stance { supports, supports_in_kind, contradicts };

struct Corroboration {
  std::string by;
  std::string kind;  ///< mission, document, media, measurement, ...
  Stance stance = Stance::supports;
  std::vector<std::string> relied_on;  ///< Empty: its own word.
};

enum class ClaimStatus {
  single_source,
  supported,  ///< By others, but none that is independent, or in kind only.
  confirmed,
  contested  ///< An independent source contradicts it; whoever else supports it.
};
std::string_view to_text(ClaimStatus status);

struct ClaimJudgement {
  ClaimStatus status = ClaimStatus::single_source;
  std::size_t sources = 0;             ///< Claimants and everybody who supports.
  std::size_t independent = 0;         ///< Supporters that are independent of the claimants.
  std::size_t kinds = 0;               ///< Kinds of independent supporters.
  std::vector<std::string> dependent;  ///< Supporters whose word comes from the claimants alone.
};

/// REQUIRES: at least one claimant. Sources that rely on each other in a circle rest on nobody.
ClaimJudgement judge_claim(std::span<const std::string> claimants,
                           std::span<const Corroboration> corroborations);

}  // namespace tallyward::findings
