#include "publications/name_search.h"

#include <algorithm>
#include <array>
#include <utility>

#include <utf8proc.h>

#include "base/text.h"

namespace tallyward::publications {

namespace {

struct Letter {
  char32_t from;
  std::string_view to;
};

/// Lower-case Cyrillic letters as both alphabets have them, already with what transliterations exchange made
/// one.
constexpr std::array kLetters = std::to_array<Letter>({
    {U'а', "a"}, {U'ә', "a"}, {U'б', "b"}, {U'в', "v"},  {U'г', "g"},  {U'ғ', "g"},  {U'д', "d"},
    {U'е', "e"}, {U'ё', "e"}, {U'ж', "j"}, {U'з', "z"},  {U'и', "i"},  {U'й', "i"},  {U'к', "k"},
    {U'қ', "k"}, {U'л', "l"}, {U'м', "m"}, {U'н', "n"},  {U'ң', "n"},  {U'о', "o"},  {U'ө', "o"},
    {U'п', "p"}, {U'р', "r"}, {U'с', "s"}, {U'т', "t"},  {U'у', "u"},  {U'ұ', "u"},  {U'ү', "u"},
    {U'ф', "f"}, {U'х', "k"}, {U'һ', "k"}, {U'ц', "ts"}, {U'ч', "ch"}, {U'ш', "sh"}, {U'щ', "sh"},
    {U'ъ', ""},  {U'ы', "i"}, {U'і', "i"}, {U'ь', ""},   {U'э', "e"},  {U'ю', "u"},  {U'я', "a"},
});

void append_folded(std::string& out, utf8proc_int32_t point) {
  for (const Letter& letter : kLetters) {
    if (static_cast<utf8proc_int32_t>(letter.from) == point) {
      out += letter.to;
      return;
    }
  }
  if (point < 0x80) {
    const char c = static_cast<char>(point);
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += c == 'y' ? 'i' : c == 'w' ? 'u' : c == 'q' ? 'k' : word ? c : ' ';
    return;
  }
  out += utf8proc_category(point) == UTF8PROC_CATEGORY_MN ? "" : " ";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string folded_name(std::string_view name) {
  std::string out;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  auto left = static_cast<utf8proc_ssize_t>(name.size());
  while (left > 0) {
    utf8proc_int32_t point = -1;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &point);
    if (used <= 0) break;
    append_folded(out, utf8proc_tolower(point));
    bytes += used;
    left -= used;
  }
  for (const auto& [from, to] :
       {std::pair{"zh", "j"}, {"kh", "k"}, {"ia", "a"}, {"iu", "u"}, {"ie", "e"}, {"h", ""}})
    replace_all(out, from, to);
  std::string single;
  for (const char c : out) {
    if (single.empty() || single.back() != c) single += c;
  }
  return std::string(base::trim(single));
}

bool name_matches(std::string_view asked, std::string_view name) {
  const std::string want = folded_name(asked), have = folded_name(name);
  if (want.empty()) return false;
  const auto have_words = base::split(have, ' ');
  const auto want_words = base::split(want, ' ');
  return std::all_of(want_words.begin(), want_words.end(), [&](std::string_view w) {
    return std::any_of(have_words.begin(), have_words.end(),
                       [&](std::string_view h) { return h.starts_with(w); });
  });
}

}  // namespace tallyward::publications
