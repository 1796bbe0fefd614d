// link: seats
// 1,000 exact D'Hondt allocations (13 lists, 183 seats) against Python's fractions, in alternating runs.
// Run from the root of the repository: seats_bench [baseline script].
#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <string>
#include <vector>

#include "seats/allocate.h"

namespace {

using tallyward::seats::Divisors;
using tallyward::seats::Seats;
using tallyward::seats::Votes;

constexpr std::size_t kLists = 13;
constexpr std::int64_t kSeats = 183;
constexpr std::size_t kElections = 1000;
constexpr int kRuns = 9;

/// The same elections as bench/seats_baseline.py.
std::vector<Votes> elections() {
  std::vector<Votes> votes;
  std::uint64_t state = 20210110;
  for (std::size_t i = 0; i < kLists * kElections; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    votes.emplace_back(static_cast<std::int64_t>((state >> 33) % 2'000'000 + 1));
  }
  return votes;
}

struct Run {
  double seconds = 0;
  std::uint64_t digest = 0;
};

Run ours(const std::vector<Votes>& votes, bool from_first_seat) {
  std::vector<Seats> seats(votes.size());
  std::int64_t open = 0;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t e = 0; e < kElections; ++e) {
    const std::span<const Votes> own(votes.data() + e * kLists, kLists);
    const std::span<Seats> result(seats.data() + e * kLists, kLists);
    const auto left = from_first_seat
                          ? tallyward::seats::continue_highest_averages(Divisors::dhondt, own, kSeats, result)
                          : tallyward::seats::highest_averages(Divisors::dhondt, own, kSeats, result);
    open += left.seats;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Run run{took.count(), static_cast<std::uint64_t>(open)};
  for (const Seats own : seats) run.digest = run.digest * 1'000'003 + static_cast<std::uint64_t>(own.value);
  return run;
}

bool baseline(const std::string& script, Run& run) {
  std::FILE* pipe = ::popen(("python3 " + script).c_str(), "r");
  if (pipe == nullptr) return false;
  const bool read = std::fscanf(pipe, "%lf %" SCNu64, &run.seconds, &run.digest) == 2;
  return ::pclose(pipe) == 0 && read;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<Votes> votes = elections();
  std::vector<double> program, seat_by_seat, python;
  for (int i = 0; i < kRuns; ++i) {
    Run reference;
    if (!baseline(argc > 1 ? argv[1] : "bench/seats_baseline.py", reference)) {
      std::fprintf(stderr,
                   "seats_bench: the baseline did not run; start it from the root of the repository\n");
      return 2;
    }
    const Run fast = ours(votes, false);
    const Run slow = ours(votes, true);
    if (fast.digest != reference.digest || slow.digest != reference.digest) {
      std::fprintf(stderr, "seats_bench: the seats differ from the baseline's\n");
      return 1;
    }
    program.push_back(fast.seconds);
    seat_by_seat.push_back(slow.seconds);
    python.push_back(reference.seconds);
  }
  std::printf(
      "1,000 exact D'Hondt allocations, 13 lists, 183 seats, median of %d alternating runs, same seats:\n",
      kRuns);
  std::printf("  Python fractions            %10.3f ms\n", median(python) * 1e3);
  std::printf("  program, seat by seat       %10.3f ms  %8.0f times faster\n", median(seat_by_seat) * 1e3,
              median(python) / median(seat_by_seat));
  std::printf("  program, from lower quotas  %10.3f ms  %8.0f times faster\n", median(program) * 1e3,
              median(python) / median(program));
  return median(python) >= 100 * median(program) ? 0 : 1;
}
