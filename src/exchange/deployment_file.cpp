#include "exchange/deployment_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/guess_profile.h"
#include "formats/csv.h"
#include "formats/text_encoding.h"
#include "formats/xlsx.h"

namespace tallyward::exchange {

namespace {

base::Result<std::string> as_utf8(std::string_view bytes) {
  const auto source =
      formats::decode(formats::memory_source(bytes), formats::guess_encoding(bytes.substr(0, 65'536)));
  std::string text;
  std::array<char, 65'536> piece{};
  while (true) {
    TRY_ASSIGN(const std::size_t got, source->read(piece));
    if (got == 0) return text;
    text.append(piece.data(), got);
  }
}

/// The one of comma, semicolon and tab that stands most often in the heading.
char delimiter_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char delimiter : {',', ';', '\t'}) {
    const auto count = std::ranges::count(first, delimiter);
    if (count > most) {
      most = count;
      best = delimiter;
    }
  }
  return best;
}

bool is_usual(const DeploymentField& field, std::string_view heading) {
  const std::string name = lower_case(base::trim(heading));
  return name == lower_case(field.name) || std::ranges::any_of(field.headings, [&](std::string_view usual) {
           return name == lower_case(usual);
         });
}

base::Result<std::map<std::string, std::size_t, std::less<>>> find_columns(
    DeploymentTable& table, std::span<const DeploymentField> fields,
    const std::map<std::string, std::string, std::less<>>& columns) {
  std::map<std::string, std::size_t, std::less<>> found;
  std::vector<bool> taken(table.headings.size(), false);
  for (const DeploymentField& field : fields) {
    const auto said = columns.find(field.name);
    const auto place = std::ranges::find_if(table.headings, [&](const std::string& heading) {
      return said == columns.end() ? is_usual(field, heading) : heading == said->second;
    });
    if (place == table.headings.end()) {
      if (said == columns.end() && !field.required) continue;
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("no column {} for \"{}\"; the file has: {}",
                                    said == columns.end() ? "" : "\"" + said->second + "\"", field.name,
                                    base::join(table.headings, ", ")));
    }
    const auto column = static_cast<std::size_t>(place - table.headings.begin());
    found.emplace(field.name, column);
    table.columns.emplace(field.name, *place);
    taken[column] = true;
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (!taken[i] && !table.headings[i].empty()) table.unread.push_back(table.headings[i]);
  }
  return found;
}

}  // namespace

std::string_view DeploymentRow::cell(std::string_view name) const {
  const auto found = cells.find(name);
  return found == cells.end() ? std::string_view{} : std::string_view(found->second);
}

base::Result<DeploymentTable> read_deployment(std::string_view bytes, std::span<const DeploymentField> fields,
                                              const std::map<std::string, std::string, std::less<>>& columns,
                                              std::string_view sheet) {
  std::string text;
  std::unique_ptr<formats::TableReader> reader;
  if (bytes.starts_with("PK\x03\x04")) {
    // A plan is a few megabytes; whatever unzips to more is not one.
    formats::XlsxLimits limits;
    limits.sheet_bytes = std::uint64_t{256} << 20;
    TRY_ASSIGN(reader, formats::open_xlsx_bytes(bytes, sheet, limits));
  } else {
    TRY_ASSIGN(text, as_utf8(bytes));
    reader = formats::read_csv(text, {delimiter_of(text), '"'});
  }
  DeploymentTable table;
  formats::Row row;
  TRY_ASSIGN(const bool any, reader->next(row));
  if (!any) return base::fail(base::ErrorCode::invalid_input, "the file is empty; expected a heading");
  for (const std::string_view cell : row.cells) table.headings.emplace_back(base::trim(cell));
  TRY_ASSIGN(const auto places, find_columns(table, fields, columns));
  while (true) {
    TRY_ASSIGN(const bool more, reader->next(row));
    if (!more) return table;
    ++table.rows_read;
    if (!row.defect.empty()) {
      table.faults.push_back({row.line, "", std::string(row.defect), "cells"});
      continue;
    }
    if (std::ranges::all_of(row.cells, [](std::string_view cell) { return base::trim(cell).empty(); })) {
      --table.rows_read;
      continue;
    }
    if (table.rows_read > kMostDeploymentRows) {
      return base::fail(base::ErrorCode::too_large,
                        fmt::format("a plan has at most {} rows", kMostDeploymentRows));
    }
    DeploymentRow read{row.line, {}};
    bool whole = true;
    for (const DeploymentField& field : fields) {
      const auto place = places.find(field.name);
      const std::string_view cell = place != places.end() && place->second < row.cells.size()
                                        ? base::trim(row.cells[place->second])
                                        : std::string_view{};
      if (cell.empty() && field.required) {
        table.faults.push_back(
            {row.line, table.columns.find(field.name)->second, "nothing", "a value in every row"});
        whole = false;
      }
      if (cell.size() > 1000 || !formats::is_valid_utf8(cell)) {
        table.faults.push_back({row.line, table.columns.find(field.name)->second,
                                "text that is too long or no UTF-8", "at most 1,000 bytes"});
        whole = false;
      }
      if (!cell.empty()) read.cells.emplace(field.name, cell);
    }
    if (whole) table.rows.push_back(std::move(read));
  }
}

}  // namespace tallyward::exchange
