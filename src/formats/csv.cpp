#include "formats/csv.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tallyward::formats {

namespace {

constexpr std::string_view kNotClosed = "an opening quote that is not closed";
constexpr std::string_view kTextBehindQuote = "text behind a closing quote";
constexpr std::string_view kTooLong = "a row longer than 1 MiB";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Bit i is set where byte i of the 64 is the delimiter, LF or CR.
std::uint64_t specials(const char* bytes, char delimiter) {
#ifdef __SSE2__
  const __m128i delimiters = _mm_set1_epi8(delimiter);
  const __m128i line_feeds = _mm_set1_epi8('\n');
  const __m128i returns = _mm_set1_epi8('\r');
  std::uint64_t mask = 0;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + part * 16));
    const __m128i found =
        _mm_or_si128(_mm_cmpeq_epi8(chunk, delimiters),
                     _mm_or_si128(_mm_cmpeq_epi8(chunk, line_feeds), _mm_cmpeq_epi8(chunk, returns)));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found))) << (part * 16);
  }
  return mask;
#else
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 64; ++i) {
    const char c = bytes[i];
    mask |= static_cast<std::uint64_t>(c == delimiter || c == '\n' || c == '\r') << i;
  }
  return mask;
#endif
}

}  // namespace

void CsvTokeniser::feed(std::string_view bytes, bool last) {
  data_ = bytes.data();
  size_ = bytes.size();
  last_ = last;
  position_ = 0;
  if (at_file_start_ && (size_ >= kByteOrderMark.size() || last)) {
    if (bytes.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
    at_file_start_ = false;
  }
  seek(position_);
}

/// Makes next_special() go on at `position`.
void CsvTokeniser::seek(std::size_t position) {
  block_ = position;
  if (position >= size_) {
    mask_ = 0;
    return;
  }
  if (size_ - position >= 64) {
    mask_ = specials(data_ + position, dialect_.delimiter);
    return;
  }
  char tail[64] = {};
  std::memcpy(tail, data_ + position, size_ - position);
  mask_ = specials(tail, dialect_.delimiter) & ((std::uint64_t{1} << (size_ - position)) - 1);
}

std::size_t CsvTokeniser::next_special() {
  while (mask_ == 0) {
    if (block_ + 64 >= size_) return kNone;
    seek(block_ + 64);
  }
  const std::size_t found = block_ + static_cast<std::size_t>(std::countr_zero(mask_));
  mask_ &= mask_ - 1;
  return found;
}

void CsvTokeniser::push(std::string_view cell) {
  if (cell_count_ == cells_.size()) cells_.resize(cells_.empty() ? 64 : cells_.size() * 2);
  cells_[cell_count_++] = cell;
}

void CsvTokeniser::skip_line_ends() {
  while (position_ < size_) {
    const char c = data_[position_];
    if (c == '\n') {
      if (!after_carriage_return_) ++line_;
      after_carriage_return_ = false;
    } else if (c == '\r') {
      ++line_;
      after_carriage_return_ = true;
    } else {
      after_carriage_return_ = false;
      return;
    }
    ++position_;
    if (mask_ != 0 && block_ + static_cast<std::size_t>(std::countr_zero(mask_)) < position_) {
      mask_ &= mask_ - 1;
    } else {
      seek(position_);
    }
  }
}

CsvTokeniser::Step CsvTokeniser::finish_row(std::size_t end) {
  for (const Unescaped& cell : unescaped_cells_)
    cells_[cell.cell] = std::string_view(unescaped_).substr(cell.offset, cell.size);
  position_ = end;  // The line end itself is skipped, and counted, before the next row.
  row_line_ = line_;
  line_ += lines_inside_;
  if (end < size_) {
    mask_ |= end >= block_ && end - block_ < 64 ? std::uint64_t{1} << (end - block_) : 0;
    skip_line_ends();
  }
  return Step::row;
}

/// The row that begins at `start` is a defect up to its first line end.
CsvTokeniser::Step CsvTokeniser::give_up_row(std::size_t start, std::string_view why) {
  defect_ = why;
  cell_count_ = 0;
  row_line_ = line_;
  position_ = start;
  seek(start);
  while (true) {
    const std::size_t special = next_special();
    if (special == kNone) {
      skipping_line_ = !last_;
      position_ = size_;
      return Step::row;
    }
    if (data_[special] != dialect_.delimiter) {
      position_ = special;
      seek(position_);
      skip_line_ends();
      return Step::row;
    }
  }
}

/// Cells from `start` up to the end of the row or a cell that begins with a quote; `end` is the end of the
/// last one taken. One loop with everything in registers: this is where the time of reading a file goes.
CsvTokeniser::Found CsvTokeniser::unquoted_cells(std::size_t start, std::size_t& end) {
  const char* const data = data_;
  const CsvDialect dialect = dialect_;
  while (true) {
    if (cells_.size() - cell_count_ < 64) cells_.resize(cells_.size() * 2 + 128);
    std::string_view* cell = cells_.data() + cell_count_;
    std::uint64_t mask = mask_;
    for (; mask != 0; mask &= mask - 1) {
      const std::size_t special = block_ + static_cast<std::size_t>(std::countr_zero(mask));
      *cell++ = {data + start, special - start};
      const bool row_ends = data[special] != dialect.delimiter;
      const bool quote =
          !row_ends && dialect.quote != '\0' && special + 1 < size_ && data[special + 1] == dialect.quote;
      if (row_ends || quote) {
        mask_ = mask & (mask - 1);
        cell_count_ = static_cast<std::size_t>(cell - cells_.data());
        end = special;
        return row_ends ? Found::last_cell : Found::cell;
      }
      start = special + 1;
    }
    mask_ = 0;
    cell_count_ = static_cast<std::size_t>(cell - cells_.data());
    if (block_ + 64 >= size_) break;
    seek(block_ + 64);
  }
  if (!last_) return Found::need_more;
  end = size_;
  push({data + start, size_ - start});
  return Found::last_cell;
}

/// The quote that closes a cell whose text begins at `from`; kNone if it is not among the bytes.
std::size_t CsvTokeniser::closing_quote(std::size_t from, bool& doubled) {
  const std::size_t limit = std::min(size_, row_start_ + kLongestCsvRow);
  while (from < limit) {
    const void* found = std::memchr(data_ + from, dialect_.quote, limit - from);
    if (found == nullptr) return kNone;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - data_);
    if (at + 1 >= size_ || data_[at + 1] != dialect_.quote) return at;
    doubled = true;
    from = at + 2;
  }
  return kNone;
}

