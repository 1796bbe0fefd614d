// Columns of a CSV file for tests of floors that may not read files themselves.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace tallyward::tests {

/// Fields of one line; quotes protect commas and are dropped.
inline std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> found(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      found.emplace_back();
    } else if (c != '\r') {
      found.back() += c;
    }
  }
  return found;
}

using Cell = std::function<const std::string&(const std::string&)>;

/// Columns by name, of the rows that `keep` accepts (given a look-up of the row's cells by column name).
inline std::map<std::string, std::vector<std::string>> read_csv(
    const std::filesystem::path& path, const std::function<bool(const Cell&)>& keep = {}) {
  std::map<std::string, std::vector<std::string>> columns;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = csv_fields(line);
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < header.size(); ++i) index[header[i]] = i;
  while (std::getline(file, line)) {
    std::vector<std::string> row = csv_fields(line);
    row.resize(header.size());
    if (keep && !keep([&](const std::string& name) -> const std::string& { return row[index.at(name)]; }))
      continue;
    for (std::size_t i = 0; i < header.size(); ++i) columns[header[i]].push_back(row[i]);
  }
  return columns;
}

/// A column as numbers; an empty cell is 0.
template <typename Number>
std::vector<Number> numbers(const std::vector<std::string>& cells) {
  std::vector<Number> values;
  values.reserve(cells.size());
  for (const std::string& cell : cells)
    values.push_back(cell.empty() ? Number{} : static_cast<Number>(std::stod(cell)));
  return values;
}

}  // namespace tallyward::tests
