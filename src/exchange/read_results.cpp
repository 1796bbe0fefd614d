#include "exchange/read_results.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "base/time_text.h"
#include "crypto/sha256.h"
#include "exchange/figure_text.h"
#include "exchange/file_columns.h"
#include "exchange/open_table.h"
#include "exchange/results_snapshot.h"
#include "exchange/standard_results.h"
#include "exchange/table_builder.h"
#include "exchange/unit_finder.h"

namespace tallyward::exchange {

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

/// One import from its first file to the finished Results.
class ResultsReading {
 public:
  ResultsReading(const ResultsProfile& profile, const ReadOptions& options)
      : profile_(profile), options_(options), finder_(results_.units, profile) {
    results_.election = profile.election;
    results_.rule_set = profile.rule_set;
    results_.units = election::UnitTree(level_names(profile), profile.country_code, profile.country_name);
    results_.sources = profile.sources;
    results_.attributions = profile.attributions;
    results_.synthetic = profile.synthetic;
    for (const ContestantColumn& each : profile.contestants) add_contestant(each.contestant, each.key);
  }

  base::Result<void> read_file(const ProfileFile& file, const std::filesystem::path& path);
  base::Result<Imported> finish();
  void expect_bytes(std::uint64_t bytes) { bytes_total_ = bytes; }

 private:
  struct OpenFile {
    const ProfileFile& rules;
    std::string name;
    std::size_t ordinal = 0;
    FileColumns columns;
    std::size_t bytes = 0;
    /// The table of the file's own source and level, with the line of each figure cell in it.
    struct Target {
      TableBuilder* table = nullptr;
      std::vector<std::size_t> lines;
    };
    std::vector<Target> targets;
  };

  void add_contestant(const results::Contestant& contestant, std::string key);
  void refuse(const OpenFile& file, const formats::Row& row, std::size_t cell, std::string_view expected);
  TableBuilder& table_of(const std::string& source, election::LevelIndex level);
  OpenFile::Target& target_of(OpenFile& file, std::string_view source, election::LevelIndex level);
  bool take_row(OpenFile& file, const formats::Row& row);
  bool take_protocol(OpenFile& file, const formats::Row& row, election::UnitIndex unit);
  bool take_wide(OpenFile& file, const formats::Row& row, election::UnitIndex unit, std::string_view source);
  bool take_long(OpenFile& file, const formats::Row& row, election::UnitIndex unit, std::string_view source);
  const results::Line* line_of_key(const OpenFile& file, std::string_view key);
  bool take_contestant(const OpenFile& file, const formats::Row& row);
  bool take_remark(const OpenFile& file, const formats::Row& row);
  base::Result<std::optional<FileColumns>> read_heading(const ProfileFile& file, const std::string& name,
                                                        formats::TableReader& rows);
  void add_published();

