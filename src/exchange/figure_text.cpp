#include "exchange/figure_text.h"

#include <algorithm>

#include "base/text.h"

namespace tallyward::exchange {

FigureRead read_figure(std::string_view text, const Writing& writing, unsigned decimals) {
  text = base::trim(text);
  if (std::find(writing.blanks.begin(), writing.blanks.end(), text) != writing.blanks.end())
    return {FigureKind::blank, results::kBlank};
  std::string plain;
  if (!writing.thousands_mark.empty()) {
    plain = text;
    for (auto at = plain.find(writing.thousands_mark); at != std::string::npos;
         at = plain.find(writing.thousands_mark, at))
      plain.erase(at, writing.thousands_mark.size());
    text = plain;
  }
  std::int64_t value = 0;
  bool fraction = false;
  bool digits = false;
  unsigned places = 0;
  for (const char c : text) {
    if (c == writing.decimal_mark && !fraction && digits) {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') return {};
    digits = true;
    if (fraction && places == decimals) {
      if (c != '0') return {};
      continue;
    }
    if (fraction) ++places;
    value = value * 10 + (c - '0');
    if (value > results::kLargestFigure) return {};
  }
  if (!digits) return {};
  for (; places < decimals; ++places) value *= 10;
  if (value > results::kLargestFigure) return {};
  return {FigureKind::figure, static_cast<results::Figure>(value)};
}

}  // namespace tallyward::exchange
