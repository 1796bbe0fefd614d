// The log as static files (C2SP tlog-tiles v0.1.0): tiles of 256 hashes, bundles of 256 entries. Any web
// server, memory stick or mirror can carry them, and a full tile never changes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "transparency/merkle.h"

namespace tallyward::transparency {

inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr std::size_t kLongestEntry = 65'535;

/// One tile of hashes (level 0 holds leaf hashes) or one bundle of entries.
struct TileId {
  std::uint8_t level = 0;  ///< 0 to 5; meaningless for a bundle.
  std::uint64_t index = 0;
  std::uint32_t width = 256;  ///< 1 to 256; below 256 the tile is partial and its path ends in `.p/WIDTH`.
  bool entries = false;
  auto operator<=>(const TileId&) const = default;
};

/// `tile/0/x001/234.p/8`, `tile/entries/000`; and back. Error: invalid_input.
std::string path_of(const TileId& tile);
base::Result<TileId> parse_tile_path(std::string_view path);

/// Every tile and bundle of a log of `size` entries; partial ones only at the right edge. Levels without a
/// complete node have none.
std::vector<TileId> tiles_of(std::uint64_t size);
/// Those of `new_size` that are not already among those of `old_size`.
std::vector<TileId> tiles_between(std::uint64_t old_size, std::uint64_t new_size);

/// The bytes of a tile of hashes, from a tree that is at least as long. Error: not_found when the tree is too
/// short.
base::Result<std::string> tile_bytes(const Tree& tree, const TileId& tile);
/// The hashes in a tile. Error: invalid_input unless there are exactly `width`.
base::Result<std::vector<Hash>> parse_tile(std::string_view bytes, std::uint32_t width);

/// u16be(length) || entry, repeated. Error: too_large for an entry above 65,535 bytes.
base::Result<std::string> entry_bundle(std::span<const std::string> entries);
/// The entries of a bundle, as views into `bytes`. Error: invalid_input unless there are exactly `width`.
base::Result<std::vector<std::string_view>> parse_entry_bundle(std::string_view bytes, std::uint32_t width);

}  // namespace tallyward::transparency
