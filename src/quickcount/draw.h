// The draw: a pure function of frame, allocation and seed. Anyone who has them draws the same stations.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/error.h"
#include "quickcount/frame.h"

namespace tallyward::quickcount {

/// 128 bits. The mission makes them from public dice and a secret nonce (docs/methods/sampling.md), so that
/// nobody chose them alone and nobody outside knows the sample before it is opened.
struct Seed {
  std::array<std::uint64_t, 2> words{};
};

/// Indices into frame.stations, sorted: a simple random sample without replacement in each stratum.
/// Error: invalid_input when `allocation` has not one entry a stratum or asks for more stations than there
/// are.
base::Result<std::vector<std::uint32_t>> draw(const Frame& frame, std::span<const std::int64_t> allocation,
                                              const Seed& seed);

}  // namespace tallyward::quickcount
