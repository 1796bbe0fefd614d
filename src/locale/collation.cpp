#include "locale/collation.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace tallyward::locale {

namespace {

/// The next code point, or -1 at an ill-formed byte (which is then skipped alone).
std::int32_t next_code_point(std::string_view& text) {
  utf8proc_int32_t point = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto read = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &point);
  text.remove_prefix(read > 0 ? static_cast<std::size_t>(read) : 1);
  return read > 0 ? point : -1;
}

void append(std::string& key, unsigned value) {
  key.push_back(static_cast<char>(value >> 8));
  key.push_back(static_cast<char>(value & 0xff));
}

constexpr unsigned kUnlisted = 0xf000;  // Above every listed letter: a character that the table lacks.

}  // namespace

SortOrder::SortOrder(const std::vector<std::vector<std::string>>& groups) {
  char16_t letter = 1;
  for (const auto& group : groups) {
    unsigned char accent = 1;
    for (std::string_view forms : group) {
      unsigned char form = 1;
      const bool digit = !forms.empty() && forms[0] >= '0' && forms[0] <= '9';
      const int value = digit ? forms[0] - '0' : -1;
      if (digit && value == 0) digit_letter_ = letter;
      while (!forms.empty()) {
        const std::int32_t point = next_code_point(forms);
        weights_[static_cast<char32_t>(point)] = {letter, accent, form++, value};
      }
      ++accent;
    }
    ++letter;
  }
}

std::string SortOrder::key(std::string_view text) const {
  const std::string normal = normal_form_c(text);
  std::string letters;
  std::string accents;
  std::string forms;
  std::string digits;
  std::string digit_forms;
  const auto end_of_number = [&] {
    if (digits.empty()) return;
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
    append(letters, digit_letter_);
    append(letters, static_cast<unsigned>(digits.size() - first));
    for (const char c : digits.substr(first)) append(letters, static_cast<unsigned>(c));
    accents.push_back(1);
    forms += digit_forms.substr(first);
    digits.clear();
    digit_forms.clear();
  };
  for (std::string_view rest = normal; !rest.empty();) {
    const std::int32_t point = next_code_point(rest);
    const auto found = weights_.find(static_cast<char32_t>(point));
    if (found != weights_.end() && found->second.digit >= 0) {
      digits.push_back(static_cast<char>('0' + found->second.digit));
      digit_forms.push_back(static_cast<char>(found->second.form));
      continue;
    }
    end_of_number();
    if (found == weights_.end()) {
      append(letters, kUnlisted + (static_cast<unsigned>(point) >> 16));
      append(letters, static_cast<unsigned>(point) & 0xffff);
      accents.push_back(1);
      forms.push_back(1);
    } else {
      append(letters, found->second.letter);
      accents.push_back(static_cast<char>(found->second.accent));
      forms.push_back(static_cast<char>(found->second.form));
    }
  }
  end_of_number();
  append(letters, 0);
  accents.push_back(0);
  forms.push_back(0);
  return letters + accents + forms + std::string(text);
}

std::string normal_form_c(std::string_view text) {
  utf8proc_uint8_t* normal = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &normal,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(normal), static_cast<std::size_t>(size));
  std::free(normal);
  return result;
}

}  // namespace tallyward::locale
