// Biproportional apportionment: lists by their votes in the whole, districts by their fixed seats, and inside
// the table standard rounding with one divisor a list and one a district (Pukelsheim; Zürich and others).
//
// The table is found by tie-and-transfer on exact fractions: every district starts with its own
// Sainte-Laguë allocation, which is right for the districts; seats then wander from lists with too many to
// lists with too few along the path that costs least, where cost is a product of averages. Each step keeps
// the table optimal for the sums it has, so the last one is the table the law describes (Gaffke and
// Pukelsheim 2008; Maier, Zachariassen and Zachariasen 2010).
#include <algorithm>

#include <fmt/format.h>

#include "base/fraction.h"
#include "seats/allot.h"
#include "seats/systems.h"
#include "seats/threshold.h"

namespace tallyward::seats {
namespace {

using base::Fraction;
using base::Integer;

/// The table while it is being found.
struct Table {
  std::vector<std::vector<Votes>> votes;         ///< [district][list]
  std::vector<std::vector<std::int64_t>> seats;  ///< [district][list]
  std::vector<std::vector<std::int64_t>>
      least;  ///< [district][list]: 1 where the strongest list has one anyway.
  std::size_t districts() const { return votes.size(); }
  std::size_t lists() const { return votes.front().size(); }

  /// votes / (seats - 1/2): what a list loses with its last seat of the district.
  Fraction last_average(std::size_t d, std::size_t i) const {
    return Fraction(Integer(2 * votes[d][i].value), Integer(2 * seats[d][i] - 1));
  }
  /// votes / (seats + 1/2): what its next seat there would bring.
  Fraction next_average(std::size_t d, std::size_t i) const {
    return Fraction(Integer(2 * votes[d][i].value), Integer(2 * seats[d][i] + 1));
  }
};

/// Paths over lists (0 .. n-1) and districts (n ..): from a list to a district it gives a seat up, from a
/// district to a list the list takes it. The value of a path is the product of next / last averages.
struct Paths {
  std::vector<Fraction> value;  ///< 0: not reached.
  std::vector<std::size_t> from;
};

constexpr std::size_t kStart = ~std::size_t{0};

/// Edges of the residual network out of `node`, with their factors.
template <typename Visit>
void for_each_edge(const Table& table, std::size_t node, const Visit& visit) {
  const std::size_t n = table.lists();
  if (node < n) {
    for (std::size_t d = 0; d < table.districts(); ++d) {
      if (table.seats[d][node] > table.least[d][node])
        visit(n + d, Fraction(1) / table.last_average(d, node));
    }
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (table.votes[node - n][i].value > 0) visit(i, table.next_average(node - n, i));
  }
}

/// Best paths from the lists in `sources`, by number of edges (Bellman and Ford, one round an edge).
Paths best_paths(const Table& table, const std::vector<std::uint8_t>& sources) {
  const std::size_t nodes = table.lists() + table.districts();
  Paths paths{std::vector<Fraction>(nodes), std::vector<std::size_t>(nodes, kStart)};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i] != 0) paths.value[i] = 1;
  }
  for (std::size_t round = 0; round < nodes; ++round) {
    bool better = false;
    const std::vector<Fraction> before = paths.value;
    for (std::size_t node = 0; node < nodes; ++node) {
      if (before[node] == 0) continue;
      for_each_edge(table, node, [&](std::size_t to, const Fraction& factor) {
        const Fraction along = before[node] * factor;
        if (along <= paths.value[to]) return;
        paths.value[to] = along;
        paths.from[to] = node;
        better = true;
      });
    }
    if (!better) break;
  }
  return paths;
}

/// Moves one seat along the path that ends at `to`.
void move_seat(Table& table, const Paths& paths, std::size_t to) {
  const std::size_t n = table.lists();
  for (std::size_t node = to; paths.from[node] != kStart; node = paths.from[node]) {
    const std::size_t before = paths.from[node];
    if (node < n) {
      ++table.seats[before - n][node];
    } else {
      --table.seats[node - n][before];
    }
  }
}

/// A seat that another table, equal in its sums and its product, gives to another list of the district.
struct EqualTable {
  std::vector<std::size_t> cycle;  ///< Nodes in order; the last leads to the first. Empty: there is none.
};

