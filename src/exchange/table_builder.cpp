#include "exchange/table_builder.h"

#include <algorithm>
#include <numeric>

namespace tallyward::exchange {

TableBuilder::TableBuilder(std::string source, election::LevelIndex level) {
  table_.source = std::move(source);
  table_.level = level;
}

std::size_t TableBuilder::line(const results::Line& line) {
  const auto [place, added] = line_index_.try_emplace(line.code, table_.lines.size());
  if (added) {
    table_.lines.push_back(line);
    columns_.emplace_back(capacity_, results::kBlank);
  }
  return place->second;
}

void TableBuilder::expect_rows(std::size_t rows) {
  if (rows <= capacity_) return;
  capacity_ = rows;
  for (auto& column : columns_) column.resize(capacity_, results::kBlank);
}

std::size_t TableBuilder::append(election::UnitIndex unit, std::size_t file, std::int32_t version,
                                 std::size_t file_line) {
  const std::size_t row = rows_++;
  if (row >= capacity_) expect_rows(std::max<std::size_t>(1024, capacity_ * 2));
  table_.units.push_back(unit);
  table_.versions.push_back(version);
  table_.file_lines.push_back(static_cast<std::uint32_t>(file_line));
  file_of_row_.push_back(static_cast<std::uint32_t>(file));
  versioned_ = versioned_ || version != 1;
  if (unit >= row_of_unit_.size())
    row_of_unit_.resize(std::max<std::size_t>(unit + 1, row_of_unit_.size() * 2), kNoRow);
  row_of_unit_[unit] = static_cast<std::uint32_t>(row);
  return row;
}

TableBuilder::Place TableBuilder::row_for(election::UnitIndex unit, std::size_t file, std::int32_t version,
                                          std::size_t file_line) {
  const std::uint32_t known = unit < row_of_unit_.size() ? row_of_unit_[unit] : kNoRow;
  if (known == kNoRow) return {append(unit, file, version, file_line), false};
  const bool same_version = table_.versions[known] == version;
  if (file_of_row_[known] != file && same_version) {
    file_of_row_[known] = static_cast<std::uint32_t>(file);
    return {known, false};
  }
  return {append(unit, file, version, file_line), same_version};
}

std::size_t TableBuilder::joined_row(election::UnitIndex unit, std::size_t file, std::size_t file_line) {
  const std::uint32_t known = unit < row_of_unit_.size() ? row_of_unit_[unit] : kNoRow;
  return known != kNoRow ? known : append(unit, file, 1, file_line);
}

void TableBuilder::set_published(std::size_t row, base::Time time) {
  if (table_.published.size() <= row) table_.published.resize(row + 1);
  table_.published[row] = time;
}

void TableBuilder::add_sums(const std::string& group, const std::string& prefix,
                            const std::vector<std::string>& of_prefixes) {
  std::vector<results::Line> addends;
  for (const results::Line& line : table_.lines) {
    const bool first = std::any_of(of_prefixes.begin(), of_prefixes.end(), [&](const std::string& of) {
      return !line.group.empty() && line.code.starts_with(of);
    });
    if (first) addends.push_back(line);
  }
  for (const results::Line& addend : addends) {
    const auto of = std::find_if(of_prefixes.begin(), of_prefixes.end(),
                                 [&](const std::string& each) { return addend.code.starts_with(each); });
    const std::string number = addend.code.substr(of->size());
    results::Line total{prefix + number, group, addend.label, results::LineOrigin::computed, addend.decimals};
    const std::size_t to = line(total);
    const std::size_t from = line_index_.at(addend.code);
    for (std::size_t row = 0; row < rows_; ++row) {
      if (columns_[from][row] == results::kBlank) continue;
      columns_[to][row] =
          (columns_[to][row] == results::kBlank ? 0 : columns_[to][row]) + columns_[from][row];
    }
  }
}

void TableBuilder::fill_blanks(const std::string& group) {
  const std::vector<std::size_t> lines = table_.group(group);
  for (std::size_t row = 0; row < rows_; ++row) {
    const bool any = std::any_of(lines.begin(), lines.end(),
                                 [&](std::size_t line) { return columns_[line][row] != results::kBlank; });
    if (!any) continue;
    for (const std::size_t line : lines) {
      if (columns_[line][row] == results::kBlank) columns_[line][row] = 0;
    }
  }
}

results::ProtocolTable TableBuilder::finish(const std::unordered_map<std::string, std::size_t>& ranks) {
  std::vector<std::size_t> order(table_.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank = [&](std::size_t line) {
    const auto found = ranks.find(table_.lines[line].code);
    return found == ranks.end() ? ranks.size() : found->second;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  results::ProtocolTable table = std::move(table_);
  std::vector<results::Line> lines;
  for (const std::size_t each : order) {
    lines.push_back(std::move(table.lines[each]));
    columns_[each].resize(rows_);
    table.columns.push_back(std::move(columns_[each]));
  }
  table.lines = std::move(lines);
  if (!versioned_) table.versions.clear();
  if (!table.published.empty()) table.published.resize(rows_);
  return table;
}

}  // namespace tallyward::exchange
