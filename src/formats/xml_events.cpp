#include "formats/xml_events.h"

#include <expat.h>
#include <fmt/format.h>

namespace tallyward::formats {

namespace {

constexpr int kPiece = 1 << 16;

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view attribute(const char* const* attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (local_name(attributes[0]) == name) return attributes[1];
  }
  return {};
}

struct XmlEvents::Callbacks {
  static void start(void* self, const XML_Char* name, const XML_Char** attributes) {
    const auto& handlers = static_cast<XmlEvents*>(self)->handlers_;
    if (handlers.start) handlers.start(local_name(name), attributes);
  }
  static void end(void* self, const XML_Char* name) {
    const auto& handlers = static_cast<XmlEvents*>(self)->handlers_;
    if (handlers.end) handlers.end(local_name(name));
  }
  static void text(void* self, const XML_Char* text, int size) {
    const auto& handlers = static_cast<XmlEvents*>(self)->handlers_;
    if (handlers.text) handlers.text({text, static_cast<std::size_t>(size)});
  }
  static void document_type(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<XmlEvents*>(self)->stop(
        {base::ErrorCode::corrupt, "the XML has a document type declaration", {}});
  }
};

XmlEvents::XmlEvents(Handlers handlers) : parser_(XML_ParserCreate(nullptr)), handlers_(std::move(handlers)) {
  auto* parser = static_cast<XML_Parser>(parser_);
  XML_SetUserData(parser, this);
  XML_SetElementHandler(parser, Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser, Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser, Callbacks::document_type);
}

XmlEvents::~XmlEvents() {
  XML_ParserFree(static_cast<XML_Parser>(parser_));
}

void XmlEvents::stop(base::Error error) {
  if (!problem_.empty()) return;
  problem_ = std::move(error.message);
  problem_code_ = error.code;
  XML_StopParser(static_cast<XML_Parser>(parser_), XML_FALSE);
}

base::Result<bool> XmlEvents::read_piece(ByteSource& bytes) {
  auto* parser = static_cast<XML_Parser>(parser_);
  void* buffer = XML_GetBuffer(parser, kPiece);
  if (buffer == nullptr) return base::fail(base::ErrorCode::too_large, "no memory for the XML");
  TRY_ASSIGN(const std::size_t got, bytes.read({static_cast<char*>(buffer), kPiece}));
  const bool last = got == 0;
  if (XML_ParseBuffer(parser, static_cast<int>(got), last ? 1 : 0) == XML_STATUS_ERROR) {
    if (!problem_.empty()) return base::fail(problem_code_, problem_);
    return base::fail(
        base::ErrorCode::corrupt,
        fmt::format("XML, line {} column {}: {}", XML_GetCurrentLineNumber(parser),
                    XML_GetCurrentColumnNumber(parser) + 1, XML_ErrorString(XML_GetErrorCode(parser))));
  }
  return !last;
}

base::Result<void> XmlEvents::read_all(ByteSource& bytes) {
  while (true) {
    TRY_ASSIGN(const bool more, read_piece(bytes));
    if (!more) return {};
  }
}

}  // namespace tallyward::formats
