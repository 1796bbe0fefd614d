#include "plots/scale.h"

#include <cmath>

#include <fmt/format.h>

namespace tallyward::plots {

namespace {

double round_step(double extent, int wanted, bool whole) {
  const double raw = extent / std::max(wanted, 1);
  double power = 1;
  // Repeated multiplication, not pow(): the same steps on every machine.
  while (power * 10 <= raw) power *= 10;
  while (power > raw) power /= 10;
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (factor * power >= raw * 0.999999)
      return whole ? std::max(1.0, std::round(factor * power)) : factor * power;
  }
  return 10 * power;
}

}  // namespace

std::vector<double> round_ticks(double low, double high, int wanted, bool whole) {
  std::vector<double> ticks;
  if (!(high > low)) return {low};
  const double step = round_step(high - low, wanted, whole);
  const auto first = static_cast<long long>(std::ceil(low / step - 1e-9));
  const auto last = static_cast<long long>(std::floor(high / step + 1e-9));
  for (long long i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

void widen_to_ticks(double& low, double& high, int wanted, bool whole) {
  if (!(high > low)) {
    low -= low == 0 ? 0 : 1;
    high = low + (low == 0 && high == 0 ? 1 : 2);
  }
  const double step = round_step(high - low, wanted, whole);
  low = std::floor(low / step + 1e-9) * step;
  high = std::ceil(high / step - 1e-9) * step;
}

std::string tick_text(double value, double step, const Axis& axis, const locale::Language& language) {
  int decimals = 0;
  for (double digits = step; decimals < 6 && std::fabs(digits - std::round(digits)) > 1e-6; digits *= 10)
    ++decimals;
  std::string plain = fmt::format("{:.{}f}", value, decimals);
  if (plain.find_first_not_of("-0.") == std::string::npos) plain = plain[0] == '-' ? plain.substr(1) : plain;
  std::string text = axis.percent ? language.percent(plain) : language.decimal(plain);
  if (axis.with_sign && value > 0) text = "+" + text;
  return text;
}

}  // namespace tallyward::plots
