// XML as a stream of events, on expat. A document type declaration is refused: no format that we read has
// one, and entities are how small files become large.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "formats/byte_source.h"

namespace tallyward::formats {

/// The value of an attribute, "" if it is not there. `attributes` as expat gives them.
std::string_view attribute(const char* const* attributes, std::string_view name);

class XmlEvents {
 public:
  struct Handlers {
    std::function<void(std::string_view name, const char* const* attributes)> start;  ///< Without its prefix.
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;
  };
  explicit XmlEvents(Handlers handlers);
  XmlEvents(const XmlEvents&) = delete;
  XmlEvents& operator=(const XmlEvents&) = delete;
  ~XmlEvents();

  /// Reads one piece of `bytes` and calls the handlers; false at the end. Error: corrupt with line and
  /// column.
  base::Result<bool> read_piece(ByteSource& bytes);
  base::Result<void> read_all(ByteSource& bytes);
  /// Called by a handler that cannot go on: read_piece then fails with this.
  void stop(base::Error error);

 private:
  struct Callbacks;
  void* parser_;
  Handlers handlers_;
  std::string problem_;
  base::ErrorCode problem_code_ = base::ErrorCode::corrupt;
};

}  // namespace tallyward::formats
