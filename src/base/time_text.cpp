#include "base/time_text.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace tallyward::base {

std::string to_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (const auto milliseconds = clock.subseconds().count(); milliseconds != 0)
    text += fmt::format(".{:03}", milliseconds);
  return text + "Z";
}

namespace {

/// Reads exactly `width` digits at the front of `text` and moves past them; -1 if they are not there.
int take_digits(std::string_view& text, std::size_t width) {
  int value = -1;
  if (text.size() < width) return -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc() || end != text.data() + width || value < 0) return -1;
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

Result<Time> parse_time(std::string_view text) {
  const std::string_view whole = text;
  const auto refuse = [&] {
    return fail(ErrorCode::invalid_input,
                fmt::format("found \"{}\", expected a time such as 2021-01-10T20:00:00Z", whole));
  };
  const int year = take_digits(text, 4);
  if (year < 0 || !take(text, "-")) return refuse();
  const int month = take_digits(text, 2);
  if (month < 0 || !take(text, "-")) return refuse();
  const int day = take_digits(text, 2);
  if (day < 0 || !take(text, "Tt ")) return refuse();
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ":")) return refuse();
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ":")) return refuse();
  const int second = take_digits(text, 2);
  if (second < 0 || second > 59) return refuse();
  int milliseconds = 0;
  if (take(text, ".")) {
    milliseconds = take_digits(text, 3);
    if (milliseconds < 0) return refuse();
  }
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return refuse();
  Time time = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
              std::chrono::seconds(second) + std::chrono::milliseconds(milliseconds);
  if (!take(text, "Zz")) {
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) return refuse();
    const int offset_hours = take_digits(text, 2);
    if (offset_hours < 0 || offset_hours > 23 || !take(text, ":")) return refuse();
    const int offset_minutes = take_digits(text, 2);
    if (offset_minutes < 0 || offset_minutes > 59) return refuse();
    const auto offset = std::chrono::hours(offset_hours) + std::chrono::minutes(offset_minutes);
    time += west ? offset : -offset;
  }
  if (!text.empty()) return refuse();
  return time;
}

}  // namespace tallyward::base
