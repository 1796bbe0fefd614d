// Whole files, for floors that are allowed to touch the disk (exchange, storage, journeys, cli, verify).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace tallyward::base {

/// The bytes of a file. Errors: not_found, too_large (more than `limit` bytes), unavailable.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 30);

/// Writes beside the target, syncs, then renames over it: a reader sees the old file or the whole new one.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

/// A file mapped read-only into memory, for readers that go through it once from front to back.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tallyward::base
