#include "quickcount/estimate.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace tallyward::quickcount {

std::string to_text(const ConvenienceObservation& observation) {
  return fmt::format("seen at {} of the {} polling stations visited", observation.observed,
                     observation.visited);
}

LiveShare::LiveShare(const ProbabilitySample& sample, ReportingRules rules, Quantity quantity)
    : frame_(sample.frame),
      rules_(rules),
      quantity_(quantity),
      sampled_in_(frame_->strata.size()),
      sums_(frame_->strata.size()),
      state_(frame_->size()),
      missing_registered_in_(frame_->strata.size()) {
  for (const std::uint32_t station : sample.stations) {
    state_[station] = 1;
    ++sampled_in_[frame_->stratum_of[station]];
    missing_registered_in_[frame_->stratum_of[station]] +=
        static_cast<double>(frame_->stations[station].registered);
    ++sampled_;
  }
}

base::Result<void> LiveShare::add(const Report& report) {
  if (report.station >= state_.size() || state_[report.station] == 0) {
    return base::fail(base::ErrorCode::not_found,
                      "found a report from a station outside the sample; it is kept, and not estimated from");
  }
  const std::string& name = frame_->stations[report.station].station;
  if (state_[report.station] == 2)
    return base::fail(base::ErrorCode::conflict, fmt::format("found a second report from station {}", name));
  const double least = quantity_ == Quantity::margin ? -report.x : 0;
  if (!(report.x >= 0) || !(report.y >= least) || !(report.y <= report.x)) {
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("found {} of {} at station {}, expected a part of the whole", report.y, report.x, name));
  }
  state_[report.station] = 2;
  const std::uint32_t h = frame_->stratum_of[report.station];
  Sums& s = sums_[h];
  s.n += 1;
  s.y += report.y;
  s.x += report.x;
  s.yy += report.y * report.y;
  s.xy += report.x * report.y;
  s.xx += report.x * report.x;
  missing_registered_in_[h] -= static_cast<double>(frame_->stations[report.station].registered);
  ++reported_;
  return {};
}