  const ResultsProfile& profile_;
  const ReadOptions& options_;
  results::Results results_;
  ImportReport report_;
  UnitFinder finder_;
  std::map<std::pair<std::string, election::LevelIndex>, TableBuilder> tables_;
  std::map<std::string, std::size_t, std::less<>> contestant_of_key_;
  std::map<std::string, results::Line, std::less<>>
      long_lines_;  ///< "prefix\nkey" to the line; see line_of_key.
  std::vector<results::Figure> figures_;
  std::uint64_t bytes_done_ = 0;
  std::uint64_t bytes_total_ = 0;
};

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

bool ResultsReading::take_wide(OpenFile& file, const formats::Row& row, election::UnitIndex unit,
                               std::string_view source) {
  OpenFile::Target& target = target_of(file, source, results_.units.level(unit));
  std::int32_t version = file.rules.version_number.value_or(1);
  if (file.columns.version != FileColumns::kNone) {
    const auto number = plain_digits(base::trim(row.cells[file.columns.version]));
    if (!number || *number < 1) {
      refuse(file, row, file.columns.version, "a version number from 1");
      return false;
    }
    version = *number;
  }
  std::optional<base::Time> published = file.rules.published_time;
  if (file.columns.published != FileColumns::kNone) {
    std::string text(base::trim(row.cells[file.columns.published]));
    if (!text.empty()) {
      if (text.size() == 19) text += file.rules.writing.utc_offset;
      if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
      const auto time = base::parse_time(text);
      if (!time) {
        refuse(file, row, file.columns.published, "a time such as 2024-06-10T14:38:49+03:00");
        return false;
      }
      published = *time;
    }
  }
  const TableBuilder::Place place = target.table->row_for(unit, file.ordinal, version, row.line);
  for (std::size_t i = 0; i < figures_.size(); ++i)
    target.table->set(target.lines[i], place.row, figures_[i]);
  if (published) target.table->set_published(place.row, *published);
  if (place.repeated) {
    report_.repeat({{file.name, row.line, 0},
                    "",
                    "a second row for unit " + results_.units.path(unit),
                    "one row for each unit and version"});
  }
  return true;
}

/// The line that a key of a long file stands for; nullptr if there is none.
const results::Line* ResultsReading::line_of_key(const OpenFile& file, std::string_view key) {
  const LongForm& form = *file.rules.long_form;
  std::string name = form.prefix + "\n";
  name += key;
  const auto known = long_lines_.find(name);
  if (known != long_lines_.end()) return &known->second;
  if (const auto found = form.keys.find(std::string(key)); found != form.keys.end()) {
    const auto line = std::find_if(profile_.lines.begin(), profile_.lines.end(),
                                   [&](const LineColumn& each) { return each.line.code == found->second; });
    return &long_lines_.emplace(std::move(name), line->line).first->second;
  }
  const auto found = contestant_of_key_.find(key);
  if (found == contestant_of_key_.end()) return nullptr;
  const results::Contestant& contestant = results_.contestants[found->second];
  results::Line line{fmt::format("{}{:02}", form.prefix, contestant.ballot_order), form.group,
                     contestant.name, results::LineOrigin::counted, 0};
  return &long_lines_.emplace(std::move(name), std::move(line)).first->second;
}

bool ResultsReading::take_long(OpenFile& file, const formats::Row& row, election::UnitIndex unit,
                               std::string_view source) {
  const LongForm& form = *file.rules.long_form;
  const std::string_view key = base::trim(row.cells[file.columns.long_key]);
  if (std::find(form.ignored.begin(), form.ignored.end(), key) != form.ignored.end()) return true;
  const results::Line* line = line_of_key(file, key);
  if (line == nullptr) {
    refuse(file, row, file.columns.long_key, "the key of a contestant or of a line of the profile");
    return false;
  }
  const FigureRead read =
      read_figure(row.cells[file.columns.long_figure], file.rules.writing, line->decimals);
  if (read.kind == FigureKind::refused) {
    refuse(file, row, file.columns.long_figure, "a whole number from 0 to 2,000,000,000, or a blank");
    return false;
  }
  const OpenFile::Target& target = target_of(file, source, results_.units.level(unit));
  TableBuilder& table = *target.table;
  const std::size_t at = table.joined_row(unit, file.ordinal, row.line);
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const results::Figure known = table.get(target.lines[i], at);
    if (known != results::kBlank && known != figures_[i]) {
      refuse(file, row, file.columns.figures[i].cell, fmt::format("{} as in the unit's other rows", known));
      return false;
    }
    table.set(target.lines[i], at, figures_[i]);
  }
  const std::size_t column = table.line(*line);
  const results::Figure before = table.get(column, at);
  if (before != results::kBlank && before != read.figure) {
    refuse(file, row, file.columns.long_figure,
           fmt::format("{} as before: one figure for a unit and a line", before));
    return false;
  }
  if (before != results::kBlank)
    report_.repeat(
        {{file.name, row.line, 0}, "", "the same figure a second time", "one row for each unit and line"});
  table.set(column, at, read.figure);
  return true;
}

bool ResultsReading::take_protocol(OpenFile& file, const formats::Row& row, election::UnitIndex unit) {
  const Writing& writing = file.rules.writing;
  const auto take = [&](std::string_view source) {
    return file.rules.long_form ? take_long(file, row, unit, source) : take_wide(file, row, unit, source);
  };
  figures_.resize(file.columns.figures.size());
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const FigureCell& figure = file.columns.figures[i];
    const std::string_view text = row.cells[figure.cell];
    if (figure.line.decimals == 0) {
      if (const auto plain = plain_digits(text)) {
        figures_[i] = *plain;
        continue;
      }
    }
    const FigureRead read = read_figure(text, writing, figure.line.decimals);
    if (read.kind == FigureKind::refused) {
      refuse(file, row, figure.cell, "a whole number from 0 to 2,000,000,000, or a blank");
      return false;
    }
    figures_[i] = read.kind == FigureKind::blank && figure.blank_is_zero ? 0 : read.figure;
  }
  if (file.columns.source == FileColumns::kNone) return take(file.rules.source);
  const std::string_view sources = row.cells[file.columns.source];
  if (base::trim(sources).empty()) {
    refuse(file, row, file.columns.source, "the name of a source");
    return false;
  }
  bool taken = true;
  const std::string& separator = file.rules.source_separator;
  for (const std::string_view source : base::split(sources, separator.empty() ? '\0' : separator[0])) {
    if (!base::trim(source).empty()) taken = take(base::trim(source)) && taken;
  }
  return taken;
}

