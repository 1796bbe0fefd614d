#include <charconv>
#include <deque>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/xlsx.h"
#include "formats/xml_events.h"
#include "formats/zip_entry.h"

namespace tallyward::formats {

namespace {

constexpr std::uint64_t kSmallPart = std::uint64_t{4} << 20;

/// Texts one after another, without a string object for each.
struct SharedStrings {
  std::string bytes;
  std::vector<std::uint32_t> ends;
  std::string_view at(std::size_t i) const {
    const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view(bytes).substr(begin, ends[i] - begin);
  }
};

/// Sheets of the workbook in order: name and path of the part.
base::Result<std::vector<std::pair<std::string, std::string>>> sheets_of(const ZipArchive& archive,
                                                                         const XlsxLimits& limits) {
  std::vector<std::pair<std::string, std::string>> sheets;
  TRY_ASSIGN(const auto workbook,
             open_zip_entry(archive, "xl/workbook.xml", kSmallPart, limits.largest_ratio));
  XmlEvents names({[&](std::string_view name, const char* const* attributes) {
                     if (name != "sheet") return;
                     // Of the two attributes with the local name "id", the relation's has a prefix.
                     std::string relation;
                     for (const char* const* a = attributes; *a != nullptr; a += 2) {
                       const std::string_view key = a[0];
                       if (key.ends_with(":id")) relation = a[1];
                     }
                     sheets.emplace_back(attribute(attributes, "name"), relation);
                   },
                   {},
                   {}});
  TRY(names.read_all(*workbook));
  std::map<std::string, std::string> targets;
  TRY_ASSIGN(const auto relations,
             open_zip_entry(archive, "xl/_rels/workbook.xml.rels", kSmallPart, limits.largest_ratio));
  XmlEvents links({[&](std::string_view name, const char* const* attributes) {
                     if (name != "Relationship") return;
                     std::string target(attribute(attributes, "Target"));
                     target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
                     targets.emplace(attribute(attributes, "Id"), target);
                   },
                   {},
                   {}});
  TRY(links.read_all(*relations));
  for (auto& [name, relation] : sheets) {
    const auto target = targets.find(relation);
    if (target == targets.end())
      return base::fail(base::ErrorCode::corrupt, fmt::format("sheet '{}' has no part", name));
    relation = target->second;
  }
  if (sheets.empty()) return base::fail(base::ErrorCode::corrupt, "the workbook has no sheets");
  return sheets;
}

base::Result<SharedStrings> shared_strings_of(const ZipArchive& archive, const XlsxLimits& limits) {
  SharedStrings strings;
  const auto part = open_zip_entry(archive, "xl/sharedStrings.xml", limits.sheet_bytes, limits.largest_ratio);
  if (!part) {
    if (part.error().code == base::ErrorCode::not_found) return strings;
    return base::fail(part.error());
  }
  bool in_text = false;
  int in_phonetic = 0;
  XmlEvents* self = nullptr;
  XmlEvents events({[&](std::string_view name, const char* const*) {
                      if (name == "rPh") ++in_phonetic;
                      if (name == "t") in_text = in_phonetic == 0;
                    },
                    [&](std::string_view name) {
                      if (name == "rPh") --in_phonetic;
                      if (name == "t") in_text = false;
                      if (name == "si")
                        strings.ends.push_back(static_cast<std::uint32_t>(strings.bytes.size()));
                    },
                    [&](std::string_view text) {
                      if (in_text) strings.bytes += text;
                      if (strings.bytes.size() + strings.ends.size() * 4 > limits.shared_string_bytes)
                        self->stop({base::ErrorCode::too_large,
                                    fmt::format("the workbook has more than {} bytes of shared strings",
                                                limits.shared_string_bytes),
                                    {}});
                    }});
  self = &events;
  TRY(events.read_all(**part));
  return strings;
}

/// "BC12" is column 54, from 0; nullopt if it is not a cell's name.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    if (++letters > 3) return std::nullopt;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

/// "12.699999999999999" is what a spreadsheet stores for 12.7.
std::string number_text(std::string_view text) {
  if (text.find_first_of(".eE") == std::string_view::npos) return std::string(text);
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::string(text);
  char shortest[64];
  const auto written =
      std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::general, 15);
  std::string plain(shortest, written.ptr);
  if (plain.find('e') != std::string::npos && value < 1e18 && value > -1e18 &&
      value == static_cast<double>(static_cast<std::int64_t>(value)))
    plain = std::to_string(static_cast<std::int64_t>(value));
  return plain;
}

class XlsxRows final : public TableReader {
 public:
  XlsxRows(std::unique_ptr<ByteSource> sheet, SharedStrings strings, const XlsxLimits& limits)
      : sheet_(std::move(sheet)),
        strings_(std::move(strings)),
        limits_(limits),
        events_({[this](std::string_view name, const char* const* attributes) { start(name, attributes); },
                 [this](std::string_view name) { end(name); },
                 [this](std::string_view text) { characters(text); }}) {}

