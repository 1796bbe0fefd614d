#include "locale/language.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "embedded/locales.h"

namespace tallyward::locale {

namespace {

void replace(std::string& text, std::string_view place, std::string_view value) {
  const std::size_t at = text.find(place);
  if (at != std::string::npos) text.replace(at, place.size(), value);
}

/// Digits in groups of three from the right.
std::string grouped(std::string_view digits, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += separator;
    text.push_back(digits[i]);
  }
  return text;
}

using Messages = std::map<std::string, std::string, std::less<>>;

struct AllLanguages {
  std::map<std::string, std::unique_ptr<Language>, std::less<>> by_code;
  std::vector<std::string> spoken;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> topics;  ///< By language.
};

LanguageTable read_table(const nlohmann::json& data) {
  const auto& number = data.at("number");
  const auto& list = data.at("list");
  return {data.at("language"),  data.at("name"),      data.at("direction"),  number.at("group"),
          number.at("decimal"), number.at("minus"),   number.at("plus"),     number.at("percent"),
          data.at("months"),    data.at("long_date"), data.at("short_date"), data.at("time"),
          list.at("two"),       list.at("middle"),    list.at("last")};
}

/// The files are built in and tested, so a fault in them is a fault of the build: the program stops.
AllLanguages read_all() {
  AllLanguages all;
  std::map<std::string, Messages, std::less<>> messages;
  std::map<std::string, std::string_view, std::less<>> tables;
  for (const base::EmbeddedFile& file : embedded::locales()) {
    const auto pieces = base::split(file.path, '/');
    const std::string stem(pieces[1].substr(0, pieces[1].find('.')));
    if (pieces[0] == "data") {
      tables[stem] = file.bytes;
      continue;
    }
    all.topics[std::string(pieces[0])].insert(stem);
    const nlohmann::json topic = nlohmann::json::parse(file.bytes);
    for (const auto& [key, text] : topic.items()) messages[std::string(pieces[0])][stem + "." + key] = text;
  }
  for (const std::string code : {"en", ""}) {
    for (const auto& [name, bytes] : tables) {
      if ((name == "en") != (code == "en")) continue;
      const nlohmann::json data = nlohmann::json::parse(bytes);
      const Language* fallback = name == "en" ? nullptr : all.by_code.find("en")->second.get();
      all.by_code[name] = std::make_unique<Language>(read_table(data), SortOrder(data.at("sort_order")),
                                                     messages[name], fallback);
      if (all.topics[name] == all.topics["en"]) all.spoken.push_back(name);
    }
  }
  return all;
}

const AllLanguages& all_languages() {
  static const AllLanguages all = read_all();
  return all;
}

}  // namespace

Language::Language(LanguageTable table, SortOrder order, Messages messages, const Language* fallback)
    : table_(std::move(table)),
      order_(std::move(order)),
      messages_(std::move(messages)),
      fallback_(fallback) {}

std::string Language::text(std::string_view key, std::initializer_list<Argument> arguments) const {
  const auto found = messages_.find(key);
  if (found == messages_.end())
    return fallback_ != nullptr ? fallback_->text(key, arguments) : std::string(key);
  const MessageStyle style{table_.code, [this](std::int64_t number) { return integer(number); },
                           table_.direction == "rtl"};
  return format_message(found->second, {arguments.begin(), arguments.size()}, style).value_or(found->second);
}

std::string Language::integer(std::int64_t number) const {
  const std::string digits = fmt::format("{}", number);
  if (number < 0) return table_.minus + grouped(std::string_view(digits).substr(1), table_.group);
  return grouped(digits, table_.group);
}

std::string Language::signed_integer(std::int64_t number) const {
  return number > 0 ? table_.plus + integer(number) : integer(number);
}

std::string Language::decimal(std::string_view plain) const {
  std::string text;
  if (!plain.empty() && plain[0] == '-') {
    text = table_.minus;
    plain.remove_prefix(1);
  }
  const std::size_t point = std::min(plain.find('.'), plain.size());
  text += grouped(plain.substr(0, point), table_.group);
  if (point < plain.size()) text += table_.decimal + std::string(plain.substr(point + 1));
  return text;
}

std::string Language::percent(std::string_view plain) const {
  std::string text = table_.percent;
  replace(text, "{0}", decimal(plain));
  return text;
}

std::string Language::date(const std::string& pattern, base::Time time, int minutes_east) const {
  const auto local = time + std::chrono::minutes(minutes_east);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(local - day));
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned day_of_month = static_cast<unsigned>(date.day());
  std::string text = pattern;
  replace(text, "{dd}", fmt::format("{:02}", day_of_month));
  replace(text, "{d}", fmt::format("{}", day_of_month));
  replace(text, "{mm}", fmt::format("{:02}", month));
  replace(text, "{month}", table_.months[month - 1]);
  replace(text, "{y}", fmt::format("{}", static_cast<int>(date.year())));
  replace(text, "{HH}", fmt::format("{:02}", clock.hours().count()));
  replace(text, "{MM}", fmt::format("{:02}", clock.minutes().count()));
  return text;
}

std::string Language::long_date(base::Time time, int minutes_east) const {
  return date(table_.long_date, time, minutes_east);
}
std::string Language::short_date(base::Time time, int minutes_east) const {
  return date(table_.short_date, time, minutes_east);
}
std::string Language::clock_time(base::Time time, int minutes_east) const {
  return date(table_.time, time, minutes_east);
}

std::string Language::list(std::span<const std::string> items) const {
  if (items.empty()) return "";
  if (items.size() == 1) return items[0];
  std::string text = items[0];
  for (std::size_t i = 1; i + 1 < items.size(); ++i) text += table_.list_middle + items[i];
  std::string whole = items.size() == 2 ? table_.list_two : table_.list_last;
  replace(whole, "{0}", text);
  replace(whole, "{1}", items.back());
  return whole;
}

std::span<const std::string> spoken_languages() {
  return all_languages().spoken;
}

std::vector<std::string> languages_with(std::string_view topic) {
  const AllLanguages& all = all_languages();
  std::vector<std::string> found;
  for (const bool first : {true, false}) {
    for (const auto& [code, topics] : all.topics) {
      if ((code == "en") == first && topics.contains(topic)) found.push_back(code);
    }
  }
  return found;
}

base::Result<const Language*> find_language(std::string_view code) {
  const auto& all = all_languages().by_code;
  const auto found = all.find(code);
  if (found != all.end()) return found->second.get();
  std::string message =
      fmt::format("no language '{}'; there are {}", code, fmt::join(spoken_languages(), ", "));
  return base::fail(base::ErrorCode::not_found, std::move(message));
}

const Language& english() {
  return *all_languages().by_code.find("en")->second;
}

}  // namespace tallyward::locale
