// The outside world, as small interfaces that are handed in. Domain floors never read a clock or a random
// device themselves, so every analysis can be run again to the byte.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

namespace tallyward::base {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() = 0;
};

class Randomness {
 public:
  virtual ~Randomness() = default;
  /// Fills `bytes` with unpredictable bytes.
  virtual void fill(std::span<std::byte> bytes) = 0;
};

}  // namespace tallyward::base
