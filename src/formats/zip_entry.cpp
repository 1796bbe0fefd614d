#include "formats/zip_entry.h"

#include <fmt/format.h>

namespace tallyward::formats {

namespace {

class ZipSource final : public ByteSource {
 public:
  ZipSource(ZipArchive archive, zip_file_t* file, std::string name, std::uint64_t limit)
      : archive_(std::move(archive)), file_(file), name_(std::move(name)), left_(limit) {}
  ZipSource(const ZipSource&) = delete;
  ZipSource& operator=(const ZipSource&) = delete;
  ~ZipSource() override { zip_fclose(file_); }

  base::Result<std::size_t> read(std::span<char> into) override {
    const zip_int64_t got = zip_fread(file_, into.data(), into.size());
    if (got < 0)
      return base::fail(base::ErrorCode::corrupt, fmt::format("cannot unpack {} of the zip file", name_));
    const auto count = static_cast<std::size_t>(got);
    if (count > left_)
      return base::fail(base::ErrorCode::too_large,
                        fmt::format("{} unpacks to more than this reader takes", name_));
    left_ -= count;
    return count;
  }

 private:
  ZipArchive archive_;
  zip_file_t* file_;
  std::string name_;
  std::uint64_t left_;
};

base::Result<ZipArchive> opened(zip_t* archive, const std::string& what) {
  if (archive == nullptr)
    return base::fail(
        base::ErrorCode::corrupt,
        fmt::format("{} is not a whole zip file, as every XLSX workbook is: it is cut short, or of "
                    "another kind",
                    what));
  return ZipArchive(archive, ZipCloser());
}

}  // namespace

base::Result<ZipArchive> open_zip(const std::string& path) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (archive == nullptr && error == ZIP_ER_NOENT)
    return base::fail(base::ErrorCode::not_found, fmt::format("cannot open {}: no such file", path));
  return opened(archive, path);
}

base::Result<ZipArchive> open_zip_bytes(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return opened(archive, "the input");
}

base::Result<std::unique_ptr<ByteSource>> open_zip_entry(const ZipArchive& archive, const std::string& name,
                                                         std::uint64_t limit, std::uint64_t largest_ratio) {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat(archive.get(), name.c_str(), 0, &status) != 0)
    return base::fail(base::ErrorCode::not_found, fmt::format("the zip file has no {}", name));
  const bool bomb = status.size > (std::uint64_t{1} << 20) && status.size / largest_ratio > status.comp_size;
  if (status.size > limit || bomb) {
    return base::fail(
        base::ErrorCode::too_large,
        fmt::format("{} would unpack from {} to {} bytes; this reader takes {} and a ratio of {}", name,
                    status.comp_size, status.size, limit, largest_ratio));
  }
  zip_file_t* file = zip_fopen(archive.get(), name.c_str(), 0);
  if (file == nullptr)
    return base::fail(base::ErrorCode::corrupt, fmt::format("cannot unpack {} of the zip file", name));
  return std::make_unique<ZipSource>(archive, file, name, limit);
}

}  // namespace tallyward::formats
