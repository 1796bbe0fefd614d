#include "stats/spatial.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tallyward::stats {

namespace {

/// Places sorted into square cells, about two in each, so that a search looks at few.
class Grid {
 public:
  explicit Grid(std::span<const Place> places) : places_(places) {
    low_ = high_ = places[0];
    for (const Place& p : places) {
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
      high_ = {std::max(high_.x, p.x), std::max(high_.y, p.y)};
    }
    const double width = std::max(high_.x - low_.x, 1e-12), height = std::max(high_.y - low_.y, 1e-12);
    const auto n = static_cast<double>(places.size());
    size_ = std::max(std::sqrt(2 * width * height / n), std::max(width, height) / 2000);
    columns_ = static_cast<std::int64_t>(width / size_) + 1;
    rows_ = static_cast<std::int64_t>(height / size_) + 1;
    start_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
    for (const Place& p : places) ++start_[cell(p) + 1];
    for (std::size_t c = 1; c < start_.size(); ++c) start_[c] += start_[c - 1];
    members_.resize(places.size());
    std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
    for (std::uint32_t i = 0; i < places.size(); ++i) members_[next[cell(places[i])]++] = i;
  }

  /// Rings of cells outwards until k are found and nothing nearer can lie further out.
  void nearest(std::uint32_t own, std::size_t k, std::vector<std::pair<double, std::uint32_t>>& found) const {
    found.clear();
    const std::int64_t cx = column(places_[own]), cy = row(places_[own]);
    for (std::int64_t ring = 0; ring <= std::max(columns_, rows_); ++ring) {
      if (found.size() >= k) {
        std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(k - 1), found.end());
        const double reach = size_ * static_cast<double>(ring - 1);
        if (ring > 0 && found[k - 1].first < reach * reach) break;
      }
      for (std::int64_t y = cy - ring; y <= cy + ring; ++y) {
        if (y < 0 || y >= rows_) continue;
        const bool whole_row = y == cy - ring || y == cy + ring;
        for (std::int64_t x = cx - ring; x <= cx + ring; x += whole_row || ring == 0 ? 1 : 2 * ring) {
          if (x < 0 || x >= columns_) continue;
          const auto c = static_cast<std::size_t>(y * columns_ + x);
          for (std::uint32_t m = start_[c]; m < start_[c + 1]; ++m) {
            if (members_[m] == own) continue;
            const double dx = places_[members_[m]].x - places_[own].x;
            const double dy = places_[members_[m]].y - places_[own].y;
            found.emplace_back(dx * dx + dy * dy, members_[m]);
          }
        }
      }
    }
    std::sort(found.begin(), found.end());
    found.resize(k);
  }

 private:
  std::int64_t column(const Place& p) const { return static_cast<std::int64_t>((p.x - low_.x) / size_); }
  std::int64_t row(const Place& p) const { return static_cast<std::int64_t>((p.y - low_.y) / size_); }
  std::size_t cell(const Place& p) const {
    return static_cast<std::size_t>(std::min(row(p), rows_ - 1) * columns_ +
                                    std::min(column(p), columns_ - 1));
  }
  std::span<const Place> places_;
  Place low_, high_;
  double size_ = 1;
  std::int64_t columns_ = 1, rows_ = 1;
  std::vector<std::uint32_t> start_, members_;
};

std::vector<double> centred(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  std::vector<double> z(values.begin(), values.end());
  for (double& value : z) value -= sum / static_cast<double>(values.size());
  return z;
}

double lag(std::span<const double> z, std::span<const std::uint32_t> neighbours, std::size_t k,
           std::size_t i) {
  double sum = 0;
  for (std::size_t j = 0; j < k; ++j) sum += z[neighbours[i * k + j]];
  return sum / static_cast<double>(k);
}

double sum_of_squares(std::span<const double> z) {
  double sum = 0;
  for (const double value : z) sum += value * value;
  return sum;
}

}  // namespace

