#include "quickcount/plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "stats/intervals.h"

namespace tallyward::quickcount {

namespace {

base::Result<void> check(const Precision& p) {
  if (p.margin <= 0 || p.margin >= 1)
    return base::fail(base::ErrorCode::invalid_input, "expected a margin between 0 and 1, for example 0.01");
  if (p.alpha <= 0 || p.alpha >= 1)
    return base::fail(base::ErrorCode::invalid_input,
                      "expected a confidence between 0 and 1, for example 0.95");
  if (p.station_sd <= 0 || p.station_sd > 0.5) {
    return base::fail(base::ErrorCode::invalid_input,
                      "expected a standard deviation between stations above 0 and at most 0.5");
  }
  if (p.response <= 0 || p.response > 1)
    return base::fail(base::ErrorCode::invalid_input, "expected a response above 0 and at most 1");
  return {};
}

}  // namespace

base::Result<std::int64_t> stations_for(const Frame& frame, const Precision& precision) {
  TRY(check(precision));
  const double all = static_cast<double>(frame.size());
  const double z = stats::normal_quantile(precision.alpha);
  const double n0 = std::pow(z * precision.station_sd / precision.margin, 2);
  const double reporting = n0 / (1 + n0 / all);
  return std::min(static_cast<std::int64_t>(frame.size()),
                  static_cast<std::int64_t>(std::ceil(reporting / precision.response)));
}

base::Result<double> margin_for(const Frame& frame, std::int64_t n, const Precision& precision) {
  TRY(check(precision));
  if (n < 1 || n > static_cast<std::int64_t>(frame.size())) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found a sample of {}, expected 1 to {} stations", n, frame.size()));
  }
  const double reporting = static_cast<double>(n) * precision.response;
  const double left = std::max(0.0, 1 - reporting / static_cast<double>(frame.size()));
  return stats::normal_quantile(precision.alpha) * precision.station_sd * std::sqrt(left / reporting);
}

base::Result<std::vector<std::int64_t>> allocate(const Frame& frame, std::int64_t n,
                                                 const AllocationOptions& options) {
  const std::size_t strata = frame.strata.size();
  if (n < 1 || n > static_cast<std::int64_t>(frame.size())) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found a sample of {}, expected 1 to {} stations", n, frame.size()));
  }
  if (options.power < 0 || options.power > 1)
    return base::fail(base::ErrorCode::invalid_input, "expected a power between 0 and 1");
  if (options.rule == Allocation::neyman && options.stratum_sd.size() != strata) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found {} standard deviations, expected one for each of {} strata",
                                  options.stratum_sd.size(), strata));
  }
  std::vector<double> size(strata);
  for (std::size_t h = 0; h < strata; ++h) {
    size[h] = static_cast<double>(frame.stations_in[h]);
    if (options.rule == Allocation::neyman) {
      if (!(options.stratum_sd[h] >= 0))
        return base::fail(base::ErrorCode::invalid_input, "expected standard deviations of 0 or more");
      size[h] *= options.stratum_sd[h];
    }
    if (options.rule == Allocation::power)
      size[h] = std::pow(static_cast<double>(frame.registered_in[h]), options.power);
  }
  std::vector<std::int64_t> drawn(strata);
  for (std::size_t h = 0; h < strata; ++h) drawn[h] = std::min(options.minimum, frame.stations_in[h]);
  // A stratum that asks for less than its minimum, or more than it has, is fixed; the rest is shared among
  // the others until nothing more is fixed.
  std::vector<std::uint8_t> fixed(strata, 0);
  std::vector<double> share(strata, 0.0);
  while (true) {
    std::int64_t left = n;
    double total = 0;
    for (std::size_t h = 0; h < strata; ++h) {
      if (fixed[h] != 0)
        left -= drawn[h];
      else
        total += size[h];
    }
    bool again = false;
    for (std::size_t h = 0; h < strata; ++h) {
      if (fixed[h] != 0) continue;
      share[h] = total > 0 ? std::max(0.0, static_cast<double>(left)) * size[h] / total : 0;
      const std::int64_t least = std::min(options.minimum, frame.stations_in[h]);
      if (share[h] <= static_cast<double>(least) || share[h] >= static_cast<double>(frame.stations_in[h])) {
        drawn[h] = share[h] <= static_cast<double>(least) ? least : frame.stations_in[h];
        fixed[h] = 1;
        again = true;
      }
    }
    if (!again) break;
  }
  std::int64_t given = 0;
  std::vector<std::size_t> order;
  for (std::size_t h = 0; h < strata; ++h) {
    if (fixed[h] == 0) {
      drawn[h] = static_cast<std::int64_t>(share[h]);
      order.push_back(h);
    }
    given += drawn[h];
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return share[a] - std::floor(share[a]) > share[b] - std::floor(share[b]);
  });
  for (const std::size_t h : order) {
    if (given >= n) break;
    ++drawn[h];
    ++given;
  }
  return drawn;
}

}  // namespace tallyward::quickcount
