#include "findings/quote_check.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::findings {

std::string_view to_text(QuoteState state) {
  switch (state) {
    case QuoteState::traced:
      return "traced";
    case QuoteState::differs:
      return "differs";
    case QuoteState::untraced:
      return "untraced";
  }
  return "untraced";
}

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// The number that begins at `at`: digits, with commas between thousands and one decimal point.
std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  bool point = false;
  while (end < text.size()) {
    if (digit(text[end])) {
      ++end;
    } else if ((text[end] == ',' || text[end] == '.') && end + 1 < text.size() && digit(text[end + 1])) {
      if (text[end] == ',' &&
          (point || end + 4 > text.size() || !digit(text[end + 2]) || !digit(text[end + 3])))
        break;
      if (text[end] == '.' && point) break;
      point = point || text[end] == '.';
      ++end;
    } else {
      break;
    }
  }
  return end;
}

std::string_view words_before(std::string_view text, std::size_t at) {
  const std::size_t from = at > 24 ? at - 24 : 0;
  return base::trim(text.substr(from, at - from));
}

Qualifier qualifier_before(std::string_view text, std::size_t at) {
  std::string before(words_before(text, at));
  for (char& c : before) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view word : {"more than", "at least", "less than", "at most", "up to", "nearly",
                                      "almost", "about", "around", "some", "over", "approximately"}) {
    if (!before.ends_with(word)) continue;
    const std::size_t start = before.size() - word.size();
    if (start > 0 && std::isalpha(static_cast<unsigned char>(before[start - 1])) != 0) continue;
    return *parse_qualifier(word);
  }
  return Qualifier::exact;
}

bool followed_by(std::string_view rest, std::string_view word) {
  if (!rest.starts_with(word)) return false;
  return rest.size() == word.size() || std::isalpha(static_cast<unsigned char>(rest[word.size()])) == 0;
}

bool is_date_or_year(std::string_view text, std::size_t at, std::size_t end) {
  const std::string_view number = text.substr(at, end - at);
  const std::string_view rest = base::trim(text.substr(end, std::min<std::size_t>(12, text.size() - end)));
  for (const std::string_view month : {"January", "February", "March", "April", "May", "June", "July",
                                       "August", "September", "October", "November", "December"}) {
    if (followed_by(rest, month)) return true;
    if (words_before(text, at).ends_with(month)) return true;
  }
  return number.size() == 4 && std::all_of(number.begin(), number.end(), digit) &&
         (number.starts_with("19") || number.starts_with("20"));
}

}  // namespace

std::vector<QuotedNumber> check_quotes(std::string_view text, std::span<const QuotableFigure> figures) {
  std::vector<QuotedNumber> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!digit(text[at]) || (at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0)))
      continue;
    std::size_t end = number_end(text, at);
    if (is_date_or_year(text, at, end)) {
      at = end;
      continue;
    }
    auto value = parse_quantity(text.substr(at, end - at));
    if (!value) {
      at = end;
      continue;
    }
    value->qualifier = qualifier_before(text, at);
    QuotedNumber quoted{at, to_text(*value, 6), QuoteState::untraced, "", ""};
    std::optional<Quantity> of;
    std::string_view rest = text.substr(end);
    for (const std::string_view link : {" of the ", " of ", " out of "}) {
      if (!rest.starts_with(link) || rest.size() <= link.size() || !digit(rest[link.size()])) continue;
      const std::size_t base_at = end + link.size();
      const std::size_t base_end = number_end(text, base_at);
      if (const auto whole = parse_quantity(text.substr(base_at, base_end - base_at))) {
        of = *whole;
        quoted.text += " of " + to_text(*whole, 6);
        end = base_end;
      }
      break;
    }
    for (const QuotableFigure& figure : figures) {
      const bool same_base = of && figure.of && figure.of->value == of->value;
      const std::string says = to_text(figure.value, 6) + (figure.of ? " of " + to_text(*figure.of, 6) : "");
      const bool same = figure.value.value == value->value && figure.value.qualifier == value->qualifier;
      if (same && (!of || same_base)) {
        quoted.state = QuoteState::traced;
        quoted.finding = figure.finding;
        quoted.expected = says;
        break;
      }
      const bool contradicts = same_base || (!of && figure.value.value == value->value);
      if (contradicts && quoted.state == QuoteState::untraced) {
        quoted.state = QuoteState::differs;
        quoted.finding = figure.finding;
        quoted.expected = says;
      }
    }
    found.push_back(std::move(quoted));
    at = end;
  }
  return found;
}

}  // namespace tallyward::findings
