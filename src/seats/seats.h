// Votes into seats, by a law, with every step explained in the order of the law.
//
// Pure: the law, the contest and the lots that were drawn go in; seats, steps and open questions come out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "election/contest.h"
#include "seats/law.h"
#include "seats/ratio.h"

namespace tallyward::seats {

/// How one contestant stands at one moment.
struct Standing {
  std::size_t contestant = 0;
  std::int64_t seats = 0;  ///< Held before the step.
  Ratio figure;            ///< What the step looks at: an average, a quotient, a share, votes.
};

/// One step of the procedure: what was done, by which article, and how all stood before.
struct Step {
  std::string key;      ///< Stable name of the sentence, for translations: "averages.seat".
  std::string article;  ///< "art. 97-1(1)"; "" where the law file gives none.
  std::string text;     ///< In the language that was asked for.
  std::vector<std::pair<std::string, std::string>> values;  ///< What the sentence names, for translations.
  std::vector<Standing> before;
  std::string district;  ///< "" for the whole contest.
  std::string caveat;    ///< What was not seen of the law; "" if nothing.
};

/// A lot that was drawn, as its record says.
struct RecordedLot {
  std::string question;            ///< LotQuestion::id
  std::vector<std::string> drawn;  ///< Of LotQuestion::options, as many as the question asks for.
  std::string drawn_on;            ///< For people: date, who drew, which protocol.
};

/// Something that the figures and the law leave open.
struct LotQuestion {
  std::string id;        ///< Stable for the same law and figures: "averages:33", "Chur/averages:2".
  std::string district;  ///< "" for the whole contest.
  std::vector<std::size_t> between;  ///< The contestants; empty where the lot is between other things.
  /// What a recorded lot may name: ids of contestants, names of districts, or "ID @ DISTRICT". Empty: the law
  /// names nobody at all, and no lot can answer.
  std::vector<std::string> options;
  std::int64_t count = 0;  ///< How many of them are to be drawn, one seat (or place) each.
  bool gives_back =
      false;         ///< Whoever is drawn loses a seat: whole quotas gave too many, or a majority takes one.
  std::string text;  ///< "undetermined: lot needed between X and Y for 1 seat"
};

struct Allocation {
  /// By contestant. With open questions those that are certain, save that a question that gives back still
  /// counts the seat for each it is between.
  std::vector<Seats> seats;
  std::vector<std::vector<Seats>> district_seats;  ///< [district][contestant]; empty without districts.
  /// By contestant, indices into Contestant::persons in the order of election; empty without persons.
  std::vector<std::vector<std::size_t>> elected;
  Seats house;                            ///< Seats there are, overhang and levelling included.
  std::vector<LotQuestion> undetermined;  ///< Empty: the allocation is complete.
  std::vector<std::size_t> second_round;  ///< Two rounds: who stands in the second; else empty.
  std::vector<RecordedLot> used_lots;
  std::vector<Step> steps;  ///< Empty unless asked for.
  bool complete() const { return undetermined.empty(); }
};

/// `language` is that of the steps' and questions' texts ("en", "ru", "kk"; others get English).
/// Errors: invalid_input (the figures do not fit the law, a lot does not answer its question, a figure that
/// the law needs is missing), never for a tie.
base::Result<Allocation> allocate_seats(const AllocationLaw& law, const election::Contest& contest,
                                        std::span<const RecordedLot> lots, bool explain,
                                        std::string_view language = "en");

}  // namespace tallyward::seats
