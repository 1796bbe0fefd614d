#include "mission/access.h"

#include <fmt/format.h>

namespace tallyward::mission {

std::string_view to_text(AccessStep step) {
  constexpr std::string_view names[] = {"planned", "accredited", "deployed", "admitted", "reported"};
  return names[static_cast<std::size_t>(step)];
}

base::Result<base::Fraction> percent_not_reaching(const ObserverGroup& group, AccessStep step) {
  if (group.effective.empty())
    return base::fail(base::ErrorCode::invalid_input,
                      group.organisation + ": define what \"effective\" means before a share is taken");
  const auto planned = group.counts[0];
  const auto reached = group.counts[static_cast<std::size_t>(step)];
  if (!planned || !reached || *planned == 0) {
    return base::fail(base::ErrorCode::not_found, fmt::format("{}: how many were planned or {} is not known",
                                                              group.organisation, to_text(step)));
  }
  if (const auto wrong = check_group(group); !wrong.empty())
    return base::fail(base::ErrorCode::invalid_input, wrong[0]);
  return base::Fraction((*planned - *reached) * 100, *planned);
}

std::vector<std::string> check_group(const ObserverGroup& group) {
  std::vector<std::string> wrong;
  std::optional<std::size_t> before;
  for (std::size_t s = 0; s < group.counts.size(); ++s) {
    if (!group.counts[s]) continue;
    if (before && *group.counts[s] > *group.counts[*before]) {
      wrong.push_back(fmt::format("{}: {} {}, but only {} {}", group.organisation, *group.counts[s],
                                  to_text(kAccessSteps[s]), *group.counts[*before],
                                  to_text(kAccessSteps[*before])));
    }
    before = s;
  }
  return wrong;
}

}  // namespace tallyward::mission
