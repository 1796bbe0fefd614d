// Paths of tiles, bundles of entries, tiles of hashes; the first byte is the width.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/tile.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto tile = transparency::parse_tile_path(bytes);
  if (tile && transparency::path_of(*tile) != bytes) std::abort();
  if (size == 0) return 0;
  const std::uint32_t width = data[0] + 1U;
  const auto entries = transparency::parse_entry_bundle(bytes.substr(1), width);
  if (entries && entries->size() != width) std::abort();
  const auto hashes = transparency::parse_tile(bytes.substr(1), width);
  if (hashes && hashes->size() != width) std::abort();
  return 0;
}
