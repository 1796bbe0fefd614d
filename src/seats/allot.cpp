#include "seats/allot.h"

#include <algorithm>

#include <fmt/format.h>

namespace tallyward::seats {
namespace {

std::vector<std::size_t> marked(std::span<const std::uint8_t> tied) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < tied.size(); ++i) {
    if (tied[i] != 0) all.push_back(i);
  }
  return all;
}

/// Those whose seats changed.
std::vector<std::size_t> changed(std::span<const Seats> before, std::span<const Seats> after) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) all.push_back(i);
  }
  return all;
}

std::string show(const Ratio& ratio) {
  return to_decimal(ratio, 6);
}

/// A tie at seat `number` for `left` seats: choose, hand out, say whether it is settled.
Decided settle_tie(Proceedings& proceedings, std::string_view label, std::int64_t number, std::int64_t left,
                   std::vector<std::size_t> tied, std::int64_t change, std::span<Seats> seats) {
  if (tied.empty()) {
    proceedings.leave_open(fmt::format("{}:{}", label, number), left, "open.unassigned");
    return false;
  }
  TRY_ASSIGN(const auto chosen,
             proceedings.choose(fmt::format("{}:{}", label, number), std::move(tied), left, change < 0));
  if (!chosen) return false;
  for (const std::size_t i : *chosen) seats[i].value += change;
  return true;
}

}  // namespace

Ratio average(Divisors divisors, Votes votes, Seats held) {
  const Integer128 v = votes.value;
  const Integer128 s = held.value;
  switch (divisors) {
    case Divisors::dhondt:
    case Divisors::balinski_young:
      return {v, s + 1};
    case Divisors::sainte_lague:
      return {v, 2 * s + 1};
    case Divisors::modified_sainte_lague:
      return s == 0 ? Ratio{v * 5, 7} : Ratio{v, 2 * s + 1};
    case Divisors::imperiali:
      return {v, s + 2};
    case Divisors::danish:
      return {v, 3 * s + 1};
    case Divisors::adams:
      return {v, s == 0 ? Integer128{1} : s};
    case Divisors::dean:
      return s == 0 ? Ratio{v, 1} : Ratio{v * (2 * s + 1), 2 * s * (s + 1)};
    case Divisors::huntington_hill:
      return s == 0 ? Ratio{v, 1} : Ratio{v * v, s * (s + 1)};
  }
  return {};
}

Decided allot_by_averages(Proceedings& proceedings, Divisors divisors, std::span<const Votes> votes,
                          std::int64_t count, std::span<Seats> seats, std::string_view label) {
  std::vector<std::uint8_t> tied(votes.size());
  if (!proceedings.explains()) {
    const bool fresh = std::all_of(seats.begin(), seats.end(), [](Seats own) { return own.value == 0; });
    const Open open = fresh ? highest_averages(divisors, votes, count, seats, {}, tied)
                            : continue_highest_averages(divisors, votes, count, seats, {}, tied);
    if (open == Open{}) return true;
    return settle_tie(proceedings, label, count - open.seats + 1, open.seats, marked(tied), 1, seats);
  }
  proceedings.step("averages.order",
                   {{"seats", std::to_string(count)},
                    {"divisor", proceedings.word(fmt::format("divisor.{}", to_text(divisors)))}});
  std::vector<Seats> before(seats.begin(), seats.end());
  const auto figure = [&](std::size_t i) { return average(divisors, votes[i], before[i]); };
  for (std::int64_t number = 1; number <= count;) {
    before.assign(seats.begin(), seats.end());
    const Open open = continue_highest_averages(divisors, votes, 1, seats, {}, tied);
    const std::int64_t left = count - number + 1;
    std::vector<std::size_t> receive = open == Open{} ? changed(before, seats) : marked(tied);
    const auto several = static_cast<std::int64_t>(receive.size());
    if (several == 0 || several > left) {
      return settle_tie(proceedings, label, number, left, std::move(receive), 1, seats);
    }
    const std::string shown = show(figure(receive.front()));
    if (several == 1) {
      proceedings.step(
          "averages.seat",
          {{"seat", std::to_string(number)}, {"list", proceedings.name(receive[0])}, {"average", shown}},
          standings(votes, before, figure));
    } else {
      for (const std::size_t i : receive) ++seats[i].value;
      proceedings.step("averages.several",
                       {{"seat", std::to_string(number)},
                        {"last", std::to_string(number + several - 1)},
                        {"lists", proceedings.names(receive)},
                        {"average", shown}},
                       standings(votes, before, figure));
    }
    number += several;
  }
  return true;
}