CsvTokeniser::Found CsvTokeniser::quoted_cell(std::size_t start, std::size_t& end) {
  bool doubled = false;
  const std::size_t close = closing_quote(start + 1, doubled);
  if (close == kNone) {
    defect_ = kNotClosed;
    return last_ || size_ - row_start_ >= kLongestCsvRow ? Found::defect : Found::need_more;
  }
  if (close + 1 == size_ && !last_) return Found::need_more;
  const std::string_view text(data_ + start + 1, close - start - 1);
  for (std::size_t i = 0; i < text.size(); ++i)
    lines_inside_ += text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n") ? 1 : 0;
  if (doubled) {
    const std::size_t offset = unescaped_.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
      unescaped_ += text[i];
      if (text[i] == dialect_.quote) ++i;
    }
    unescaped_cells_.push_back({cell_count_, offset, unescaped_.size() - offset});
    push({});
  } else {
    push(text);
  }
  end = close + 1;
  seek(end);
  if (end == size_) return Found::last_cell;
  const char behind = data_[end];
  if (behind != dialect_.delimiter && behind != '\n' && behind != '\r') {
    defect_ = kTextBehindQuote;
    return Found::defect;
  }
  (void)next_special();
  return behind == dialect_.delimiter ? Found::cell : Found::last_cell;
}

CsvTokeniser::Step CsvTokeniser::next() {
  if (at_file_start_ && !last_) return Step::need_more;
  if (skipping_line_) {
    while (true) {
      const std::size_t special = next_special();
      if (special == kNone) {
        position_ = size_;
        return last_ ? Step::end : Step::need_more;
      }
      if (data_[special] == '\n' || data_[special] == '\r') {
        position_ = special;
        break;
      }
    }
    skipping_line_ = false;
    seek(position_);
  }
  skip_line_ends();
  cell_count_ = 0;
  defect_ = {};
  lines_inside_ = 0;
  if (!unescaped_cells_.empty()) {
    unescaped_.clear();
    unescaped_cells_.clear();
  }
  if (position_ >= size_) return last_ ? Step::end : Step::need_more;
  const std::size_t start = position_;
  row_start_ = start;
  std::size_t cell = start;
  while (true) {
    std::size_t end = 0;
    const bool quoted = dialect_.quote != '\0' && cell < size_ && data_[cell] == dialect_.quote;
    const Found found = quoted ? quoted_cell(cell, end) : unquoted_cells(cell, end);
    if (found == Found::cell && end - start < kLongestCsvRow) {
      cell = end + 1;
      continue;
    }
    if (found == Found::defect) return give_up_row(start, defect_);
    if (found == Found::last_cell && end - start < kLongestCsvRow) return finish_row(end);
    if (found != Found::need_more || size_ - start >= kLongestCsvRow) return give_up_row(start, kTooLong);
    position_ = start;
    seek(start);
    return Step::need_more;
  }
}

}  // namespace tallyward::formats
