#include "cli/results_reading.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "formats/csv.h"

namespace tallyward::cli {
namespace {

/// Remarks for protocols that are named by their line in the imported file.
base::Result<void> annul_lines(const Arguments& arguments, results::Results& results) {
  for (const std::string& text : arguments.values("--annulled-line")) {
    std::uint32_t line = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), line);
    if (error != std::errc{} || end != text.data() + text.size())
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("--annulled-line: found '{}', expected a line of the file", text));
    bool found = false;
    for (const results::ProtocolTable& table : results.tables) {
      const auto place = std::ranges::find(table.file_lines, line);
      if (place == table.file_lines.end()) continue;
      const election::UnitIndex unit =
          table.units[static_cast<std::size_t>(place - table.file_lines.begin())];
      results.remarks.push_back({unit, results::UnitStatus::annulled,
                                 fmt::format("listed as annulled (line {} of the file)", line),
                                 "command line"});
      found = true;
      break;
    }
    if (!found)
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("--annulled-line {}: no protocol stands there", line));
  }
  return {};
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::vector<Operand> results_operand() {
  return {{.name = "RESULTS", .help = "A results snapshot, or a folder or file that --profile describes."}};
}

std::vector<Option> with_reading_options(std::vector<Option> own) {
  std::vector<Option> options = {
      {.name = "--profile",
       .value = "NAME|FILE",
       .help = "How the files are to be read; not needed for a snapshot."},
      {.name = "--remarks",
       .value = "FILE",
       .help = "CSV with columns unit, status (annulled, quarantined, merged), reason."},
      {.name = "--annulled-line",
       .value = "LINE",
       .help = "The protocol at this line of the imported file is annulled.",
       .repeatable = true}};
  options.insert(options.end(), own.begin(), own.end());
  return options;
}

std::vector<Option> with_results_options(std::vector<Option> own) {
  std::vector<Option> options =
      with_reading_options({{.name = "--level", .value = "NAME", .help = "Only units of this level."},
                            {.name = "--unit",
                             .value = "PATH",
                             .help = "Only this unit and what lies below: codes joined by '/'."},
                            {.name = "--csv", .value = "", .help = "Rows of CSV instead of text."}});
  options.insert(options.end(), own.begin(), own.end());
  return options;
}

namespace {

base::Result<exchange::Imported> read(const Arguments& arguments, std::span<const std::string> paths,
                                      bool hash_inputs) {
  exchange::ReadOptions options;
  options.hash_inputs = hash_inputs;
  if (const auto remarks = arguments.value("--remarks")) options.remarks = *remarks;
  Progress progress("reading", 100, !arguments.has("--json"));
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    if (total > 0) progress.update(done * 100 / total);
  };
  const auto profile = arguments.value("--profile");
  if (paths.size() == 1) return exchange::load_results(paths[0], profile, options);
  if (!profile)
    return base::fail(base::ErrorCode::invalid_input,
                      "several raw files need their profile; name it with --profile");
  return exchange::read_named_results(std::vector<std::filesystem::path>(paths.begin(), paths.end()),
                                      *profile, options);
}

base::Result<exchange::Imported> with_remarks(const Arguments& arguments,
                                              base::Result<exchange::Imported> imported) {
  if (!imported) return imported;
  if (imported->report.rows_refused > 0)
    fmt::print(stderr, "{} rows were refused while reading; 'tallyward results import' lists them.\n",
               grouped(static_cast<std::int64_t>(imported->report.rows_refused)));
  TRY(annul_lines(arguments, imported->results));
  return imported;
}

}  // namespace

base::Result<exchange::Imported> read_results(const Arguments& arguments, std::string_view path) {
  const std::string chosen = path.empty() ? arguments.operands()[0] : std::string(path);
  return with_remarks(arguments, read(arguments, {&chosen, 1}, false));
}

base::Result<exchange::Imported> read_results_files(const Arguments& arguments,
                                                    std::span<const std::string> paths) {
  return with_remarks(arguments, read(arguments, paths, true));
}

