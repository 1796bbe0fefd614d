// Finding a station in what people type: folded to Latin letters, tolerant of a wrong letter.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/text.h"
#include "http/portal_page.h"

namespace tallyward::http {
namespace {

/// Lower-case Cyrillic of Russian and Kazakh in Latin letters, near to how names stand on maps.
constexpr std::array<std::pair<char32_t, std::string_view>, 44> kLatin{
    {{U'а', "a"},      {U'ә', "a"}, {U'б', "b"},  {U'в', "v"},  {U'г', "g"},  {U'ғ', "g"},  {U'д', "d"},
     {U'е', "e"},      {U'ё', "e"}, {U'ж', "zh"}, {U'з', "z"},  {U'и', "i"},  {U'й', "i"},  {U'к', "k"},
     {U'қ', "k"},      {U'л', "l"}, {U'м', "m"},  {U'н', "n"},  {U'ң', "n"},  {U'о', "o"},  {U'ө', "o"},
     {U'п', "p"},      {U'р', "r"}, {U'с', "s"},  {U'т', "t"},  {U'у', "u"},  {U'ұ', "u"},  {U'ү', "u"},
     {U'ф', "f"},      {U'х', "h"}, {U'һ', "h"},  {U'ц', "ts"}, {U'ч', "ch"}, {U'ш', "sh"}, {U'щ', "sh"},
     {U'ъ', ""},       {U'ы', "y"}, {U'і', "i"},  {U'ь', ""},   {U'э', "e"},  {U'ю', "iu"}, {U'я', "ia"},
     {U'\u0130', "i"}, {U'ı', "y"}}};

/// Latin letters with marks, as in the drafts of the Kazakh Latin alphabet.
constexpr std::array<std::pair<char32_t, char>, 14> kMarked{{{U'ä', 'a'},
                                                             {U'á', 'a'},
                                                             {U'ğ', 'g'},
                                                             {U'ǵ', 'g'},
                                                             {U'ñ', 'n'},
                                                             {U'ń', 'n'},
                                                             {U'ö', 'o'},
                                                             {U'ó', 'o'},
                                                             {U'ū', 'u'},
                                                             {U'ü', 'u'},
                                                             {U'ú', 'u'},
                                                             {U'ş', 's'},
                                                             {U'ı', 'y'},
                                                             {U'é', 'e'}}};

char32_t lower(char32_t point) {
  if (point >= U'А' && point <= U'Я') return point + 32;
  if (point == U'Ё') return U'ё';
  if (point >= 0x0490 && point <= 0x04FF && point % 2 == 0 && point != 0x04C0) return point + 1;
  if (point == U'І') return U'і';
  if (point >= 0x00C0 && point <= 0x00DE) return point + 32;
  return point;
}

/// Words of Latin letters and digits.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (at + size > text.size()) break;
    char32_t point = size == 1 ? byte : byte & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
      point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    }
    at += size;
    if (point < 0x80) {
      const char c = static_cast<char>(point);
      if (c >= 'A' && c <= 'Z') {
        word.push_back(static_cast<char>(c + 32));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        word.push_back(c);
      } else if (c != '\'' && c != '`') {
        flush();
      }
      continue;
    }
    point = lower(point);
    const auto* const marked = std::ranges::find(kMarked, point, &std::pair<char32_t, char>::first);
    const auto* const cyrillic =
        std::ranges::find(kLatin, point, &std::pair<char32_t, std::string_view>::first);
    if (marked != kMarked.end()) {
      word.push_back(marked->second);
    } else if (cyrillic != kLatin.end()) {
      word += cyrillic->second;
    } else {
      flush();
    }
  }
  flush();
  // One spelling for sounds that people write in several ways.
  for (std::string& one : words) {
    for (const auto& [from, to] :
         std::array<std::pair<std::string_view, std::string_view>, 8>{{{"kh", "h"},
                                                                       {"q", "k"},
                                                                       {"j", "zh"},
                                                                       {"yu", "iu"},
                                                                       {"ya", "ia"},
                                                                       {"w", "u"},
                                                                       {"x", "ks"},
                                                                       {"y", "i"}}}) {
      for (std::size_t at = one.find(from); at != std::string::npos; at = one.find(from, at + to.size())) {
        one.replace(at, from.size(), to);
      }
    }
  }
  return words;
}

bool is_number(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Edits (a letter more, less or other) that turn `asked` into a beginning of `word`.
std::size_t edits_to_beginning(std::string_view asked, std::string_view word) {
  std::vector<std::size_t> row(word.size() + 1);
  for (std::size_t j = 0; j <= word.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= asked.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= word.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (asked[i - 1] == word[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return *std::ranges::min_element(row);
}

constexpr std::size_t kFar = std::numeric_limits<std::size_t>::max();

/// How far the words asked for lie from a station: 0 is the very one.
std::size_t distance(const std::vector<std::string>& asked, const PortalStation& station) {
  const std::vector<std::string> number = words_of(station.station);
  std::vector<std::string> words = words_of(station.name);
  for (std::string& word : words_of(station.place)) words.push_back(std::move(word));
  std::size_t total = 0;
  for (const std::string& one : asked) {
    std::size_t best = kFar;
    for (const std::string& part : number) {
      if (part == one) best = 0;
      if (best > 1 && is_number(one) && part.starts_with(one)) best = 1;
    }
    for (const std::string& word : words) {
      // Digits are never guessed at: 12 is not 13.
      const std::size_t edits = is_number(one) ? (word == one ? 0 : kFar) : edits_to_beginning(one, word);
      if (edits != kFar && edits <= one.size() / 4) best = std::min(best, 2 * edits + (word == one ? 1 : 2));
    }
    if (best == kFar) return kFar;
    total += best;
  }
  return total;
}

}  // namespace

std::vector<PortalStation> find_stations(std::string_view asked, const std::vector<PortalStation>& all,
                                         std::size_t most) {
  constexpr std::size_t kLongestQuestion = 200;
  const std::vector<std::string> words = words_of(asked.substr(0, kLongestQuestion));
  if (words.empty()) return {};
  std::vector<std::pair<std::size_t, std::size_t>> ranked;
  for (std::size_t at = 0; at < all.size(); ++at) {
    const std::size_t far = distance(words, all[at]);
    if (far != kFar) ranked.emplace_back(far, at);
  }
  std::ranges::sort(ranked);
  std::vector<PortalStation> found;
  for (const auto& [far, at] : ranked) {
    if (found.size() == most) break;
    found.push_back(all[at]);
  }
  return found;
}

}  // namespace tallyward::http
