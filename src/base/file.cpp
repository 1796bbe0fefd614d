#include "base/file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tallyward::base {

namespace {

Error system_error(std::string_view doing, const std::filesystem::path& path) {
  const int number = errno;
  const ErrorCode code = number == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable;
  return {code, fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number)), {}};
}

/// A file descriptor that closes itself.
struct Descriptor {
  int number = -1;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return fail(system_error("open", path));
  std::string bytes;
  std::size_t filled = 0;
  while (true) {
    bytes.resize(filled + (std::size_t{1} << 16) + filled / 2);
    const ssize_t got = ::read(file.number, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(system_error("read", path));
    filled += static_cast<std::size_t>(got);
    if (filled > limit) {
      struct stat found{};
      const bool known = ::fstat(file.number, &found) == 0 && S_ISREG(found.st_mode);
      return fail(
          ErrorCode::too_large,
          fmt::format("{} has {} bytes; this reader takes at most {}", path.string(),
                      known ? fmt::to_string(found.st_size) : fmt::format("more than {}", limit), limit));
    }
    if (got == 0) break;
  }
  bytes.resize(filled);
  return bytes;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path beside = path.string() + ".part";
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.number < 0) return fail(system_error("create", beside));
    while (!bytes.empty()) {
      const ssize_t written = ::write(file.number, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return fail(system_error("write", beside));
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number) != 0) return fail(system_error("sync", beside));
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return fail(system_error("rename onto", path));
  return {};
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return fail(system_error("open", path));
  struct stat status{};
  if (::fstat(file.number, &status) != 0) return fail(system_error("look at", path));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorCode::invalid_input, fmt::format("{} is not a file", path.string()));
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (data == MAP_FAILED) return fail(system_error("map", path));
  ::madvise(data, size, MADV_SEQUENTIAL);
  return MappedFile(static_cast<const char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace tallyward::base
