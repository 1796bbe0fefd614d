// The built web front ends: which bytes stand behind a path. They lie in one file, web.pack, whose form
// web/build/pack.ts gives; normally inside the program, in development in a folder.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace tallyward::http {

/// One file of the front ends. The views live as long as the WebAssets they came from.
struct WebAsset {
  std::string_view type;      ///< The Content-Type, with charset.
  std::string_view etag;      ///< SHA-256 of the bytes in hex, without quotes.
  bool immutable = false;     ///< The name holds a hash of the content: cache for ever.
  std::string_view identity;  ///< The bytes as they are.
  std::string_view gzip;      ///< Empty where it would not be smaller.
  std::string_view brotli;    ///< Empty where it would not be smaller.
};

class WebAssets {
 public:
  /// The front ends inside this program; empty when it was built without them.
  static const WebAssets& embedded();
  /// Reads FOLDER/web.pack. Errors: those of base::read_file, corrupt.
  static base::Result<WebAssets> folder(const std::filesystem::path& folder);
  /// Reads a pack. Errors: corrupt, with the line.
  static base::Result<WebAssets> parse(std::string pack);

  /// The file for the path of a URL: "/o/" and "/s/" are the pages of the observer and the staff app, "/o/x"
  /// is observer/x, "/s/x" is staff/x, any other path is the file of that name. Nothing is decoded or
  /// cleaned: a path that is not in the pack is not there.
  std::optional<WebAsset> find(std::string_view url_path) const;

 private:
  std::string owned_;  // Offsets below point into it, or into the program.
  std::string_view bytes_;
  struct Range {
    std::size_t offset = 0;
    std::size_t length = 0;
  };
  struct Entry {
    std::string type, etag;
    bool immutable = false;
    Range identity, gzip, brotli;
  };
  std::map<std::string, Entry, std::less<>> entries_;
  base::Result<void> read(std::string_view pack);
  std::string_view whole() const { return owned_.empty() ? bytes_ : std::string_view(owned_); }
  std::size_t start_ = 0;
};

}  // namespace tallyward::http
