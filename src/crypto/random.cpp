#include "crypto/random.h"

#include <sodium.h>

namespace tallyward::crypto {

void SystemRandomness::fill(std::span<std::byte> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace tallyward::crypto
