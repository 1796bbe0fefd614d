// Ranked ballots: the single transferable vote with weighted inclusive Gregory transfers (Scottish Local
// Government Elections Order 2007, rules 45 to 52), and instant runoff.
#include <algorithm>

#include <fmt/format.h>

#include "seats/systems.h"

namespace tallyward::seats {
namespace {

/// Values of ballot papers are counted in hundred-thousandths: five decimal places, the rest ignored.
constexpr std::int64_t kUnit = 100'000;

enum class State : std::uint8_t { continuing, elected, excluded };

struct Pile {
  std::size_t paper = 0;  ///< Index into Contest::ballots.
  std::size_t place = 0;  ///< Which preference the papers now count for.
  std::int64_t value = kUnit;
};

class Count {
 public:
  explicit Count(Proceedings& proceedings) : proceedings_(proceedings) {
    const std::size_t n = proceedings.size();
    state_.assign(n, State::continuing);
    piles_.resize(n);
    votes_.assign(n, 0);
    const auto& ballots = proceedings.contest().ballots;
    for (std::size_t p = 0; p < ballots.size(); ++p) {
      if (ballots[p].ranking.empty()) continue;
      papers_ += ballots[p].ballots.value;
      receive(ballots[p].ranking[0], {p, 0, kUnit});
    }
  }

  std::int64_t papers() const { return papers_; }
  std::int64_t votes(std::size_t i) const { return votes_[i]; }
  State state(std::size_t i) const { return state_[i]; }
  void elect(std::size_t i) { state_[i] = State::elected; }
  std::int64_t how_many(State state) const { return std::count(state_.begin(), state_.end(), state); }
  std::vector<std::size_t> all(State state) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < state_.size(); ++i) {
      if (state_[i] == state) found.push_back(i);
    }
    return found;
  }
  void end_of_stage() { history_.push_back(votes_); }

  std::vector<Standing> standing() const {
    std::vector<Standing> now;
    for (std::size_t i = 0; i < votes_.size(); ++i) {
      if (state_[i] != State::excluded)
        now.push_back({i, state_[i] == State::elected ? 1 : 0, {votes_[i], kUnit}});
    }
    return now;
  }

  /// Of `among` the one with the most (`sign` 1) or fewest (-1) votes now, else at the last stage at which
  /// they differed (rules 49(3), 50(3)); else by lot. None: undecided.
  base::Result<std::optional<std::size_t>> extreme(std::vector<std::size_t> among, std::int64_t sign,
                                                   const std::string& question) {
    keep_extreme(among, votes_, sign);
    for (auto stage = history_.rbegin(); stage != history_.rend() && among.size() > 1; ++stage)
      keep_extreme(among, *stage, sign);
    TRY_ASSIGN(const auto chosen, proceedings_.choose(question, among, 1));
    if (!chosen) return std::nullopt;
    return chosen->front();
  }

  /// Rule 48: each paper goes on at its value times surplus over the candidate's votes.
  void transfer_surplus(std::size_t from, std::int64_t quota) {
    const std::int64_t surplus = votes_[from] - quota;
    const std::int64_t all_votes = votes_[from];
    std::vector<Pile> piles = std::move(piles_[from]);
    piles_[from].clear();
    votes_[from] = quota;
    for (Pile& pile : piles) {
      pile.value = static_cast<std::int64_t>(Integer128{pile.value} * surplus / all_votes);
      pass_on(pile);
    }
  }

  void exclude(std::size_t from) {
    state_[from] = State::excluded;
    std::vector<Pile> piles = std::move(piles_[from]);
    piles_[from].clear();
    votes_[from] = 0;
    for (const Pile& pile : piles) pass_on(pile);
  }

 private:
  static void keep_extreme(std::vector<std::size_t>& among, std::span<const std::int64_t> votes,
                           std::int64_t sign) {
    std::int64_t best = votes[among.front()];
    for (const std::size_t i : among) best = sign * votes[i] > sign * best ? votes[i] : best;
    std::erase_if(among, [&](std::size_t i) { return votes[i] != best; });
  }
  void receive(std::size_t to, const Pile& pile) {
    piles_[to].push_back(pile);
    votes_[to] += proceedings_.contest().ballots[pile.paper].ballots.value * pile.value;
  }
  /// To the next continuing preference; papers without one are non-transferable.
  void pass_on(Pile pile) {
    const auto& ranking = proceedings_.contest().ballots[pile.paper].ranking;
    while (++pile.place < ranking.size()) {
      if (state_[ranking[pile.place]] != State::continuing) continue;
      if (pile.value > 0) receive(ranking[pile.place], pile);
      return;
    }
  }

  Proceedings& proceedings_;
  std::int64_t papers_ = 0;
  std::vector<State> state_;
  std::vector<std::vector<Pile>> piles_;
  std::vector<std::int64_t> votes_;
  std::vector<std::vector<std::int64_t>> history_;
};

