#include "formats/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::formats {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

constexpr std::array<std::pair<std::string_view, Encoding>, 6> kNames{{
    {"utf-8", Encoding::utf_8},
    {"windows-1251", Encoding::windows_1251},
    {"windows-1252", Encoding::windows_1252},
    {"utf-16", Encoding::utf_16},
    {"utf-16le", Encoding::utf_16_le},
    {"utf-16be", Encoding::utf_16_be},
}};

/// Bytes 0x80 to 0xBF of windows-1251; 0xC0 to 0xFF are the letters U+0410 to U+044F in order.
constexpr std::array<char16_t, 64> kWindows1251{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

/// Bytes 0x80 to 0x9F of windows-1252; the rest are the code points of the same number.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

char32_t from_windows(unsigned char byte, Encoding encoding) {
  if (byte < 0x80) return byte;
  if (encoding == Encoding::windows_1252) return byte < 0xA0 ? kWindows1252[byte - 0x80u] : byte;
  if (byte >= 0xC0) return 0x0410u + (byte - 0xC0u);
  return kWindows1251[byte - 0x80u];
}

class DecodingSource final : public ByteSource {
 public:
  DecodingSource(std::unique_ptr<ByteSource> bytes, Encoding encoding)
      : bytes_(std::move(bytes)), encoding_(encoding) {}

  base::Result<std::size_t> read(std::span<char> into) override {
    while (given_ == decoded_.size()) {
      if (ended_) return 0;
      TRY(decode_more());
    }
    const std::size_t count = std::min(into.size(), decoded_.size() - given_);
    std::copy_n(decoded_.data() + given_, count, into.data());
    given_ += count;
    return count;
  }

 private:
  base::Result<void> decode_more() {
    decoded_.clear();
    given_ = 0;
    TRY_ASSIGN(const std::size_t got, bytes_->read(raw_));
    ended_ = got == 0;
    const std::string_view raw(raw_.data(), got);
    if (encoding_ == Encoding::windows_1251 || encoding_ == Encoding::windows_1252) {
      for (const char c : raw) append_utf8(decoded_, from_windows(static_cast<unsigned char>(c), encoding_));
    } else {
      decode_utf16(raw);
    }
    return {};
  }

  void decode_utf16(std::string_view raw) {
    for (const char c : raw) {
      const auto byte = static_cast<unsigned char>(c);
      if (!half_) {
        first_byte_ = byte;
        half_ = true;
        continue;
      }
      half_ = false;
      if (at_start_) {
        at_start_ = false;
        const bool little = first_byte_ == 0xFF && byte == 0xFE;
        const bool big = first_byte_ == 0xFE && byte == 0xFF;
        if (encoding_ == Encoding::utf_16) encoding_ = big ? Encoding::utf_16_be : Encoding::utf_16_le;
        if ((little && encoding_ == Encoding::utf_16_le) || (big && encoding_ == Encoding::utf_16_be))
          continue;
      }
      const unsigned high = encoding_ == Encoding::utf_16_be ? first_byte_ : byte;
      const unsigned low = encoding_ == Encoding::utf_16_be ? byte : first_byte_;
      add_unit(high << 8 | low);
    }
    if (ended_ && (half_ || lead_ != 0)) {
      append_utf8(decoded_, kReplacement);
      half_ = false;
      lead_ = 0;
    }
  }

  void add_unit(char32_t unit) {
    if (unit >= 0xDC00 && unit < 0xE000 && lead_ != 0) {
      append_utf8(decoded_, 0x10000 + ((lead_ - 0xD800) << 10) + (unit - 0xDC00));
      lead_ = 0;
      return;
    }
    if (lead_ != 0) append_utf8(decoded_, kReplacement);
    lead_ = 0;
    if (unit >= 0xD800 && unit < 0xDC00) {
      lead_ = unit;
    } else {
      append_utf8(decoded_, unit >= 0xDC00 && unit < 0xE000 ? kReplacement : unit);
    }
  }

  std::unique_ptr<ByteSource> bytes_;
  Encoding encoding_;
  std::array<char, 1 << 15> raw_{};
  std::string decoded_;
  std::size_t given_ = 0;
  bool ended_ = false;
  bool at_start_ = true;
  bool half_ = false;
  unsigned char first_byte_ = 0;
  char32_t lead_ = 0;
};

}  // namespace

base::Result<Encoding> parse_encoding(std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& [text, encoding] : kNames) {
    if (text == name) return encoding;
    known.push_back(text);
  }
  const std::string_view near = base::nearest_name(name, known);
  return base::fail(base::ErrorCode::invalid_input,
                    near.empty()
                        ? fmt::format("no encoding named '{}'; known: {}", name, fmt::join(known, ", "))
                        : fmt::format("no encoding named '{}'; did you mean '{}'?", name, near));
}

std::string_view to_text(Encoding encoding) {
  for (const auto& [text, known] : kNames) {
    if (known == encoding) return text;
  }
  return "";
}

std::unique_ptr<ByteSource> decode(std::unique_ptr<ByteSource> bytes, Encoding encoding) {
  if (encoding == Encoding::utf_8) return bytes;
  return std::make_unique<DecodingSource>(std::move(bytes), encoding);
}

bool is_valid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      ++i;
      continue;
    }
    const std::size_t more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    if (byte < 0xC2 || byte > 0xF4 || i + more >= text.size()) return false;
    char32_t c = byte & (0x3Fu >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      c = c << 6 | (next & 0x3F);
    }
    if ((more == 2 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
        (more == 3 && (c < 0x10000 || c > 0x10FFFF)))
      return false;
    i += more + 1;
  }
  return true;
}

Encoding guess_encoding(std::string_view first_bytes) {
  if (first_bytes.starts_with("\xFF\xFE")) return Encoding::utf_16_le;
  if (first_bytes.starts_with("\xFE\xFF")) return Encoding::utf_16_be;
  std::size_t zeros_even = 0;
  std::size_t zeros_odd = 0;
  for (std::size_t i = 0; i < first_bytes.size(); ++i) {
    if (first_bytes[i] == '\0') ++(i % 2 == 0 ? zeros_even : zeros_odd);
  }
  if (zeros_odd > first_bytes.size() / 8) return Encoding::utf_16_le;
  if (zeros_even > first_bytes.size() / 8) return Encoding::utf_16_be;
  // The last character may be cut in two: up to three bytes may be missing.
  for (std::size_t cut = 0; cut < 4 && cut <= first_bytes.size(); ++cut) {
    if (is_valid_utf8(first_bytes.substr(0, first_bytes.size() - cut))) return Encoding::utf_8;
  }
  std::size_t cyrillic = 0;
  std::size_t high = 0;
  for (const char c : first_bytes) {
    const auto byte = static_cast<unsigned char>(c);
    high += byte >= 0x80 ? 1 : 0;
    cyrillic += byte >= 0xC0 ? 1 : 0;
  }
  // In Cyrillic text nearly every letter is a high byte; in a western language few are.
  std::size_t letters = high;
  for (const char c : first_bytes) letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
  return cyrillic * 5 > high * 3 && high * 3 > letters ? Encoding::windows_1251 : Encoding::windows_1252;
}

}  // namespace tallyward::formats