bool UnitFilter::takes(const election::UnitTree& units, election::UnitIndex of) const {
  return !unit || (units.level(of) >= units.level(*unit) && units.ancestor(of, units.level(*unit)) == *unit);
}

base::Result<UnitFilter> read_filter(const Arguments& arguments, const election::UnitTree& units) {
  UnitFilter filter;
  if (const auto name = arguments.value("--level")) {
    filter.level = units.find_level(*name);
    if (!filter.level) {
      std::vector<std::string_view> names(units.level_names().begin(), units.level_names().end());
      const std::string_view near = base::nearest_name(*name, names);
      return base::fail(base::ErrorCode::not_found,
                        near.empty() ? fmt::format("no level named '{}'; there are: {}", *name,
                                                   fmt::join(units.level_names(), ", "))
                                     : fmt::format("no level named '{}'; did you mean '{}'?", *name, near));
    }
  }
  if (const auto path = arguments.value("--unit")) {
    const election::UnitIndex unit = units.find(*path);
    if (unit == election::kNoUnit)
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("no unit '{}': give its codes from the top, joined by '/'", *path));
    filter.unit = unit;
  }
  return filter;
}

std::string unit_text(const election::UnitTree& units, election::UnitIndex unit) {
  if (unit == 0) return units.name(0).empty() ? "the whole" : std::string(units.name(0));
  const std::string path = units.path(unit);
  const std::string_view name = units.name(unit);
  return name.empty() || name == units.code(unit) ? path : fmt::format("{} ({})", path, name);
}

std::string line_text(const results::Results& results, std::string_view code) {
  for (const results::Contestant& contestant : results.contestants) {
    if (contestant.code == code)
      return fmt::format("{} {}", code,
                         contestant.short_name.empty() ? contestant.name : contestant.short_name);
  }
  return std::string(code);
}

std::string grouped(std::int64_t figure) {
  std::string digits = std::to_string(figure < 0 ? -figure : figure);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return figure < 0 ? "-" + digits : digits;
}

std::string signed_text(std::int64_t figure) {
  return figure > 0 ? "+" + grouped(figure) : grouped(figure);
}

std::string figure_text(results::Figure figure) {
  return figure == results::kBlank ? "-" : std::to_string(figure);
}

std::string figure_text(const results::Line& line, results::Figure figure) {
  if (figure == results::kBlank || line.decimals == 0) return figure_text(figure);
  std::string digits = std::to_string(std::abs(std::int64_t{figure}));
  if (digits.size() <= line.decimals) digits.insert(0, line.decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - line.decimals, 1, '.');
  return figure < 0 ? "-" + digits : digits;
}

TextTable::TextTable(std::vector<std::string> heading, std::vector<bool> numbers)
    : rows_{std::move(heading)}, numbers_(std::move(numbers)) {
  numbers_.resize(rows_[0].size());
}

void TextTable::add(std::vector<std::string> row) {
  rows_.push_back(std::move(row));
}

std::string TextTable::text(std::string_view indent) const {
  std::vector<std::size_t> widths(rows_[0].size(), 0);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], letters(row[i]));
  std::string text;
  for (const auto& row : rows_) {
    text += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - letters(row[i]), ' ');
      text += numbers_[i] ? space + row[i] : i + 1 == row.size() ? row[i] : row[i] + space;
      text += i + 1 == row.size() ? "\n" : "  ";
    }
  }
  return text;
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += ',';
    formats::append_csv_cell(text, cells[i]);
  }
  return text + "\n";
}

std::string heading_text(const results::Results& results) {
  return (results.synthetic ? "SYNTHETIC: invented data. " : "") + results.election + "\n";
}

std::string attribution_text(const results::Results& results) {
  std::string text;
  for (const std::string& attribution : results.attributions) text += fmt::format("Data: {}\n", attribution);
  return text;
}

nlohmann::ordered_json heading_json(const results::Results& results) {
  return {{"election", results.election},
          {"synthetic", results.synthetic},
          {"attributions", results.attributions}};
}

}  // namespace tallyward::cli
