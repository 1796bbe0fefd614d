#include "exchange/open_table.h"

#include "base/file.h"
#include "formats/csv.h"
#include "formats/json_table.h"
#include "formats/xlsx.h"

namespace tallyward::exchange {

namespace {

/// Below this size a file is mapped; above it streams, so that memory stays bounded.
constexpr std::uint64_t kLargestMapped = std::uint64_t{64} << 20;

/// Rows over a mapped file that lives as long as they do.
class MappedRows final : public formats::TableReader {
 public:
  MappedRows(base::MappedFile file, formats::CsvDialect dialect)
      : file_(std::move(file)), rows_(formats::read_csv(file_.bytes(), dialect)) {}
  base::Result<bool> next(formats::Row& row) override { return rows_->next(row); }

 private:
  base::MappedFile file_;
  std::unique_ptr<formats::TableReader> rows_;
};

}  // namespace

base::Result<OpenedTable> open_table(const std::filesystem::path& path, const Writing& writing) {
  OpenedTable opened;
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  opened.bytes = missing ? 0 : size;
  if (path.extension() == ".xlsx") {
    TRY_ASSIGN(opened.rows, formats::open_xlsx(path, writing.sheet));
    opened.may_be_ragged = true;
    return opened;
  }
  if (path.extension() == ".json") {
    TRY_ASSIGN(const std::string text, base::read_file(path, formats::kLargestJson));
    TRY_ASSIGN(opened.rows,
               base::while_doing(formats::read_json_table(text, writing.sheet), "reading " + path.string()));
    return opened;
  }
  const formats::CsvDialect dialect{writing.delimiter, writing.quote};
  if (writing.encoding == formats::Encoding::utf_8 && opened.bytes <= kLargestMapped) {
    TRY_ASSIGN(base::MappedFile file, base::MappedFile::open(path));
    opened.rows = std::make_unique<MappedRows>(std::move(file), dialect);
    return opened;
  }
  TRY_ASSIGN(auto bytes, formats::open_file_source(path));
  opened.rows = formats::stream_csv(formats::decode(std::move(bytes), writing.encoding), dialect);
  return opened;
}

}  // namespace tallyward::exchange
