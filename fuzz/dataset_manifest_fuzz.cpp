// The manifest and the opened fields of a published dataset.
// link: dataset
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dataset/manifest.h"
#include "dataset/openings.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto manifest = dataset::parse_manifest(bytes);
  if (manifest && dataset::to_json(*manifest) != bytes) std::abort();
  (void)dataset::parse_openings(bytes);
  return 0;
}
