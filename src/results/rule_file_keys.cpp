#include "results/rule_file_keys.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/syntax.h"

namespace tallyward::results {

namespace {

/// "line N of the file and a caret at column M", both from 1.
std::string line_with_caret(std::string_view bytes, std::size_t line, std::size_t column) {
  for (std::size_t i = 1; i < line; ++i) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return "";
    bytes.remove_prefix(end + 1);
  }
  std::string_view text = bytes.substr(0, bytes.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return fmt::format("\n  {}\n  {}^", text, std::string(column > 0 ? column - 1 : 0, ' '));
}

}  // namespace

base::Result<toml::table> RuleFileText::parse() {
  if (bytes.size() > kLongestRuleFile)
    return base::fail(base::ErrorCode::too_large, fmt::format("{}: {} bytes, expected at most {}", file.name,
                                                              bytes.size(), kLongestRuleFile));
  try {
    return toml::parse(bytes, std::string_view(file.name));
  } catch (const toml::parse_error& error) {
    file.complain(error.source(), "no TOML here", std::string(error.description()));
    return base::fail(with_caret(std::move(*file.mistake)));
  }
}

void RuleFileText::complain_formula(TomlKeys& keys, std::string_view key, std::string_view source,
                                    const expression::Problem& problem) {
  if (file.mistake) return;
  keys.complain(key, problem.found, problem.expected);
  file.mistake->message = fmt::format("{}, in {} of {}\n{}", file.mistake->message, key, keys.place(),
                                      expression::show(problem, source));
  shows_formula = true;
}

void RuleFileText::read_percent(TomlKeys& keys, const toml::node& node, base::Fraction& percent) {
  if (const auto* whole = node.as_integer(); whole != nullptr && whole->get() >= 0 && whole->get() <= 100) {
    percent = whole->get();
    return;
  }
  const auto* text = node.as_string();
  const auto is_part = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  if (text != nullptr && !text->get().empty() && text->get().size() <= 8 &&
      std::ranges::all_of(text->get(), is_part) && std::ranges::count(text->get(), '.') <= 1 &&
      text->get() != ".") {
    percent = expression::decimal_value(text->get());
    return;
  }
  keys.complain("tolerance_percent", std::string(kind_of(node)), "a percentage as 3 or \"0.5\"");
}

std::string RuleFileText::number_text(TomlKeys& keys, std::string_view key) {
  const toml::node* node = keys.node(key);
  if (const auto* whole = node->as_integer()) return std::to_string(whole->get());
  if (const auto* text = node->as_string()) return text->get();
  keys.complain(key, std::string(kind_of(*node)), "a whole number, or a fraction as \"7/3\"");
  return "";
}

base::Error RuleFileText::with_caret(base::Error error) const {
  // The message begins with "NAME:LINE:COLUMN: ".
  std::string_view rest = error.message;
  if (shows_formula || !rest.starts_with(file.name)) return error;
  rest.remove_prefix(file.name.size());
  std::size_t line = 0;
  std::size_t column = 0;
  if (!rest.starts_with(':')) return error;
  rest.remove_prefix(1);
  const auto after = std::from_chars(rest.data(), rest.data() + rest.size(), line);
  if (after.ptr == rest.data() + rest.size() || *after.ptr != ':') return error;
  std::from_chars(after.ptr + 1, rest.data() + rest.size(), column);
  error.message += line_with_caret(bytes, line, column);
  return error;
}

std::size_t choice(TomlKeys& keys, std::string_view key, std::initializer_list<std::string_view> allowed) {
  const std::string value = keys.text(key);
  if (!keys.has(key)) return 0;
  const auto* const found = std::ranges::find(allowed, std::string_view(value));
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  const std::vector<std::string_view> names(allowed);
  const std::string_view near = base::nearest_name(value, names);
  keys.complain(key, fmt::format("'{}'", value),
                near.empty() ? fmt::format("one of: {}", fmt::join(allowed, ", "))
                             : fmt::format("one of: {}; did you mean '{}'?", fmt::join(allowed, ", "), near));
  return 0;
}

}  // namespace tallyward::results
