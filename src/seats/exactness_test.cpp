// Seats are whole numbers and exact fractions: no doubles in this folder, and no overflow at its limits.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "seats/allocate.h"
#include "seats/allot.h"

namespace tallyward::seats {
namespace {

using boost::multiprecision::cpp_int;

TEST(Exactness, NoFileOfThisFolderUsesADouble) {
  const std::regex floating("\\b(double|float|long double|std::(pow|sqrt|floor|ceil|round|stod))\\b");
  const std::regex comment("//.*");
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(TALLYWARD_SOURCE_DIR) / "src/seats")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with("_test.cpp") || !(name.ends_with(".cpp") || name.ends_with(".h"))) continue;
    std::ifstream file(entry.path());
    std::string line;
    for (int number = 1; std::getline(file, line); ++number)
      EXPECT_FALSE(std::regex_search(std::regex_replace(line, comment, ""), floating))
          << name << ":" << number << ": " << line;
    ++files;
  }
  EXPECT_GT(files, 30);
}

/// Figures up to the limits: 10^12 votes in all.
std::vector<Votes> huge_votes() {
  std::vector<Votes> votes;
  for (int i = *rc::gen::inRange(2, 7); i > 0; --i)
    votes.emplace_back(*rc::gen::inRange<std::int64_t>(1, 160'000'000'000));
  return votes;
}

/// The average as a fraction of unlimited integers (Huntington-Hill's squared); 0 below: before everything.
struct Exact {
  cpp_int above;
  cpp_int below;
};
Exact exact_average(Divisors divisors, std::int64_t votes, std::int64_t held) {
  const cpp_int v = votes;
  const cpp_int s = held;
  switch (divisors) {
    case Divisors::dhondt:
      return {v, s + 1};
    case Divisors::sainte_lague:
      return {v, 2 * s + 1};
    case Divisors::modified_sainte_lague:
      return held == 0 ? Exact{5 * v, 7} : Exact{v, 2 * s + 1};
    case Divisors::imperiali:
      return {v, s + 2};
    case Divisors::danish:
      return {v, 3 * s + 1};
    case Divisors::adams:
      return {v, s};
    case Divisors::dean:
      return {v * (2 * s + 1), 2 * s * (s + 1)};
    case Divisors::huntington_hill:
      return {v * v, s * (s + 1)};
    case Divisors::balinski_young:
      break;
  }
  return {v, s + 1};
}

/// A divisor method is right exactly when nobody's last average is below anybody's next one.
RC_GTEST_PROP(Exactness, OfAveragesHoldsAtTheLargestFigures, ()) {
  const auto votes = huge_votes();
  const std::int64_t count = *rc::gen::inRange<std::int64_t>(1, 10'001);
  for (const Divisors divisors :
       {Divisors::dhondt, Divisors::sainte_lague, Divisors::modified_sainte_lague, Divisors::imperiali,
        Divisors::danish, Divisors::adams, Divisors::dean, Divisors::huntington_hill}) {
    std::vector<Seats> seats(votes.size());
    const Open open = highest_averages(divisors, votes, count, seats);
    std::int64_t given = open.seats;
    for (const Seats own : seats) given += own.value;
    RC_ASSERT(given == count);
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if (seats[i].value == 0) continue;
      const Exact last = exact_average(divisors, votes[i].value, seats[i].value - 1);
      for (std::size_t j = 0; j < votes.size(); ++j) {
        const Exact next = exact_average(divisors, votes[j].value, seats[j].value);
        // Without a divisor (nobody held a seat yet) the first seats go by votes alone.
        if (last.below == 0 && next.below == 0) {
          RC_ASSERT(last.above >= next.above);
        } else {
          RC_ASSERT(last.above * next.below >= next.above * last.below || last.below == 0);
        }
      }
    }
  }
}

RC_GTEST_PROP(Exactness, OfRemaindersHoldsAtTheLargestFigures, ()) {
  const auto votes = huge_votes();
  const std::int64_t count = *rc::gen::inRange<std::int64_t>(1, 10'001);
  cpp_int sum = 0;
  for (const Votes own : votes) sum += own.value;
  std::vector<Seats> seats(votes.size());
  const Open open = largest_remainders(Quota::hare, votes, count, seats);
  std::int64_t given = open.seats;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const cpp_int whole = cpp_int(votes[i].value) * count / sum;
    RC_ASSERT(cpp_int(seats[i].value) == whole || cpp_int(seats[i].value) == whole + 1);
    given += seats[i].value;
  }
  RC_ASSERT(given == count);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const cpp_int own = cpp_int(votes[i].value) * count;
    if (cpp_int(seats[i].value) != own / sum + 1) continue;
    for (std::size_t j = 0; j < votes.size(); ++j) {
      const cpp_int other = cpp_int(votes[j].value) * count;
      if (cpp_int(seats[j].value) == other / sum) RC_ASSERT(own % sum >= other % sum);
    }
  }
}

RC_GTEST_PROP(Exactness, OfThresholdsAndOfShownFiguresHoldsAtTheLargestFigures, ()) {
  const std::int64_t base = *rc::gen::inRange<std::int64_t>(1, election::kLargestVotes + 1);
  const std::int64_t votes = *rc::gen::inRange<std::int64_t>(0, base + 1);
  const Share share{*rc::gen::inRange<std::int64_t>(0, 1'000'001), 1'000'000};
  RC_ASSERT(reaches(Votes(votes), base, share) ==
            (cpp_int(votes) * share.denominator >= cpp_int(base) * share.numerator));
  const Ratio ratio{votes, base};
  const std::string shown = to_decimal(ratio, 12);
  const cpp_int digits = cpp_int(votes) * 1'000'000'000'000 / base;
  std::string text = cpp_int(digits % 1'000'000'000'000).str();
  text.insert(0, 12 - text.size(), '0');
  RC_ASSERT(shown == cpp_int(digits / 1'000'000'000'000).str() + "." + text);
}

}  // namespace
}  // namespace tallyward::seats
