#include <cstring>

#include "formats/csv.h"

namespace tallyward::formats {

namespace {

void show(Row& row, const CsvTokeniser& tokeniser) {
  row.cells = tokeniser.cells();
  row.line = tokeniser.line();
  row.defect = tokeniser.defect();
  row.roomy = tokeniser.roomy();
}

class MemoryCsv final : public TableReader {
 public:
  MemoryCsv(std::string_view text, CsvDialect dialect) : tokeniser_(dialect) { tokeniser_.feed(text, true); }
  base::Result<bool> next(Row& row) override {
    if (tokeniser_.next() != CsvTokeniser::Step::row) return false;
    show(row, tokeniser_);
    return true;
  }

 private:
  CsvTokeniser tokeniser_;
};

class StreamedCsv final : public TableReader {
 public:
  StreamedCsv(std::unique_ptr<ByteSource> bytes, CsvDialect dialect)
      : bytes_(std::move(bytes)), tokeniser_(dialect) {}

  base::Result<bool> next(Row& row) override {
    while (true) {
      const auto step = ended_ || filled_ > 0 ? tokeniser_.next() : CsvTokeniser::Step::need_more;
      if (step == CsvTokeniser::Step::row) {
        show(row, tokeniser_);
        return true;
      }
      if (step == CsvTokeniser::Step::end) return false;
      TRY(refill());
    }
  }

 private:
  /// Small pieces stay in the processor's cache; the buffer grows only for rows longer than a piece.
  static constexpr std::size_t kPiece = std::size_t{1} << 18;

  base::Result<void> refill() {
    const std::size_t left = filled_ - (filled_ > 0 ? tokeniser_.consumed() : 0);
    if (left > 0 && left < filled_) std::memmove(buffer_.data(), buffer_.data() + (filled_ - left), left);
    filled_ = left;
    if (buffer_.size() < filled_ + kPiece) buffer_.resize(filled_ + kPiece);
    while (!ended_ && filled_ < left + kPiece) {
      TRY_ASSIGN(const std::size_t got,
                 bytes_->read(std::span(buffer_).subspan(filled_, left + kPiece - filled_)));
      ended_ = got == 0;
      filled_ += got;
    }
    tokeniser_.feed({buffer_.data(), filled_}, ended_);
    return {};
  }

  std::unique_ptr<ByteSource> bytes_;
  CsvTokeniser tokeniser_;
  std::vector<char> buffer_;
  std::size_t filled_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<TableReader> read_csv(std::string_view text, CsvDialect dialect) {
  return std::make_unique<MemoryCsv>(text, dialect);
}

std::unique_ptr<TableReader> stream_csv(std::unique_ptr<ByteSource> bytes, CsvDialect dialect) {
  return std::make_unique<StreamedCsv>(std::move(bytes), dialect);
}

void append_csv_cell(std::string& text, std::string_view cell, char delimiter) {
  const char needs_quotes[] = {delimiter, '"', '\r', '\n'};
  if (cell.find_first_of(std::string_view(needs_quotes, 4)) == std::string_view::npos) {
    text += cell;
    return;
  }
  text += '"';
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

}  // namespace tallyward::formats
