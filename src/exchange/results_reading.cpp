#include "exchange/results_reading.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "crypto/sha256.h"
#include "exchange/open_table.h"

namespace tallyward::exchange::internal {

namespace {

std::vector<std::string> level_names(const ResultsProfile& profile) {
  std::vector<std::string> names{"country"};
  for (const LevelColumns& level : profile.levels) names.push_back(level.level);
  return names;
}

/// SHA-256 of a file in hexadecimal, in bounded memory.
base::Result<std::string> file_hash(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto bytes, formats::open_file_source(path));
  crypto::Sha256 hash;
  std::vector<char> piece(std::size_t{1} << 16);
  while (true) {
    TRY_ASSIGN(const std::size_t got, bytes->read(piece));
    if (got == 0) return crypto::to_hex(hash.finish());
    hash.update({piece.data(), got});
  }
}

}  // namespace

ResultsReading::ResultsReading(const ResultsProfile& profile, const ReadOptions& options)
    : profile_(profile), options_(options), finder_(results_.units, profile) {
  results_.election = profile.election;
  results_.rule_set = profile.rule_set;
  results_.units = election::UnitTree(level_names(profile), profile.country_code, profile.country_name);
  results_.sources = profile.sources;
  results_.attributions = profile.attributions;
  results_.synthetic = profile.synthetic;
  for (const ContestantColumn& each : profile.contestants) add_contestant(each.contestant, each.key);
}

void ResultsReading::add_contestant(const results::Contestant& contestant, std::string key) {
  for (std::size_t i = 0; i < results_.contestants.size(); ++i) {
    if (results_.contestants[i].code != contestant.code) continue;
    contestant_of_key_.emplace(std::move(key), i);
    return;
  }
  contestant_of_key_.emplace(std::move(key), results_.contestants.size());
  results_.contestants.push_back(contestant);
}

void ResultsReading::refuse(const OpenFile& file, const formats::Row& row, std::size_t cell,
                            std::string_view expected) {
  const bool there = cell < row.cells.size();
  report_.refuse({{file.name, row.line, cell + 1},
                  file.columns.heading(cell),
                  there ? fmt::format("'{}'", row.cells[cell].substr(0, 80)) : std::string("no cell"),
                  std::string(expected)});
}

TableBuilder& ResultsReading::table_of(const std::string& source, election::LevelIndex level) {
  const auto known = std::any_of(results_.sources.begin(), results_.sources.end(),
                                 [&](const results::Source& each) { return each.id == source; });
  if (!known) results_.sources.push_back({source, source, static_cast<int>(results_.sources.size())});
  return tables_.try_emplace({source, level}, source, level).first->second;
}

ResultsReading::OpenFile::Target& ResultsReading::target_of(OpenFile& file, std::string_view source,
                                                            election::LevelIndex level) {
  for (OpenFile::Target& target : file.targets) {
    if (target.table->level() == level && target.table->source() == source) return target;
  }
  OpenFile::Target target{&table_of(std::string(source), level), {}};
  for (const FigureCell& figure : file.columns.figures)
    target.lines.push_back(target.table->line(figure.line));
  return file.targets.emplace_back(std::move(target));
}

bool ResultsReading::take_row(OpenFile& file, const formats::Row& row) {
  switch (file.rules.role) {
    case FileRole::contestants:
      return take_contestant(file, row);
    case FileRole::remarks:
      return take_remark(file, row);
    case FileRole::units:
    case FileRole::protocols:
      break;
  }
  const UnitFinder::Answer answer = finder_.find(row.cells, file.columns.units);
  if (answer.unit == election::kNoUnit) {
    refuse(file, row, answer.cell, answer.expected);
    return false;
  }
  return file.rules.role == FileRole::units || take_protocol(file, row, answer.unit);
}
base::Result<FileColumns> ResultsReading::read_heading(const ProfileFile& file, const std::string& name,
                                                       formats::TableReader& rows) {
  std::vector<std::string> headings;
  if (file.writing.heading) {
    formats::Row row;
    TRY_ASSIGN(bool there, rows.next(row));
    while (there && row.line <= file.writing.skip_lines) {
      TRY_ASSIGN(const bool more, rows.next(row));
      there = more;
    }
    if (!there || !row.defect.empty())
      return base::fail(base::unexpected_input({name, there ? row.line : 1, 0},
                                               there ? row.defect : "an empty file", "a heading"));
    for (const std::string_view cell : row.cells) headings.emplace_back(base::trim(cell));
  }
  if (file.role == FileRole::units || file.role == FileRole::protocols)
    return find_columns(profile_, file, std::move(headings), name);
  return list_columns(file, std::move(headings), name);
}

