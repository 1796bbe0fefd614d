// Random numbers by counter (Philox4x32-10, Salmon et al. 2011): the value depends only on (seed, stream,
// index), so that results are the same with one thread or eight.
#pragma once

#include <cstdint>

#include <Random123/philox.h>

namespace tallyward::stats {

class Philox {
 public:
  /// `stream` separates uses of one seed: method, replicate, stratum.
  Philox(std::uint64_t seed, std::uint64_t stream)
      : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}}, stream_(stream) {}

  /// 64 random bits at `index`.
  std::uint64_t bits(std::uint64_t index) const {
    const auto block = random(index / 2);
    return index % 2 == 0 ? join(block.v[0], block.v[1]) : join(block.v[2], block.v[3]);
  }
  /// Uniform in [0, 1), 53 bits.
  double uniform(std::uint64_t index) const { return static_cast<double>(bits(index) >> 11) * 0x1.0p-53; }
  /// Uniform in 0..below-1, without bias beyond 2^-64. REQUIRES below > 0.
  std::uint64_t below(std::uint64_t index, std::uint64_t below) const {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits(index)) * below) >> 64);
  }

 private:
  static std::uint64_t join(std::uint32_t low, std::uint32_t high) {
    return low | (static_cast<std::uint64_t>(high) << 32);
  }
  r123::Philox4x32::ctr_type random(std::uint64_t block) const {
    return r123::Philox4x32()(
        {{static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
          static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)}},
        key_);
  }
  r123::Philox4x32::key_type key_;
  std::uint64_t stream_;
};

}  // namespace tallyward::stats
