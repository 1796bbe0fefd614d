#include "formats/json_table.h"

#include <map>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

namespace tallyward::formats {

namespace {

namespace dom = simdjson::dom;

std::unexpected<base::Error> refuse(std::string message) {
  return base::fail(base::ErrorCode::invalid_input, "JSON: " + std::move(message));
}

base::Result<std::string> text_of(const dom::element& value, std::size_t row, std::string_view name) {
  switch (value.type()) {
    case dom::element_type::STRING:
      return std::string(value.get_string().value_unsafe());
    case dom::element_type::INT64:
      return std::to_string(value.get_int64().value_unsafe());
    case dom::element_type::UINT64:
      return std::to_string(value.get_uint64().value_unsafe());
    case dom::element_type::DOUBLE:
      return fmt::format("{}", value.get_double().value_unsafe());
    case dom::element_type::BOOL:
      return std::string(value.get_bool().value_unsafe() ? "1" : "0");
    case dom::element_type::NULL_VALUE:
      return std::string();
    default:
      return refuse(fmt::format("element {}: '{}' is not a text, a number, true, false or null", row, name));
  }
}

class JsonRows final : public TableReader {
 public:
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows;

  base::Result<bool> next(Row& row) override {
    if (next_ > rows.size()) return false;
    cells_.clear();
    for (const std::string& cell : next_ == 0 ? heading : rows[next_ - 1]) cells_.emplace_back(cell);
    cells_.resize(heading.size());
    row.cells = cells_;
    row.line = ++next_;
    row.defect = {};
    return true;
  }

 private:
  std::size_t next_ = 0;
  std::vector<std::string_view> cells_;
};

base::Result<dom::array> array_of(const dom::element& root, std::string_view member) {
  dom::array array;
  if (root.get(array) == simdjson::SUCCESS && member.empty()) return array;
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS)
    return refuse("expected an array of objects, or an object that holds one");
  bool found = false;
  for (const auto [key, value] : object) {
    dom::array candidate;
    if (value.get(candidate) != simdjson::SUCCESS || (!member.empty() && key != member)) continue;
    if (found) return refuse("the object holds several arrays; the profile must name one with 'sheet'");
    array = candidate;
    found = true;
  }
  if (!found)
    return refuse(member.empty() ? std::string("the object holds no array")
                                 : fmt::format("no array '{}'", member));
  return array;
}

}  // namespace

base::Result<std::unique_ptr<TableReader>> read_json_table(std::string_view text, std::string_view member) {
  if (text.size() > kLargestJson)
    return base::fail(base::ErrorCode::too_large,
                      fmt::format("JSON of {} bytes; at most {} are read", text.size(), kLargestJson));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  dom::parser parser;
  dom::element root;
  const simdjson::padded_string padded(text);
  if (const auto problem = parser.parse(padded).get(root); problem != simdjson::SUCCESS)
    return refuse(simdjson::error_message(problem));
  TRY_ASSIGN(const dom::array array, array_of(root, member));
  auto rows = std::make_unique<JsonRows>();
  std::map<std::string, std::size_t, std::less<>> column_of;
  for (const dom::element element : array) {
    dom::object object;
    if (element.get(object) != simdjson::SUCCESS)
      return refuse(fmt::format("element {} is not an object", rows->rows.size() + 1));
    std::vector<std::string>& cells = rows->rows.emplace_back(rows->heading.size());
    for (const auto [key, value] : object) {
      auto column = column_of.find(key);
      if (column == column_of.end()) {
        column = column_of.emplace(key, rows->heading.size()).first;
        rows->heading.emplace_back(key);
        if (rows->heading.size() > 16'384) return refuse("more than 16,384 different names");
      }
      if (cells.size() <= column->second) cells.resize(column->second + 1);
      TRY_ASSIGN(cells[column->second], text_of(value, rows->rows.size(), key));
    }
  }
  return rows;
}

}  // namespace tallyward::formats
