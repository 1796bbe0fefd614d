// From data to pixels, and the round numbers that stand at an axis.
#pragma once

#include <string>
#include <vector>

#include "locale/language.h"

namespace tallyward::plots {

struct Scale {
  double low = 0;
  double high = 1;
  double from = 0;  ///< Pixel of `low`.
  double to = 1;    ///< Pixel of `high`.
  double operator()(double value) const { return from + (value - low) / (high - low) * (to - from); }
};

/// An axis: its label and range. A range that is not given is taken from the data and widened to round
/// numbers.
struct Axis {
  std::string label;
  bool fixed = false;  ///< `low` and `high` hold as they are.
  double low = 0;
  double high = 1;
  bool percent = false;      ///< Values are in per cent; ticks say so.
  bool whole = false;        ///< Only whole numbers stand at ticks.
  bool with_sign = false;    ///< Ticks above zero carry a plus.
  bool logarithmic = false;  ///< Of xy charts only: equal steps are equal factors. REQUIRES values above 0.
};

/// Multiples of 1, 2 or 5 times a power of ten inside [low, high], about `wanted` of them.
std::vector<double> round_ticks(double low, double high, int wanted, bool whole = false);

/// Widens to the next tick at both sides; a range without extent becomes one.
void widen_to_ticks(double& low, double& high, int wanted, bool whole = false);

/// A tick as the language writes it, with just the decimals that the step between ticks needs.
std::string tick_text(double value, double step, const Axis& axis, const locale::Language& language);

}  // namespace tallyward::plots
