// Strict reading of TOML: every key is asked for by name, and what nobody asked for is an error with its
// line and column. The first mistake is kept; later reads give defaults, so callers check once at the end.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/error.h"

namespace tallyward::results {

/// Where mistakes of one file are kept.
struct TomlFile {
  std::string name;
  std::optional<base::Error> mistake;

  void complain(const toml::source_region& where, std::string_view found, std::string_view expected);
};

class TomlKeys {
 public:
  /// `place`: how the table is called in messages, "[[line]]".
  TomlKeys(TomlFile& file, const toml::table& table, std::string place)
      : file_(file), table_(table), place_(std::move(place)) {}

  std::string text(std::string_view key, std::string_view otherwise = "");
  std::string required_text(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most);
  std::vector<std::string> texts(std::string_view key);
  /// Text = text.
  std::map<std::string, std::string> text_map(std::string_view key);
  const toml::table* table(std::string_view key);
  std::vector<const toml::table*> tables(std::string_view key);
  const toml::node* node(std::string_view key);
  bool has(std::string_view key) const { return table_.contains(key); }

  TomlFile& file() { return file_; }
  const toml::table& all() const { return table_; }
  const std::string& place() const { return place_; }
  /// Complains at `key` if it is there, else at the table.
  void complain(std::string_view key, std::string_view found, std::string_view expected);
  /// To be called last: complains of a key that was not asked for.
  void finish();

 private:
  TomlFile& file_;
  const toml::table& table_;
  std::string place_;
  std::set<std::string, std::less<>> asked_;
};

/// "a string", "an integer", ...
std::string_view kind_of(const toml::node& node);

}  // namespace tallyward::results
