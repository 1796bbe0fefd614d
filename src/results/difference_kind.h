// What a difference between two copies of one protocol looks like. A kind describes the figures and nothing
// else: it names no cause and no intent.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "results/protocol_table.h"

namespace tallyward::results {

enum class DifferenceKind : std::uint8_t {
  missing_protocol,   ///< One side has no protocol of the unit.
  added_later,        ///< The same, and the side that has it was published later.
  blank_filled,       ///< Blank on the left, a figure on the right.
  figure_removed,     ///< A figure on the left, blank on the right.
  shifted_line,       ///< The figure stands on the neighbouring line.
  exchanged_lines,    ///< Two lines have each other's figure.
  total_only,         ///< Only computed lines differ; what they are computed from does not.
  plus_minus_pair,    ///< Exactly two contestants differ, by the same amount up and down.
  transposed_digits,  ///< Two neighbouring digits changed places: 132 and 123.
  digit_added,        ///< One digit more: 12 and 120.
  digit_dropped,      ///< One digit less: 120 and 12.
  digit_changed,      ///< One digit differs: 183 and 133.
  other
};
inline constexpr std::size_t kDifferenceKinds = 13;

/// "transposed_digits": as in JSON and CSV.
std::string_view to_text(DifferenceKind kind);
/// "two neighbouring digits changed places": for people.
std::string_view explain(DifferenceKind kind);

/// Describes two different figures by their digits alone.
DifferenceKind describe_figures(Figure left, Figure right);

/// Describes all differences of two copies of one protocol. `left` and `right` have a figure for each line,
/// `changed` the lines that differ, ascending; kinds[i] belongs to changed[i]. Patterns over several lines go
/// before patterns of digits, in the order of the enum.
void describe_protocol(std::span<const Line> lines, std::span<const Figure> left,
                       std::span<const Figure> right, std::span<const std::uint32_t> changed,
                       std::span<DifferenceKind> kinds);

}  // namespace tallyward::results
