// A contest as the law of seats sees it: who stands, what each received, how many seats there are.
//
// Everything is indexed by the contestant's place on the ballot: votes[i] are the votes of contestants[i].
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "election/types.h"

namespace tallyward::election {

/// What a threshold or an allocation law may tell apart. `against_all` is a line on the ballot: its votes
/// count among the votes cast, but it never receives a seat.
enum class ContestantKind : std::uint8_t { party, alliance, independent, minority, against_all };

/// "party", "alliance", "independent", "minority", "against_all".
std::string_view to_text(ContestantKind kind);
std::optional<ContestantKind> contestant_kind(std::string_view text);

/// A person on a list, with the votes given to the person's own name.
struct Person {
  std::string name;
  Votes votes;
  bool died = false;  ///< Before the result: passed over, the votes stay with the list.
};

/// A list, a party, an alliance or a candidate that stands in a contest.
struct Contestant {
  ContestantId id;
  std::string name;
  ContestantKind kind = ContestantKind::party;
  int member_parties = 1;  ///< How many parties form the alliance.
  /// The day on which the commission registered the list; some laws break ties by it.
  std::optional<std::chrono::year_month_day> list_registered;
  std::optional<std::int64_t> candidates;  ///< Candidates on the list who can take a seat; none: not known.
  std::vector<Person> persons;             ///< In the order of the list; empty: not known.
  Seats direct_seats;                      ///< Already won in single-member districts.
  std::string bloc;                        ///< Lists with the same non-empty bloc have joined their lists.
};

/// A part of the country with seats of its own.
struct District {
  std::string name;
  Seats seats;                      ///< 0: the law computes it.
  std::int64_t inhabitants = 0;     ///< For laws that give districts seats by population; 0: not known.
  std::vector<Votes> votes;         ///< By contestant; 0 where a contestant does not stand.
  std::vector<Seats> direct_seats;  ///< By contestant; empty: none.
};

/// Ballot papers that rank contestants in the same order.
struct RankedBallots {
  std::vector<std::uint32_t> ranking;  ///< Contestant indices, first preference first.
  Ballots ballots;
};

struct Contest {
  ContestId id;
  std::string name;
  Seats seats;  ///< 0: as the law says.
  std::vector<Contestant> contestants;
  std::vector<Votes> votes;  ///< By contestant. With districts: the sum over them, unless it says more.
  std::optional<Votes> valid_votes;   ///< None: the sum of `votes`.
  std::optional<Ballots> votes_cast;  ///< Papers in the boxes, valid or not.
  std::optional<Voters> took_part;    ///< Voters who received a ballot paper.
  std::vector<District> districts;
  std::vector<RankedBallots> ballots;

  std::optional<std::size_t> find(std::string_view contestant_id) const;
};

/// The largest number of votes, in all, that seat arithmetic accepts: products stay within 128 bits.
inline constexpr std::int64_t kLargestVotes = 1'000'000'000'000;
/// The largest number of seats.
inline constexpr std::int64_t kLargestSeats = 100'000;

/// Whether the figures fit together: sizes, no negative votes, no contestant twice, within the limits
/// above. Error: invalid_input, naming the contestant or district.
base::Result<void> check_contest(const Contest& contest);

}  // namespace tallyward::election
