#include "results/toml_keys.h"

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::results {

void TomlFile::complain(const toml::source_region& where, std::string_view found, std::string_view expected) {
  if (mistake) return;
  mistake = base::unexpected_input({name, where.begin.line, where.begin.column}, found, expected);
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

const toml::node* TomlKeys::node(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

void TomlKeys::complain(std::string_view key, std::string_view found, std::string_view expected) {
  const toml::node* at = table_.get(key);
  file_.complain(at != nullptr ? at->source() : table_.source(), found, expected);
}

std::string TomlKeys::text(std::string_view key, std::string_view otherwise) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::string(otherwise);
  if (const auto* value = found->as_string()) return value->get();
  complain(key, kind_of(*found), fmt::format("a string as '{}' of {}", key, place_));
  return std::string(otherwise);
}

std::string TomlKeys::required_text(std::string_view key) {
  if (node(key) == nullptr) file_.complain(table_.source(), place_, fmt::format("a key '{}' in it", key));
  std::string value = text(key);
  if (value.empty() && has(key)) complain(key, "an empty string", fmt::format("a text as '{}'", key));
  return value;
}

bool TomlKeys::flag(std::string_view key, bool otherwise) {
  const toml::node* found = node(key);
  if (found == nullptr) return otherwise;
  if (const auto* value = found->as_boolean()) return value->get();
  complain(key, kind_of(*found), fmt::format("true or false as '{}' of {}", key, place_));
  return otherwise;
}

std::optional<std::int64_t> TomlKeys::number(std::string_view key, std::int64_t least, std::int64_t most) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  const auto* value = found->as_integer();
  if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
  complain(key, value != nullptr ? std::to_string(value->get()) : std::string(kind_of(*found)),
           fmt::format("a whole number from {} to {} as '{}' of {}", least, most, key, place_));
  return std::nullopt;
}

std::vector<std::string> TomlKeys::texts(std::string_view key) {
  std::vector<std::string> values;
  const toml::node* found = node(key);
  if (found == nullptr) return values;
  const auto* array = found->as_array();
  if (array == nullptr) {
    complain(key, kind_of(*found), fmt::format("an array of strings as '{}' of {}", key, place_));
    return values;
  }
  for (const toml::node& element : *array) {
    if (const auto* value = element.as_string()) {
      values.push_back(value->get());
    } else {
      file_.complain(element.source(), kind_of(element), fmt::format("a string in '{}'", key));
    }
  }
  return values;
}

std::map<std::string, std::string> TomlKeys::text_map(std::string_view key) {
  std::map<std::string, std::string> values;
  const toml::table* found = table(key);
  if (found == nullptr) return values;
  for (const auto& [name, value] : *found) {
    if (const auto* text_value = value.as_string()) {
      values.emplace(name.str(), text_value->get());
    } else {
      file_.complain(value.source(), kind_of(value), fmt::format("a string in '{}'", key));
    }
  }
  return values;
}

const toml::table* TomlKeys::table(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return nullptr;
  if (found->as_table() == nullptr)
    complain(key, kind_of(*found), fmt::format("a table as '{}' of {}", key, place_));
  return found->as_table();
}

std::vector<const toml::table*> TomlKeys::tables(std::string_view key) {
  std::vector<const toml::table*> values;
  const toml::node* found = node(key);
  if (found == nullptr) return values;
  const auto* array = found->as_array();
  if (array == nullptr) {
    complain(key, kind_of(*found), fmt::format("[[{}]], an array of tables", key));
    return values;
  }
  for (const toml::node& element : *array) {
    if (element.as_table() == nullptr) {
      file_.complain(element.source(), kind_of(element), fmt::format("a table in [[{}]]", key));
    } else {
      values.push_back(element.as_table());
    }
  }
  return values;
}

void TomlKeys::finish() {
  for (const auto& [key, value] : table_) {
    if (asked_.contains(key.str())) continue;
    std::vector<std::string_view> known(asked_.begin(), asked_.end());
    const std::string_view near = base::nearest_name(key.str(), known);
    file_.complain(
        key.source(), fmt::format("the unknown key '{}' in {}", key.str(), place_),
        near.empty() ? fmt::format("one of: {}", fmt::join(known, ", ")) : fmt::format("'{}'", near));
  }
}

}  // namespace tallyward::results