ShareEstimate LiveShare::estimate() const {
  ShareEstimate result;
  result.reported = reported_;
  result.sampled = sampled_;
  // Bounds hold the sample's own weights: each missing station adds at most its capped voters, all for or all
  // against.
  double sure_y = 0;
  double sure_x = 0;
  double open = 0;
  for (std::size_t h = 0; h < sums_.size(); ++h) {
    if (sampled_in_[h] == 0) continue;
    const double weight = static_cast<double>(frame_->stations_in[h]) / static_cast<double>(sampled_in_[h]);
    sure_y += weight * sums_[h].y;
    sure_x += weight * sums_[h].x;
    open += weight * missing_registered_in_[h] * rules_.turnout_cap;
  }
  const double against = quantity_ == Quantity::margin ? open : 0;
  result.bounds = sure_x + open > 0 ? stats::Interval{(sure_y - against) / (sure_x + open),
                                                      (sure_y + open) / (sure_x + open)}
                                    : stats::Interval{quantity_ == Quantity::margin ? -1.0 : 0.0, 1};
  const double response = sampled_ > 0 ? static_cast<double>(reported_) / static_cast<double>(sampled_) : 0;
  if (response < rules_.response_floor) {
    result.reason =
        fmt::format("{} of {} sampled stations reported; the floor fixed beforehand is {:.0f} per cent",
                    reported_, sampled_, rules_.response_floor * 100);
    return result;
  }
  for (std::size_t h = 0; h < sums_.size(); ++h) {
    if (sampled_in_[h] > 0 && sums_[h].n < rules_.stratum_floor * static_cast<double>(sampled_in_[h])) {
      result.reason = fmt::format(
          "stratum {}: {:.0f} of {} sampled stations reported; the floor fixed beforehand is {:.0f} per cent",
          frame_->strata[h], sums_[h].n, sampled_in_[h], rules_.stratum_floor * 100);
      return result;
    }
  }
  // The published collapsing rule: a stratum with fewer than two reports joins the stratum before it in the
  // frame's order (the first joins the next), stations and reports together.
  std::vector<Sums> groups;
  std::vector<double> population;
  std::vector<std::string> names;
  std::size_t waiting = sums_.size();
  for (std::size_t h = 0; h < sums_.size(); ++h) {
    const bool thin = sums_[h].n < 2 && static_cast<double>(frame_->stations_in[h]) > sums_[h].n;
    const auto join = [&](std::size_t group, std::size_t from) {
      Sums& g = groups[group];
      const Sums& s = sums_[from];
      g.n += s.n, g.y += s.y, g.x += s.x, g.yy += s.yy, g.xy += s.xy, g.xx += s.xx;
      population[group] += static_cast<double>(frame_->stations_in[from]);
      result.collapsed.push_back(fmt::format("{} into {}", frame_->strata[from], names[group]));
    };
    if (thin && !groups.empty()) {
      join(groups.size() - 1, h);
    } else if (thin && waiting == sums_.size()) {
      waiting = h;
    } else {
      groups.push_back(sums_[h]);
      population.push_back(static_cast<double>(frame_->stations_in[h]));
      names.push_back(frame_->strata[h]);
      if (waiting != sums_.size()) {
        join(groups.size() - 1, waiting);
        waiting = sums_.size();
      }
    }
  }
  double y = 0;
  double x = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    y += population[g] / groups[g].n * groups[g].y;
    x += population[g] / groups[g].n * groups[g].x;
  }
  if (groups.empty() || x <= 0) {
    result.reason = "no reported station has a base to take a share of";
    return result;
  }
  const double ratio = y / x;
  double variance = 0;
  double df = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Sums& s = groups[g];
    df += s.n - 1;
    if (s.n < 2) continue;
    const double residual = s.y - ratio * s.x;
    const double squares = s.yy - 2 * ratio * s.xy + ratio * ratio * s.xx - residual * residual / s.n;
    variance += population[g] * population[g] * std::max(0.0, 1 - s.n / population[g]) *
                std::max(0.0, squares) / (s.n * (s.n - 1));
  }
  if (df < 1) {
    result.reason = "too few reports to estimate a variance";
    return result;
  }
  result.assessment = Assessment::estimated;
  result.value = ratio;
  result.se = std::sqrt(variance) / x;
  result.df = df;
  const double half = stats::student_quantile(rules_.alpha, df) * result.se;
  result.interval = {ratio - half, ratio + half};
  return result;
}

Comparison compare_with_official(const ShareEstimate& estimate, double official) {
  Comparison comparison;
  const auto percent = [](double share) { return fmt::format("{:.2f}", 100 * share); };
  const std::string base =
      fmt::format("Based on {} of {} sampled stations", estimate.reported, estimate.sampled);
  if (estimate.assessment == Assessment::cannot_be_assessed) {
    comparison.sentence = fmt::format(
        "{}, the official figure of {} per cent cannot be assessed: {}. Whatever the missing stations hold, "
        "the "
        "sample's figure lies between {} and {} per cent.",
        base, percent(official), estimate.reason, percent(estimate.bounds.lower),
        percent(estimate.bounds.upper));
    return comparison;
  }
  const bool within = official >= estimate.interval.lower && official <= estimate.interval.upper;
  comparison.verdict = within ? Comparison::Verdict::within : Comparison::Verdict::outside;
  comparison.sentence = fmt::format(
      "{}, the estimate is {} per cent; sampling error alone puts it between {} and {}. The official figure "
      "of {} per cent lies {} that range. "
      "Counting the stations that did not report as anything they could hold, the range is {} to {} per "
      "cent.",
      base, percent(estimate.value), percent(estimate.interval.lower), percent(estimate.interval.upper),
      percent(official), within ? "within" : "outside", percent(estimate.bounds.lower),
      percent(estimate.bounds.upper));
  return comparison;
}

}  // namespace tallyward::quickcount
