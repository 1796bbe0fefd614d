// Times of alternating runs, what memory can deliver, and how large this process became.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace tallyward::bench {

/// The seconds of several runs of the same work.
class Seconds {
 public:
  template <typename Work>
  decltype(auto) time(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    struct Stop {
      Seconds& into;
      std::chrono::steady_clock::time_point start;
      ~Stop() { into.add(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()); }
    } const stop{*this, start};
    return std::forward<Work>(work)();
  }
  void add(double seconds) { runs_.push_back(seconds); }
  double median() const {
    std::vector<double> sorted = runs_;
    std::ranges::sort(sorted);
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
  }
  const std::vector<double>& runs() const { return runs_; }

 private:
  std::vector<double> runs_;
};

/// Run by run: the sum of two works of the same run.
inline Seconds operator+(const Seconds& a, const Seconds& b) {
  Seconds sum;
  for (std::size_t i = 0; i < std::min(a.runs().size(), b.runs().size()); ++i)
    sum.add(a.runs()[i] + b.runs()[i]);
  return sum;
}

/// The median of the ratios run by run: a machine that slows down slows both sides of a pair.
inline double ratio(const Seconds& slow, const Seconds& quick) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(slow.runs().size(), quick.runs().size()); ++i)
    ratios.push_back(slow.runs()[i] / quick.runs()[i]);
  std::ranges::sort(ratios);
  return ratios.empty() ? 0 : ratios[ratios.size() / 2];
}

/// Reads every 8 bytes once; the sum keeps the compiler from leaving the loads out.
inline std::uint64_t read_all(const void* bytes, std::size_t size) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, static_cast<const char*>(bytes) + i, 8);
    sum += word;
  }
  return sum;
}

/// Largest resident memory of this process so far, in MB of 2^20 bytes.
inline long peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace tallyward::bench
