// Bytes that come one piece after another: a file, a text in memory, an entry of a zip file, or any of them
// turned from another encoding into UTF-8. Readers that stream read from this.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.h"

namespace tallyward::formats {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills the front of `into` and returns how many bytes; 0 only at the end.
  virtual base::Result<std::size_t> read(std::span<char> into) = 0;
};

/// Errors: not_found, unavailable; invalid_input if it is not a file.
base::Result<std::unique_ptr<ByteSource>> open_file_source(const std::filesystem::path& path);

/// `bytes` must outlive the source.
std::unique_ptr<ByteSource> memory_source(std::string_view bytes);

}  // namespace tallyward::formats
