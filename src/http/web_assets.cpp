#include "http/web_assets.h"

#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "embedded/web_pack.h"

namespace tallyward::http {
namespace {

using base::ErrorCode;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

const WebAssets& WebAssets::embedded() {
  static const WebAssets assets = [] {
    WebAssets made;
    for (const base::EmbeddedFile& file : tallyward::embedded::web_pack()) {
      made.bytes_ = file.bytes;
      // The build wrote it; should it be damaged all the same, there are no front ends.
      if (!made.read(file.bytes)) made.entries_.clear();
    }
    return made;
  }();
  return assets;
}

base::Result<WebAssets> WebAssets::folder(const std::filesystem::path& folder) {
  TRY_ASSIGN(std::string pack, base::read_file(folder / "web.pack"));
  return base::while_doing(parse(std::move(pack)), fmt::format("reading {}", (folder / "web.pack").string()));
}

base::Result<WebAssets> WebAssets::parse(std::string pack) {
  WebAssets made;
  made.owned_ = std::move(pack);
  TRY(made.read(made.owned_));
  return made;
}

base::Result<void> WebAssets::read(std::string_view pack) {
  const auto end = pack.find("\n\n");
  if (!pack.starts_with("tallyward-web-pack 1\n") || end == std::string_view::npos) {
    return base::fail(ErrorCode::corrupt, "found no web pack of version 1");
  }
  start_ = end + 2;
  const std::size_t size = pack.size() - start_;
  const auto lines = split(pack.substr(0, end), '\n');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto fields = split(lines[i], '\t');
    Entry entry;
    bool good = fields.size() == 7;
    const auto range = [&](std::string_view text) {
      const auto parts = split(text, ' ');
      const auto offset = parts.size() == 2 ? number(parts[0]) : std::nullopt;
      const auto length = parts.size() == 2 ? number(parts[1]) : std::nullopt;
      good = good && offset && length && *offset <= size && *length <= size - *offset;
      return good ? Range{*offset, *length} : Range{};
    };
    if (good) {
      entry = {std::string(fields[1]), std::string(fields[2]), fields[3] == "immutable",
               range(fields[4]),       range(fields[5]),       range(fields[6])};
    }
    if (!good)
      return base::fail(ErrorCode::corrupt, fmt::format("line {} of the web pack does not fit", i + 1));
    entries_.emplace(std::string(fields[0]), std::move(entry));
  }
  return {};
}

std::optional<WebAsset> WebAssets::find(std::string_view url_path) const {
  if (!url_path.starts_with('/')) return std::nullopt;
  std::string name(url_path.substr(1));
  if (name.starts_with("o/")) name = "observer/" + name.substr(2);
  if (name.starts_with("s/")) name = "staff/" + name.substr(2);
  if (name.ends_with('/')) name += "index.html";
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  const auto bytes = [&](const Range& range) { return whole().substr(start_ + range.offset, range.length); };
  return WebAsset{entry.type,        entry.etag,         entry.immutable, bytes(entry.identity),
                  bytes(entry.gzip), bytes(entry.brotli)};
}

}  // namespace tallyward::http