bool ResultsReading::take_contestant(const OpenFile& file, const formats::Row& row) {
  const std::string_view key = base::trim(row.cells[file.columns.long_key]);
  const auto number = plain_digits(key);
  if (!number || *number < 1 || *number > 9999) {
    refuse(file, row, file.columns.long_key, "a ballot number from 1 to 9999");
    return false;
  }
  const std::string_view name = base::trim(row.cells[file.columns.long_figure]);
  std::string_view short_name;
  if (file.columns.version != FileColumns::kNone) short_name = base::trim(row.cells[file.columns.version]);
  const auto& form = file.rules.contestants_ignored;
  if (std::find(form.begin(), form.end(), key) != form.end()) return true;
  add_contestant({fmt::format("votes_{:02}", *number), std::string(name), std::string(short_name), *number},
                 std::string(key));
  return true;
}

bool ResultsReading::take_remark(const OpenFile& file, const formats::Row& row) {
  const std::string_view path = base::trim(row.cells[file.columns.long_key]);
  const election::UnitIndex unit = results_.units.find(path);
  if (unit == election::kNoUnit) {
    refuse(file, row, file.columns.long_key, "the path of a unit, codes joined by '/'");
    return false;
  }
  const std::string_view status =
      file.columns.version == FileColumns::kNone ? "annulled" : base::trim(row.cells[file.columns.version]);
  results::UnitRemark remark{unit, results::UnitStatus::annulled, "", file.name};
  if (status == "quarantined") {
    remark.status = results::UnitStatus::quarantined;
  } else if (status == "merged") {
    remark.status = results::UnitStatus::merged;
  } else if (status != "annulled") {
    refuse(file, row, file.columns.version, "annulled, quarantined or merged");
    return false;
  }
  if (file.columns.long_figure != FileColumns::kNone)
    remark.reason = base::trim(row.cells[file.columns.long_figure]);
  results_.remarks.push_back(std::move(remark));
  return true;
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

base::Result<std::optional<FileColumns>> ResultsReading::read_heading(const ProfileFile& file,
                                                                      const std::string& name,
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
  if (file.role == FileRole::units || file.role == FileRole::protocols) {
    TRY_ASSIGN(FileColumns columns, find_columns(profile_, file, std::move(headings), name));
    return columns;
  }
  FileColumns columns;
  columns.headings = std::move(headings);
  const bool contestants = file.role == FileRole::contestants;
  const auto find = [&](const ColumnName& column, std::size_t& cell) -> base::Result<void> {
    if (!column.given()) return {};
    TRY_ASSIGN(cell, find_column(columns.headings, column, name));
    columns.cells_needed = std::max(columns.cells_needed, cell + 1);
    return {};
  };
  TRY(find(contestants ? file.contestant_number : file.remark_unit, columns.long_key));
  TRY(find(contestants ? file.contestant_name : file.remark_reason, columns.long_figure));
  TRY(find(contestants ? file.contestant_short_name : file.remark_status, columns.version));
  if (columns.long_key == FileColumns::kNone || (contestants && columns.long_figure == FileColumns::kNone))
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("profile {}: [[file]] '{}' needs {}", profile_.name, file.name,
                                  contestants ? "contestant_number and contestant_name" : "remark_unit"));
  return columns;
}

