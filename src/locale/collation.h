// Sorting by a language's alphabet, from a table made once from CLDR: letters first, then accents, then case,
// and runs of digits by their value, so that station 9 stands before station 10.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tallyward::locale {

class SortOrder {
 public:
  /// `groups` as in locales/data: one entry a letter, in it one text an accent, in it one character a case.
  explicit SortOrder(const std::vector<std::vector<std::string>>& groups);

  /// Bytes that compare as the texts should: equal texts and only they have equal keys. Ill-formed UTF-8
  /// sorts last.
  std::string key(std::string_view text) const;
  bool less(std::string_view a, std::string_view b) const { return key(a) < key(b); }

 private:
  struct Weight {
    char16_t letter = 0;
    unsigned char accent = 0;
    unsigned char form = 0;
    int digit = -1;
  };
  std::unordered_map<char32_t, Weight> weights_;
  char16_t digit_letter_ = 0;
};

/// Text in Unicode normal form C; ill-formed UTF-8 is returned as it is.
std::string normal_form_c(std::string_view text);

}  // namespace tallyward::locale
