#include "observation/suppression.h"

#include <algorithm>

namespace tallyward::observation {

namespace {

Contributions together(const std::map<std::string, Contributions>& figures,
                       const std::vector<std::string>& keys) {
  Contributions all;
  for (const std::string& key : keys) {
    const auto found = figures.find(key);
    if (found == figures.end()) continue;
    for (const auto& [team, count] : found->second) all[team] += count;
  }
  std::erase_if(all, [](const auto& one) { return one.second == 0; });
  return all;
}

bool few(std::size_t teams) {
  return teams > 0 && teams < kFewestTeams;
}

std::size_t teams_that_changed(const Contributions& before, const Contributions& after) {
  std::size_t changed = 0;
  for (const auto& [team, count] : after) {
    const auto was = before.find(team);
    if (was == before.end() || was->second != count) ++changed;
  }
  for (const auto& [team, count] : before) {
    if (!after.contains(team)) ++changed;
  }
  return changed;
}

/// Whether the sum of these figures may become known.
bool is_safe(const FigureTable& table, const std::vector<EarlierRelease>& earlier,
             const std::vector<std::string>& keys) {
  const Contributions now = together(table.figures, keys);
  if (few(now.size())) return false;
  return std::ranges::none_of(earlier, [&](const EarlierRelease& release) {
    const bool known =
        std::ranges::any_of(keys, [&](const std::string& key) { return release.figures.contains(key); });
    return known && few(teams_that_changed(together(release.figures, keys), now));
  });
}

/// Withholds one more figure so that the rest of `sum` tells nothing; false when it is well already.
bool withhold_one(const FigureTable& table, const std::vector<EarlierRelease>& earlier,
                  const PublishedSum& sum, std::set<std::string>& suppressed) {
  if (suppressed.contains(sum.total)) return false;
  std::vector<std::string> hidden;
  const std::string* smallest = nullptr;
  std::size_t fewest = 0;
  for (const std::string& part : sum.parts) {
    if (suppressed.contains(part)) {
      hidden.push_back(part);
      continue;
    }
    const std::size_t teams = together(table.figures, {part}).size();
    // A zero that everybody sees hides nothing.
    if (teams == 0) continue;
    if (smallest == nullptr || teams < fewest || (teams == fewest && part < *smallest)) {
      smallest = &part;
      fewest = teams;
    }
  }
  // One hidden part alone is no secret: it could be computed, and with it what it was hidden for.
  if (hidden.empty() || (hidden.size() > 1 && is_safe(table, earlier, hidden))) return false;
  suppressed.insert(smallest != nullptr ? *smallest : sum.total);
  return true;
}

}  // namespace

std::int64_t sum_of(const Contributions& contributions) {
  std::int64_t sum = 0;
  for (const auto& [team, count] : contributions) sum += count;
  return sum;
}

std::set<std::string> figures_to_suppress(const FigureTable& table,
                                          const std::vector<EarlierRelease>& earlier) {
  std::set<std::string> suppressed;
  for (const auto& [key, contributions] : table.figures) {
    if (!is_safe(table, earlier, {key})) suppressed.insert(key);
  }
  // Each round withholds at least one figure more, so it ends.
  bool again = true;
  while (again) {
    again = false;
    for (const PublishedSum& sum : table.sums) again = withhold_one(table, earlier, sum, suppressed) || again;
  }
  return suppressed;
}

}  // namespace tallyward::observation
