// A file that was put into the binary at build time (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace tallyward::base {

struct EmbeddedFile {
  std::string_view path;   ///< Relative, with '/'.
  std::string_view bytes;  ///< Lives as long as the program.
};

}  // namespace tallyward::base