std::string shown(std::int64_t votes) {
  return to_decimal({votes, kUnit}, 5);
}

/// Elects everyone at or above the quota; returns how many seats are left.
std::int64_t elect_by_quota(Proceedings& proceedings, Count& count, std::int64_t quota, std::int64_t seats,
                            Allocation& allocation) {
  for (const std::size_t i : count.all(State::continuing)) {
    if (count.votes(i) < quota || count.how_many(State::elected) == seats) continue;
    count.elect(i);
    allocation.seats[i] = Seats(1);
    proceedings.step("stv.elected", {{"list", proceedings.name(i)}, {"votes", shown(count.votes(i))}},
                     count.standing());
  }
  return seats - count.how_many(State::elected);
}

/// Rule 51: as many continue as there are vacancies.
bool fill_last_vacancies(Proceedings& proceedings, Count& count, std::int64_t left, Allocation& allocation) {
  const std::vector<std::size_t> rest = count.all(State::continuing);
  if (static_cast<std::int64_t>(rest.size()) > left) return false;
  for (const std::size_t i : rest) {
    count.elect(i);
    allocation.seats[i] = Seats(1);
  }
  if (!rest.empty()) proceedings.step("stv.last", {{"lists", proceedings.names(rest)}}, count.standing());
  if (const auto vacant = left - static_cast<std::int64_t>(rest.size()); vacant > 0)
    proceedings.leave_open("vacancies", vacant, "open.fewer");
  return true;
}

base::Result<void> needs_ballots(const election::Contest& contest, std::string_view law) {
  if (!contest.ballots.empty()) return {};
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("'{}' counts ranked ballots, and the contest has none", law));
}

}  // namespace

base::Result<void> allocate_by_transferable_vote(Proceedings& proceedings, Allocation& allocation) {
  TRY(needs_ballots(proceedings.contest(), proceedings.law().id));
  TRY_ASSIGN(const std::int64_t seats, seats_of_the_house(proceedings.law(), proceedings.contest()));
  allocation.house = Seats(seats);
  Count count(proceedings);
  const std::int64_t quota = (count.papers() / (seats + 1) + 1) * kUnit;
  proceedings.step(
      "stv.quota",
      {{"papers", std::to_string(count.papers())}, {"seats", std::to_string(seats)}, {"quota", shown(quota)}},
      count.standing());
  for (int stage = 1;; ++stage) {
    const std::int64_t left = elect_by_quota(proceedings, count, quota, seats, allocation);
    if (left == 0 || fill_last_vacancies(proceedings, count, left, allocation)) return {};
    std::vector<std::size_t> with_surplus = count.all(State::elected);
    std::erase_if(with_surplus, [&](std::size_t i) { return count.votes(i) <= quota; });
    const bool surplus = !with_surplus.empty();
    TRY_ASSIGN(const auto who, count.extreme(surplus ? with_surplus : count.all(State::continuing),
                                             surplus ? 1 : -1, fmt::format("stage:{}", stage)));
    if (!who) return {};
    if (surplus) {
      proceedings.step("stv.surplus",
                       {{"list", proceedings.name(*who)}, {"surplus", shown(count.votes(*who) - quota)}},
                       count.standing());
    } else {
      proceedings.step("stv.excluded",
                       {{"list", proceedings.name(*who)}, {"votes", shown(count.votes(*who))}},
                       count.standing());
    }
    count.end_of_stage();
    if (surplus) {
      count.transfer_surplus(*who, quota);
    } else {
      count.exclude(*who);
    }
  }
}

base::Result<void> allocate_by_instant_runoff(Proceedings& proceedings, Allocation& allocation) {
  TRY(needs_ballots(proceedings.contest(), proceedings.law().id));
  allocation.house = Seats(1);
  Count count(proceedings);
  for (int stage = 1;; ++stage) {
    std::int64_t live = 0;
    const std::vector<std::size_t> rest = count.all(State::continuing);
    for (const std::size_t i : rest) live += count.votes(i);
    for (const std::size_t i : rest) {
      if (2 * count.votes(i) <= live && rest.size() > 1) continue;
      allocation.seats[i] = Seats(1);
      proceedings.step(
          "irv.elected",
          {{"list", proceedings.name(i)}, {"votes", shown(count.votes(i))}, {"live", shown(live)}},
          count.standing());
      return {};
    }
    TRY_ASSIGN(const auto who, count.extreme(rest, -1, fmt::format("stage:{}", stage)));
    if (!who) return {};
    proceedings.step("stv.excluded", {{"list", proceedings.name(*who)}, {"votes", shown(count.votes(*who))}},
                     count.standing());
    count.end_of_stage();
    count.exclude(*who);
  }
}

}  // namespace tallyward::seats
