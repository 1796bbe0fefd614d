// An allocation law: how one country (in one edition of its law) turns votes into seats. A law is a TOML
// file (docs/formats/allocation-law.md); those of laws/ are inside the program.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "election/contest.h"
#include "seats/allocate.h"

namespace tallyward::seats {

/// The procedures there are. Each stands in a file of its own in src/seats.
enum class System : std::uint8_t {
  list,                      ///< One constituency, threshold, quota or averages (list.cpp).
  list_by_district,          ///< The same in each district, after national thresholds (districts.cpp).
  list_national_remainders,  ///< Quotas in regions, what is left over nationally: Czechia 2021
                             ///< (districts.cpp).
  list_with_levelling,       ///< District seats, then levelling seats: Norway (levelling.cpp).
  mixed_overhang,            ///< Mixed-member; overhang enlarges the house: New Zealand (mixed.cpp).
  mixed_levelling,           ///< Mixed-member; the house grows until all is level: Germany 2013 (mixed.cpp).
  biproportional,            ///< Upper and lower apportionment: Zürich and others (biproportional.cpp).
  dutch,                     ///< Electoral Act, sections P 5 to P 10 (dutch.cpp).
  plurality,                 ///< Most votes (majority.cpp).
  two_round,                 ///< More than half, or a second round (majority.cpp).
  single_transferable_vote,  ///< Weighted inclusive Gregory (transferable.cpp).
  instant_runoff,            ///< One seat by ranked ballots (transferable.cpp).
};
std::string_view to_text(System system);

/// Of what a threshold is a share.
enum class ThresholdBase : std::uint8_t {
  contest_votes,  ///< All votes for contestants, lines without seats among them.
  valid_votes,    ///< Contest::valid_votes
  votes_cast,     ///< Contest::votes_cast
  took_part,      ///< Contest::took_part
};
std::string_view to_text(ThresholdBase base);

struct Threshold {
  Share share{0, 1};
  bool above = false;  ///< More than the share, not at least.
  ThresholdBase base = ThresholdBase::contest_votes;
  /// Alliances of at least so many parties need this share instead.
  std::vector<std::pair<int, Share>> alliances{};
  std::map<election::ContestantKind, Share> kinds{};  ///< Other shares by kind.
  std::optional<Share> any_district{};                ///< Reaching it in one district is enough.
  std::optional<Share> each_district{};               ///< Needed in a district to take part in that district.
  std::optional<std::int64_t> direct_seats{};         ///< So many direct seats are enough.
};

/// How equals are told apart; what these leave equal is drawn by lot.
enum class TieRule : std::uint8_t { earlier_registered, more_votes };

struct Formula {
  bool by_quota = false;
  Quota quota = Quota::hare;
  Divisors divisors = Divisors::dhondt;
};

/// What the law file says of a step of the procedure.
struct StepLaw {
  std::string article;
  std::map<std::string, std::string>
      caveats;  ///< By language: "edition in force in January 2021 not seen"; empty if there is nothing.
  /// In the language, else in English, else "".
  std::string caveat_in(std::string_view language) const;
};

struct AllocationLaw {
  std::string id;                            ///< "kz-2021"
  std::string country;                       ///< ISO 3166, or "" for a bare method.
  std::map<std::string, std::string> title;  ///< By language.
  std::string act;                           ///< The act by name.
  std::string edition;                       ///< Which edition of it this file follows.
  std::string consulted;                     ///< The day on which that edition was read, or "".
  bool verified_by_national_lawyer = false;
  std::vector<std::string> sources;

  System system = System::list;
  Seats seats;  ///< 0: the contest says.
  Threshold threshold;
  Formula formula;
  std::vector<TieRule> ties;
  Formula blocs;                          ///< Among the lists of a bloc.
  std::optional<Formula> district_seats;  ///< Seats of districts from their votes or inhabitants.
  Seats levelling_seats;                  ///< Of the total.
  bool admit_second_list = false;         ///< Kazakhstan: never one list alone.
  std::int32_t second_list_tenths = 10;
  Seats second_list_least;
  bool winner_takes_one = false;  ///< Biproportional: the strongest list of a district has a seat there.
  std::map<std::string, StepLaw> steps;  ///< By key of the step.
};

/// Reads a law file. `file` is its name, for messages: "laws/kz-2021.toml:12:3: found ..., expected ...".
base::Result<AllocationLaw> read_law(std::string_view toml, std::string_view file);

/// The laws inside the program, by id.
std::span<const AllocationLaw> laws();

/// Error not_found: "no allocation law named 'kz-2012'; did you mean 'kz-2021'?"
base::Result<const AllocationLaw*> find_law(std::string_view id);

/// "7 %", "3.25 %", "7/100", "0" as exact fractions of 1. Error: invalid_input.
base::Result<Share> parse_share(std::string_view text);
std::string to_text(const Share& share);  ///< "7 %", "3.25 %", "1/3"

}  // namespace tallyward::seats
