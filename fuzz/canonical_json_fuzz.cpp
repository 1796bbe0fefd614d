// RFC 8785: the canonical form of the canonical form is itself.
// link: crypto
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/canonical_json.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto canonical = crypto::canonical_json(bytes);
  if (!canonical) return 0;
  const auto again = crypto::canonical_json(*canonical);
  if (!again || *again != *canonical) std::abort();
  return 0;
}
