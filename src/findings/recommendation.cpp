#include "findings/recommendation.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::findings {

std::string_view to_text(FollowUp status) {
  constexpr std::string_view names[] = {
      "fully", "mostly", "partially", "not addressed", "no longer relevant", "superseded", "not assessed"};
  return names[static_cast<std::size_t>(status)];
}

base::Result<FollowUp> parse_follow_up(std::string_view text) {
  text = base::trim(text);
  if (text.empty() || text == "new" || text.starts_with("not assessed")) return FollowUp::not_assessed;
  if (text.starts_with("mostly not")) {
    return base::fail(base::ErrorCode::invalid_input,
                      "found 'mostly not', expected one status; a phrase like that is a quotation");
  }
  for (const FollowUp status : kFollowUps) {
    if (text.starts_with(to_text(status))) return status;
  }
  if (text == "not" || text.starts_with("not (")) return FollowUp::not_addressed;
  return base::fail(
      base::ErrorCode::invalid_input,
      fmt::format(
          "found '{}', expected fully, mostly, partially, not, no longer relevant, superseded or nothing",
          text));
}

std::string_view to_text(Assessor assessor) {
  switch (assessor) {
    case Assessor::mission:
      return "the mission";
    case Assessor::tallyward_reading:
      return "Tallyward reading, theme level, incomplete list";
    case Assessor::none:
      return "nobody";
  }
  return "nobody";
}

std::vector<Chain> chains_of(std::span<const Recommendation> recommendations) {
  std::map<std::string, const Recommendation*> by_id;
  for (const Recommendation& r : recommendations) by_id.emplace(r.id, &r);
  const auto root_of = [&](const Recommendation& r) {
    const Recommendation* at = &r;
    for (std::size_t steps = 0; steps < recommendations.size(); ++steps) {
      const auto earlier = by_id.find(at->same_as);
      if (earlier == by_id.end() || earlier->second->year >= at->year) break;
      at = earlier->second;
    }
    return at;
  };
  std::map<std::pair<int, std::string>, std::vector<const Recommendation*>> members;
  for (const Recommendation& r : recommendations) {
    const Recommendation* root = root_of(r);
    members[{root->year, root->id}].push_back(&r);
  }
  std::vector<Chain> chains;
  for (auto& [key, all] : members) {
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
      return a->year != b->year ? a->year < b->year : a->id < b->id;
    });
    Chain chain{{}, all.front()->year, all.back()->year};
    for (const Recommendation* r : all) chain.recommendations.push_back(r->id);
    chains.push_back(std::move(chain));
  }
  return chains;
}

Matrix make_matrix(std::span<const Recommendation> recommendations) {
  std::map<std::string, std::vector<MatrixCell>> rows;
  for (const Recommendation& r : recommendations) {
    auto& row = rows.try_emplace(r.theme, std::size(kFollowUps)).first->second;
    row[static_cast<std::size_t>(r.status)].recommendations.push_back(r.id);
  }
  Matrix matrix;
  for (auto& [theme, row] : rows) {
    matrix.themes.push_back(theme);
    matrix.cells.push_back(std::move(row));
  }
  return matrix;
}

Shares count_shares(std::span<const Recommendation> recommendations) {
  Shares shares;
  shares.of = recommendations.size();
  for (const Recommendation& r : recommendations) {
    if (r.status == FollowUp::not_assessed || r.status == FollowUp::no_longer_relevant ||
        r.status == FollowUp::superseded)
      continue;
    if (r.assessor != Assessor::mission) {
      ++shares.left_out_ours;
      continue;
    }
    ++shares.assessed;
    if (r.status != FollowUp::not_addressed) ++shares.addressed;
    if (r.status == FollowUp::partially) ++shares.partially;
  }
  return shares;
}

std::string to_sentence(const Shares& shares) {
  if (shares.assessed == 0) {
    return fmt::format(
        "No share is given: of {} recommendations none has a status that a mission assessed{}.", shares.of,
        shares.left_out_ours > 0
            ? fmt::format(" ({} have a {})", shares.left_out_ours, to_text(Assessor::tallyward_reading))
            : "");
  }
  std::string sentence = fmt::format("{} of {} addressed", shares.addressed, shares.assessed);
  if (shares.addressed > 0)
    sentence += fmt::format("; {} of {} only partially", shares.partially, shares.addressed);
  const bool most_not = 2 * shares.addressed < shares.assessed;
  const bool most_partially = 2 * shares.partially > shares.addressed;
  if (most_not) sentence += ": most not addressed";
  if (most_partially)
    sentence +=
        most_not ? "; of those addressed most only partially" : ": of those addressed most only partially";
  return sentence;
}

void sort_by_priority(std::vector<Recommendation>& recommendations) {
  std::stable_sort(recommendations.begin(), recommendations.end(),
                   [](const Recommendation& a, const Recommendation& b) {
                     if (a.priority != b.priority) return a.priority;
                     return a.year != b.year ? a.year < b.year : a.id < b.id;
                   });
}

}  // namespace tallyward::findings
