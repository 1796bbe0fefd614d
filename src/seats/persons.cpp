// Who takes the seats of a list: the Dutch Electoral Act, sections P 15 (own votes), P 17 (order of the
// list), P 19 (the order for later vacancies) and P 19a (the dead are passed over).
#include <algorithm>

#include <fmt/format.h>

#include "seats/systems.h"

namespace tallyward::seats {
namespace {

/// From so many seats on, a quarter of the quota is enough; below it takes half.
constexpr std::int64_t kLargeCouncil = 19;

std::string label(std::size_t place, const election::Person& person) {
  return fmt::format("{}. {}", place + 1, person.name);
}

std::string labels(const Proceedings& proceedings, const election::Contestant& list,
                   std::span<const std::size_t> places) {
  std::vector<std::string> all;
  for (const std::size_t place : places) all.push_back(label(place, list.persons[place]));
  return proceedings.joined(all);
}

/// P 15: the living who reach the bar, most votes first; equals in the order of the list.
std::vector<std::size_t> by_own_votes(const election::Contestant& list, const Ratio& bar) {
  std::vector<std::size_t> places;
  for (std::size_t p = 0; p < list.persons.size(); ++p) {
    if (!list.persons[p].died && compare({list.persons[p].votes.value, 1}, bar) >= 0) places.push_back(p);
  }
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return list.persons[a].votes > list.persons[b].votes;
  });
  return places;
}

/// The first `seats` of those who reach the bar; a lot decides between equals at the end. None: undecided.
base::Result<std::optional<std::vector<std::size_t>>> elected_by_votes(
    Proceedings& proceedings, const election::Contestant& list, const std::vector<std::size_t>& preferred,
    std::int64_t seats) {
  if (static_cast<std::int64_t>(preferred.size()) <= seats) return preferred;
  const Votes last = list.persons[preferred[static_cast<std::size_t>(seats) - 1]].votes;
  std::vector<std::size_t> sure;
  std::vector<std::size_t> tied;
  std::vector<std::string> options;
  for (const std::size_t p : preferred) {
    if (list.persons[p].votes > last) sure.push_back(p);
    if (list.persons[p].votes != last) continue;
    tied.push_back(p);
    options.push_back(label(p, list.persons[p]));
  }
  TRY_ASSIGN(const auto chosen, proceedings.choose_of(fmt::format("persons:{}", list.id.text), options,
                                                      seats - static_cast<std::int64_t>(sure.size())));
  if (!chosen) return std::nullopt;
  for (const std::size_t k : *chosen) sure.push_back(tied[k]);
  return sure;
}

base::Result<void> elect_of_list(Proceedings& proceedings, std::size_t i, const Ratio& bar,
                                 Allocation& allocation) {
  const election::Contestant& list = proceedings.contest().contestants[i];
  const std::int64_t seats = allocation.seats[i].value;
  for (std::size_t p = 0; p < list.persons.size(); ++p) {
    if (list.persons[p].died)
      proceedings.step("persons.passed_over",
                       {{"list", proceedings.name(i)}, {"persons", label(p, list.persons[p])}});
  }
  const std::vector<std::size_t> preferred = by_own_votes(list, bar);
  TRY_ASSIGN(const auto first, elected_by_votes(proceedings, list, preferred, seats));
  if (!first) return {};
  if (!first->empty())
    proceedings.step("persons.preference", {{"list", proceedings.name(i)},
                                            {"bar", to_decimal(bar, 2)},
                                            {"persons", labels(proceedings, list, *first)}});
  std::vector<std::size_t> others;
  for (std::size_t p = 0; p < list.persons.size(); ++p) {
    const bool full = static_cast<std::int64_t>(first->size() + others.size()) >= seats;
    if (!full && !list.persons[p].died && std::find(first->begin(), first->end(), p) == first->end())
      others.push_back(p);
  }
  if (!others.empty())
    proceedings.step("persons.order",
                     {{"list", proceedings.name(i)}, {"persons", labels(proceedings, list, others)}});
  allocation.elected[i] = *first;
  allocation.elected[i].insert(allocation.elected[i].end(), others.begin(), others.end());
  std::vector<std::size_t> ranking = preferred;
  for (std::size_t p = 0; p < list.persons.size(); ++p) {
    if (!list.persons[p].died && std::find(preferred.begin(), preferred.end(), p) == preferred.end())
      ranking.push_back(p);
  }
  if (!std::is_sorted(ranking.begin(), ranking.end()))
    proceedings.step("persons.ranking",
                     {{"list", proceedings.name(i)}, {"persons", labels(proceedings, list, ranking)}});
  return {};
}

}  // namespace

base::Result<void> elect_persons(Proceedings& proceedings, std::int64_t council, Allocation& allocation) {
  const election::Contest& contest = proceedings.contest();
  const bool named = std::any_of(contest.contestants.begin(), contest.contestants.end(),
                                 [](const auto& list) { return !list.persons.empty(); });
  if (!named) return {};
  const std::int64_t parts = council >= kLargeCouncil ? 4 : 2;
  const Ratio bar{sum_of(contest.votes), Integer128{council} * parts};
  proceedings.step("persons.threshold", {{"share", to_text(Share{1, parts})}, {"bar", to_decimal(bar, 6)}});
  allocation.elected.resize(contest.contestants.size());
  for (std::size_t i = 0; i < contest.contestants.size(); ++i) {
    if (allocation.seats[i].value > 0 && !contest.contestants[i].persons.empty())
      TRY(elect_of_list(proceedings, i, bar, allocation));
  }
  return {};
}

}  // namespace tallyward::seats
