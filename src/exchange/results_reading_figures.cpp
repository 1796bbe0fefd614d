#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"
#include "exchange/figure_text.h"
#include "exchange/results_reading.h"

namespace tallyward::exchange::internal {

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
      if (const auto plain = row.roomy ? plain_digits_roomy(text) : plain_digits(text)) {
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

}  // namespace tallyward::exchange::internal