base::Result<void> ResultsReading::read_file(const ProfileFile& rules, const std::filesystem::path& path) {
  TRY_ASSIGN(const OpenedTable opened, open_table(path, rules.writing));
  OpenFile file{rules, path.filename().string(), report_.files.size(), {}, opened.bytes, {}};
  TRY_ASSIGN(auto columns, read_heading(rules, file.name, *opened.rows));
  file.columns = std::move(*columns);
  for (const results::Contestant& contestant : file.columns.contestants)
    add_contestant(contestant, std::to_string(contestant.ballot_order));
  finder_.start_file();
  ImportedFile counts{file.name, "", opened.bytes, 0, 0};
  if (options_.hash_inputs) {
    TRY_ASSIGN(counts.sha256, file_hash(path));
  }
  const std::size_t width = std::max(file.columns.cells_needed, file.columns.headings.size());
  std::vector<std::string_view> padded;
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
    if (row.cells.size() != width) {
      const bool blank =
          std::all_of(row.cells.begin(), row.cells.end(), [](auto cell) { return base::trim(cell).empty(); });
      if (blank) continue;
      const bool extra = row.cells.size() > width && rules.writing.heading &&
                         std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(width), row.cells.end(),
                                     [](auto cell) { return !base::trim(cell).empty(); });
      if (extra || (row.cells.size() < file.columns.cells_needed && !opened.may_be_ragged)) {
        report_.refuse({{file.name, row.line, 0},
                        "",
                        fmt::format("{} cells", row.cells.size()),
                        fmt::format("{} cells", width)});
        ++counts.rows_refused;
        continue;
      }
      if (row.cells.size() < width) {
        padded.assign(row.cells.begin(), row.cells.end());
        padded.resize(width);
        row.cells = padded;
      }
    }
    if (first && rules.role == FileRole::protocols && !rules.long_form && !rules.source.empty()) {
      std::size_t row_bytes = row.cells.size();
      for (const std::string_view cell : row.cells) row_bytes += cell.size();
      const auto level = static_cast<election::LevelIndex>(file.columns.units.levels.size());
      target_of(file, rules.source, level)
          .table->expect_rows(std::min<std::size_t>(opened.bytes / std::max<std::size_t>(row_bytes / 2, 8),
                                                    std::size_t{1} << 24));
    }
    first = false;
    if (options_.progress && (counts.rows_taken & 0x3FFF) == 0) options_.progress(bytes_done_, bytes_total_);
    ++(take_row(file, row) ? counts.rows_taken : counts.rows_refused);
  }
  bytes_done_ += opened.bytes;
  report_.rows_taken += counts.rows_taken;
  report_.files.push_back(std::move(counts));
  return {};
}

void ResultsReading::add_published() {
  for (const PublishedFigures& published : profile_.published) {
    const election::UnitIndex unit = results_.units.find(published.unit);
    if (unit == election::kNoUnit) {
      report_.refuse(
          {{profile_.name, 0, 0}, "[[published]]", "unit '" + published.unit + "'", "a unit of the files"});
      continue;
    }
    TableBuilder& table = table_of(published.source, results_.units.level(unit));
    const std::size_t row = table.joined_row(unit, 0, 0);
    for (const auto& [code, figure] : published.figures) {
      results::Line line{code, "", code, results::LineOrigin::counted, 0};
      for (const LineColumn& declared : profile_.lines) {
        if (declared.line.code == code) line = declared.line;
      }
      for (const results::Contestant& contestant : results_.contestants) {
        if (contestant.code == code) line = {code, "votes", contestant.name, results::LineOrigin::counted, 0};
      }
      table.set(table.line(line), row, figure);
    }
  }
}

base::Result<Imported> ResultsReading::finish() {
  add_published();
  std::sort(results_.contestants.begin(), results_.contestants.end(),
            [](const auto& a, const auto& b) { return a.ballot_order < b.ballot_order; });
  for (const ProfileFile& file : profile_.files) {
    if (!file.long_form || !file.long_form->absent_is_zero) continue;
    for (auto& [key, table] : tables_) {
      if (table.source() == file.source) table.fill_blanks(file.long_form->group);
    }
  }
  for (const SumOfGroups& sum : profile_.sums) {
    for (auto& [key, table] : tables_) {
      if (table.source() == sum.source) table.add_sums(sum.group, sum.prefix, sum.of_prefixes);
    }
  }
  std::unordered_map<std::string, std::size_t> ranks;
  for (const LineColumn& line : profile_.lines) ranks.emplace(line.line.code, ranks.size());
  std::set<std::string> prefixes{"votes_"};
  for (const ProfileFile& file : profile_.files) {
    if (file.long_form) prefixes.insert(file.long_form->prefix);
  }
  for (const std::string& prefix : prefixes) {
    for (const results::Contestant& contestant : results_.contestants)
      ranks.emplace(fmt::format("{}{:02}", prefix, contestant.ballot_order), ranks.size());
  }
  std::stable_sort(results_.sources.begin(), results_.sources.end(),
                   [](const auto& a, const auto& b) { return a.authority < b.authority; });
  for (const results::Source& source : results_.sources) {
    for (auto& [key, table] : tables_) {
      if (table.source() == source.id) results_.tables.push_back(table.finish(ranks));
    }
  }
  return Imported{std::move(results_), std::move(report_)};
}