  base::Result<bool> next(Row& row) override {
    if (given_) ready_.pop_front();
    given_ = false;
    while (ready_.empty()) {
      if (ended_) return false;
      TRY_ASSIGN(const bool more, events_.read_piece(*sheet_));
      ended_ = !more;
    }
    given_ = true;
    const Pending& pending = ready_.front();
    cells_.clear();
    for (const auto& cell : pending.cells) cells_.emplace_back(cell);
    row.cells = cells_;
    row.line = pending.line;
    row.defect = {};
    return true;
  }

 private:
  struct Pending {
    std::size_t line = 0;
    std::vector<std::string> cells;
  };

  void refuse(std::string message, base::ErrorCode code = base::ErrorCode::corrupt) {
    events_.stop({code, std::move(message), {}});
  }

  void start(std::string_view name, const char* const* attributes) {
    if (name == "row") {
      const std::string_view number = attribute(attributes, "r");
      std::size_t line = line_ + 1;
      if (!number.empty()) std::from_chars(number.data(), number.data() + number.size(), line);
      line_ = line;
      row_ = {line, {}};
    } else if (name == "c") {
      const std::string_view reference = attribute(attributes, "r");
      cell_ = reference.empty() ? row_.cells.size() : column_of(reference).value_or(limits_.columns);
      kind_ = attribute(attributes, "t");
      text_.clear();
      if (cell_ >= limits_.columns) refuse(fmt::format("row {}: a cell named '{}'", line_, reference));
    } else if (name == "v" || name == "t") {
      in_text_ = phonetic_ == 0;
    } else if (name == "rPh") {
      ++phonetic_;
    }
  }

  void end(std::string_view name) {
    if (name == "v" || name == "t") {
      in_text_ = false;
    } else if (name == "rPh") {
      --phonetic_;
    } else if (name == "c") {
      finish_cell();
    } else if (name == "row") {
      if (!row_.cells.empty()) ready_.push_back(std::move(row_));
      row_ = {};
    }
  }

  void characters(std::string_view text) {
    if (!in_text_) return;
    if (text_.size() + text.size() > limits_.cell_bytes)
      return refuse(fmt::format("row {}: a cell of more than {} bytes", line_, limits_.cell_bytes),
                    base::ErrorCode::too_large);
    text_ += text;
  }

  void finish_cell() {
    if (text_.empty() || cell_ >= limits_.columns) return;
    std::string value;
    if (kind_ == "s") {
      std::size_t index = strings_.ends.size();
      std::from_chars(text_.data(), text_.data() + text_.size(), index);
      if (index >= strings_.ends.size())
        return refuse(fmt::format("row {}: no shared string {}", line_, text_));
      value = strings_.at(index);
    } else {
      value = kind_.empty() || kind_ == "n" ? number_text(text_) : text_;
    }
    if (row_.cells.size() <= cell_) row_.cells.resize(cell_ + 1);
    row_.cells[cell_] = std::move(value);
  }

  std::unique_ptr<ByteSource> sheet_;
  SharedStrings strings_;
  XlsxLimits limits_;
  XmlEvents events_;
  std::deque<Pending> ready_;  ///< Rows of the piece at hand.
  std::vector<std::string_view> cells_;
  bool given_ = false;
  bool ended_ = false;
  std::size_t line_ = 0;
  Pending row_;
  std::size_t cell_ = 0;
  std::string kind_;
  std::string text_;
  bool in_text_ = false;
  int phonetic_ = 0;
};

base::Result<std::unique_ptr<TableReader>> open_sheet(const ZipArchive& archive, std::string_view wanted,
                                                      const XlsxLimits& limits) {
  TRY_ASSIGN(const auto sheets, sheets_of(archive, limits));
  std::string part = wanted.empty() ? sheets.front().second : "";
  std::vector<std::string_view> names;
  for (const auto& [name, path] : sheets) {
    names.push_back(name);
    if (name == wanted) part = path;
  }
  if (part.empty())
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("no sheet named '{}'; there are: {}", wanted, fmt::join(names, ", ")));
  TRY_ASSIGN(SharedStrings strings, shared_strings_of(archive, limits));
  TRY_ASSIGN(auto bytes, open_zip_entry(archive, part, limits.sheet_bytes, limits.largest_ratio));
  return std::make_unique<XlsxRows>(std::move(bytes), std::move(strings), limits);
}

}  // namespace

base::Result<std::unique_ptr<TableReader>> open_xlsx(const std::filesystem::path& file,
                                                     std::string_view sheet, const XlsxLimits& limits) {
  TRY_ASSIGN(const ZipArchive archive, open_zip(file.string()));
  return base::while_doing(open_sheet(archive, sheet, limits), "reading " + file.string());
}

base::Result<std::unique_ptr<TableReader>> open_xlsx_bytes(std::string_view bytes, std::string_view sheet,
                                                           const XlsxLimits& limits) {
  TRY_ASSIGN(const ZipArchive archive, open_zip_bytes(bytes));
  return open_sheet(archive, sheet, limits);
}

}  // namespace tallyward::formats
