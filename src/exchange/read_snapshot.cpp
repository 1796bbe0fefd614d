#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "crypto/sha256.h"
#include "exchange/figure_text.h"
#include "exchange/results_snapshot.h"
#include "formats/csv.h"

namespace tallyward::exchange {

namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "tallyward results snapshot";
constexpr std::size_t kLargestManifest = std::size_t{16} << 20;

/// One file of the snapshot, row by row, with its place for messages.
class SnapshotTable {
 public:
  SnapshotTable(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    rows_ = formats::read_csv(text_, {});
  }
  SnapshotTable(const SnapshotTable&) = delete;
  SnapshotTable& operator=(const SnapshotTable&) = delete;

  base::Result<bool> next() {
    TRY_ASSIGN(const bool more, rows_->next(row_));
    if (more && !row_.defect.empty()) return wrong(0, row_.defect, "a row of cells");
    if (more && width_ != 0 && row_.cells.size() != width_)
      return wrong(0, fmt::format("{} cells", row_.cells.size()), fmt::format("{} cells", width_));
    if (more) width_ = row_.cells.size();
    return more;
  }
  std::string_view cell(std::size_t i) const {
    return i < row_.cells.size() ? row_.cells[i] : std::string_view{};
  }
  std::size_t width() const { return width_; }
  base::Result<bool> wrong(std::size_t column, std::string_view found, std::string_view expected) const {
    return base::fail(base::unexpected_input({name_, row_.line, column}, found, expected));
  }

 private:
  std::string name_;
  std::string text_;
  std::unique_ptr<formats::TableReader> rows_;
  formats::Row row_;
  std::size_t width_ = 0;
};

class SnapshotReading {
 public:
  SnapshotReading(std::filesystem::path folder, const Json& manifest)
      : folder_(std::move(folder)), manifest_(manifest) {}

  base::Result<Imported> read() {
    read_manifest();
    TRY(read_units());
    for (const Json& table : manifest_.at("tables")) TRY(read_table(table));
    TRY(read_remarks());
    TRY(read_refused());
    return std::move(imported_);
  }

 private:
  static std::string text(const Json& from, const char* key) { return from.at(key).get<std::string>(); }

  void read_manifest() {
    results::Results& results = imported_.results;
    results.election = text(manifest_, "election");
    results.rule_set = text(manifest_, "rule_set");
    results.synthetic = manifest_.at("synthetic").get<bool>();
    results.attributions = manifest_.at("attributions").get<std::vector<std::string>>();
    auto levels = manifest_.at("levels").get<std::vector<std::string>>();
    if (levels.empty() || levels.size() > 17) levels = {"country"};
    results.units = election::UnitTree(levels, text(manifest_.at("country"), "code"),
                                       text(manifest_.at("country"), "name"));
    for (const Json& source : manifest_.at("sources"))
      results.sources.push_back(
          {text(source, "id"), text(source, "name"), source.at("authority").get<int>()});
    for (const Json& each : manifest_.at("contestants"))
      results.contestants.push_back({text(each, "code"), text(each, "name"), text(each, "short_name"),
                                     each.at("ballot_order").get<int>()});
    for (const Json& input : manifest_.at("inputs")) {
      imported_.report.files.push_back(
          {text(input, "file"), text(input, "sha256"), input.at("bytes").get<std::uint64_t>(),
           input.at("rows_taken").get<std::uint64_t>(), input.at("rows_refused").get<std::uint64_t>()});
      imported_.report.rows_taken += imported_.report.files.back().rows_taken;
      imported_.report.rows_refused += imported_.report.files.back().rows_refused;
    }
    imported_.report.rows_repeated = manifest_.at("rows_repeated").get<std::uint64_t>();
  }

  /// The bytes of a file of the snapshot, which must be those of the manifest.
  base::Result<std::string> bytes_of(const std::string& name) {
    if (name.find('/') != std::string::npos || name.starts_with('.'))
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("the manifest names a file outside: {}", name));
    TRY_ASSIGN(std::string bytes, base::read_file(folder_ / name));
    for (const Json& file : manifest_.at("files")) {
      if (text(file, "file") != name) continue;
      const std::string hash = crypto::to_hex(crypto::sha256(bytes));
      if (hash == text(file, "sha256")) return bytes;
      return base::fail(base::ErrorCode::corrupt,
                        fmt::format("{} was changed: its SHA-256 is {}, the manifest says {}",
                                    (folder_ / name).string(), hash, text(file, "sha256")));
    }
    return base::fail(base::ErrorCode::corrupt, fmt::format("the manifest does not list {}", name));
  }

  base::Result<void> read_units() {
    TRY_ASSIGN(std::string bytes, bytes_of("units.csv"));
    SnapshotTable table("units.csv", std::move(bytes));
    election::UnitTree& units = imported_.results.units;
    TRY(table.next());
    while (true) {
      TRY_ASSIGN(const bool more, table.next());
      if (!more) return {};
      const std::string_view path = table.cell(0);
      const auto slash = path.rfind('/');
      const std::string_view above =
          slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
      const election::UnitIndex parent = units.find(above);
      if (path.empty() || parent == election::kNoUnit || units.level(parent) >= units.lowest_level())
        TRY(table.wrong(1, fmt::format("'{}'", path), "a path whose parent stands above it"));
      units.add(
          parent,
          election::UnitTree::code_of_piece(slash == std::string_view::npos ? path : path.substr(slash + 1)),
          table.cell(1));
    }
  }

