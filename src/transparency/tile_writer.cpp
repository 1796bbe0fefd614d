#include "transparency/tile_writer.h"

namespace tallyward::transparency {

base::Result<void> write_tiles(const LogEngine& log, LogStore& store, std::uint64_t published_size,
                               Openness openness, const FileSink& sink) {
  for (const TileId& tile : tiles_between(published_size, log.size())) {
    if (!tile.entries) {
      TRY_ASSIGN(const std::string bytes, tile_bytes(log.tree(), tile));
      TRY(sink(path_of(tile), bytes));
    } else if (openness == Openness::with_entries) {
      const std::uint64_t begin = tile.index * kTileWidth;
      TRY_ASSIGN(const auto entries, store.entries(begin, begin + tile.width));
      TRY_ASSIGN(const std::string bytes, entry_bundle(entries));
      TRY(sink(path_of(tile), bytes));
    }
  }
  return sink("checkpoint", format_note(log.head()));
}

}  // namespace tallyward::transparency
