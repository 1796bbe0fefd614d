// One language of the program: its messages, and how it writes numbers, dates and lists and sorts names.
// Everything comes from tables that are built in, so a page is the same on every machine.
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "locale/collation.h"
#include "locale/message.h"

namespace tallyward::locale {

/// What CLDR says of a language, as in locales/data. Patterns hold {d} {dd} {mm} {month} {y} {HH} {MM} {0}
/// {1}.
struct LanguageTable {
  std::string code;
  std::string name;       ///< In itself: "Қазақша".
  std::string direction;  ///< "ltr" or "rtl"
  std::string group, decimal, minus, plus, percent;
  std::vector<std::string> months;
  std::string long_date, short_date, time;
  std::string list_two, list_middle, list_last;
};

class Language {
 public:
  Language(LanguageTable table, SortOrder order, std::map<std::string, std::string, std::less<>> messages,
           const Language* fallback);

  std::string_view code() const { return table_.code; }
  std::string_view name() const { return table_.name; }
  std::string_view direction() const { return table_.direction; }

  /// The message with this key ("report.title"), its places filled. A key that this language lacks is taken
  /// from English, and one that English lacks is shown as it is: a test keeps the catalogues complete.
  std::string text(std::string_view key, std::initializer_list<Argument> arguments = {}) const;
  bool has(std::string_view key) const { return messages_.find(key) != messages_.end(); }
  const std::map<std::string, std::string, std::less<>>& messages() const { return messages_; }

  /// 10061 -> "10,061", "10 061".
  std::string integer(std::int64_t number) const;
  /// As integer, with a plus before what is above zero.
  std::string signed_integer(std::int64_t number) const;
  /// A number written plainly ("-1234.50") as the language writes it; its decimals are kept as they are.
  std::string decimal(std::string_view plain) const;
  /// "71.09" -> "71.09%", "71,09 %": the number is already in per cent.
  std::string percent(std::string_view plain) const;

  /// `minutes_east` is the offset of the place from UTC; the time is shown as clocks there did.
  std::string long_date(base::Time time, int minutes_east = 0) const;
  std::string short_date(base::Time time, int minutes_east = 0) const;
  std::string clock_time(base::Time time, int minutes_east = 0) const;

  /// "a, b and c".
  std::string list(std::span<const std::string> items) const;

  const SortOrder& order() const { return order_; }

 private:
  std::string date(const std::string& pattern, base::Time time, int minutes_east) const;

  LanguageTable table_;
  SortOrder order_;
  std::map<std::string, std::string, std::less<>> messages_;
  const Language* fallback_;
};

/// Codes of the languages that have every topic of the catalogue, English first, then by code.
std::span<const std::string> spoken_languages();

/// Codes of the languages that have this topic ("portal"), English first, then by code: some are spoken on
/// the public pages only.
std::vector<std::string> languages_with(std::string_view topic);

/// A language by its code. Error: not_found, with the nearest code. Tables without a catalogue (fr, ar until
/// they are translated) are found too: their messages are English, their numbers, dates and order their own.
base::Result<const Language*> find_language(std::string_view code);

/// English, which is always there.
const Language& english();

}  // namespace tallyward::locale
