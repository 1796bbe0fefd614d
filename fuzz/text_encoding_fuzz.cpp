// link: formats
// Whatever the bytes, what is decoded is valid UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/text_encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tallyward::formats;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)guess_encoding(bytes);
  for (const Encoding encoding :
       {Encoding::windows_1251, Encoding::windows_1252, Encoding::utf_16, Encoding::utf_16_be}) {
    const auto source = decode(memory_source(bytes), encoding);
    std::string text;
    char piece[37];
    while (const std::size_t got = source->read(piece).value()) text.append(piece, got);
    if (!is_valid_utf8(text)) std::abort();
  }
  return 0;
}
