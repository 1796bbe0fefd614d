#include "findings/corroboration.h"

#include <algorithm>
#include <set>

namespace tallyward::findings {

namespace {

/// On whose own word `name` rests in the end.
void origins_of(const std::string& name, std::span<const Corroboration> all,
                std::set<std::string>& on_the_way, std::set<std::string>& origins) {
  if (!on_the_way.insert(name).second) return;
  const auto link = std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.by == name; });
  if (link == all.end() || link->relied_on.empty()) {
    origins.insert(name);
    return;
  }
  for (const std::string& other : link->relied_on) origins_of(other, all, on_the_way, origins);
}

}  // namespace

std::string_view to_text(ClaimStatus status) {
  constexpr std::string_view names[] = {"single source", "supported", "confirmed", "contested"};
  return names[static_cast<std::size_t>(status)];
}

ClaimJudgement judge_claim(std::span<const std::string> claimants,
                           std::span<const Corroboration> corroborations) {
  ClaimJudgement judgement;
  judgement.sources = claimants.size();
  const std::set<std::string> from(claimants.begin(), claimants.end());
  std::set<std::string> kinds;
  bool contradicted = false, confirmed = false;
  for (const Corroboration& c : corroborations) {
    std::set<std::string> on_the_way, origins;
    origins_of(c.by, corroborations, on_the_way, origins);
    const bool independent =
        std::any_of(origins.begin(), origins.end(), [&](const auto& o) { return !from.contains(o); });
    if (c.stance == Stance::contradicts) {
      contradicted = contradicted || independent;
      continue;
    }
    if (from.contains(c.by)) continue;  // A claimant who says it again.
    ++judgement.sources;
    if (!independent) {
      judgement.dependent.push_back(c.by);
      continue;
    }
    ++judgement.independent;
    kinds.insert(c.kind);
    confirmed = confirmed || c.stance == Stance::supports;
  }
  judgement.kinds = kinds.size();
  judgement.status = contradicted            ? ClaimStatus::contested
                     : confirmed             ? ClaimStatus::confirmed
                     : judgement.sources > 1 ? ClaimStatus::supported
                                             : ClaimStatus::single_source;
  return judgement;
}

}  // namespace tallyward::findings