Decided allot_by_quota(Proceedings& proceedings, const QuotaRule& rule, std::span<const Votes> votes,
                       std::int64_t count, std::span<Seats> seats, std::string_view label) {
  std::int64_t sum = 0;
  for (const Votes& own : votes) sum += own.value;
  const QuotaFigure quota = quota_of(rule.kind, sum, count);
  std::vector<std::uint8_t> tied(votes.size());
  const Open open = largest_remainders(quota, votes, rule.tenths, 10, count, seats, {}, tied);
  if (quota.numerator == 0) return settle_tie(proceedings, label, 1, count, {}, 1, seats);

  const auto quotient = [&](std::size_t i) {
    const Integer128 weight = rule.tenths.empty() ? 10 : rule.tenths[i];
    return Ratio{Integer128{votes[i].value} * weight * quota.denominator, Integer128{quota.numerator} * 10};
  };
  std::vector<Seats> held(votes.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    held[i] = Seats(whole_part(quotient(i)));
    given += held[i].value;
  }
  proceedings.step("quota", {{"kind", proceedings.word(fmt::format("quota.{}", to_text(rule.kind)))},
                             {"votes", std::to_string(sum)},
                             {"seats", std::to_string(count)},
                             {"quota", show({quota.numerator, quota.denominator})}});
  proceedings.step("quota.whole",
                   {{"given", std::to_string(given)},
                    {"seats", std::to_string(count)},
                    {"left", std::to_string(count - given)}},
                   standings(votes, {}, quotient));
  // Those who received (or gave back) one, in the order of their remainders.
  const bool taking = given > count;
  std::vector<std::size_t> order = changed(held, seats);
  const auto remainder = [&](std::size_t i) { return fractional_part(quotient(i)); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int c = compare(remainder(a), remainder(b));
    return taking ? c < 0 : c > 0;
  });
  std::int64_t number = taking ? count : given;
  for (const std::size_t i : order) {
    number += taking ? 0 : 1;
    proceedings.step(
        taking ? "quota.taken_back" : "quota.remainder",
        {{"seat", std::to_string(number)}, {"list", proceedings.name(i)}, {"remainder", show(remainder(i))}},
        standings(votes, held, remainder));
    held[i].value += taking ? -1 : 1;
  }
  if (open == Open{}) return true;
  if (open.among == 0 && !taking) {
    proceedings.step("quota.unassigned", {{"seats", std::to_string(open.seats)}});
  }
  return settle_tie(proceedings, label, number + 1, open.seats, marked(tied), taking ? -1 : 1, seats);
}

Decided allot_to_districts(Proceedings& proceedings, const std::string& question, const Formula& formula,
                           std::span<const Votes> figures, std::int64_t count, std::span<Seats> seats) {
  std::vector<std::uint8_t> tied(figures.size());
  const Open open = formula.by_quota
                        ? largest_remainders(formula.quota, figures, count, seats, {}, tied)
                        : continue_highest_averages(formula.divisors, figures, count, seats, {}, tied);
  if (open == Open{}) return true;
  const std::vector<std::size_t> between = marked(tied);
  if (between.empty()) {
    proceedings.leave_open(question, open.seats, "open.unassigned");
    return false;
  }
  std::vector<std::string> names;
  for (const std::size_t d : between) names.push_back(proceedings.contest().districts[d].name);
  TRY_ASSIGN(const auto chosen, proceedings.choose_of(question, names, open.seats));
  if (!chosen) return false;
  for (const std::size_t place : *chosen) seats[between[place]].value += open.taken_back ? -1 : 1;
  return true;
}

Decided allot(Proceedings& proceedings, const Formula& formula, std::span<const Votes> votes,
              std::int64_t count, std::span<Seats> seats) {
  if (formula.by_quota) return allot_by_quota(proceedings, {formula.quota, {}}, votes, count, seats);
  return allot_by_averages(proceedings, formula.divisors, votes, count, seats);
}

}  // namespace tallyward::seats
