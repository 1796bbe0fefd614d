#include "quickcount/draw.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "stats/philox.h"

namespace tallyward::quickcount {

base::Result<std::vector<std::uint32_t>> draw(const Frame& frame, std::span<const std::int64_t> allocation,
                                              const Seed& seed) {
  if (allocation.size() != frame.strata.size()) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found {} strata in the allocation, expected {}", allocation.size(),
                                  frame.strata.size()));
  }
  std::vector<std::vector<std::uint32_t>> members(frame.strata.size());
  for (std::uint32_t i = 0; i < frame.size(); ++i) members[frame.stratum_of[i]].push_back(i);
  std::vector<std::uint32_t> drawn;
  for (std::size_t h = 0; h < members.size(); ++h) {
    auto& stratum = members[h];
    if (allocation[h] < 0 || allocation[h] > static_cast<std::int64_t>(stratum.size())) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("found {} stations to draw in stratum {}, expected 0 to {}",
                                    allocation[h], frame.strata[h], stratum.size()));
    }
    // Fisher and Yates, stopped when enough are in front. Each stratum has a stream of its own, so that a
    // change in one leaves the others as they were.
    const stats::Philox random(seed.words[0], seed.words[1] ^ (0x9E3779B97F4A7C15ull * (h + 1)));
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(allocation[h]); ++i) {
      std::swap(stratum[i], stratum[i + random.below(i, stratum.size() - i)]);
      drawn.push_back(stratum[i]);
    }
  }
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

}  // namespace tallyward::quickcount
