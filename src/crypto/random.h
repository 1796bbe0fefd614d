// The operating system's randomness behind the interface that domain code is handed.
#pragma once

#include "base/outside.h"

namespace tallyward::crypto {

class SystemRandomness : public base::Randomness {
 public:
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace tallyward::crypto
