// Writes what is new in the log as static files: tiles and entry bundles first, the checkpoint last, so that
// a reader who sees a checkpoint finds every tile it needs.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "transparency/log_engine.h"
#include "transparency/tile.h"

namespace tallyward::transparency {

/// Takes the bytes of one file; the path is relative, such as "tile/0/000" or "checkpoint".
using FileSink = std::function<base::Result<void>(const std::string& path, std::string_view bytes)>;

/// Until a release outsiders get checkpoints and hash tiles only; entry bundles come with the release.
enum class Openness { hashes_only, with_entries };

/// Every file of the log's present head that was not among those of `published_size`.
base::Result<void> write_tiles(const LogEngine& log, LogStore& store, std::uint64_t published_size,
                               Openness openness, const FileSink& sink);

}  // namespace tallyward::transparency
