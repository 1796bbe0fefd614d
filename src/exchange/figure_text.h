// Figures as people print them, into whole numbers: "1 234", "12,7", "300.0", "-".
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
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

/// The same without a loop, where eight bytes from `text.data()` may be read (formats::Row::roomy).
inline std::optional<results::Figure> plain_digits_roomy(std::string_view text) {
  static_assert(std::endian::native == std::endian::little);
  if (text.size() - 1 > 7) return plain_digits(text);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  // The last digit becomes the highest byte; below the first one stand zeros.
  const auto shift = static_cast<unsigned>(64 - 8 * text.size());
  std::uint64_t digits = (bytes ^ 0x3030303030303030ULL) << shift;
  if (((digits | (digits + 0x7676767676767676ULL)) & 0x8080808080808080ULL) != 0) return std::nullopt;
  digits = digits * 10 + (digits >> 8);  // Pairs, then fours, then all eight.
  digits = ((digits & 0x000000FF000000FFULL) * 0x000F424000000064ULL +
            ((digits >> 16) & 0x000000FF000000FFULL) * 0x0000271000000001ULL) >>
           32;
  return static_cast<results::Figure>(digits);
}

/// `decimals`: of the line; more decimals than that are accepted only if they are zeros. Blank and refused
/// both have the figure kBlank.
FigureRead read_figure(std::string_view text, const Writing& writing, unsigned decimals);

}  // namespace tallyward::exchange
