// The record of an allocation while it is made: steps are written down, equals are told apart by the law's
// own rule, then by a recorded lot, and what nobody has decided becomes a question.
#pragma once

#include <initializer_list>
#include <optional>

#include "seats/seats.h"

namespace tallyward::seats {

class Proceedings {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string>>;

  Proceedings(const AllocationLaw& law, const election::Contest& contest, std::span<const RecordedLot> lots,
              bool explain, std::string_view language = "en")
      : law_(law), contest_(contest), lots_(lots), explain_(explain), language_(language) {}

  const AllocationLaw& law() const { return law_; }
  const election::Contest& contest() const { return contest_; }
  std::size_t size() const { return contest_.contestants.size(); }
  bool explains() const { return explain_; }

  /// Steps and questions belong to this district until it is set to "".
  void set_district(std::string name) { district_ = std::move(name); }
  const std::string& district() const { return district_; }

  /// Writes a step down, if steps are wanted. The sentence is that of `key` (messages.h).
  void step(std::string_view key, Values values, std::vector<Standing> before = {});

  /// Who of `tied` gets the `count` places: all of them if there are enough; else by the law's tie rules and
  /// then by the lot recorded for `question`. None: nobody has drawn it yet; the question is noted.
  /// Error: the recorded lot does not answer the question. `gives_back`: the chosen lose a seat; no
  /// rule of precedence is about that.
  base::Result<std::optional<std::vector<std::size_t>>> choose(std::string question,
                                                               std::vector<std::size_t> tied,
                                                               std::int64_t count, bool gives_back = false);

  /// The same between other things than contestants (districts, a list's place in a district), by their
  /// names: no tie rule of the law is about them. Result: indices into `options`.
  base::Result<std::optional<std::vector<std::size_t>>> choose_of(std::string question,
                                                                  const std::vector<std::string>& options,
                                                                  std::int64_t count);

  /// Notes a question that no lot may answer, because the law is silent on it. `key` is that of its sentence,
  /// which may name {count}.
  void leave_open(std::string question, std::int64_t count, std::string_view key);

  /// A piece of a sentence in the language of the proceedings: word("at_least"), word("or.direct_seats",
  /// ...).
  std::string word(std::string_view key, Values values = {}) const;

  /// Ranks by the law's tie rules, for the fast kernels: smaller first. Empty if the law has none, or if a
  /// figure that it needs is missing.
  std::vector<std::int32_t> precedence() const;

  /// Name for people: the contestant's name, or its id.
  std::string name(std::size_t contestant) const;
  /// "A, B and C"
  std::string names(std::span<const std::size_t> contestants) const;
  std::string joined(std::span<const std::string> names) const;

  Allocation finish(Allocation allocation) &&;

 private:
  std::string qualified(std::string_view question) const;
  /// Splits `tied` by the law's rules: who surely gets a place, and who is still equal for the rest.
  void narrow(std::vector<std::size_t>& sure, std::vector<std::size_t>& tied, std::int64_t& count);
  /// The places in `options` that the lot recorded for `question` drew; none: no such lot, and it is asked
  /// for. `shown` are the names for people, `between` the contestants if that is what the options are.
  base::Result<std::optional<std::vector<std::size_t>>> draw(const std::string& question,
                                                             const std::vector<std::string>& options,
                                                             const std::vector<std::string>& shown,
                                                             std::span<const std::size_t> between,
                                                             std::int64_t count, bool gives_back = false);
  void ask(LotQuestion question, std::string text);

  const AllocationLaw& law_;
  const election::Contest& contest_;
  std::span<const RecordedLot> lots_;
  bool explain_;
  std::string_view language_;
  std::string district_;
  std::vector<Step> steps_;
  std::vector<LotQuestion> questions_;
  std::vector<RecordedLot> used_;
};

}  // namespace tallyward::seats
