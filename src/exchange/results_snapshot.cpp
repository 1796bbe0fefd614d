#include "exchange/results_snapshot.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "crypto/sha256.h"
#include "formats/csv.h"

namespace tallyward::exchange {

namespace {

using Json = nlohmann::ordered_json;
using election::UnitIndex;

/// Place of every unit when parents stand before children and brothers are sorted by code.
std::vector<std::uint32_t> unit_order(const election::UnitTree& units) {
  std::vector<std::vector<UnitIndex>> children(units.size());
  for (UnitIndex unit = 1; unit < units.size(); ++unit) children[units.parent(unit)].push_back(unit);
  std::vector<std::uint32_t> place(units.size());
  std::vector<UnitIndex> open{0};
  std::uint32_t next = 0;
  while (!open.empty()) {
    const UnitIndex unit = open.back();
    open.pop_back();
    place[unit] = next++;
    auto& below = children[unit];
    std::sort(below.begin(), below.end(),
              [&](UnitIndex a, UnitIndex b) { return units.code(a) > units.code(b); });
    open.insert(open.end(), below.begin(), below.end());
  }
  return place;
}

std::string units_csv(const election::UnitTree& units, const std::vector<std::uint32_t>& place) {
  std::vector<UnitIndex> order(units.size());
  for (UnitIndex unit = 0; unit < units.size(); ++unit) order[place[unit]] = unit;
  std::string text = "unit,name\n";
  for (const UnitIndex unit : order) {
    if (unit == 0) continue;
    formats::append_csv_cell(text, units.path(unit));
    text += ',';
    formats::append_csv_cell(text, units.name(unit));
    text += '\n';
  }
  return text;
}

std::string table_csv(const results::Results& results, const results::ProtocolTable& table,
                      const std::vector<std::uint32_t>& place) {
  std::vector<std::size_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(place[table.units[a]], table.version(a)) <
           std::pair(place[table.units[b]], table.version(b));
  });
  std::string text = "unit,version,published,file_line";
  for (const results::Line& line : table.lines) {
    text += ',';
    formats::append_csv_cell(text, line.code);
  }
  text += '\n';
  for (const std::size_t row : rows) {
    formats::append_csv_cell(text, results.units.path(table.units[row]));
    fmt::format_to(std::back_inserter(text), ",{},", table.version(row));
    if (!table.published.empty() && table.published[row] != base::Time{})
      text += base::to_text(table.published[row]);
    text += ',';
    if (!table.file_lines.empty()) text += std::to_string(table.file_lines[row]);
    for (const auto& column : table.columns) {
      text += ',';
      if (column[row] != results::kBlank) text += fmt::format_int(column[row]).c_str();
    }
    text += '\n';
  }
  return text;
}

std::string remarks_csv(const results::Results& results, const std::vector<std::uint32_t>& place) {
  std::vector<results::UnitRemark> remarks = results.remarks;
  std::stable_sort(remarks.begin(), remarks.end(),
                   [&](const auto& a, const auto& b) { return place[a.unit] < place[b.unit]; });
  std::string text = "unit,status,reason,source\n";
  for (const results::UnitRemark& remark : remarks) {
    formats::append_csv_cell(text, results.units.path(remark.unit));
    text += ',';
    text += results::to_text(remark.status);
    text += ',';
    formats::append_csv_cell(text, remark.reason);
    text += ',';
    formats::append_csv_cell(text, remark.source);
    text += '\n';
  }
  return text;
}

std::string refused_csv(const ImportReport& report) {
  std::string text = "kind,file,line,column,heading,found,expected\n";
  const auto add = [&text](std::string_view kind, const RowRemark& remark) {
    text += kind;
    text += ',';
    formats::append_csv_cell(text, remark.place.file);
    fmt::format_to(std::back_inserter(text), ",{},{},", remark.place.line, remark.place.column);
    formats::append_csv_cell(text, remark.column);
    text += ',';
    formats::append_csv_cell(text, remark.found);
    text += ',';
    formats::append_csv_cell(text, remark.expected);
    text += '\n';
  };
  for (const RowRemark& remark : report.refused) add("refused", remark);
  for (const RowRemark& remark : report.repeated) add("repeated", remark);
  return text;
}

std::string safe_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    name += plain ? c : '_';
  }
  return name;
}

Json line_json(const results::Line& line) {
  return {{"code", line.code},
          {"group", line.group},
          {"label", line.label},
          {"origin", line.origin == results::LineOrigin::computed ? "computed" : "counted"},
          {"decimals", line.decimals}};
}

