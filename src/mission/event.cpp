#include "mission/event.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::mission {

base::Result<PartialDate> parse_partial_date(std::string_view text) {
  const auto refuse = [&] {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found '{}', expected a date such as 2020-12-29, 2020-12 or 2020", text));
  };
  const auto pieces = base::split(text, '-');
  if (pieces.size() > 3 || pieces[0].size() != 4) return refuse();
  PartialDate date;
  int* const parts[] = {&date.year, &date.month, &date.day};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto [end, error] =
        std::from_chars(pieces[i].data(), pieces[i].data() + pieces[i].size(), *parts[i]);
    if (error != std::errc() || end != pieces[i].data() + pieces[i].size() ||
        (i > 0 && pieces[i].size() != 2))
      return refuse();
  }
  const bool whole = pieces.size() == 3;
  const std::chrono::year_month_day day(std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day)));
  if (whole ? !day.ok() : (pieces.size() == 2 && (date.month < 1 || date.month > 12))) return refuse();
  return date;
}

std::string to_text(const PartialDate& date) {
  if (date.month == 0) return fmt::format("{:04}", date.year);
  if (date.day == 0) return fmt::format("{:04}-{:02}", date.year, date.month);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::optional<int> days_between(const PartialDate& from, const PartialDate& to) {
  if (from.day == 0 || to.day == 0) return std::nullopt;
  const auto day = [](const PartialDate& d) {
    return std::chrono::sys_days(std::chrono::year(d.year) / d.month / d.day);
  };
  return static_cast<int>((day(to) - day(from)).count());
}

void sort_by_date(std::vector<Event>& events) {
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.date != b.date ? a.date < b.date : a.id < b.id;
  });
}

bool is_single_source(const Event& event) {
  return event.sources.size() == 1;
}

bool is_late_rule(const Event& event, const PartialDate& election_day, int notice_days) {
  if (event.type != "health measure" && event.type != "restriction of observers" &&
      event.type != "legal change")
    return false;
  const auto days = days_between(event.date, election_day);
  return days && *days >= 0 && *days <= notice_days;
}

}  // namespace tallyward::mission