/// Which path each file of the profile is.
base::Result<std::vector<std::filesystem::path>> match_files(std::span<const std::filesystem::path> paths,
                                                             const ResultsProfile& profile) {
  std::vector<std::filesystem::path> matched;
  std::error_code unread;
  const bool folder = paths.size() == 1 && std::filesystem::is_directory(paths[0], unread);
  for (std::size_t i = 0; i < profile.files.size(); ++i) {
    const std::string& name = profile.files[i].name;
    if (folder) {
      if (name.empty())
        return base::fail(
            base::ErrorCode::invalid_input,
            fmt::format("profile {} names no file to look up in {}", profile.name, paths[0].string()));
      matched.push_back(paths[0] / name);
      continue;
    }
    const auto same_name =
        std::find_if(paths.begin(), paths.end(), [&](const auto& path) { return path.filename() == name; });
    if (same_name != paths.end()) {
      matched.push_back(*same_name);
    } else if (paths.size() == profile.files.size()) {
      matched.push_back(paths[i]);
    } else {
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("profile {} reads {} files, and none of those given is '{}'; give the folder "
                      "that holds them",
                      profile.name, profile.files.size(), name));
    }
  }
  return matched;
}

}  // namespace

base::Result<Imported> read_results(std::span<const std::filesystem::path> paths,
                                    const ResultsProfile& profile, const ReadOptions& options) {
  TRY_ASSIGN(const std::vector<std::filesystem::path> matched, match_files(paths, profile));
  ResultsReading reading(profile, options);
  std::uint64_t bytes = 0;
  for (const auto& path : matched) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    bytes += missing ? 0 : size;
  }
  reading.expect_bytes(bytes);
  for (const FileRole role :
       {FileRole::contestants, FileRole::units, FileRole::protocols, FileRole::remarks}) {
    for (std::size_t i = 0; i < matched.size(); ++i) {
      if (profile.files[i].role == role) TRY(reading.read_file(profile.files[i], matched[i]));
    }
  }
  if (options.remarks) {
    ProfileFile remarks;
    remarks.role = FileRole::remarks;
    remarks.remark_unit = {"unit", 0};
    remarks.remark_status = {"status", 0};
    remarks.remark_reason = {"reason", 0};
    TRY(reading.read_file(remarks, *options.remarks));
  }
  return reading.finish();
}

base::Result<Imported> read_named_results(std::span<const std::filesystem::path> paths,
                                          std::string_view profile, const ReadOptions& options) {
  if (profile != kNistProfile && profile != kEmlNlProfile) {
    TRY_ASSIGN(const ResultsProfile found, find_results_profile(profile));
    return read_results(paths, found, options);
  }
  if (paths.size() != 1)
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} reads one file, not {}", profile, paths.size()));
  TRY_ASSIGN(const std::string bytes, base::read_file(paths[0], kLargestStandardFile));
  const std::string name = paths[0].filename().string();
  TRY_ASSIGN(Imported imported,
             profile == kNistProfile ? read_nist_results(bytes, name) : read_eml_nl_results(bytes, name));
  imported.report.files.push_back({name, options.hash_inputs ? crypto::to_hex(crypto::sha256(bytes)) : "",
                                   bytes.size(), imported.report.rows_taken, imported.report.rows_refused});
  return imported;
}

base::Result<Imported> load_results(const std::filesystem::path& path,
                                    std::optional<std::string_view> profile, const ReadOptions& options) {
  if (is_snapshot(path)) return read_snapshot(path);
  if (!profile) {
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("{} is not a results snapshot; name its profile with --profile", path.string()));
  }
  return read_named_results(std::span(&path, 1), *profile, options);
}

}  // namespace tallyward::exchange
