#include "election/contest.h"

#include <array>
#include <span>
#include <unordered_set>

#include <fmt/format.h>

namespace tallyward::election {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"party", "alliance", "independent", "minority",
                                                 "against_all"};

base::Result<void> check_votes(std::span<const Votes> votes, std::size_t contestants,
                               std::string_view where) {
  if (votes.size() != contestants) {
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("{}: {} figures of votes for {} contestants", where, votes.size(), contestants));
  }
  std::int64_t sum = 0;
  for (const Votes& figure : votes) {
    if (figure.value < 0 || figure.value > kLargestVotes || (sum += figure.value) > kLargestVotes) {
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("{}: found {} votes, expected 0 to {} in all", where, figure.value, kLargestVotes));
    }
  }
  return {};
}

base::Result<void> check_district(const District& district, std::size_t contestants) {
  TRY(check_votes(district.votes, contestants, fmt::format("district '{}'", district.name)));
  if (district.seats.value < 0 || district.seats.value > kLargestSeats || district.inhabitants < 0 ||
      district.inhabitants > kLargestVotes) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("district '{}': {} seats, {} inhabitants: out of range", district.name,
                                  district.seats.value, district.inhabitants));
  }
  if (!district.direct_seats.empty() && district.direct_seats.size() != contestants) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("district '{}': {} figures of direct seats for {} contestants",
                                  district.name, district.direct_seats.size(), contestants));
  }
  for (const Seats& seats : district.direct_seats) {
    if (seats.value < 0 || seats.value > kLargestSeats) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("district '{}': {} direct seats", district.name, seats.value));
    }
  }
  return {};
}

}  // namespace

std::string_view to_text(ContestantKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<ContestantKind> contestant_kind(std::string_view text) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == text) return static_cast<ContestantKind>(i);
  }
  return std::nullopt;
}

std::optional<std::size_t> Contest::find(std::string_view contestant_id) const {
  for (std::size_t i = 0; i < contestants.size(); ++i) {
    if (contestants[i].id.text == contestant_id) return i;
  }
  return std::nullopt;
}

base::Result<void> check_contest(const Contest& contest) {
  const std::size_t n = contest.contestants.size();
  for (const Contestant& list : contest.contestants) {
    for (const Person& person : list.persons) {
      if (person.votes.value >= 0 && person.votes.value <= kLargestVotes) continue;
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("'{}': found {} votes for '{}', expected 0 to {}", list.id.text,
                                    person.votes.value, person.name, kLargestVotes));
    }
  }
  if (n == 0) return base::fail(base::ErrorCode::invalid_input, "the contest has no contestants");
  TRY(check_votes(contest.votes, n, "the contest"));
  if (contest.seats.value < 0 || contest.seats.value > kLargestSeats) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found {} seats, expected 1 to {}", contest.seats.value, kLargestSeats));
  }
  std::unordered_set<std::string_view> ids;
  for (const Contestant& contestant : contest.contestants) {
    if (!ids.insert(contestant.id.text).second) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("contestant '{}' stands twice", contestant.id.text));
    }
    if (contestant.direct_seats.value < 0 || contestant.direct_seats.value > kLargestSeats ||
        contestant.member_parties < 1 || contestant.candidates.value_or(0) < 0) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("contestant '{}': a count is out of range", contestant.id.text));
    }
  }
  for (const District& district : contest.districts) TRY(check_district(district, n));
  for (const RankedBallots& paper : contest.ballots) {
    if (paper.ballots.value < 0 || paper.ballots.value > kLargestVotes) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("found {} ballots of one ranking", paper.ballots.value));
    }
    std::unordered_set<std::uint32_t> ranked;
    for (const std::uint32_t contestant : paper.ranking) {
      if (contestant >= n || !ranked.insert(contestant).second) {
        return base::fail(
            base::ErrorCode::invalid_input,
            fmt::format("a ballot ranks contestant number {} twice, or there is none", contestant + 1));
      }
    }
  }
  return {};
}

}  // namespace tallyward::election
