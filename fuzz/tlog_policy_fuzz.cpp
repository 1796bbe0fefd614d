// Policies: which log, which witnesses, which quorum.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/policy.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto policy = transparency::parse_policy(bytes);
  if (!policy) return 0;
  // Written back and read again, it is the same policy.
  const std::string text = transparency::to_text(*policy);
  const auto again = transparency::parse_policy(text);
  if (!again || transparency::to_text(*again) != text) std::abort();
  return 0;
}