  base::Result<void> read_table(const Json& described) {
    results::Results& results = imported_.results;
    results::ProtocolTable to;
    to.source = text(described, "source");
    const auto level = results.units.find_level(text(described, "level"));
    const std::string name = text(described, "file");
    if (!level)
      return base::fail(base::ErrorCode::invalid_input, "the manifest names an unknown level for " + name);
    to.level = *level;
    for (const Json& line : described.at("lines")) {
      const auto origin =
          text(line, "origin") == "computed" ? results::LineOrigin::computed : results::LineOrigin::counted;
      to.lines.push_back({text(line, "code"), text(line, "group"), text(line, "label"), origin,
                          static_cast<std::uint8_t>(std::min(line.at("decimals").get<unsigned>(), 6u))});
    }
    to.columns.resize(to.lines.size());
    TRY_ASSIGN(std::string bytes, bytes_of(name));
    SnapshotTable table(name, std::move(bytes));
    TRY_ASSIGN(bool more, table.next());
    if (!more || table.width() != to.lines.size() + 4)
      TRY(table.wrong(0, fmt::format("{} columns", table.width()), fmt::format("{}", to.lines.size() + 4)));
    const Writing plain;
    bool versions = false;
    bool times = false;
    while (true) {
      TRY_ASSIGN(more, table.next());
      if (!more) break;
      const election::UnitIndex unit = results.units.find(table.cell(0));
      if (unit == election::kNoUnit || results.units.level(unit) != to.level)
        TRY(table.wrong(1, fmt::format("'{}'", table.cell(0)), "a unit of units.csv at the table's level"));
      const auto version = plain_digits(table.cell(1));
      if (!version || *version < 1)
        TRY(table.wrong(2, fmt::format("'{}'", table.cell(1)), "a version from 1"));
      base::Time published{};
      if (!table.cell(2).empty()) {
        TRY_ASSIGN(published, base::parse_time(table.cell(2)));
        times = true;
      }
      versions = versions || *version != 1;
      to.units.push_back(unit);
      to.versions.push_back(*version);
      to.published.push_back(published);
      to.file_lines.push_back(static_cast<std::uint32_t>(plain_digits(table.cell(3)).value_or(0)));
      for (std::size_t i = 0; i < to.columns.size(); ++i) {
        const FigureRead figure = read_figure(table.cell(i + 4), plain, 0);
        if (figure.kind == FigureKind::refused)
          TRY(table.wrong(i + 5, fmt::format("'{}'", table.cell(i + 4)), "a whole number or nothing"));
        to.columns[i].push_back(figure.figure);
      }
    }
    if (!versions) to.versions.clear();
    if (!times) to.published.clear();
    results.tables.push_back(std::move(to));
    return {};
  }

  base::Result<void> read_remarks() {
    TRY_ASSIGN(std::string bytes, bytes_of("remarks.csv"));
    SnapshotTable table("remarks.csv", std::move(bytes));
    TRY(table.next());
    while (true) {
      TRY_ASSIGN(const bool more, table.next());
      if (!more) return {};
      const election::UnitIndex unit = imported_.results.units.find(table.cell(0));
      if (unit == election::kNoUnit)
        TRY(table.wrong(1, fmt::format("'{}'", table.cell(0)), "a unit of units.csv"));
      const auto status = table.cell(1) == "quarantined" ? results::UnitStatus::quarantined
                          : table.cell(1) == "merged"    ? results::UnitStatus::merged
                                                         : results::UnitStatus::annulled;
      imported_.results.remarks.push_back(
          {unit, status, std::string(table.cell(2)), std::string(table.cell(3))});
    }
  }

  base::Result<void> read_refused() {
    TRY_ASSIGN(std::string bytes, bytes_of("refused.csv"));
    SnapshotTable table("refused.csv", std::move(bytes));
    TRY(table.next());
    while (true) {
      TRY_ASSIGN(const bool more, table.next());
      if (!more) return {};
      const auto number = [&](std::size_t i) {
        return static_cast<std::size_t>(plain_digits(table.cell(i)).value_or(0));
      };
      RowRemark remark{{std::string(table.cell(1)), number(2), number(3)},
                       std::string(table.cell(4)),
                       std::string(table.cell(5)),
                       std::string(table.cell(6))};
      auto& list = table.cell(0) == "repeated" ? imported_.report.repeated : imported_.report.refused;
      list.push_back(std::move(remark));
    }
  }

  std::filesystem::path folder_;
  const Json& manifest_;
  Imported imported_;
};

}  // namespace

bool is_snapshot(const std::filesystem::path& folder) {
  const auto text = base::read_file(folder / "manifest.json", kLargestManifest);
  if (!text) return false;
  const Json manifest = Json::parse(*text, nullptr, false);
  return manifest.is_object() && manifest.contains("format") && manifest["format"] == kFormat;
}

base::Result<Imported> read_snapshot(const std::filesystem::path& folder) {
  TRY_ASSIGN(const std::string text, base::read_file(folder / "manifest.json", kLargestManifest));
  const Json manifest = Json::parse(text, nullptr, false);
  if (!manifest.is_object() || manifest.value("format", Json()) != kFormat ||
      manifest.value("format_version", Json()) != 1)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} is not the manifest of a results snapshot, format_version 1",
                                  (folder / "manifest.json").string()));
  try {
    return base::while_doing(SnapshotReading(folder, manifest).read(),
                             "reading the results snapshot " + folder.string());
  } catch (const Json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{}: {}", (folder / "manifest.json").string(), error.what()));
  }
}

}  // namespace tallyward::exchange