/// Such a table is a cycle of the residual network whose value is exactly 1: a cycle among the edges that lie
/// on best paths.
EqualTable find_equal_table(const Table& table) {
  const Paths paths = best_paths(table, std::vector<std::uint8_t>(table.lists(), 1));
  const std::size_t nodes = table.lists() + table.districts();
  std::vector<std::vector<std::size_t>> tight(nodes);
  std::vector<std::size_t> into(nodes, 0);
  for (std::size_t node = 0; node < nodes; ++node) {
    if (paths.value[node] == 0) continue;
    for_each_edge(table, node, [&](std::size_t to, const Fraction& factor) {
      if (paths.value[node] * factor != paths.value[to]) return;
      tight[node].push_back(to);
      ++into[to];
    });
  }
  // What stays when nodes without an edge into them are taken away, again and again, has a cycle above it.
  std::vector<std::uint8_t> stays(nodes, 1);
  std::vector<std::size_t> free;
  for (std::size_t node = 0; node < nodes; ++node) {
    if (into[node] == 0) free.push_back(node);
  }
  while (!free.empty()) {
    const std::size_t node = free.back();
    free.pop_back();
    stays[node] = 0;
    for (const std::size_t to : tight[node]) {
      if (--into[to] == 0) free.push_back(to);
    }
  }
  const auto first = std::find(stays.begin(), stays.end(), std::uint8_t{1});
  if (first == stays.end()) return {};
  // Every node that stays has an edge into it from one that stays: walk backwards until a node comes again.
  std::vector<std::size_t> walk{static_cast<std::size_t>(first - stays.begin())};
  while (true) {
    std::size_t before = 0;
    while (stays[before] == 0 ||
           std::find(tight[before].begin(), tight[before].end(), walk.back()) == tight[before].end())
      ++before;
    const auto again = std::find(walk.begin(), walk.end(), before);
    if (again != walk.end()) {
      EqualTable found{{again, walk.end()}};
      std::reverse(found.cycle.begin(), found.cycle.end());
      return found;
    }
    walk.push_back(before);
  }
}

/// Draws lots between equal tables, one seat of one district at a time: the list that holds it, or the one
/// that the other table gives it to. Each answer settles the seat. False: undecided.
base::Result<bool> settle_equal_tables(Proceedings& proceedings, Table& table) {
  const std::size_t n = table.lists();
  for (std::int64_t number = 1;; ++number) {
    std::vector<std::size_t> cycle = find_equal_table(table).cycle;
    if (cycle.empty()) return true;
    // From a list to a district to a list: begin at a list.
    if (cycle.front() >= n) std::rotate(cycle.begin(), cycle.begin() + 1, cycle.end());
    const std::size_t holder = cycle[0];
    const std::size_t district = cycle[1] - n;
    const std::size_t other = cycle[2 % cycle.size()];
    proceedings.set_district(proceedings.contest().districts[district].name);
    TRY_ASSIGN(const auto chosen, proceedings.choose(fmt::format("table:{}", number), {holder, other}, 1));
    proceedings.set_district("");
    if (!chosen) return false;
    if (chosen->front() == other) {
      for (std::size_t k = 0; k < cycle.size(); k += 2) {
        --table.seats[cycle[k + 1] - n][cycle[k]];
        ++table.seats[cycle[k + 1] - n][cycle[(k + 2) % cycle.size()]];
      }
    }
    table.least[district][chosen->front()] = table.seats[district][chosen->front()];
  }
}

/// Voter numbers: each list's votes in each district divided by the district's seats, summed up exactly.
std::vector<Fraction> voter_numbers(const election::Contest& contest, std::span<const Votes> admitted) {
  std::vector<Fraction> numbers(admitted.size());
  for (const election::District& own : contest.districts) {
    for (std::size_t i = 0; i < admitted.size(); ++i) {
      if (admitted[i].value > 0 && own.seats.value > 0)
        numbers[i] += Fraction(Integer(own.votes[i].value), Integer(own.seats.value));
    }
  }
  return numbers;
}

/// Upper apportionment by standard rounding: one seat after another to the largest number / (2s + 1).
base::Result<std::optional<std::vector<Seats>>> upper(Proceedings& proceedings,
                                                      const std::vector<Fraction>& numbers,
                                                      std::int64_t house) {
  std::vector<Seats> seats(numbers.size());
  for (std::int64_t left = house; left > 0;) {
    std::vector<std::size_t> best;
    Fraction most = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] == 0) continue;
      const Fraction own = numbers[i] / Fraction(2 * seats[i].value + 1);
      if (own > most) best.clear();
      if (own >= most) best.push_back(i);
      most = std::max(most, own);
    }
    if (best.empty()) return base::fail(base::ErrorCode::invalid_input, "no list with votes takes part");
    TRY_ASSIGN(const auto chosen, proceedings.choose(fmt::format("upper:{}", house - left + 1), best, left));
    if (!chosen) return std::nullopt;
    for (const std::size_t i : *chosen) ++seats[i].value;
    left -= static_cast<std::int64_t>(chosen->size());
  }
  return seats;
}

