#include "transparency/tile.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "transparency/checkpoint.h"

namespace tallyward::transparency {

namespace {

constexpr std::uint64_t kHighestTileIndex = std::uint64_t{1} << 54;

std::unexpected<base::Error> bad_path(std::string_view path) {
  return base::fail(base::ErrorCode::invalid_input, "not the path of a tile: " + std::string(path));
}

/// 1234067 is written x001/x234/067.
std::string index_text(std::uint64_t index) {
  const auto three = [](std::uint64_t n) {
    std::string text = std::to_string(n);
    return std::string(3 - text.size(), '0') + text;
  };
  std::string text = three(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) text = "x" + three(index % 1000) + "/" + text;
  return text;
}

bool three_digits(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string path_of(const TileId& tile) {
  std::string path = "tile/" + (tile.entries ? std::string("entries") : std::to_string(tile.level)) + "/";
  path += index_text(tile.index);
  if (tile.width < kTileWidth) path += ".p/" + std::to_string(tile.width);
  return path;
}

base::Result<TileId> parse_tile_path(std::string_view path) {
  auto parts = base::split(path, '/');
  if (parts.size() < 3 || parts.size() > 12 || parts[0] != "tile") return bad_path(path);
  TileId tile;
  if (parts[1] == "entries") {
    tile.entries = true;
  } else {
    const auto level = parse_size(parts[1]);
    if (!level || *level > 5) return bad_path(path);
    tile.level = static_cast<std::uint8_t>(*level);
  }
  if (parts[parts.size() - 2].ends_with(".p")) {
    const auto width = parse_size(parts.back());
    if (!width || *width == 0 || *width >= kTileWidth) return bad_path(path);
    tile.width = static_cast<std::uint32_t>(*width);
    parts.pop_back();
    parts.back().remove_suffix(2);
  }
  for (std::size_t i = 2; i < parts.size(); ++i) {
    std::string_view part = parts[i];
    if (i + 1 < parts.size()) {
      if (!part.starts_with('x')) return bad_path(path);
      part.remove_prefix(1);
    }
    if (!three_digits(part) || tile.index > kHighestTileIndex / 1000) return bad_path(path);
    std::uint64_t digits = 0;
    std::from_chars(part.data(), part.data() + 3, digits);
    tile.index = tile.index * 1000 + digits;
  }
  if (path_of(tile) != path) return bad_path(path);  // such as x000/001
  return tile;
}

std::vector<TileId> tiles_of(std::uint64_t size) {
  std::vector<TileId> tiles;
  const auto add_level = [&](std::uint8_t level, std::uint64_t count, bool entries) {
    for (std::uint64_t i = 0; i < count / kTileWidth; ++i) tiles.push_back({level, i, 256, entries});
    const auto rest = static_cast<std::uint32_t>(count % kTileWidth);
    if (rest != 0) tiles.push_back({level, count / kTileWidth, rest, entries});
  };
  add_level(0, size, true);
  std::uint64_t count = size;
  for (std::uint8_t level = 0; level <= 5 && count > 0; ++level, count /= kTileWidth)
    add_level(level, count, false);
  return tiles;
}

std::vector<TileId> tiles_between(std::uint64_t old_size, std::uint64_t new_size) {
  std::vector<TileId> tiles;
  const auto add_level = [&](std::uint8_t level, std::uint64_t old_count, std::uint64_t new_count,
                             bool entries) {
    for (std::uint64_t i = old_count / kTileWidth; i < new_count / kTileWidth; ++i) {
      tiles.push_back({level, i, 256, entries});
    }
    const auto rest = static_cast<std::uint32_t>(new_count % kTileWidth);
    if (rest != 0 && old_count != new_count) tiles.push_back({level, new_count / kTileWidth, rest, entries});
  };
  add_level(0, old_size, new_size, true);
  for (std::uint8_t level = 0; level <= 5 && new_size > 0; ++level) {
    add_level(level, old_size, new_size, false);
    old_size /= kTileWidth;
    new_size /= kTileWidth;
  }
  return tiles;
}

base::Result<std::string> tile_bytes(const Tree& tree, const TileId& tile) {
  const auto nodes = tree.level(std::size_t{8} * tile.level);
  const std::uint64_t begin = tile.index * kTileWidth;
  if (tile.entries || tile.width == 0 || tile.width > kTileWidth || begin + tile.width > nodes.size()) {
    return base::fail(base::ErrorCode::not_found, "the log has no tile " + path_of(tile));
  }
  std::string bytes;
  for (const Hash& node : nodes.subspan(begin, tile.width)) bytes += node.view();
  return bytes;
}

base::Result<std::vector<Hash>> parse_tile(std::string_view bytes, std::uint32_t width) {
  if (width == 0 || width > kTileWidth || bytes.size() != std::size_t{width} * 32) {
    return base::fail(base::ErrorCode::invalid_input, "a tile of " + std::to_string(width) + " hashes has " +
                                                          std::to_string(width * 32) + " bytes, found " +
                                                          std::to_string(bytes.size()));
  }
  std::vector<Hash> hashes;
  for (std::size_t i = 0; i < bytes.size(); i += 32) {
    TRY_ASSIGN(const Hash hash, crypto::hash_from_bytes(bytes.substr(i, 32)));
    hashes.push_back(hash);
  }
  return hashes;
}

base::Result<std::string> entry_bundle(std::span<const std::string> entries) {
  std::string bytes;
  for (const std::string& entry : entries) {
    if (entry.size() > kLongestEntry) {
      return base::fail(base::ErrorCode::too_large, "an entry of the log has at most 65,535 bytes");
    }
    bytes += static_cast<char>(entry.size() >> 8);
    bytes += static_cast<char>(entry.size() & 0xFF);
    bytes += entry;
  }
  return bytes;
}

base::Result<std::vector<std::string_view>> parse_entry_bundle(std::string_view bytes, std::uint32_t width) {
  std::vector<std::string_view> entries;
  while (!bytes.empty()) {
    if (bytes.size() < 2) return base::fail(base::ErrorCode::invalid_input, "a bundle of entries is cut off");
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0]) << 8 |
                                                 static_cast<unsigned char>(bytes[1]));
    if (bytes.size() < 2 + length)
      return base::fail(base::ErrorCode::invalid_input, "a bundle of entries is cut off");
    entries.push_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
  }
  if (entries.size() != width) {
    return base::fail(base::ErrorCode::invalid_input, "the bundle has " + std::to_string(entries.size()) +
                                                          " entries, expected " + std::to_string(width));
  }
  return entries;
}

}  // namespace tallyward::transparency
