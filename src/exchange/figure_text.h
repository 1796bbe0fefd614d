// Figures as people print them, into whole numbers: "1 234", "12,7", "300.0", "-".
#pragma once

#include <optional>
#include <string_view>

#include "exchange/results_profile.h"

namespace tallyward::exchange {

enum class FigureKind { figure, blank, refused };

struct FigureRead {
  FigureKind kind = FigureKind::refused;
  results::Figure figure = results::kBlank;
};

/// One to nine digits and nothing else, the common case. Otherwise nullopt: ask read_figure.
inline std::optional<results::Figure> plain_digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    const auto digit = static_cast<std::uint32_t>(static_cast<unsigned char>(c)) - '0';
    if (digit > 9) return std::nullopt;
    value = value * 10 + digit;
  }
  return static_cast<results::Figure>(value);
}

/// `decimals`: of the line; more decimals than that are accepted only if they are zeros. Blank and refused
/// both have the figure kBlank.
FigureRead read_figure(std::string_view text, const Writing& writing, unsigned decimals);

}  // namespace tallyward::exchange