std::vector<std::uint32_t> nearest_neighbours(std::span<const Place> places, std::size_t k) {
  const Grid grid(places);
  std::vector<std::uint32_t> neighbours;
  neighbours.reserve(places.size() * k);
  std::vector<std::pair<double, std::uint32_t>> found;
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    grid.nearest(i, k, found);
    for (const auto& [distance, index] : found) neighbours.push_back(index);
  }
  return neighbours;
}

double MoranTest::z() const {
  return variance > 0 ? (statistic - expected) / std::sqrt(variance) : 0;
}

MoranTest moran(std::span<const double> values, std::span<const std::uint32_t> neighbours, std::size_t k) {
  const std::vector<double> z = centred(values);
  const double squares = sum_of_squares(z);
  const auto n = static_cast<double>(z.size());
  const auto degree = static_cast<double>(k);
  double cross = 0, fourth = 0;
  std::vector<double> received(z.size(), 0.0);
  double mutual = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    cross += z[i] * lag(z, neighbours, k, i);
    fourth += z[i] * z[i] * z[i] * z[i];
    for (std::size_t j = 0; j < k; ++j) {
      const std::uint32_t other = neighbours[i * k + j];
      received[other] += 1 / degree;
      const auto theirs = neighbours.subspan(other * k, k);
      if (std::find(theirs.begin(), theirs.end(), i) != theirs.end()) mutual += 1;
    }
  }
  // S0, S1, S2 of Cliff and Ord for weights 1/k: every row adds up to 1.
  const double s0 = n;
  const double s1 = (n * degree + mutual) / (degree * degree);
  double s2 = 0;
  for (const double in : received) s2 += (1 + in) * (1 + in);
  const double kurtosis = n * fourth / (squares * squares);
  MoranTest test;
  test.statistic = squares > 0 ? cross / squares : 0;
  test.expected = -1 / (n - 1);
  test.variance = (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) -
                   kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
                      ((n - 1) * (n - 2) * (n - 3) * s0 * s0) -
                  test.expected * test.expected;
  return test;
}

double geary(std::span<const double> values, std::span<const std::uint32_t> neighbours, std::size_t k) {
  const std::vector<double> z = centred(values);
  double gaps = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      const double gap = z[i] - z[neighbours[i * k + j]];
      gaps += gap * gap / static_cast<double>(k);
    }
  }
  const auto n = static_cast<double>(z.size());
  return (n - 1) / (2 * n) * gaps / sum_of_squares(z);
}

std::vector<LocalMoran> local_moran(std::span<const double> values, std::span<const std::uint32_t> neighbours,
                                    std::size_t k) {
  const std::vector<double> z = centred(values);
  const auto n = static_cast<double>(z.size());
  const double m2 = sum_of_squares(z) / n;
  const double weights_squared = 1 / static_cast<double>(k);
  std::vector<LocalMoran> local(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    local[i].statistic = z[i] / m2 * lag(z, neighbours, k, i);
    const double expected = -z[i] * z[i] / ((n - 1) * m2);
    const double variance = z[i] / m2 * z[i] / m2 * (n / (n - 2)) * (weights_squared - 1 / (n - 1)) *
                            (m2 - z[i] * z[i] / (n - 1));
    local[i].z = variance > 0 ? (local[i].statistic - expected) / std::sqrt(variance) : 0;
  }
  return local;
}

std::vector<double> getis_ord_star(std::span<const double> values, std::span<const std::uint32_t> neighbours,
                                   std::size_t k) {
  const std::vector<double> z = centred(values);
  const auto n = static_cast<double>(z.size());
  const double sd = std::sqrt(sum_of_squares(z) / n);
  const auto degree = static_cast<double>(k);
  const double scale = sd * std::sqrt((n / (degree + 1) - 1) / (n - 1));
  std::vector<double> g(z.size());
  for (std::size_t i = 0; i < z.size(); ++i)
    g[i] = (lag(z, neighbours, k, i) * degree + z[i]) / (degree + 1) / scale;
  return g;
}

}  // namespace tallyward::stats
