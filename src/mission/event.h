// What happened around an election: a timeline with actors, legal basis and sources. Groups have neutral
// titles; a word of intent appears only as somebody's quotation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::mission {

/// A date that may be known to the day, the month or the year only.
struct PartialDate {
  int year = 0;
  int month = 0;  ///< 0: not known.
  int day = 0;    ///< 0: not known.
  auto operator<=>(const PartialDate&) const = default;
};
/// "2020-12-29", "2020-12" or "2020". Error: invalid_input.
base::Result<PartialDate> parse_partial_date(std::string_view text);
std::string to_text(const PartialDate& date);
/// Days from `from` to `to`; none when one of them is not known to the day.
std::optional<int> days_between(const PartialDate& from, const PartialDate& to);

struct Event {
  std::string id;
  PartialDate date;
  std::optional<PartialDate> end;
  std::string type;
  std::string title;
  std::string actor;
  std::string affected;
  std::string legal_basis;
  std::string quantity;  ///< As the source has it.
  std::vector<std::string> sources;
  std::string group;           ///< A neutral title that events share; "" for none.
  std::string latest_outcome;  ///< A sanction is never shown without it; "no later outcome known" says so.
};

/// In order of date (an unknown day comes before the days of its month), then of id.
void sort_by_date(std::vector<Event>& events);

/// How many sources there are for it: one is "single source".
bool is_single_source(const Event& event);

/// A rule whose day is known and at most `notice_days` before election day.
bool is_late_rule(const Event& event, const PartialDate& election_day, int notice_days = 30);

}  // namespace tallyward::mission