Json manifest_json(const Imported& imported, const SnapshotOrigin& origin, const SnapshotFiles& files,
                   const std::vector<std::string>& table_files) {
  const results::Results& results = imported.results;
  Json manifest;
  manifest["format"] = "tallyward results snapshot";
  manifest["format_version"] = 1;
  manifest["election"] = results.election;
  manifest["rule_set"] = results.rule_set;
  manifest["synthetic"] = results.synthetic;
  manifest["attributions"] = results.attributions;
  manifest["imported"] = base::to_text(origin.imported);
  manifest["profile"] = {{"name", origin.profile_name},
                         {"sha256", crypto::to_hex(crypto::sha256(origin.profile_text))}};
  manifest["country"] = {{"code", results.units.code(0)}, {"name", results.units.name(0)}};
  manifest["levels"] =
      std::vector<std::string>(results.units.level_names().begin(), results.units.level_names().end());
  for (const results::Source& source : results.sources)
    manifest["sources"].push_back(
        {{"id", source.id}, {"name", source.name}, {"authority", source.authority}});
  manifest["contestants"] = Json::array();
  for (const results::Contestant& each : results.contestants)
    manifest["contestants"].push_back({{"code", each.code},
                                       {"name", each.name},
                                       {"short_name", each.short_name},
                                       {"ballot_order", each.ballot_order}});
  manifest["tables"] = Json::array();
  for (std::size_t i = 0; i < results.tables.size(); ++i) {
    const results::ProtocolTable& table = results.tables[i];
    Json lines = Json::array();
    for (const results::Line& line : table.lines) lines.push_back(line_json(line));
    manifest["tables"].push_back({{"file", table_files[i]},
                                  {"source", table.source},
                                  {"level", results.units.level_names()[table.level]},
                                  {"rows", table.rows()},
                                  {"lines", std::move(lines)}});
  }
  manifest["inputs"] = Json::array();
  for (const ImportedFile& file : imported.report.files)
    manifest["inputs"].push_back({{"file", file.name},
                                  {"bytes", file.bytes},
                                  {"sha256", file.sha256},
                                  {"rows_taken", file.rows_taken},
                                  {"rows_refused", file.rows_refused}});
  manifest["rows_repeated"] = imported.report.rows_repeated;
  manifest["files"] = Json::array();
  for (const auto& [name, bytes] : files)
    manifest["files"].push_back(
        {{"file", name}, {"bytes", bytes.size()}, {"sha256", crypto::to_hex(crypto::sha256(bytes))}});
  return manifest;
}

}  // namespace

SnapshotFiles snapshot_files(const Imported& imported, const SnapshotOrigin& origin) {
  const results::Results& results = imported.results;
  const std::vector<std::uint32_t> place = unit_order(results.units);
  SnapshotFiles files;
  std::vector<std::string> table_files;
  for (std::size_t i = 0; i < results.tables.size(); ++i) {
    const results::ProtocolTable& table = results.tables[i];
    const std::string name = fmt::format("protocols-{:02}-{}-{}.csv", i + 1, safe_name(table.source),
                                         safe_name(results.units.level_names()[table.level]));
    files[name] = table_csv(results, table, place);
    table_files.push_back(name);
  }
  files["units.csv"] = units_csv(results.units, place);
  files["remarks.csv"] = remarks_csv(results, place);
  files["refused.csv"] = refused_csv(imported.report);
  files["profile.toml"] = origin.profile_text;
  const Json manifest = manifest_json(imported, origin, files, table_files);
  files["manifest.json"] = manifest.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  return files;
}

base::Result<void> write_snapshot(const std::filesystem::path& folder, const SnapshotFiles& files) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem)
    return base::fail(base::ErrorCode::unavailable,
                      fmt::format("cannot make {}: {}", folder.string(), problem.message()));
  if (!is_snapshot(folder) && !std::filesystem::is_empty(folder, problem))
    return base::fail(base::ErrorCode::conflict,
                      fmt::format("{} is not empty and not a results snapshot", folder.string()));
  std::filesystem::remove(folder / "manifest.json", problem);
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("protocols-") && !files.contains(name))
      std::filesystem::remove(entry.path(), problem);
  }
  for (const auto& [name, bytes] : files) {
    if (name != "manifest.json") TRY(base::write_file(folder / name, bytes));
  }
  return base::write_file(folder / "manifest.json", files.at("manifest.json"));
}

}  // namespace tallyward::exchange
