// Access to observation: how many observers an organisation planned, and how many came to observe. A step
// that is not known is a gap, never a zero.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/fraction.h"

namespace tallyward::mission {

enum class AccessStep { planned, accredited, deployed, admitted, reported };
inline constexpr std::array<AccessStep, 5> kAccessSteps{AccessStep::planned, AccessStep::accredited,
                                                        AccessStep::deployed, AccessStep::admitted,
                                                        AccessStep::reported};
std::string_view to_text(AccessStep step);

/// Why some did not take the next step.
struct AccessLoss {
  AccessStep before = AccessStep::planned;  ///< Lost between this step and the next.
  std::string reason;                       ///< "health rule", "refused", "expelled", "no reply", ...
  std::optional<std::int64_t> count;
  std::vector<std::string> sources;
};

struct ObserverGroup {
  std::string organisation;  ///< One, or several given jointly, as the source has them.
  std::string kind;          ///< international, citizen, party
  std::array<std::optional<std::int64_t>, 5> counts;  ///< By step.
  std::vector<AccessLoss> losses;
  std::string
      effective;  ///< What "effective" means here; without it no share of effective observers is given.
  std::string quotation;  ///< What somebody said of it, with the speaker: never turned into a count.
  std::vector<std::string> sources;
};

/// Of those planned, the share in per cent that did not reach `step`. Errors: not_found when one of the two
/// is not known, invalid_input when "effective" is not defined or a later step exceeds an earlier one.
base::Result<base::Fraction> percent_not_reaching(const ObserverGroup& group, AccessStep step);

/// Counts that cannot be: a step above an earlier known one.
std::vector<std::string> check_group(const ObserverGroup& group);

}  // namespace tallyward::mission