bool ResultsReading::fits(OpenFile& file, formats::Row& row, bool& blank) {
  blank = std::all_of(row.cells.begin(), row.cells.end(), [](auto cell) { return base::trim(cell).empty(); });
  if (blank) return false;
  const auto beyond = [&] {
    return std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(file.width), row.cells.end(),
                       [](auto cell) { return !base::trim(cell).empty(); });
  };
  const bool extra = row.cells.size() > file.width && file.rules.writing.heading && beyond();
  if (extra || (row.cells.size() < file.columns.cells_needed && !file.may_be_ragged)) {
    report_.refuse({{file.name, row.line, 0},
                    "",
                    fmt::format("{} cells", row.cells.size()),
                    fmt::format("{} cells", file.width)});
    return false;
  }
  if (row.cells.size() < file.width) {
    file.padded.assign(row.cells.begin(), row.cells.end());
    file.padded.resize(file.width);
    row.cells = file.padded;
    row.roomy = false;
  }
  return true;
}

void ResultsReading::make_room(OpenFile& file, const formats::Row& row) {
  if (file.rules.role != FileRole::protocols || file.rules.long_form || file.rules.source.empty()) return;
  std::size_t row_bytes = row.cells.size();
  for (const std::string_view cell : row.cells) row_bytes += cell.size();
  const auto level = static_cast<election::LevelIndex>(file.columns.units.levels.size());
  target_of(file, file.rules.source, level)
      .table->expect_rows(std::min<std::size_t>(
          file.bytes / std::max<std::size_t>(row_bytes - row_bytes / 10, 8), std::size_t{1} << 24));
}

base::Result<void> ResultsReading::read_file(const ProfileFile& rules, const std::filesystem::path& path) {
  TRY_ASSIGN(const OpenedTable opened, open_table(path, rules.writing));
  OpenFile file{
      rules, path.filename().string(), report_.files.size(), {}, opened.bytes, {}, 0, opened.may_be_ragged,
      {}};
  TRY_ASSIGN(file.columns, read_heading(rules, file.name, *opened.rows));
  for (const results::Contestant& contestant : file.columns.contestants)
    add_contestant(contestant, std::to_string(contestant.ballot_order));
  finder_.start_file();
  ImportedFile counts{file.name, "", opened.bytes, 0, 0};
  if (options_.hash_inputs) {
    TRY_ASSIGN(counts.sha256, file_hash(path));
  }
  file.width = std::max(file.columns.cells_needed, file.columns.headings.size());
  formats::Row row;
  bool first = true;
  while (true) {
    TRY_ASSIGN(const bool more, opened.rows->next(row));
    if (!more) break;
    if (!rules.writing.heading && row.line <= rules.writing.skip_lines) continue;
    if (!row.defect.empty()) {
      report_.refuse({{file.name, row.line, 0}, "", std::string(row.defect), "a row of cells"});
      ++counts.rows_refused;
      continue;
    }
    if (bool blank = false; row.cells.size() != file.width && !fits(file, row, blank)) {
      if (!blank) ++counts.rows_refused;
      continue;
    }
    if (first) make_room(file, row);
    first = false;
    if (options_.progress && (counts.rows_taken & 0x3FFF) == 0) options_.progress(bytes_done_, bytes_total_);
    ++(take_row(file, row) ? counts.rows_taken : counts.rows_refused);
  }
  bytes_done_ += opened.bytes;
  report_.rows_taken += counts.rows_taken;
  report_.files.push_back(std::move(counts));
  return {};
}
}  // namespace tallyward::exchange::internal
