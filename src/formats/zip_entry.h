// One entry of a zip file as a stream of bytes, with a limit on what it may unpack to.
#pragma once

#include <memory>
#include <string>

#include <zip.h>

#include "formats/byte_source.h"

namespace tallyward::formats {

struct ZipCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using ZipArchive = std::shared_ptr<zip_t>;

base::Result<ZipArchive> open_zip(const std::string& path);
base::Result<ZipArchive> open_zip_bytes(std::string_view bytes);

/// Errors: not_found; too_large when the entry says, or turns out, to be larger than `limit`, or when it is
/// above 1 MiB and more than `largest_ratio` times its packed size; corrupt on bad checksums.
base::Result<std::unique_ptr<ByteSource>> open_zip_entry(const ZipArchive& archive, const std::string& name,
                                                         std::uint64_t limit, std::uint64_t largest_ratio);

}  // namespace tallyward::formats