/// The strongest list of each district has a seat there. Where two are equally strong, the condition names
/// nobody.
void strongest_lists(Proceedings& proceedings, Table& table) {
  const auto& districts = proceedings.contest().districts;
  for (std::size_t d = 0; d < table.districts(); ++d) {
    const auto most = std::max_element(table.votes[d].begin(), table.votes[d].end());
    if (most->value == 0) continue;
    if (std::count(table.votes[d].begin(), table.votes[d].end(), *most) > 1) {
      proceedings.step("biproportional.equal_strongest", {{"district", districts[d].name}});
      continue;
    }
    table.least[d][static_cast<std::size_t>(most - table.votes[d].begin())] = 1;
  }
}

/// Each district's own allocation, from which the transfers start. Equals may go either way here.
base::Result<void> start(Proceedings& proceedings, Table& table) {
  const auto& districts = proceedings.contest().districts;
  for (std::size_t d = 0; d < table.districts(); ++d) {
    std::vector<Seats> own(table.lists());
    std::int64_t left = districts[d].seats.value;
    for (std::size_t i = 0; i < own.size() && left > 0; ++i) {
      own[i] = Seats(table.least[d][i]);
      left -= table.least[d][i];
    }
    std::vector<std::int32_t> order(table.lists());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
    if (continue_highest_averages(Divisors::sainte_lague, table.votes[d], left, own, order) != Open{}) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("district '{}': no list with votes takes part", districts[d].name));
    }
    for (std::size_t i = 0; i < own.size(); ++i) table.seats[d][i] = own[i].value;
  }
  return {};
}

/// Moves seats until every list has its seats. False: there is no such table.
bool transfer(Table& table, std::span<const Seats> wanted) {
  while (true) {
    std::vector<std::uint8_t> too_many(table.lists());
    std::vector<std::size_t> too_few;
    for (std::size_t i = 0; i < table.lists(); ++i) {
      std::int64_t has = 0;
      for (std::size_t d = 0; d < table.districts(); ++d) has += table.seats[d][i];
      too_many[i] = has > wanted[i].value ? 1 : 0;
      if (has < wanted[i].value) too_few.push_back(i);
    }
    if (too_few.empty()) return true;
    const Paths paths = best_paths(table, too_many);
    const std::size_t to =
        *std::max_element(too_few.begin(), too_few.end(),
                          [&](std::size_t a, std::size_t b) { return paths.value[a] < paths.value[b]; });
    if (paths.value[to] == 0) return false;
    move_seat(table, paths, to);
  }
}

}  // namespace

base::Result<void> allocate_biproportionally(Proceedings& proceedings, Allocation& allocation) {
  const auto& contest = proceedings.contest();
  TRY(needs_districts(proceedings.law(), contest));
  std::int64_t house = 0;
  for (const election::District& own : contest.districts) house += own.seats.value;
  allocation.house = Seats(house);
  TRY_ASSIGN(const std::vector<Votes> admitted, apply_threshold(proceedings));
  const std::vector<Fraction> numbers = voter_numbers(contest, admitted);
  TRY_ASSIGN(const auto wanted, upper(proceedings, numbers, house));
  if (!wanted) return {};
  proceedings.step("biproportional.upper", {{"seats", std::to_string(house)}},
                   standings(admitted, *wanted, [&](std::size_t i) { return Ratio{(*wanted)[i].value, 1}; }));
  Table table;
  for (const election::District& own : contest.districts) {
    table.votes.push_back(votes_in_district(proceedings.law(), own, admitted));
    table.seats.emplace_back(admitted.size());
    table.least.emplace_back(admitted.size());
  }
  if (proceedings.law().winner_takes_one) strongest_lists(proceedings, table);
  TRY(start(proceedings, table));
  if (!transfer(table, *wanted)) {
    return base::fail(base::ErrorCode::invalid_input,
                      "no table of seats has these sums of lists and districts");
  }
  allocation.seats = *wanted;
  TRY_ASSIGN(const bool decided, settle_equal_tables(proceedings, table));
  if (!decided) return {};
  for (std::size_t d = 0; d < table.districts(); ++d) {
    std::vector<Seats> own;
    std::string text;
    for (std::size_t i = 0; i < admitted.size(); ++i) {
      own.emplace_back(table.seats[d][i]);
      if (own[i].value > 0)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", proceedings.name(i), own[i].value);
    }
    allocation.district_seats.push_back(std::move(own));
    proceedings.set_district(contest.districts[d].name);
    proceedings.step("biproportional.district", {{"lists", text}});
  }
  proceedings.set_district("");
  return {};
}

}  // namespace tallyward::seats
